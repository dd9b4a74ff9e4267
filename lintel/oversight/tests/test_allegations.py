"""Allegations against people who work with children: the route, and who sees nothing of it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import NotPermitted, Role
from lintel.api.tests.given import SENT, Caller
from lintel.audit.models import AuditEntry
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.search import search
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, sign_in, signed_in_as
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.oversight import actions
from lintel.oversight.models import Allegation, AllegationEnding
from lintel.oversight.queries import allegations as queries
from lintel.oversight.rules.allegations import (
    AllegationFacts,
    ConsideredSaid,
    Course,
    Finding,
    HarmTest,
    reasons_not_to_consider,
    reasons_not_to_decide,
    reasons_not_to_end,
    reasons_not_to_take,
)
from lintel.people import actions as people
from lintel.protection import queries as protection
from lintel.screening import queries as screening
from lintel.screening.actions import decide_contact

TOLD = {"categories": ("works_with_children",), "concern": "His coach shouts and grabs him."}
HURT = TOLD | {"categories": ("works_with_children", "physical_abuse")}
HOUR = timedelta(hours=1)
TESTS = {"harmed": "yes", "offence": "no", "risk": "not_known", "unsuitable": "yes"}
SEES_NOTHING = (
    (Role.SCREENER, {}),
    (Role.SENIOR_PRACTITIONER, {}),
    (Role.ADMIN, {}),
    (Role.ADMIN_PROVIDER, {"employed_by_council": False}),
    (Role.SOCIAL_WORKER, {"teams": ["assessment"]}),
    (Role.EARLY_HELP, {"teams": ["early-help"]}),
    (Role.CHILD_PROTECTION, {"teams": ["protection"]}),
    (Role.PARTNER, {"agency": "police", "employed_by_council": False}),
    (Role.AGENCY_LEAD, {"agency": "police", "employed_by_council": False}),
    (Role.REFERRER, {}),
    (Role.VIEWER, {}),
    (Role.SYSADMIN, {}),
    (Role.MANAGER, {"council": "southmere"}),
    (Role.LADO, {"council": "southmere"}),
)


def considered(**differences) -> ConsideredSaid:
    ordinary = {
        "person": "The coach of the under nines",
        "work": "Football on Saturdays",
        "employer": "Beck Rovers",
        "tests": TESTS,
        "reasons": "Two parents saw it",
    }
    return ConsideredSaid(**(ordinary | differences))


def told(**differences):
    """The contact and its allegation."""
    receipt = given.received(**(TOLD | differences))
    return receipt, Allegation.objects.get(contact_id=receipt.id)


def officer(**differences):
    return given.a_viewer(Role.LADO, **differences)


# --- Rules ---------------------------------------------------------------------------------

OPEN = AllegationFacts()
DONE = AllegationFacts(taken=True, tests=TESTS, course=Course.EMPLOYER)
CLOSED = AllegationFacts(taken=True, tests=TESTS, course=Course.EMPLOYER, closed=True)
NONE_MET = AllegationFacts(taken=True, tests=dict.fromkeys(HarmTest, "no"))


@pytest.mark.parametrize(
    ("refusals", "codes"),
    [
        (reasons_not_to_take(OPEN), []),
        (reasons_not_to_take(DONE), ["taken"]),
        (reasons_not_to_consider(considered(), OPEN), []),
        (reasons_not_to_consider(considered(), CLOSED), ["closed"]),
        (reasons_not_to_consider(considered(person=""), OPEN), ["missing"]),
        (reasons_not_to_consider(considered(tests={}), OPEN), ["missing"] * 4),
        (reasons_not_to_decide(Course.JOINT_MEETING, "Because", OPEN), ["not_considered"]),
        (reasons_not_to_decide(Course.JOINT_MEETING, "Because", DONE), []),
        (reasons_not_to_decide(Course.NO_THRESHOLD, "Because", DONE), ["threshold_met"]),
        (reasons_not_to_decide(Course.NO_THRESHOLD, "Because", NONE_MET), []),
        (reasons_not_to_decide("", "", DONE), ["missing", "missing"]),
        (reasons_not_to_end(Finding.FALSE, "Seen on film", NONE_MET), ["not_decided"]),
        (reasons_not_to_end(Finding.FALSE, "Seen on film", DONE), []),
        (reasons_not_to_end(Finding.NOT_APPLICABLE, "Words", DONE), ["finding_needed"]),
        (reasons_not_to_end(Finding.FALSE, "Seen on film", CLOSED), ["closed"]),
    ],
)  # fmt: skip
def test_each_step_waits_for_the_one_before(refusals, codes):
    assert [refusal.code for refusal in refusals] == codes


# --- The route -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_telling_opens_one_and_the_officer_is_told_within_one_working_day():
    receipt, row = told()
    assert row.due_at == datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    notice = Notice.objects.get(kind="allegation_told")
    assert notice.to == "role:lado"
    assert receipt.reference in notice.subject
    assert not Notice.objects.filter(kind="allegation_told", channel="email").exists()


@pytest.mark.django_db
def test_from_the_telling_to_the_finding_with_one_entry_each():
    _, row = told()
    by, at = officer(), given.NOON + HOUR
    actions.take_allegation(allegation_id=row.id, by=by, at=at)
    assert Notice.objects.get(kind="allegation_told").state == "cancelled"
    actions.consider_allegation(allegation_id=row.id, said=considered(), by=by, at=at)
    actions.decide_allegation(
        allegation_id=row.id, course="employer", reasons="The club", by=by, at=at
    )
    actions.end_allegation(
        allegation_id=row.id, finding="unfounded", words="Another man", by=by, at=at
    )
    seen = queries.one_allegation(by, row.id)
    assert not seen.is_open
    assert seen.considered[-1].tests == TESTS
    entries = AuditEntry.objects.filter(object_id=row.id).order_by("sequence")
    said = ["taken", "considered", "employer", "unfounded"]
    assert list(entries.values_list("why", flat=True)) == said
    with pytest.raises(Refused):
        actions.consider_allegation(allegation_id=row.id, said=considered(), by=by, at=at)


@pytest.mark.django_db
def test_a_manager_sees_it_and_records_nothing():
    _, row = told()
    manager = given.a_manager()
    assert not queries.one_allegation(manager, row.id).may_record
    with pytest.raises(NotPermitted):
        actions.consider_allegation(
            allegation_id=row.id, said=considered(), by=manager, at=given.NOON
        )


@pytest.mark.django_db
def test_a_joint_meeting_does_not_replace_a_strategy_discussion():
    receipt, row = told(**HURT)
    by, at = officer(), given.NOON + HOUR
    actions.consider_allegation(allegation_id=row.id, said=considered(), by=by, at=at)
    actions.decide_allegation(
        allegation_id=row.id, course="joint_meeting", reasons="Police", by=by, at=at
    )
    contact = contact_queries.the_contact(given.a_manager(), receipt.id)
    assert protection.called_for(contact) is not None
    assert queries.strategy_signs(contact)
    low = screening.choices(given.a_manager(), receipt.id)[0]
    assert "strategy_indicated" in {refusal.code for refusal in low.refusals}


@pytest.mark.django_db
def test_corrected_into_one_it_is_hidden_and_only_the_officer_shows_it_again():
    receipt = given.looked_at()
    screener, at = given.a_screener(), given.NOON + HOUR
    for categories in (["works_with_children"], ["neglect"]):
        contacts.correct_contact(
            contact_id=receipt.id,
            version=None,
            changes={"categories": categories},
            by=given.a_manager(),
            at=at,
        )
        with pytest.raises(NotThere):
            contact_queries.the_contact(screener, receipt.id)
    row, by = Allegation.objects.get(contact_id=receipt.id), officer()
    actions.consider_allegation(allegation_id=row.id, said=considered(), by=by, at=at)
    actions.decide_allegation(
        allegation_id=row.id, course="not_an_allegation", reasons="His uncle", by=by, at=at
    )
    assert contact_queries.the_contact(screener, receipt.id).id == receipt.id


@pytest.mark.django_db
def test_a_wrong_step_is_refused_by_field_and_writes_nothing():
    _, row = told()
    with pytest.raises(Invalid) as wrong:
        actions.consider_allegation(
            allegation_id=row.id, said=considered(tests={}), by=officer(), at=given.NOON
        )
    assert {one.field for one in wrong.value.refusals} == {f"tests.{test}" for test in HarmTest}
    assert not AuditEntry.objects.filter(object_id=row.id).exists()


# --- Who sees nothing ----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "differences"), SEES_NOTHING, ids=lambda one: str(one))
def test_nobody_else_sees_the_contact_or_the_allegation_anywhere(role, differences):
    given.teams()
    receipt, row = told()
    viewer = given.a_viewer(role, **differences)
    with pytest.raises(NotThere):
        contact_queries.the_contact(viewer, receipt.id)
    with pytest.raises(NotThere):
        queries.one_allegation(viewer, row.id)
    with pytest.raises((NotThere, NotPermitted)):
        actions.take_allegation(allegation_id=row.id, by=viewer, at=given.NOON)

    client, account = Client(), given.an_account(role, **differences)
    sign_in(client, account)
    caller = Caller(role, account)
    one = f"/allegations/{row.id}"
    addresses = (
        "/board",
        "/allegations",
        "/challenges",
        "/counts",
        "/to-tell",
        "/hand-overs",
        "/duty",
    )
    for address in (f"/contacts/{receipt.id}", one, *addresses):
        said = client.get(address)
        assert receipt.reference not in said.content.decode(), address
        assert "Ashgrove" not in said.content.decode(), address
    assert caller("GET", f"/contacts/{receipt.id}").status_code == 404
    assert caller("GET", one).status_code == 404
    for words in (receipt.reference, "Ashgrove"):
        found = caller("POST", "/search", {"text": words})
        assert receipt.reference not in found.content.decode()
    for address in ("/contacts", "/challenges"):
        assert receipt.reference not in caller("GET", address).content.decode()


@pytest.mark.django_db
def test_it_is_counted_for_nobody_who_may_not_see_it_and_lost_by_nobody():
    told()
    given.received()
    for by, received in ((given.a_screener(), 1), (given.a_manager(), 2)):
        found = contact_queries.conservation(by, at=given.NOON)
        assert (found.received, found.difference) == (received, 0)
    assert search(given.a_manager(), "Ashgrove", at=given.NOON)


@pytest.mark.django_db
def test_the_family_of_the_child_shows_a_screener_nobody_told_of_only_there():
    from lintel.contacts.rules.telling import AdultTold

    coach = AdultTold(given_name="Wendell", family_name="Crake", relationship="coach")
    hidden, _ = told(adults=(coach,))
    seen = given.received()
    by, manager = given.a_screener(), given.a_manager()
    child = contact_queries.told_in(contact_queries.the_contact(manager, hidden.id))[0]
    person = people.link(child.record_id, None, ["the same"], by=manager, at=given.NOON)
    same = contact_queries.told_in(contact_queries.the_contact(by, seen.id))[0]
    people.link(same.record_id, person, ["the same"], by=manager, at=given.NOON)

    def of(viewer):
        history = contact_queries.family_history(viewer, person, at=given.NOON)
        return str(history.members), [event.reference for event in history.events]

    members, references = of(by)
    assert "Crake" not in members
    assert hidden.reference not in references
    members, references = of(manager)
    assert "Crake" in members
    assert hidden.reference in references
    opened = contact_queries.the_contact(by, seen.id)
    assert contact_queries.family_facts(opened, by=by).earlier == 0
    assert contact_queries.family_facts(opened, by=manager).earlier == 1


@pytest.mark.django_db
def test_who_takes_the_call_reads_out_the_reference_and_opens_nothing(client):
    given.teams()
    screener = signed_in_as(client, Role.SCREENER)
    receipt = contacts.receive_contact(
        telling=given.a_telling(channel="telephone", **TOLD),
        council=given.COUNCIL,
        by=screener,
        at=given.NOON,
    )
    page = client.get(f"/contacts/{receipt.id}/taken").content.decode()
    assert receipt.reference in page
    assert f'href="/contacts/{receipt.id}"' not in page
    assert client.get(f"/contacts/{receipt.id}").status_code == 404


@pytest.mark.django_db
def test_the_api_takes_records_and_ends_one_for_the_officer():
    given.teams()
    police = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    taken = police("POST", "/contacts", SENT | {"categories": ["works_with_children"]},
                   **{"Idempotency-Key": uuid4().hex}).json()  # fmt: skip
    lado = Caller(Role.LADO)
    [item] = lado("GET", "/allegations").json()["items"]
    assert item["contact_id"] == taken["id"]
    assert lado("GET", f"/contacts/{taken['id']}").status_code == 200
    one = f"/allegations/{item['id']}"
    assert lado("POST", f"{one}/course", {"course": "employer", "reasons": "x"}).status_code == 409
    body = {"person": "The coach", "work": "Football", "tests": TESTS, "reasons": "Seen"}
    assert lado("POST", f"{one}/tests", body).status_code == 200
    assert lado("POST", f"{one}/course", {"course": "employer", "reasons": "x"}).status_code == 200
    ended = lado("POST", f"{one}/ending", {"finding": "unfounded", "words": "Another man"})
    assert ended.json()["ending"]["finding"] == "unfounded"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_officer_takes_considers_decides_and_closes_one(
    live_server, page, page_is_accessible, tmp_path
):
    pictures = Path(os.environ.get("LINTEL_PICTURES", tmp_path))
    given.received(at=timezone.now(), **HURT)

    def look(name: str) -> None:
        page_is_accessible(page)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=pictures / f"allegation-{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 1024})

    become(page, live_server, given.an_account(Role.LADO, name="Clive Orme"))
    page.goto("/allegations")
    look("list")
    page.locator("table a").first.click()
    page.get_by_role("button", name="Take it in hand").click()
    page.get_by_label("Who is it against?").fill("The coach of the under nines")
    page.get_by_role("button", name="Record the tests").click()
    look("errors")
    page.get_by_label("What work do they do with children?").fill("Football on Saturdays")
    for test in HarmTest:
        page.locator(f"[name={test}][value={TESTS[test]}]").check()
    page.get_by_label("What do these answers rest on?").fill("Two parents saw it")
    page.get_by_role("button", name="Record the tests").click()
    look("to-decide")
    page.get_by_label("Joint meeting").check()
    page.get_by_label("Why?").fill("The police are asked")
    page.get_by_role("button", name="Record what happens").click()
    look("decided")
    page.get_by_role("link", name="Read what was told").click()
    look("contact")
    page.go_back()
    page.get_by_label("Unfounded").check()
    page.get_by_label("What was found, and what follows?").fill("It was another man")
    page.get_by_role("button", name="Close it").click()
    look("closed")
    assert AllegationEnding.objects.get().finding == "unfounded"


@pytest.mark.django_db
def test_a_team_it_is_handed_to_reads_what_was_decided_and_not_what_was_told(client):
    given.teams()
    now, told = timezone.now(), "The coach held him by the arm and would not let go"
    receipt = given.received(categories=("works_with_children",), concern=told, at=now)
    by = given.a_viewer(Role.MANAGER, now)
    base = {"contact_id": receipt.id, "version": None, "by": by, "at": now}
    contacts.look_at_contact(immediate=False, **base)
    contacts.rate_contact(rating="amber", reason="A bruise", **base)
    decide_contact(
        outcome="assessment",
        rationale="See him at home, without the club",
        destination="assessment",
        override_reason="The officer has it too",
        **base,
    )
    worker = given.an_account(Role.SOCIAL_WORKER, teams=["assessment"])
    sign_in(client, worker)
    caller = Caller(Role.SOCIAL_WORKER, worker)
    page = client.get(f"/contacts/{receipt.id}").content.decode()
    assert "See him at home, without the club" in page
    assert "is with the designated officer" in page
    answers = [page, caller("GET", f"/contacts/{receipt.id}").content.decode()]
    answers += [
        client.get(where).content.decode()
        for where in ("/board", "/hand-overs", f"/contacts/{receipt.id}/history")
    ]
    for answer in answers:
        assert receipt.reference in answer
        assert told not in answer
        assert "works_with_children" not in answer
        assert "works with children</" not in answer.lower()
    sign_in(client, given.an_account(Role.MANAGER))
    assert told in client.get(f"/contacts/{receipt.id}").content.decode()
