"""No part of a record leaves without exactly one entry on the trail; where none can be written,
nothing leaves.

Every page and every operation of the live resolver is asked for. A new one is entered without
anybody doing anything for it; that it shows no child is said in config/witness.py.
"""

import re

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.config import witness
from lintel.config.routes import routes
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.scoping.tests.given import KEY, share
from tests.properties.test_nothing_leaks import BODIES, VERSION_1, path_of, writes
from tests.test_every_page_in_a_browser import PAGES, STAFF, a_house

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

# Words that only records hold, on pages of staff: names and what was told.
OF_RECORDS = (b"Maya", b"Okafor, Maisie", b"bruise on her cheek", b"Noor")
ASKED_WITH = {
    "audit": "?object={raised}",
    "handed_in": "?since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z",
} | dict.fromkeys(("agency_measures_list", "measured"), "?agency=police&figure=asked")
OPENS = {"compare_people": 2}  # one entry for each of the two who are set side by side
NEEDS = {route.name: route.permission for route in routes()}
API_READS = [
    route for route in routes() if route.pattern.startswith("/api/v1/") and "GET" in route.methods
]


def is_entered(name: str) -> bool:
    return name not in {*witness.SHOWS_NO_CHILD, "logout"} and NEEDS[name] != "manage accounts"


@pytest.fixture(scope="module")
def world(begun_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    with begun_once(), override_settings(DATA=folder):
        share(KEY)
        yield a_house(folder)


def pages(world):
    """Every page that staff can open, as (name, answer), each by somebody who may."""
    clients = {}
    for who in STAFF:
        clients[who] = Client(raise_request_exception=False)
        sign_in(clients[who], Account.objects.get(username=who))
    for name, (who, where) in PAGES.items():
        if who in STAFF:
            yield name, clients[who].get(where.format(**vars(world)) + ASKED_WITH.get(name, ""))


def operations(world):
    """Every read of the API, as (name, answer)."""
    callers = [
        Caller(role, Account.objects.get(username=who))
        for who, role in sorted(STAFF.items(), key=lambda one: one[1] is not Role.MANAGER)
    ]
    callers[0].client.raise_request_exception = False
    ids = {
        "contact_id": world.raised,
        "person_id": world.person,
        "review_id": world.review,
        "request_id": world.waiting,
        "discussion_id": world.talk,
        "allegation_id": world.allegation,
        "file_id": world.file,
        "restriction_id": world.restriction,
    }
    for route in API_READS:
        if route.public or not route.marked:
            continue
        where = re.sub(r"<\w+:(\w+)>", lambda m: str(ids[m[1]]), route.pattern)
        for caller in callers:
            asked_with = ASKED_WITH.get(route.name, "").format(**vars(world))
            answer = caller("GET", where.removeprefix("/api/v1") + asked_with)
            if answer.status_code not in {403, 404, 422}:
                break
        yield route.name, answer


def entries_of(answer):
    return list(AuditEntry.objects.filter(request_id=answer.headers["X-Request-Id"]))


@pytest.mark.parametrize("crawl", [pages, operations])
def test_every_answer_that_shows_a_record_has_exactly_one_entry(crawl, world):
    wrong, shown = [], 0
    for name, answer in crawl(world):
        assert answer.status_code == 200, (name, answer.status_code, answer.content[:300])
        entries = entries_of(answer)
        shown += 1
        if len(entries) != is_entered(name) * OPENS.get(name, 1):
            wrong.append((name, [(entry.did, entry.object_type) for entry in entries]))
        for entry in entries:
            blank = {
                field.attname
                for field in entry._meta.concrete_fields
                if field.attname != "why" and getattr(entry, field.attname) in ("", None)
            }
            if blank:
                wrong.append((name, "says nothing of", blank))
    assert not wrong
    assert shown > 20


@pytest.mark.parametrize("crawl", [pages, operations])
def test_where_the_trail_takes_no_entry_nothing_is_shown(crawl, world):

    answers = crawl(world)
    if crawl is operations:
        next(answers)
    with AnUnwillingTrail():
        for name, answer in answers:
            if not is_entered(name):
                continue
            assert answer.status_code == 503, name
            assert "Retry-After" in answer.headers
            assert not [words for words in OF_RECORDS if words in answer.content], name


class AnUnwillingTrail:
    """Every entry is refused by a trigger of the database, as a full or broken one might."""

    UP = {
        "sqlite": [
            "CREATE TRIGGER unwilling BEFORE INSERT ON audit_auditentry "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        ],
        "postgresql": [
            "CREATE FUNCTION unwilling() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no'; END $$",
            "CREATE TRIGGER unwilling BEFORE INSERT ON audit_auditentry "
            "FOR EACH ROW EXECUTE FUNCTION unwilling()",
        ],
    }

    def __enter__(self):
        with connection.cursor() as cursor:
            for words in self.UP[connection.vendor]:
                cursor.execute(words)

    def __exit__(self, *problem):
        with connection.cursor() as cursor:
            on = " ON audit_auditentry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER unwilling{on}")
            if on:
                cursor.execute("DROP FUNCTION unwilling()")


def test_every_write_that_succeeds_has_an_entry_of_its_own_and_none_twice(world):
    police = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    manager = Caller(Role.MANAGER, teams=["assessment", "early-help", "protection"])
    done = 0
    for route in writes():
        contact_id = police.hands_in().json()["id"]
        caller = police if route.name == "submit" else manager
        headers = VERSION_1 | {"Idempotency-Key": route.name}
        answer = caller(route.methods[0], path_of(route, contact_id), BODIES[route.name], **headers)
        if answer.status_code >= 300:
            continue
        done += 1
        own = [
            (entry.did, entry.object_type, entry.object_id)
            for entry in entries_of(answer)
            if entry.actor == caller.account.id
        ]
        assert own, route.name
        assert len(own) == len(set(own)), (route.name, own)
    assert done >= 10
    again = police.hands_in("same"), police.hands_in("same")
    assert [len(entries_of(answer)) for answer in again] == [1, 1], "a replay is a read"


def test_what_is_being_typed_is_nobodys_record_yet(world):
    client = Client()
    sign_in(client, given.an_account(Role.SCREENER))
    answer = client.post("/drafts/call", {"concern": "He was cold"})

    assert answer.status_code == 200
    assert not entries_of(answer)


def test_a_form_that_is_given_back_with_its_errors_is_a_read(world):
    contact, client = given.received(at=timezone.now()), Client()
    sign_in(client, given.an_account(Role.SCREENER))
    answer = client.post(f"/contacts/{contact.id}/note", {"text": ""})

    assert b"Enter" in answer.content
    [entry] = entries_of(answer)
    assert (entry.did, entry.object_id) == ("view contact", str(contact.id))


def test_what_is_not_there_and_what_is_not_allowed_is_not_entered_as_seen(world):
    client = Client()
    sign_in(client, given.an_account(Role.VIEWER))

    for where in ("/board", f"/contacts/{given.received(at=timezone.now()).id}"):
        [entry] = entries_of(client.get(where))
        assert (entry.did, entry.zone) == ("refused", "")


def test_where_somebody_was_is_kept_as_a_mark_and_of_the_public_not_at_all(world):
    client = Client()
    sign_in(client, given.an_account(Role.MANAGER))
    marks = [
        entries_of(client.get("/board", REMOTE_ADDR=address))[0].where_from
        for address in ("203.0.113.7", "203.0.113.7", "198.51.100.4")
    ]

    assert marks[0] == marks[1] != marks[2]
    assert not [mark for mark in marks if "203" in mark and "113" in mark]
