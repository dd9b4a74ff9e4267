"""A child who may be suffering significant harm reaches no area team and no early help without a
strategy discussion that was held or a manager's recorded reason: by no page, API, import or job.

Which addresses can move a contact is read from the live resolver: one that writes about a contact,
a hand-over or anything under it is tried here with whatever it takes, by a manager who may do
everything. A new one that this test does not know how to fill in fails here until it does.
Source: domain reference, 002-19; issue 4.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.config.imports import KINDS
from lintel.config.routes import routes
from lintel.contacts import actions as contacts, loading, queries
from lintel.contacts.models import Contact, RiskIndicator
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Team
from lintel.kernel.refusals import Invalid, Refused
from lintel.pathways.models import HandOver
from lintel.policy.in_force import policy_for
from lintel.screening import actions as screening, loading as screening_loading, queries as screened

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

HURT = {"categories": ("physical_abuse",), "concern": "He has a bruise and says who did it."}
AREA = ("assessment", "early-help", "send")
TEAMS = [*AREA, "protection", "front-door"]
OUTCOMES = sorted(
    {outcome.key for outcome in policy_for(given.COUNCIL).codes.outcomes} - {"strategy_discussion"}
)


def may_be_harmed(**differences):
    return given.rated(Rating.RED, **(HURT | differences))


def reached(contact_id) -> list[str]:
    """Where the contact has come to that it may not."""
    contact = Contact.objects.get(id=contact_id)
    found = {contact.awaiting_team, contact.accepted_team, contact.owner_team} & set(AREA)
    offered = HandOver.objects.filter(contact_id=contact_id, team__in=AREA)
    found |= {f"offered to {one.team}" for one in offered}
    if contact.owner_account and contact.owner_account.role in {
        Role.SOCIAL_WORKER,
        Role.EARLY_HELP,
    }:
        found.add("owned by an area worker")
    if contact.stage in {"decided", "closed"} and contact.outcome != "strategy_discussion":
        found.add(f"decided: {contact.outcome}")
    return sorted(found)


def writes_about_a_contact():
    """Every address that can write anything of a contact or of what hangs on one."""
    return [
        route
        for route in routes()
        if set(route.methods) & {"POST", "PATCH", "PUT", "DELETE"}
        and route.permission
        and "_id>" in route.pattern
    ]


def ids(route) -> str:
    return f"{'api' if route.pattern.startswith('/api/') else 'page'} {route.name}"


# Whatever an address could want, under every name it could want it.
WORDS = {
    "rationale": "Nobody was hurt",
    "reason": "Nobody was hurt",
    "text": "Nobody was hurt",
    "note": "Nobody was hurt",
    "answer": "accept",
    "rating": "green",
    "action": "Nobody was hurt",
    "words": "Nobody was hurt",
    "immediate": "no",
}


def bodies(route) -> list[dict[str, Any]]:
    """What a manager in a hurry would send to `route` to have the child gone."""
    if route.name == "decide":
        wants = [(outcome, place) for outcome in OUTCOMES for place in ("", "young-carers", *AREA)]
        wants += [("strategy_discussion", place) for place in AREA]
        return [{**WORDS, "outcome": o, "destination": d} for o, d in wants]
    if route.name == "assign":
        people = [
            given.an_account(role, teams=["assessment", "early-help"])
            for role in (Role.SOCIAL_WORKER, Role.EARLY_HELP)
        ]
        return [{"to": to, "reason": "Theirs"} for to in (*AREA, *(str(p.id) for p in people))]
    if route.name == "correct":
        kinds = ("signposting", "ehc_request", "information_request")
        return [{"kind": kind} for kind in kinds] + [{"categories": []}]
    return [WORDS]


def path(route, contact_id) -> str:
    words = route.pattern
    while "<" in words:
        begins, _, rest = words.partition("<")
        name, _, ends = rest.partition(">")
        value = str(contact_id) if name.endswith("contact_id") else str(uuid4())
        words = begins + (value if name.startswith("uuid") or "_id" in name else "decide") + ends
    return words


# An address that sets a sign aside is the recorded reason itself: `test_a_reason` below.
REASONS = {"indicator"}


@pytest.mark.walk
@pytest.mark.parametrize(
    "route", [r for r in writes_about_a_contact() if r.name not in REASONS], ids=ids
)
def test_no_address_passes_the_child_on(route, harmed):
    receipt, account, caller = harmed
    client = Client()
    sign_in(client, account)
    with CaptureQueriesContext(connection) as asked:
        _try_everything(route, receipt, caller, client)
    assert reached(receipt.id) == []
    # What wrote nothing has let nothing slip; that a session was seen is no such thing.
    if any(WRITES.match(one["sql"]) and "django_session" not in one["sql"] for one in asked):
        assert still_held(receipt.id)


WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def areas(begun_once):
    with begun_once():
        area_teams()
        yield


@pytest.fixture(scope="module")
def harmed(areas, begun_once):
    """A contact with a sign of harm, and a manager who may do everything, by page and by API."""
    with begun_once():
        receipt = may_be_harmed()
        account = given.an_account(Role.MANAGER, teams=TEAMS)
        yield receipt, account, Caller(Role.MANAGER, account)


def _try_everything(route, receipt, caller, client) -> None:
    where = path(route, receipt.id)
    for body in bodies(route):
        version = Contact.objects.get(id=receipt.id).version
        if route.pattern.startswith("/api/"):
            [method] = set(route.methods) & {"POST", "PATCH", "PUT", "DELETE"}
            sent = {k: v for k, v in body.items() if k in FIELDS.get(route.name, body)}
            headers = {"If-Match": f'"{version}"'}
            answer = caller(method, where.removeprefix("/api/v1"), sent, **headers)
        else:
            answer = client.post(where, body | {"version": version})
        assert answer.status_code < 500, (body, answer.content)
        assert reached(receipt.id) == [], body


FIELDS = {
    "decide": {"outcome", "rationale", "destination"},
    "rate": {"rating", "reason"},
    "hold": {"reason", "review_at"},
    "release": {"reason"},
    "note": {"text"},
    "close": {"reason"},
    "reopen": {"reason"},
    "handover": {"answer", "reason"},
    "senior_read": {"words"},
    "acknowledge": {"action"},
    "look": {"immediate", "note"},
}


NEXT = {
    "assessment": "assessment",
    "early_help": "early-help",
    "linked_to_open_case": "assessment",
    "strategy_discussion": "assessment",
    "signposting": "young-carers",
    "passed_to_send_team": "send",
}


def still_held(contact_id) -> bool:
    """Whether nothing has been let slip that would let the next decision through."""
    manager = given.a_manager()
    for outcome, destination in NEXT.items():
        with pytest.raises((Refused, Invalid)):
            screening.decide_contact(
                contact_id=contact_id,
                version=Contact.objects.get(id=contact_id).version,
                outcome=outcome,
                rationale="Nobody was hurt",
                destination=destination,
                by=manager,
                at=given.NOON + timedelta(hours=1),
            )
    return reached(contact_id) == []


def area_teams() -> None:
    given.teams()
    send = Team(key="send", title="Send", kind="send", council=given.COUNCIL)
    directory.add_team(team=send, by=given.a_viewer(Role.SYSADMIN), at=given.NOON)


@pytest.mark.parametrize("role", [Role.SCREENER, Role.SENIOR_PRACTITIONER, Role.EMERGENCY_DUTY])
def test_a_reason_is_a_managers(role, areas):
    receipt = may_be_harmed()
    with pytest.raises(Refused) as refused:
        pass_on(receipt, by=given.a_viewer(role), override_reason="I know the family")
    assert "override_needs_manager" in {r.code for r in refused.value.refusals}
    assert reached(receipt.id) == []


def pass_on(receipt, *, outcome="assessment", destination="assessment", **more):
    return screening.decide_contact(
        contact_id=receipt.id,
        version=Contact.objects.get(id=receipt.id).version,
        outcome=outcome,
        rationale="The school saw it happen",
        destination=destination,
        at=given.NOON + timedelta(hours=1),
        **more,
    )


@pytest.mark.parametrize(
    ("outcome", "destination"),
    [
        ("assessment", "assessment"),
        ("early_help", "early-help"),
        ("strategy_discussion", "assessment"),
    ],
)
def test_a_managers_reason_passes_it_on_and_is_in_the_daily_list(outcome, destination, areas):
    receipt, manager = may_be_harmed(), given.a_manager()

    pass_on(
        receipt,
        outcome=outcome,
        destination=destination,
        by=manager,
        override_reason="Held by telephone last night, minutes to follow",
    )

    at = given.NOON + timedelta(hours=2)
    [listed] = screened.overrides(manager, at=at)
    assert listed.reference == receipt.reference
    assert listed.override_reason == "Held by telephone last night, minutes to follow"
    assert {"strategy_indicated", "strategy_not_held"} & set(listed.overridden)


def test_a_sign_that_somebody_senior_set_aside_is_in_the_daily_list_with_the_reason():
    receipt, manager = may_be_harmed(), given.a_manager()
    sign = RiskIndicator.objects.filter(contact=receipt.id).first()
    contacts.dismiss_indicator(
        contact_id=receipt.id,
        version=3,
        indicator_id=sign.id,
        reason="A birthmark, seen by the consultant",
        by=given.a_viewer(Role.SENIOR_PRACTITIONER),
        at=given.NOON,
    )
    [listed] = queries.harm_set_aside(manager, since=given.NOON - timedelta(days=1))
    assert (listed.reference, listed.reason) == (
        receipt.reference,
        "A birthmark, seen by the consultant",
    )


def test_no_import_passes_a_child_on():
    """What an import takes is a telling, or who people are: none names an outcome or a team."""
    gone = {"outcome", "team", "awaiting_team", "accepted_team", "stage", "owner_team", "decision"}
    for name, kind in KINDS.items():
        assert not gone & {column.rpartition(".")[2] for column in kind.columns}, name


def a_walk(reference="NB-2345-67"):
    by, at = given.a_manager(), given.NOON
    walk = loading.receive(
        given.a_telling(**HURT), council=given.COUNCIL, reference=reference, by=by, at=at
    )
    walk.look(immediate=False, by=by, at=at)
    walk.rate(rating=Rating.RED, reason="Hurt", by=by, at=at)
    return walk, by


def loaded(walk, by, outcome, team, **more):
    return screening_loading.decide(
        walk,
        policy_for(given.COUNCIL).outcome("welfare", outcome),
        rationale="Nobody was hurt",
        known=screening_loading.Known(),
        team=team,
        by=by,
        at=given.NOON,
        **more,
    )


LOADED = [
    (outcome.key, team)
    for outcome in policy_for(given.COUNCIL).codes.outcomes
    for team in ("assessment", "early-help")
    if outcome.kind == "welfare"
]


@pytest.mark.parametrize(("outcome", "team"), LOADED)
def test_no_loading_in_bulk_goes_past_the_guards(outcome, team, areas):
    walk, by = a_walk()
    with pytest.raises(Refused):
        loaded(walk, by, outcome, team)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.EARLY_HELP])
def test_no_loading_in_bulk_gives_the_child_to_an_area(role, areas):
    walk, by = a_walk()
    worker = given.an_account(role, teams=["assessment", "early-help"])
    for to in ({"to_account": worker.id}, {"to_account": None, "to_team": "early-help"}):
        with pytest.raises(Refused) as refused:
            walk.assign(**to, by=by, at=given.NOON)
        assert {one.code for one in refused.value.refusals} == {"strategy_not_held"}


def test_a_row_loaded_in_bulk_past_every_rule_is_named_and_nothing_is_kept(areas):
    fine, by = a_walk("NB-2345-67")
    gone, _ = a_walk("NB-7654-32")
    gone.contact.awaiting_team = "early-help"
    with pytest.raises(Refused) as refused:
        loading.write([fine, gone], by=by, known_since=given.NOON, known={})
    [said] = refused.value.refusals
    assert said.message.startswith("Line 2, NB-7654-32: ")
    assert not Contact.objects.filter(reference__in=["NB-2345-67", "NB-7654-32"]).exists()


def test_a_row_loaded_in_bulk_with_a_managers_reason_is_in_the_daily_list(areas):
    walk, by = a_walk()
    reason = "Held by telephone before the hub had this system"
    decision = loaded(walk, by, "strategy_discussion", "assessment", override_reason=reason)
    loading.write([walk], by=by, known_since=given.NOON, known={})
    screening_loading.write([decision])
    [listed] = screened.overrides(by, at=given.NOON + timedelta(hours=2))
    assert listed.override_reason == reason
    assert "strategy_not_held" in listed.overridden


def test_a_row_loaded_in_bulk_takes_no_reason_but_a_managers(areas):
    walk, _ = a_walk()
    senior = given.a_viewer(Role.SENIOR_PRACTITIONER)
    with pytest.raises(Refused):
        loaded(walk, senior, "assessment", "assessment", override_reason="I know the family")
    with pytest.raises(Refused):
        walk.dismiss(walk.standing_indicators[0], reason=" ", by=senior, at=given.NOON)
