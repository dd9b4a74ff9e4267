"""Every address of the live resolver is tried as everybody, and answers whom the oracle names.

The suite tries a part of all pairs of address and account, spread over both; `python3 dev.py
torture who_may_what` tries each. A new address, or a new role, fails here until it is decided
in who_may_what.py who gets through. Source: qualities A1.
"""

import copy
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from lintel.access import actions as access
from lintel.access.guards import viewer_of
from lintel.access.models import Invitation
from lintel.access.rules import Appointment
from lintel.access.viewers import GRANTS, Role, the_system
from lintel.config.routes import Route, routes
from lintel.contacts import actions
from lintel.contacts.models import Contact, ContactChild, SenderSilence
from lintel.contacts.rules.samples import SampleSaid
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.instants import london_day
from lintel.notices.tests.given import queued
from lintel.oversight.tests import given as given_challenge
from lintel.protection.models import Invitation as Invited
from lintel.restrictions.rules.conflicts import Named
from lintel.restrictions.tests.given import broken, hidden
from lintel.scoping.tests.given import KEY, share
from tests.properties.test_nothing_leaks import BODIES
from tests.properties.who_may_what import ACCOUNTS, HIDDEN_TOO, MAY
from tests.test_every_page_in_a_browser import PAGES, a_house

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

EVERY = 1 if os.environ.get("LINTEL_WHOLE") else 12
REFUSED = {401, 403, 404}


@dataclass(frozen=True)
class Cell:
    """One address as one account."""

    name: str
    method: str
    who: str
    path: str
    route: Route

    def __str__(self) -> str:
        return f"{self.name} {self.method} as {self.who}"


def name_of(route: Route) -> str:
    return f"api {route.name}" if is_api(route) else route.name


def is_api(route: Route) -> bool:
    return route.pattern.startswith("/api/")


def decided_routes() -> list[Route]:
    return [route for route in routes() if not route.public]


def who_gets_through(route: Route, method: str) -> frozenset[str]:
    name = name_of(route)
    return MAY[name] if name in MAY else MAY[f"{name} {method}"]


def methods_of(route: Route) -> list[str]:
    return [method for method in route.methods if method != "HEAD"]


def accounts_at(route: Route) -> list[str]:
    """Another system has no password: it never meets a page."""
    return [who for who in ACCOUNTS if is_api(route) or who != "system"]


# --- The table itself ----------------------------------------------------------------------


def test_every_address_has_been_decided_and_none_that_is_gone():
    there = {name_of(route) for route in decided_routes()}
    decided = {re.sub(r" [A-Z]+$", "", words) for words in MAY}
    assert there <= decided, f"say in MAY who gets through at: {sorted(there - decided)}"
    assert decided <= there, f"no address is called: {sorted(decided - there)}"


def test_every_role_has_an_account_in_the_house():
    assert {role for role, _ in ACCOUNTS.values()} == set(Role)


def test_nobody_gets_through_whose_role_the_code_does_not_grant_it():
    """Without a request: the table and the marks of the code agree, each written by itself."""
    for route in decided_routes():
        for method in methods_of(route):
            for who in who_gets_through(route, method):
                role, _ = ACCOUNTS[who]
                granted = not route.permission or route.permission in GRANTS[role]
                assert granted or name_of(route) in OTHER_WAYS, (name_of(route), who)


# Where a second permission opens the same address: a call that is taken is a contact submitted,
# and whoever comes near contacts has queues of them.
OTHER_WAYS = {"api submit", "api queues"}


# --- The house ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(begun_once, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The house is built once: what a test does in it is undone."""
    folder = tmp_path_factory.mktemp("house")
    with begun_once(), override_settings(DATA=folder):
        share(KEY)
        yield a_house_for_everybody(folder)


@pytest.fixture
def house(built) -> SimpleNamespace:
    """Whoever is signed out in one test is not in the next."""
    clients = {who: Client() for who in built.clients}
    for who, client in clients.items():
        client.cookies = copy.deepcopy(built.clients[who].cookies)
    return SimpleNamespace(**{**vars(built), "clients": clients})


def a_house_for_everybody(folder: Path) -> SimpleNamespace:
    """Each kind of object once, and everybody of ACCOUNTS with a session and a token."""
    now = timezone.now()
    world = a_house(folder)
    system = the_system("northbeck", today=now.date())
    accounts = {who: given.an_account(role, **more) for who, (role, more) in ACCOUNTS.items()}
    world.tokens = {
        who: access.issue_token(account_id=account.id, by=system, at=now)
        for who, account in accounts.items()
    }
    world.clients = {who: Client() for who in accounts}
    for who, client in world.clients.items():
        sign_in(client, accounts[who])
    screener = viewer_of(accounts["screener"], now)
    world.mine = given_challenge.raised(world.held, screener, at=now, subject="other")
    world.none = uuid4()
    world.conflict = actions.declare_conflict(
        relation="family",
        reason="My cousin",
        described=Named("Nobody", "Known", date(2015, 1, 2)),
        by=screener,
        at=now,
    )
    world.glass = broken(hidden(at=now), by=screener, at=now).id
    world.alleged = Contact.objects.get(allegation=True).id
    world.record = ContactChild.objects.filter(contact=world.fresh).first().record_id
    world.asked = Invited.objects.get(agency="police", discussion=world.talk).id
    world.system = accounts["system"].id
    world.alert = queued(kind="overdue", channel="task", to="role:manager", at=now)
    audited = SampleSaid(
        title="An audit",
        starts_on=london_day(now),
        last_on=london_day(now),
        readers=[accounts["quality"].id, accounts["inspector"].id],
        references=[Contact.objects.get(id=world.raised).reference],
    )
    by = given.a_viewer(Role.DPO, at=now)
    world.sample = actions.make_sample(said=audited, by=by, at=now)
    world.silence = SenderSilence.objects.create(
        council="northbeck",
        sender=f"sender-{world.sample}",
        verdict="silent",
        days=3,
        received=0,
        expected=14.8,
        a_week=24.6,
        raised_at=now,
    ).id
    appointed = Appointment(
        role=Role.SCREENER,
        agency="northbeck-council",
        employed_by_council=True,
        registration_number="SW1",
        registered_until=date(2099, 1, 1),
    )
    access.invite(appointed=appointed, council="northbeck", by=system, at=now)
    world.invited = Invitation.objects.first().id
    return world


def objects_of(house: SimpleNamespace, name: str) -> dict[str, object]:
    """By the name of the parameter; where one address needs a certain object, that one."""
    ordinary = {
        "contact_id": house.raised,
        "allegation_id": house.allegation,
        "challenge_id": house.challenge,
        "discussion_id": house.talk,
        "action_id": house.agreed,
        "file_id": house.file,
        "person_id": house.person,
        "other_id": house.other,
        "merge_id": house.merge,
        "review_id": house.review,
        "promise_id": house.promise,
        "request_id": house.waiting,
        "step_id": house.step,
        "notice_id": house.notice,
        "contribution_id": house.item,
        "indicator_id": house.indicator,
        "account_id": house.account,
        "invitation_id": house.asked,
        "token_id": house.account,
        "restriction_id": house.restriction,
        "reader_id": house.reader,
        "match_id": house.match,
        "passkey_id": 1,
        "sign_in_id": house.none,
        "glass_id": house.glass,
        "conflict_id": house.conflict,
        "grant_id": house.none,
        "form": "call",
        "sample_id": house.sample,
        "silence_id": house.silence,
        "question_id": house.question,
        "zone": "z1",
    }
    certain = {
        "api action_done": {"discussion_id": house.talked},
        "alert_seen": {"notice_id": house.alert},
        "api correct_outcome": {"discussion_id": house.talked},
        "correct_discussion": {"discussion_id": house.talked},
        "api link": {"contact_id": house.fresh},
        "api unlink": {"contact_id": house.fresh},
        "api not_them": {"contact_id": house.fresh},
        "api may_be_them": {"contact_id": house.fresh},
        "api unrestrict": {"contact_id": house.hidden},
        "api handover": {"contact_id": house.offered},
        "api end_place": {"contact_id": house.offered},
        "api unmerge": {"person_id": house.kept},
        "who_opened_person": {"person_id": house.kept},
        "api take_challenge_further": {"challenge_id": house.mine},
        "api withdraw_challenge": {"challenge_id": house.mine},
        "discussion_draft": {"form": "share"},
        "issue_token": {"account_id": house.system},
        "withdraw_invitation": {"invitation_id": house.invited},
    }
    return ordinary | certain.get(name, {})


ASKED = "?agency=police&rating=all&figure=asked"
QUESTIONS = {
    "agency_measures_list": ASKED,
    "api handed_in": "?since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z",
    "api measured": ASKED,
    "api audit": "?object={raised}",
}


def path_of(route: Route, house: SimpleNamespace, **instead: object) -> str:
    name = name_of(route)
    if name in PAGES and not instead and name not in QUESTIONS:
        return PAGES[name][1].format(**vars(house))
    words = route.pattern
    for parameter, value in (objects_of(house, name) | instead).items():
        words = re.sub(rf"<(?:\w+:)?{parameter}>", str(value), words)
    assert "<" not in words, f"{route.pattern} names something this house does not have"
    return words + QUESTIONS.get(name, "").format(**vars(house))


def body_of(route: Route, house: SimpleNamespace) -> dict:
    real = {
        "link": {"record": house.record},
        "unlink": {"record": house.record, "reason": "A cousin"},
        "not_them": {"record": house.record, "person": house.person},
        "may_be_them": {"record": house.record, "person": house.person},
        "merge": {"other": house.other, "reason": "One child, two files"},
        "not_the_same": {"other": house.other, "reason": "Cousins"},
        "may_be_the_same": {"other": house.other, "reason": "One child after all"},
        "review_is_not": {"person": house.person},
        "duty_hand_over": {"contact_id": house.raised, "note": "See her tonight"},
        "duty_keep": {"contact_id": house.raised, "reason": "The manager is there"},
        "duty_accept": {"contact_ids": [house.raised]},
    }
    return real.get(route.name) or BODIES.get(route.name, {})


FIELDS = {"compare_people": "do=merge&reason=One", "people": "record={record}&do=new"}


def answer_to(cell: Cell, house: SimpleNamespace):
    """What comes back; whatever it did is undone."""
    with transaction.atomic():
        if is_api(cell.route):
            body = (
                "" if cell.method == "GET" else json.dumps(body_of(cell.route, house), default=str)
            )
            headers = {"If-Match": '"1"', "Idempotency-Key": "k"}
            if cell.who:
                headers["Authorization"] = f"Bearer {house.tokens[cell.who]}"
            answer = Client().generic(
                cell.method, cell.path, body, "application/json", headers=headers
            )
        else:
            client = house.clients[cell.who] if cell.who else Client()
            sent = FIELDS.get(cell.route.name, "").format(**vars(house))
            answer = client.generic(
                cell.method, cell.path, sent, "application/x-www-form-urlencoded"
            )
        transaction.set_rollback(True)
    return answer


# --- As everybody ------------------------------------------------------------------------------


def some(cells: list[Cell]) -> list[Cell]:
    """Every one of them in a whole run; else a part that meets each address and each account."""
    return [cell for place, cell in enumerate(cells) if place % EVERY == 0]


def test_everybody_gets_through_where_the_oracle_says_so_and_nowhere_else(house):
    cells = [
        Cell(name_of(route), method, who, path_of(route, house), route)
        for route in decided_routes()
        for method in methods_of(route)
        for who in accounts_at(route)
    ]
    wrong = []
    for cell in some(cells):
        answer = answer_to(cell, house)
        through = answer.status_code not in REFUSED
        if through != (cell.who in who_gets_through(cell.route, cell.method)):
            wrong.append(f"{cell}: {answer.status_code}")
        assert answer.status_code < 500, cell
    assert not wrong, "\n".join(wrong)


# A form that is the same for a contact that is not there; what it says then has its own tests.
SAYS_NOTHING = {"break_glass"}


def test_an_allegation_is_nowhere_for_whoever_may_not_know_of_it(house):
    """The same addresses, about a contact that is hidden from most: the answer is that of an id
    that never was."""
    cells = [
        Cell(name_of(route), method, who, path_of(route, house, contact_id=house.alleged), route)
        for route in decided_routes()
        if "contact_id" in route.pattern and route.name not in SAYS_NOTHING
        for method in methods_of(route)
        for who in accounts_at(route)
        if who not in HIDDEN_TOO
    ]
    assert not (wrong := unlike_absent(some(cells), house)), "\n".join(wrong)


def test_whoever_audits_reads_nothing_that_is_not_in_their_sample(house):
    """Everything that can be read about a contact which is there for the hub, and was sampled by
    nobody."""
    cells = [
        Cell(name_of(route), "GET", who, path_of(route, house, contact_id=house.held), route)
        for route in decided_routes()
        if "contact_id" in route.pattern and route.name not in SAYS_NOTHING
        if "GET" in route.methods
        for who in ("quality", "inspector")
    ]
    assert not (wrong := unlike_absent(cells, house)), "\n".join(wrong)


def unlike_absent(cells: list[Cell], house: SimpleNamespace) -> list[str]:
    """Where an answer is not that of an id that never was."""
    wrong = []
    for cell in cells:
        answer = answer_to(cell, house)
        path = path_of(cell.route, house, contact_id=house.none)
        absent = answer_to(replace(cell, path=path), house)
        if answer.status_code not in REFUSED or said(answer) != said(absent):
            wrong.append(f"{cell}: {answer.status_code}")
    return wrong


def said(answer) -> tuple:
    return answer.status_code, re.sub(rb'"request_id": ?"\w+"', b"", answer.content)


def test_nobody_gets_anywhere_without_signing_in(house):
    for route in decided_routes():
        for method in methods_of(route):
            answer = answer_to(
                Cell(name_of(route), method, "", path_of(route, house), route), house
            )
            if is_api(route):
                assert answer.status_code == 401, name_of(route)
            else:
                assert answer.status_code == 302, name_of(route)
                assert answer.headers["Location"].startswith("/login"), name_of(route)
