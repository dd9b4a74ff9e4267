"""What another system sends is stored once and whole, or not at all and it is told so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.api.tests.given import SENT, Caller
from lintel.audit import checking
from lintel.audit.models import AuditEntry, TrailHead
from lintel.contacts.models import Contact, IntakeKey
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.notices import schedule
from lintel.portal.tests.given import TEACHER, Walker
from tests.properties.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS = 8
ROUNDS = 3


@pytest.fixture
def police():
    return Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)


@pytest.fixture
def manager():
    given.teams()
    return Caller(Role.MANAGER)


def rows() -> dict[str, int]:
    """How much there is of every kind of record, but for how often a sender has asked: that is
    counted whatever comes of it."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("lintel.")]
    found = {model._meta.label: model._base_manager.count() for model in ours}
    return {label: count for label, count in found.items() if label != "access.Allowance"}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_one_key_sent_eight_times_at_once_is_one_contact(turn, police):
    answers = at_once([lambda: police.hands_in("the-key")] * SENDERS)

    assert {answer.status_code for answer in answers} <= {201, 409}, [
        answer.status_code for answer in answers
    ]
    taken = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in taken}) == 1
    assert len([a for a in taken if not a.has_header("Idempotency-Replayed")]) == 1
    assert Contact.objects.count() == IntakeKey.objects.count() == 1
    assert AuditEntry.objects.filter(did="submit contact").count() == 1
    assert police.hands_in("the-key").content == taken[0].content
    assert checking.verify().fault is None


def test_one_key_with_two_bodies_at_once_takes_one_of_them(police):
    bodies = [{"concern": f"Telling {n % 2}"} for n in range(SENDERS)]
    sent = [lambda body=body: police.hands_in("the-key", **body) for body in bodies]
    answers = at_once(sent)

    kept = Contact.objects.get().concern
    for body, answer in zip(bodies, answers, strict=True):
        assert answer.status_code == (201 if body["concern"] == kept else 422), answer.content


def test_different_keys_are_different_contacts_though_the_words_are_the_same(police):
    answers = at_once([lambda key=f"k{n}": police.hands_in(key) for n in range(SENDERS)])

    assert [answer.status_code for answer in answers] == [201] * SENDERS
    assert len({answer.json()["id"] for answer in answers}) == SENDERS
    assert Contact.objects.count() == SENDERS
    assert checking.verify().fault is None


def test_the_same_child_told_of_by_api_and_by_form_is_two_contacts_that_name_each_other(police):
    """Nothing that was told is dropped because it was told before; whoever reads one is shown the
    other. Source: qualities H8."""
    given.teams()
    told = {"given_name": "Tom", "family_name": "Ashdown", "date_of_birth": "2017-03-09"}
    for key in ("first", "second"):
        assert police.hands_in(key, children=[told]).status_code == 201
    walker = Walker(Client(), dict(TEACHER))
    walker.walk()
    walker.send()

    references = set(Contact.objects.values_list("reference", flat=True))
    assert len(references) == 3
    assert {one.channel for one in Contact.objects.all()} == {"api", "professional_form"}
    reader = Client()
    sign_in(reader, given.an_account(Role.SCREENER))
    for contact in Contact.objects.all():
        page = reader.get(f"/contacts/{contact.id}").content.decode()
        assert references == {reference for reference in references if reference in page}


def test_a_key_belongs_to_its_sender(police):
    school = Caller(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False)
    colleague = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)

    ids = {sender.hands_in("k").json()["id"] for sender in (police, school, colleague)}

    assert len(ids) == 3


def test_an_answer_that_was_lost_can_be_asked_for_again_later(police, manager):
    first = police.hands_in("k").json()
    where = f"/contacts/{first['id']}"
    look = {"immediate": False, "note": ""}
    assert manager("POST", f"{where}/look", look, **{"If-Match": '"1"'}).status_code == 200

    again = police.hands_in("k")

    assert (again.status_code, again.json()) == (201, first)


def test_a_key_is_remembered_a_year_later(police):
    """However late the sender asks again; no sweep forgets a key either."""
    first = police.hands_in("k").json()
    later = timezone.now() + timedelta(days=365)
    for sweep in schedule.registered():
        sweep.run(later)
    assert police.hands_in("k").json() == first
    assert Contact.objects.count() == 1


def test_a_body_that_was_refused_leaves_its_key_free(police):
    assert police.hands_in("k", concern="").status_code == 422
    assert police.hands_in("k").status_code == 201


@contextmanager
def somebody_is_writing() -> Iterator[None]:
    """The trail's head is locked, as by another process, for as long as this lasts."""
    holding, done = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            TrailHead.objects.select_for_update().get(pk=TrailHead.ONLY)
            holding.set()
            done.wait(300)
        connections.close_all()

    holder = Thread(target=hold, daemon=True)
    holder.start()
    assert holding.wait(60)
    try:
        yield
    finally:
        done.set()
        holder.join(60)


@contextmanager
def short_of_patience() -> Iterator[None]:
    """This connection waits a moment for a lock, and not the twenty seconds of the product."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout=300")
        else:
            cursor.execute("SET lock_timeout = '300ms'")
    try:
        yield
    finally:
        connection.close()  # the next one is opened with the product's settings


def test_when_it_cannot_be_stored_the_sender_is_told_to_try_again(police, manager):
    police.hands_in()  # the trail has begun
    before = rows()
    with somebody_is_writing(), short_of_patience():
        refused = police.hands_in("k")

    assert refused.status_code == 503
    assert refused["Content-Type"] == "application/problem+json"
    assert int(refused["Retry-After"]) > 0
    assert rows() == before
    taken = police.hands_in("k")
    assert taken.status_code == 201
    assert not taken.has_header("Idempotency-Replayed")
    assert checking.verify().fault is None


@contextmanager
def no_more_entries() -> Iterator[None]:
    """The database refuses every new row of the trail."""
    down = ["DROP TRIGGER no_more ON audit_auditentry", "DROP FUNCTION no_more"]
    up = [
        "CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no more'; END $$",
        "CREATE TRIGGER no_more BEFORE INSERT ON audit_auditentry "
        "FOR EACH ROW EXECUTE FUNCTION no_more()",
    ]
    if connection.vendor == "sqlite":
        down = ["DROP TRIGGER no_more"]
        up = [
            "CREATE TRIGGER no_more BEFORE INSERT ON audit_auditentry "
            "BEGIN SELECT RAISE(ABORT, 'no more'); END"
        ]
    with connection.cursor() as cursor:
        for words in up:
            cursor.execute(words)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for words in down:
                cursor.execute(words)


def test_when_the_trail_cannot_be_written_nothing_is_stored_and_nothing_is_shown(police, manager):
    where = f"/contacts/{police.hands_in().json()['id']}"
    before, patience = rows(), manager("GET", where).json()["version"]
    before["audit.AuditEntry"] += 1  # that reading
    look = {"immediate": False, "note": ""}
    with no_more_entries():
        answers = [
            police.hands_in("k"),
            manager("GET", where),
            manager("POST", f"{where}/look", look, **{"If-Match": f'"{patience}"'}),
        ]

    for answer in answers:
        assert answer.status_code == 503, answer.content
        assert answer.has_header("Retry-After")
        assert SENT["children"][0]["given_name"].encode() not in answer.content
    assert rows() == before
    assert police.hands_in("k").status_code == 201
    assert checking.verify().fault is None


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "line\nbreak", "null\x00", "\x7f"])
def test_a_key_that_could_not_be_kept_is_refused(key, police):
    sent = police("POST", "/contacts", SENT, **{"Idempotency-Key": key})
    assert sent.status_code == 422
    assert not Contact.objects.exists()


@pytest.mark.parametrize("key", [str(uuid4()), "x" * 200, "clé-élève", "a b", "'; --", "%00"])
def test_any_other_key_is_kept_as_it_is(key, police):
    first, again = police.hands_in(key), police.hands_in(key)
    assert (first.status_code, again.content) == (201, first.content)
    assert IntakeKey.objects.get().key == key
