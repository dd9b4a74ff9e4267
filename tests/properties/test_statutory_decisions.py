"""Only a registered social worker of the council decides: not by page, API, import or job.

Which addresses decide is read from the live resolver: one that asks for a permission of
NEEDS_REGISTRATION and has no row below fails here until it has one.
Source: Children and Young Persons Act 2008 s.2; qualities A8.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.models import Account
from lintel.access.viewers import (
    NEEDS_REGISTRATION,
    NotPermitted,
    Permission,
    Role,
    the_public,
    the_system,
)
from lintel.api.csv_intake import import_contacts
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.config.routes import routes
from lintel.contacts import actions, queries
from lintel.contacts.models import Contact, Look, RatingGiven, RiskIndicator, SeniorRead
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Agency
from lintel.kernel.importing import FileRefused
from lintel.kernel.refusals import NotThere
from lintel.notices import schedule
from lintel.protection import actions as protection
from lintel.protection.models import Attendance, Discussion, DiscussionOutcome
from lintel.protection.rules.convening import Call, Invitee
from lintel.protection.rules.outcomes import How, OutcomeSaid
from lintel.protection.rules.quorum import ALWAYS
from lintel.screening import actions as screening
from lintel.screening.models import AgencyRequest, Decision
from lintel.screening.rules.asking import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

P = Permission
LAPSED = {"registered_until": date(2026, 1, 1)}
PROVIDER = {"employed_by_council": False, "agency": "provider"}
WHO_MAY_NOT: dict[str, tuple[Role, dict]] = {
    "lapsed manager": (Role.MANAGER, LAPSED),
    "lapsed senior": (Role.SENIOR_PRACTITIONER, LAPSED),
    "lapsed screener": (Role.SCREENER, LAPSED),
    "never registered": (Role.MANAGER, {"registered_until": None}),
    "provider's manager": (Role.MANAGER, PROVIDER),
    "provider's screener": (Role.SCREENER, PROVIDER),
    "administrator": (Role.ADMIN, {}),
    "provider's administrator": (Role.ADMIN_PROVIDER, PROVIDER),
    "social worker of a team": (Role.SOCIAL_WORKER, {"teams": ["assessment"]}),
    "early help worker": (Role.EARLY_HELP, {"teams": ["early-help"]}),
    "partner": (Role.REFERRER, {"employed_by_council": False, "agency": "elm"}),
    "another system": (Role.AGENCY_SYSTEM, {"employed_by_council": False, "agency": "police"}),
    "viewer": (Role.VIEWER, {}),
    "system administrator": (Role.SYSADMIN, {}),
    "other council's manager": (Role.MANAGER, {"council": "southmere"}),
}


@dataclass(frozen=True)
class Way:
    """How an address decides. Shape: `steps` are taken first; with `sent` a manager succeeds."""

    steps: int
    sent: dict


# By the name of the address. {version} of a page is added to what is sent.
WAYS = {
    "look": Way(0, {"immediate": False, "note": ""}),
    "rate": Way(1, {"rating": "amber", "reason": "Hungry on three days"}),
    "decide": Way(2, {"outcome": "no_further_action", "rationale": "Seen with the school"}),
    "indicator": Way(0, {"reason": "The ward has explained the bruise"}),
    "overrides": Way(0, {}),
    "weigh": Way(2, {"daily_life": "He gets himself up and to school"}),
    "attendance": Way(
        0,
        {"arrivals": [{"name": "The worker", "title": "Elm", "arrived_at": str(timezone.now())}]},
    ),
    "discussion_attendance": Way(
        0,
        {
            "other_name": "The worker",
            "other_title": "Elm",
            "other_part": "other",
            "other_at": "00:00",
        },
    ),
    "discussion_outcome": Way(0, {"how": "not_held", "reason": "The ward has explained it"}),
    "correct_discussion": Way(
        0, {"how": "not_held", "reason": "He was at the ward", "corrected_because": "A slip"}
    ),
    "correct_outcome": Way(
        0, {"how": "not_held", "reason": "He was at the ward", "corrected_because": "A slip"}
    ),
    "outcome": Way(0, {"how": "not_held", "reason": "The ward has explained the bruise"}),
    "decide_without": Way(2, {"reason": "The child cannot wait for them"}),
    "senior_read": Way(2, {"words": "Three contacts since May, each worse than the last"}),
}


OF_WHAT_ENDED = {"correct_discussion", "correct_outcome"}


def deciding_routes():
    return [route for route in routes() if route.permission in NEEDS_REGISTRATION]


def ids(route) -> str:
    return f"{'api ' if route.pattern.startswith('/api/') else 'page '}{route.name}"


def test_every_deciding_permission_has_an_address_that_is_tried():
    tried = {route.permission for route in deciding_routes()}
    assert tried == {str(permission) for permission in NEEDS_REGISTRATION}
    unknown = {route.name for route in deciding_routes()} - WAYS.keys()
    assert not unknown, f"say in WAYS how {unknown} decide"


def contact_after(steps: int):
    """A contact with a sign on it, so far along, and the sign."""
    telling = {"categories": ("physical_abuse",)} if steps == 0 else {}
    made = (given.received, given.looked_at, given.rated)[steps](**telling)
    return made.id, RiskIndicator.objects.filter(contact=made.id).first()


def asked_about(contact_id):
    """A question to an agency about the contact, once there is one."""
    return AgencyRequest.objects.filter(contact_id=contact_id).values_list("id", flat=True).first()


def discussed(contact_id):
    return Discussion.objects.filter(contact_id=contact_id).values_list("id", flat=True).first()


def convene(contact_id) -> None:
    """A strategy discussion with one body outside for each that must come."""
    manager = given.a_manager()
    children = queries.children_in_brief(queries.the_contact(manager, contact_id))
    call = Call(
        about=tuple(one.record_id for one in children),
        because="A bruise that nobody can explain",
        planned_for=timezone.now(),
        how="telephone",
        chair="The manager",
        invite=[Invitee(part, title="Somebody") for part in ALWAYS],
    )
    protection.convene_discussion(contact_id=contact_id, call=call, by=manager, at=timezone.now())


def end_discussion(contact_id) -> None:
    """It is not held, as a manager says."""
    said = OutcomeSaid(How.NOT_HELD, reason="The ward has explained it")
    protection.record_outcome(
        discussion_id=discussed(contact_id), said=said, by=given.a_manager(), at=timezone.now()
    )


def ask(contact_id) -> None:
    manager = given.a_manager()
    agency = Agency("police", "Police", "police", given.COUNCIL)
    directory.add_agency(agency=agency, by=given.a_viewer(Role.SYSADMIN), at=given.NOON)
    family = queries.family_facts(queries.the_contact(manager, contact_id)).told
    question = Ask("police", "What is known?", tuple(one.record_id for one in family), ("known",))
    screening.ask_agencies(contact_id=contact_id, asks=[question], by=manager, at=given.NOON)


def address(route, contact_id, sign) -> str:
    words = route.pattern
    for name in ("uuid", "uuidstr"):
        words = words.replace(f"<{name}:contact_id>", str(contact_id))
        words = words.replace(f"<{name}:indicator_id>", str(sign.id if sign else contact_id))
        words = words.replace(f"<{name}:request_id>", str(asked_about(contact_id)))
        words = words.replace(f"<{name}:discussion_id>", str(discussed(contact_id)))
    assert "<" not in words, f"{route.pattern} names something this test does not know"
    return words


def by_api(account: Account, route, where: str, way: Way, version: int):
    caller = Caller(Role(account.role), account)
    path = where.removeprefix("/api/v1")
    return caller("POST", path, way.sent, **{"If-Match": f'"{version}"'})


def by_page(account: Account, route, where: str, way: Way, version: int):
    client = Client()
    sign_in(client, account)
    if "POST" not in route.methods:
        return client.get(where)
    said = {name: {True: "yes", False: "no"}.get(value, value) for name, value in way.sent.items()}
    return client.post(where, said | {"version": version})


def sends(account: Account, route, contact_id, sign):
    version = Contact.objects.get(id=contact_id).version
    if route.name in OF_WHAT_ENDED:
        version = Discussion.objects.get(contact_id=contact_id).version
    way, where = WAYS[route.name], address(route, contact_id, sign)
    how = by_api if route.pattern.startswith("/api/") else by_page
    return how(account, route, where, way, version)


def decisions() -> dict[str, int]:
    return {
        "looks": Look.objects.count(),
        "ratings": RatingGiven.objects.count(),
        "decisions": Decision.objects.count(),
        "senior reads": SeniorRead.objects.count(),
        "outcomes": DiscussionOutcome.objects.count(),
        "attended": Attendance.objects.count(),
        "set aside": RiskIndicator.objects.exclude(dismissed_at=None).count(),
        "on the trail": AuditEntry.objects.filter(did__in=NEEDS_REGISTRATION).count(),
        "versions": sum(Contact.objects.values_list("version", flat=True)),
    }


@pytest.mark.parametrize("route", deciding_routes(), ids=ids)
def test_nobody_else_decides_there_and_a_registered_manager_does(route):
    given.teams()
    contact_id, sign = contact_after(WAYS[route.name].steps)
    if "request_id" in route.pattern:
        ask(contact_id)
    if "discussion_id" in route.pattern:
        convene(contact_id)
    if route.name in OF_WHAT_ENDED:
        end_discussion(contact_id)
    before = decisions()

    for who, (role, differences) in WHO_MAY_NOT.items():
        if "council" in differences and "<" not in route.pattern:
            continue  # a list of their own council's
        answer = sends(given.an_account(role, **differences), route, contact_id, sign)
        assert answer.status_code in {403, 404}, f"{who}: {answer.status_code}"
    for nobody in (Client().post(address(route, contact_id, sign), {}),):
        assert nobody.status_code in {302, 401, 405}
    assert decisions() == before

    done = sends(given.an_account(Role.MANAGER), route, contact_id, sign)
    assert done.status_code in {200, 201, 204, 302}, done.content.decode()[-4000:]
    if "POST" in route.methods:
        assert decisions() != before


@pytest.mark.parametrize(
    ("until", "may"), [(timedelta(0), True), (timedelta(days=-1), False)], ids=["today", "gone"]
)
def test_a_registration_counts_until_the_end_of_its_last_day_and_no_longer(until, may):
    """Signed in before it lapsed: the very next request is refused."""
    contact_id, _ = contact_after(0)
    account, client = given.an_account(Role.MANAGER), Client()
    sign_in(client, account)
    today = timezone.localdate()
    Account.objects.filter(id=account.id).update(registered_until=today + until)

    answer = client.post(
        f"/contacts/{contact_id}/look", {"immediate": "no", "note": "", "version": 1}
    )

    assert answer.status_code == (302 if may else 403)
    assert Look.objects.count() == may


ACTIONS = {
    P.LOOK: (0, actions.look_at_contact, {"immediate": False}),
    P.RATE: (1, actions.rate_contact, {"rating": Rating.AMBER, "reason": "Hungry"}),
    P.DECIDE: (
        2,
        screening.decide_contact,
        {"outcome": "no_further_action", "rationale": "Seen with the school"},
    ),
    P.SENIOR_READ: (2, actions.senior_read, {"words": "Each worse than the last"}),
    P.DISMISS_INDICATOR: (0, actions.dismiss_indicator, {"reason": "Explained by the ward"}),
}


@pytest.mark.parametrize("permission", ACTIONS)
def test_no_action_takes_a_decision_from_the_system_or_anybody_else(permission):
    given.teams()
    steps, act, said = ACTIONS[permission]
    contact_id, sign = contact_after(steps)
    if permission is P.DISMISS_INDICATOR:
        said = said | {"indicator_id": sign.id}
    before, today = decisions(), given.NOON.date()
    others = [given.a_viewer(role, **more) for role, more in WHO_MAY_NOT.values()]

    for by in (*others, the_system("northbeck", today=today), the_public("northbeck", today=today)):
        with pytest.raises((NotPermitted, NotThere)):
            act(contact_id=contact_id, version=steps + 1, by=by, at=given.NOON, **said)

    assert decisions() == before


def test_a_guard_is_only_passed_over_by_a_registered_manager():
    given.teams()
    made = given.rated(categories=("physical_abuse",))
    before = decisions()
    for role, differences in WHO_MAY_NOT.values():
        with pytest.raises((NotPermitted, NotThere)):
            screening.decide_contact(
                contact_id=made.id,
                version=3,
                outcome="no_further_action",
                rationale="Seen with the school",
                override_reason="I know the family",
                by=given.a_viewer(role, **differences),
                at=given.NOON,
            )
    assert decisions() == before


def test_no_import_decides(tmp_path):
    """Not even when the file says so: a column that is not known is refused."""
    at = given.NOON
    head = "kind,source,referrer.name,referrer.agency,children.0.given_name,concern"
    line = "welfare,6,PC 1,Police,Tomas,Found alone"
    path = tmp_path / "contacts.csv"
    path.write_text(f"{head}\n{line}\n", encoding="utf-8")
    before = decisions()

    by = the_system("northbeck", today=at.date())
    assert import_contacts(path, council="northbeck", by=by, at=at).stored

    assert decisions() == before | {"versions": 1}
    assert [c.stage for c in Contact.objects.all()] == ["received"]
    for column in ("outcome", "rating", "stage", "decided_at", "looked_at", "queue"):
        path.write_text(f"{head},{column}\n{line},amber\n", encoding="utf-8")
        with pytest.raises(FileRefused):
            import_contacts(path, council="northbeck", by=by, at=at)
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_job_decides():
    """Every sweep the worker knows, over a contact of every stage, years late."""
    given.teams()
    made = [given.received(), given.looked_at(), given.rated(), given.decided()]
    before, at = decisions(), datetime(2027, 1, 4, 9, 0, tzinfo=UTC)

    assert schedule.registered(), "the wiring has told the worker of no sweep"
    for sweep in schedule.registered():
        sweep.run(at)

    assert decisions() == before
    stages = {queries.the_contact(given.a_manager(), one.id).stage for one in made}
    assert len(stages) == len(made)
