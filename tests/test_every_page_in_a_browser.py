"""Every page of the live resolver is opened once, filled, and axe finds nothing on it.

A new page without a line here fails: say who opens it and where it is.
"""

import csv
import os
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from lintel.access import actions as access
from lintel.access.models import Account
from lintel.access.rules import Appointment
from lintel.access.tests.given import PASSWORD, an_account, the_house, with_codes
from lintel.access.viewers import Role, the_system
from lintel.config.routes import routes
from lintel.contacts import actions, queries
from lintel.contacts.models import RaisedRule, RiskIndicator, SenderSilence
from lintel.contacts.rules.samples import SampleSaid
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become
from lintel.duty import actions as duty
from lintel.duty.tests.given import add_duty_team
from lintel.files import actions as files
from lintel.files.loading import made_here
from lintel.files.queries import near_to_attach
from lintel.files.rules.reading import Belongs
from lintel.files.tests.given import a_jpeg
from lintel.kernel.instants import london_day
from lintel.notices.tests import given as notices
from lintel.oversight.models import Allegation
from lintel.oversight.tests import given as given_challenge
from lintel.people import actions as people, jobs as people_jobs
from lintel.people.models import ToReview
from lintel.people.people_csv import import_people
from lintel.people.rules.described import COLUMNS
from lintel.people.tests import given as known
from lintel.portal.tests.given import NEIGHBOUR, Walker
from lintel.protection import actions as protection
from lintel.protection.models import ProtectionStep
from lintel.protection.rules.convening import Invitee
from lintel.protection.rules.quorum import ALWAYS, Part
from lintel.protection.tests import given as talking
from lintel.restrictions.models import NewMatch, Reader
from lintel.restrictions.rules.conflicts import Named
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid
from lintel.restrictions.tests.given import broken, hidden
from lintel.scoping.tests.given import shared as shared
from lintel.screening.tests.given_asked import agency, answered, asked
from lintel.sharing.rules.handling import Mark
from lintel.watch.models import Question
from tests import axe

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 320, "height": 720}
PICTURES = os.environ.get("LINTEL_PICTURES", "")
MAYA = given.a_child(given_name="Maya", family_name="Brown", date_of_birth=date(2018, 3, 9))
NO_PAGE = {
    "healthz": "a word for a machine",
    "readyz": "a word for a machine",
    "board_now": "a part of the board",
    "api-root": "the API",
    "openapi-json": "the API",
    "openapi-view": "the API",
    "front_door": "sends on",
    "refer_leave": "sends away",
    "discussion": "sends on",
    "file": "a file, to be saved",
    "possible_conflict": "sends on whom nothing warns; looked at in its own journey",
    "invitation_link": "sends on",
    "password_reset_link": "sends on",
    "openid_connect_login": "sends on to another site",
    "openid_connect_callback": "sends on",
    "login_passkey_password": "only after a passkey; looked at in its own journey",
    "name_passkey": "only where there is a passkey; looked at in its own journey",
    "step_up": "sends on whoever has just signed in; looked at in its own journey",
}
ADMIN, MANAGER, SCREENER, HELPER, POLICE = "admin", "manager", "screener", "helper", "police"
OFFICER, AUDITOR, GUARDIAN, PRIVACY = "officer", "auditor", "guardian", "privacy"
PUBLIC, WRITING, TWO, SENT, LEFT, HALF, NEW, INVITED, FORGOT = (
    *("public", "writing", "two", "sent", "left", "half", "new", "invited", "forgot"),
)
# The name of a page: who opens it, and where.
PAGES = {
    "your_sign_ins": (ADMIN, "/your-sign-ins"),
    "add_passkey": (ADMIN, "/your-sign-ins/passkeys/add"),
    "signed_in": (ADMIN, "/signed-in"),
    "accounts": (ADMIN, "/accounts"),
    "account": (ADMIN, "/accounts/{account}"),
    "issue_token": (ADMIN, "/accounts/{system}/tokens"),
    "step_of_account": (ADMIN, "/accounts/{account}/disable"),
    "grants": (ADMIN, "/accounts/grants"),
    "invite": (ADMIN, "/accounts/invite"),
    "directory": (ADMIN, "/directory"),
    "directory_add": (ADMIN, "/directory/teams/add"),
    "directory_change": (ADMIN, "/directory/teams/front-door"),
    "team_members": (ADMIN, "/directory/teams/protection/members"),
    "board": (MANAGER, "/board"),
    "contact": (MANAGER, "/contacts/{raised}"),
    "decide": (MANAGER, "/contacts/{raised}/decide"),
    "senior_read": (MANAGER, "/contacts/{raised}/senior-read"),
    "close": (MANAGER, "/contacts/{raised}/close"),
    "history": (MANAGER, "/contacts/{raised}/history"),
    "people": (MANAGER, "/contacts/{raised}/people"),
    "trail": (MANAGER, "/contacts/{raised}/trail"),
    "as_it_stood": (MANAGER, "/contacts/{raised}/as-it-stood"),
    "alerts": (MANAGER, "/alerts"),
    "watch": (PRIVACY, "/watch"),
    "question": (PRIVACY, "/watch/{question}"),
    "who_opened_contact": (PRIVACY, "/watch/contacts/{raised}"),
    "who_opened_person": (PRIVACY, "/watch/people/{kept}"),
    "rate": (MANAGER, "/contacts/{raised}/rate"),
    "assign": (MANAGER, "/contacts/{raised}/assign"),
    "note": (MANAGER, "/contacts/{raised}/note"),
    "correct": (MANAGER, "/contacts/{raised}/correct"),
    "hold": (MANAGER, "/contacts/{raised}/hold"),
    "release": (MANAGER, "/contacts/{held}/release"),
    "indicator": (MANAGER, "/contacts/{raised}/indicator/{indicator}"),
    "look": (MANAGER, "/contacts/{fresh}/look"),
    "acknowledge": (MANAGER, "/contacts/{immediate}/acknowledge"),
    "ask_by_token": (MANAGER, "/contacts/{raised}/ask"),
    "reopen": (MANAGER, "/contacts/{closed}/reopen"),
    "overrides": (MANAGER, "/overrides"),
    "token_questions": (MANAGER, "/token-questions"),
    "counts": (MANAGER, "/counts"),
    "senders": (MANAGER, "/senders"),
    "sender_silence": (MANAGER, "/senders/{silence}"),
    "samples": (MANAGER, "/samples"),
    "new_sample": (MANAGER, "/samples/new"),
    "sample": (MANAGER, "/samples/{sample}"),
    "my_samples": (AUDITOR, "/my-samples"),
    "open_masked": (AUDITOR, "/contacts/{raised}/masked/z1"),
    "your_role": (MANAGER, "/your-role"),
    "search": (MANAGER, "/search"),
    "requests_about": (MANAGER, "/contacts/{raised}/requests"),
    "ask_agencies": (MANAGER, "/contacts/{raised}/requests/new"),
    "chase_agency": (MANAGER, "/contacts/{raised}/requests/{waiting}/chase"),
    "decide_without": (MANAGER, "/contacts/{raised}/requests/{waiting}/without"),
    "withdraw_request": (MANAGER, "/contacts/{raised}/requests/{waiting}/withdraw"),
    "requests": (POLICE, "/requests"),
    "request": (POLICE, "/requests/{waiting}"),
    "give_request": (POLICE, "/requests/{waiting}/give"),
    "change_mark": (POLICE, "/items/{item}/handling"),
    "my_discussions": (POLICE, "/discussions"),
    "answer_discussion": (POLICE, "/discussions/{talk}/answer"),
    "discussion_share": (POLICE, "/discussions/{talk}/share"),
    "convene_discussion": (MANAGER, "/contacts/{raised}/convene"),
    "one_discussion": (MANAGER, "/discussions/{talk}"),
    "discussion_attendance": (MANAGER, "/discussions/{talk}/attendance"),
    "discussion_outcome": (MANAGER, "/discussions/{talk}/outcome?how=held"),
    "correct_discussion": (MANAGER, "/discussions/{talked}/correct"),
    "discussion_minutes": (MANAGER, "/discussions/{talked}/minutes"),
    "discussion_action": (MANAGER, "/discussions/{talked}/actions/{agreed}/done"),
    "agency_measures": (MANAGER, "/measures/agencies"),
    "agency_measures_list": (MANAGER, "/measures/agencies/list"),
    "pool_answers": (MANAGER, "/contacts/{raised}/pool"),
    "weigh": (MANAGER, "/contacts/{raised}/weigh"),
    "attach_to_contact": (MANAGER, "/contacts/{raised}/files"),
    "attach_to_request": (POLICE, "/requests/{waiting}/files"),
    "attach_to_discussion": (MANAGER, "/discussions/{talk}/files"),
    "mark_file": (MANAGER, "/files/{file}/handling"),
    "shares": (MANAGER, "/contacts/{raised}/shares"),
    "record_share": (MANAGER, "/contacts/{raised}/shares/new"),
    "step": (MANAGER, "/contacts/{stepped}/steps/{step}"),
    "unseen_by_paediatrician": (MANAGER, "/not-seen-by-a-paediatrician"),
    "restrict": (MANAGER, "/contacts/{raised}/restrict"),
    "restrict_person": (MANAGER, "/people/{person}/restrict"),
    "restrictions": (GUARDIAN, "/restrictions"),
    "restriction": (GUARDIAN, "/restrictions/{restriction}"),
    "restriction_match": (GUARDIAN, "/restrictions/matches/{match}"),
    "allegations": (OFFICER, "/allegations"),
    "allegation": (OFFICER, "/allegations/{allegation}"),
    "challenges": (MANAGER, "/challenges"),
    "challenge_themes": (MANAGER, "/challenges/themes"),
    "challenge_contact": (MANAGER, "/contacts/{raised}/challenge"),
    "challenge": (MANAGER, "/contacts/{raised}/challenges/{challenge}"),
    "duty": (MANAGER, "/duty"),
    "duty_sheet": (MANAGER, "/duty/sheet"),
    "say_for_duty": (MANAGER, "/contacts/{raised}/duty"),
    "promises": (MANAGER, "/contacts/{raised}/promises"),
    "settle_promise": (MANAGER, "/contacts/{raised}/promises/{promise}"),
    "handovers": (HELPER, "/hand-overs"),
    "places": (HELPER, "/places"),
    "end_place": (HELPER, "/contacts/{offered}/end-place"),
    "came_back": (MANAGER, "/came-back"),
    "handover": (HELPER, "/contacts/{offered}/hand-over"),
    "take_call": (SCREENER, "/contacts/new"),
    "paper_form": (SCREENER, "/paper-form"),
    "call_taken": (SCREENER, "/contacts/{raised}/taken"),
    "to_tell": (SCREENER, "/to-tell"),
    "tell": (SCREENER, "/to-tell/{notice}"),
    "duplicates": (SCREENER, "/people/duplicates"),
    "family": (SCREENER, "/people/{child}/family"),
    "person": (SCREENER, "/people/{person}"),
    "compare_people": (SCREENER, "/people/{person}/with/{other}"),
    "unmerge_person": (SCREENER, "/people/{kept}/unmerge/{merge}"),
    "records_to_review": (SCREENER, "/records-to-review"),
    "record_to_review": (SCREENER, "/records-to-review/{review}"),
    "break_glass": (SCREENER, "/contacts/{raised}/break-glass"),
    "break_glass_by_reference": (SCREENER, "/break-glass"),
    "my_conflicts": (SCREENER, "/conflicts"),
    "declare_conflict": (MANAGER, "/conflicts/declare"),
    "own_details": (SCREENER, "/conflicts/details"),
    "conflicts": (MANAGER, "/conflicts/of-others"),
    "end_conflict": (MANAGER, "/conflicts/{conflict}/end"),
    "broken_glass": (GUARDIAN, "/broken-glass"),
    "one_broken_glass": (GUARDIAN, "/broken-glass/{glass}"),
    "refer": (PUBLIC, "/refer"),
    "refer_return": (PUBLIC, "/refer/return"),
    "login_passkey": (PUBLIC, "/login/passkey"),
    "login": (PUBLIC, "/login"),
    "password_reset": (PUBLIC, "/password-reset"),
    "password_reset_sent": (PUBLIC, "/password-reset/sent"),
    "refer_step": (WRITING, "/refer/worries"),
    "refer_each": (WRITING, "/refer/child/1/name"),
    "refer_remove": (TWO, "/refer/child/2/remove"),
    "refer_check": (WRITING, "/refer/check"),
    "refer_files": (WRITING, "/refer/files"),
    "refer_saved": (LEFT, "/refer/saved"),
    "refer_sent": (SENT, "/refer/sent"),
    "login_code": (HALF, "/login/code"),
    "login_set_up_code": (NEW, "/login/set-up-code"),
    "invitation": (INVITED, "/login/invitation"),
    "password_reset_choose": (FORGOT, "/password-reset/choose"),
    "logout": (SCREENER, "/logout"),
}


def pages_of_the_house() -> set[str]:
    return {
        route.name
        for route in routes()
        if "GET" in route.methods and not route.pattern.startswith("/api")
    }


def test_every_page_has_somebody_who_opens_it():
    missing = pages_of_the_house() - PAGES.keys() - NO_PAGE.keys()
    assert not missing, f"say in PAGES who opens these, and where: {sorted(missing)}"
    assert PAGES.keys() <= pages_of_the_house(), "a page in PAGES is not there any more"


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(page, live_server, shared, tmp_path):
    page.set_viewport_size(NARROW)  # once each, where most goes wrong; journeys look wide too
    world = a_house(tmp_path)
    wrong: list[str] = []
    now_is = ""
    for name, (who, where) in sorted(PAGES.items(), key=lambda one: one[1][0] + one[0]):
        if who != now_is:
            begin(page, live_server, who)
            now_is = who
        try:
            page.goto(where.format(**vars(world)))
            at = resolve(page.url.removeprefix(live_server.url).partition("?")[0]).url_name
            assert at == name, f"{name}: sent on to {at}"
            assert page.locator("h1").count() == 1, f"{name}: no heading"
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= NARROW["width"], f"{width} px wide"
            found = axe.found(page)
            said = [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
            assert not said, said
            picture(page, name)
        except AssertionError as found:
            wrong.append(f"{name}: {found}")
    assert not wrong, "\n".join(wrong)


def begin(page, live_server, who: str) -> None:
    """The browser is this somebody's from here on."""
    page.context.clear_cookies()
    if who in STAFF:
        become(page, live_server, Account.objects.get(username=who))
    elif who in BEGUN:
        client = Client()
        BEGUN[who](client)
        page.context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_server.url}
                for name, cookie in client.cookies.items()
                if cookie.value
            ]
        )


def _writing(client: Client) -> None:
    Walker(client, dict(NEIGHBOUR)).walk()


def _two(client: Client) -> None:
    Walker(client, NEIGHBOUR | {"children": {"more": "yes"}}).walk(until="child/2/name")


def _sent(client: Client) -> None:
    walker = Walker(client, dict(NEIGHBOUR))
    walker.walk()
    walker.send()


def _left(client: Client) -> None:
    walker = Walker(client, dict(NEIGHBOUR))
    walker.walk(until="worries")
    walker.type("worries", concern="He said he was cold", then="later")


def _half(client: Client) -> None:
    with_codes(an_account("half"))
    client.post("/login", {"username": "half", "password": PASSWORD})


def _new(client: Client) -> None:
    an_account("new")
    client.post("/login", {"username": "new", "password": PASSWORD})


def _invited(client: Client) -> None:
    now = timezone.now()
    appointed = Appointment(
        role=Role.SCREENER,
        agency="northbeck-council",
        employed_by_council=True,
        registration_number="SW1",
        registered_until=date(2099, 1, 1),
    )
    token = access.invite(appointed=appointed, council="northbeck", by=the_house(now), at=now)
    client.get(f"/login/invitation/{token}")


def _forgot(client: Client) -> None:
    account = an_account("forgot")
    who = urlsafe_base64_encode(force_bytes(account.pk))
    client.get(f"/password-reset/{who}/{default_token_generator.make_token(account)}")


STAFF = {
    ADMIN: Role.SYSADMIN,
    MANAGER: Role.MANAGER,
    SCREENER: Role.SCREENER,
    HELPER: Role.EARLY_HELP,
    POLICE: Role.AGENCY_LEAD,
    OFFICER: Role.LADO,
    GUARDIAN: Role.GUARDIAN,
    AUDITOR: Role.QUALITY,
    PRIVACY: Role.DPO,
}
BEGUN = {
    WRITING: _writing,
    TWO: _two,
    SENT: _sent,
    LEFT: _left,
    HALF: _half,
    NEW: _new,
    INVITED: _invited,
    FORGOT: _forgot,
}


def a_house(folder: Path) -> SimpleNamespace:
    """One council with something on every page."""
    now = timezone.now()
    given.teams()
    add_duty_team(by=given.a_viewer(Role.SYSADMIN))
    account = {
        name: given.an_account(role, username=name, name=f"{name.title()} Okafor")
        for name, role in STAFF.items()
    }
    forces = {"agency": "police", "employed_by_council": False, "username": "forces"}
    issued_to = given.an_account(Role.AGENCY_SYSTEM, **forces)
    Account.objects.filter(username=HELPER).update(teams=["early-help"])
    Account.objects.filter(username=POLICE).update(**agency("police"))
    # Decided before anybody is known, so that nobody has to be told apart first.
    otto = given.a_child(given_name="Otto", family_name="Vane", date_of_birth=date(2012, 1, 2))
    closed, offered = given.decided().id, given.decided("early_help", children=(otto,)).id
    held = given.rated().id
    raised, child = a_raised_contact(now)
    world = SimpleNamespace(account=account[SCREENER].id, raised=raised.id, child=child)
    world.system = issued_to.id
    world.closed, world.offered, world.held = closed, offered, held
    (world.waiting,) = asked(raised, "police", at=now)
    lead = given.viewer_of(Account.objects.get(username=POLICE), now)
    (other,) = asked(SimpleNamespace(id=held), "police", at=now)
    (world.item,) = answered(other, lead, ("A name we watch", Mark("H1")), at=now)
    world.file = a_file(raised.id, at=now)
    world.indicator = RiskIndicator.objects.filter(contact=raised.id).first().id
    world.fresh = given.received(at=now).id
    world.immediate = given.looked_at(immediate=True).id
    wait = {"review_at": now + timedelta(days=1), "by": given.a_manager(), "at": now}
    actions.hold_contact(
        contact_id=world.held, version=None, reason="Waiting for the school", **wait
    )
    actions.close_contact(
        contact_id=world.closed, version=None, reason="Told", by=given.a_manager(), at=now
    )
    world.promise = duty.make_promise(
        contact_id=raised.id,
        what="Ring back and say what happens",
        to_whom="The school",
        due_at=now + timedelta(hours=2),
        by=given.a_manager(),
        at=now,
    ).id
    world.notice = notices.queued(
        channel="telephone",
        to="01632 960001",
        body="We have looked at what you told us.",
        due_at=now + timedelta(hours=2),
        at=now,
    )
    world.challenge = given_challenge.raised(
        raised.id, given.a_viewer(Role.SCREENER, at=now), at=now, subject="other"
    )
    given.received(at=now, categories=("works_with_children",))
    world.allegation = Allegation.objects.get().id
    audited = SampleSaid(
        title="Monthly audit",
        starts_on=london_day(now),
        last_on=london_day(now),
        readers=[account[AUDITOR].id],
        references=[raised.reference],
    )
    world.sample = actions.make_sample(said=audited, by=given.a_manager(), at=now)
    world.conflict = actions.declare_conflict(
        relation="family",
        reason="My cousin",
        described=Named("Nobody", "Known", date(2015, 1, 2)),
        by=given.a_screener(),
        at=now,
    )
    world.glass = broken(hidden(at=now), by=given.a_screener(), at=now).id
    discussions(world, now)
    people_on_pages(world, folder, now)
    world.question = a_question(world, now)
    world.silence = a_silence(now)
    restricted(world, now)
    return world


def a_file(contact_id, *, at):
    by = given.a_manager()
    near = near_to_attach(by, Belongs.CONTACT, contact_id, at=at)
    with transaction.atomic():
        [file_id] = files.attach(
            [made_here("left arm.jpg", a_jpeg(where=True))],
            near,
            files.Given(Mark.OPEN),
            agency=by.agency,
            by=by,
            at=at,
        )
    return file_id


def restricted(world: SimpleNamespace, now) -> None:
    """A hidden child with a new contact about them, and a hidden contact."""
    by, reader = given.a_viewer(Role.MANAGER, at=now), given.a_viewer(Role.SCREENER, at=now)
    listed = [ReaderSaid(reader.account_id, "", Purpose.TASK)]
    said = {"kind": "own_family", "reason": "Her aunt works in the hub", "readers": listed}
    zara = given.a_child(given_name="Zara", family_name="Quill", date_of_birth=date(2015, 6, 7))
    first, hidden = given.received(at=now, children=(zara,)), given.received(at=now)
    child = queries.told_in(queries.the_contact(by, first.id))[0]
    person = people.link(child.record_id, None, [], by=by, at=now)
    world.restriction = actions.restrict_person(person_id=person, **said, by=by, at=now)
    world.reader = Reader.objects.get(restriction=world.restriction).id
    world.hidden = hidden.id
    actions.restrict_contact(contact_id=hidden.id, version=1, **said, by=by, at=now)
    given.received(at=now, children=(zara,))
    world.match = NewMatch.objects.get().id


def a_question(world: SimpleNamespace, now):
    """Somebody opened a record twice and did nothing there."""
    return Question.objects.create(
        council="northbeck",
        kind="without_task",
        actor=world.account,
        object_type="contact",
        object_id=str(world.raised),
        first=1,
        last=2,
        count=2,
        happened_at=now,
        raised_at=now,
        once="without_task",
    ).id


def a_silence(now):
    """A sender has handed nothing in for three days."""
    return SenderSilence.objects.create(
        council="northbeck",
        sender="elm",
        verdict="silent",
        days=3,
        received=0,
        expected=14.8,
        a_week=24.6,
        raised_at=now,
    ).id


def discussions(world: SimpleNamespace, now) -> None:
    """One discussion to come, to which the police are asked, and one that was held."""
    by = given.a_viewer(Role.MANAGER, at=now)
    invite = [Invitee(part, title="Somebody") for part in ALWAYS[:2]]
    invite.append(Invitee(Part.POLICE, agency="police"))
    made = []
    for contact_id in (world.immediate, given.looked_at().id):
        call = talking.the_call(contact_id, by, planned_for=now, invite=invite)
        made.append(protection.convene_discussion(contact_id=contact_id, call=call, by=by, at=now))
    world.talk, world.talked = made
    talking.came(world.talked, by, *ALWAYS, at=now)
    said = talking.held(world.talked, by, at=now)
    protection.record_outcome(discussion_id=world.talked, said=said, by=by, at=now)
    world.agreed = talking.seen(world.talked, by, at=now).actions[0].id
    opened = ProtectionStep.objects.values_list("contact_id", "id")
    world.stepped, world.step = opened.first()


def a_raised_contact(now):
    """The third about one child since spring, rated, with a sign in its words, somebody linked."""
    by, person, receipt = given.a_viewer(Role.SCREENER, at=now), None, None
    for days in (90, 40, 1):
        receipt = given.received(
            at=now - timedelta(days=days),
            children=(MAYA, given.a_child(given_name="Leo")),
            concern="She has a bruise on her cheek. Dad hit her with a belt.",
        )
        told = queries.family_facts(queries.the_contact(by, receipt.id)).told
        person = people.link(told[0].record_id, person, ["the same child"], by=by, at=now)
    senior = given.a_viewer(Role.SENIOR_PRACTITIONER, at=now)
    actions.look_at_contact(
        contact_id=receipt.id,
        version=1,
        immediate=False,
        by=given.a_viewer(Role.MANAGER, at=now),
        at=now,
    )
    actions.senior_read(
        contact_id=receipt.id, version=None, words="Worse each time", by=senior, at=now
    )
    assert RaisedRule.objects.filter(contact=receipt.id).exists()
    return receipt, person


def people_on_pages(world: SimpleNamespace, folder: Path, now) -> None:
    """Two who may be one, two who were merged, and a record that waits for somebody to look."""
    by = given.a_viewer(Role.SCREENER, at=now)
    alike = known.told(given_name="Maisie", mother_given_name="Ada", mother_family_name="Okafor")
    world.person = known.person(alike, source="school")
    world.other = known.person(alike, source="health")
    world.kept = known.person(known.told(given_name="Noor", family_name="Aziz"), source="school")
    merged = known.person(known.told(given_name="Noor", family_name="Aziz"), source="health")
    world.merge = people.merge_people(world.kept, merged, "One child", by=by, at=now)
    people.search_everybody(by=by, at=now)
    people_jobs.find_duplicates(now)
    file = folder / "people.csv"
    with file.open("w", newline="", encoding="utf-8") as rows:
        writer = csv.DictWriter(rows, COLUMNS, restval="")
        writer.writeheader()
        writer.writerow(
            {
                "source": "schools",
                "source_ref": "S1",
                "given_name": "Maisie",
                "family_name": "Okafor",
                "date_of_birth": "2017-09-03",
                "address": "4 Beck Lane",
                "postcode": "NB1 2QF",
            }
        )
    system = the_system("northbeck", today=now.date())
    import_people(file, council="northbeck", by=system, at=now, match_them=True)
    world.review = ToReview.objects.get().id


def picture(page, name: str) -> None:
    """Pictures to look at, where somebody asks for them."""
    if PICTURES:
        before = page.viewport_size
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size(before)
