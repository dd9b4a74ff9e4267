"""What becomes a question, once, and to whom it is shown."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lintel.access.viewers import Role, the_system
from lintel.audit import trail
from lintel.contacts import actions as contacts
from lintel.contacts.actions.glass import break_glass
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.refusals import NotThere
from lintel.restrictions import actions as restrictions
from lintel.restrictions.actions.conflicts import Family
from lintel.restrictions.tests.given import REASON, broken, hidden
from lintel.watch import actions, queries
from lintel.watch.jobs import look_over
from lintel.watch.models import Question
from lintel.watch.rules.signs import Kind

pytestmark = pytest.mark.django_db


def asked_before(kind=Kind.BROKEN_GLASS, **facts):
    """A question as it is kept."""
    at = timezone.now()
    ordinary = {"council": "northbeck", "actor": uuid4(), "first": 1, "last": 1, "count": 1}
    ordinary |= {"happened_at": at, "raised_at": at, "once": str(uuid4())}
    return Question.objects.create(kind=kind, **(ordinary | facts))


def test_only_a_record_that_was_opened_is_asked_about_and_the_page_can_always_be_read():
    at = timezone.now() - timedelta(hours=1)
    one, screener = hidden(at=at - timedelta(hours=1)), given.a_screener()
    glass = broken(one, by=screener, at=at)
    restrictions.end_glass(glass_id=glass.id, by=screener, at=at)
    with pytest.raises(NotThere):
        break_glass(which=uuid4(), category="immediate_safety", reason=REASON, by=screener, at=at)
    look_over(timezone.now())
    raised = Question.objects.filter(kind=Kind.BROKEN_GLASS)
    assert [UUID(row.object_id) for row in raised] == [one.id]
    # Kept before only openings were asked about.
    asked_before(object_type="broken_glass", object_id=str(glass.id))
    odd = asked_before(object_type="contact")
    client = Client()
    sign_in(client, given.an_account(Role.DPO))
    assert client.get("/watch").status_code == 200
    assert client.get(f"/watch/{odd.id}").status_code == 200


def test_the_same_looks_are_asked_about_once_however_the_week_moves_on():
    start, day = timezone.now() - timedelta(days=10), timedelta(days=1)
    child = given.a_child(given_name="Maya", family_name="Brown")
    contact = given.received(at=start - timedelta(hours=2), children=(child,))
    ada = given.an_account(Role.SCREENER, name="Ada Brown")

    def look(at):
        contacts.open_contact(contact_id=contact.id, by=given.viewer_of(ada, at), at=at)

    def asked_by(at):
        look_over(at)
        return Question.objects.filter(kind=Kind.SAME_SURNAME).count()

    soon = timedelta(hours=1)
    look(start)
    look(start + day)
    assert asked_by(start + day + soon) == 1
    look(start + 3 * day)
    assert asked_by(start + 7 * day + soon) == 1, "the first look has left the week"
    assert asked_by(start + 8 * day + soon) == 2, "a look that nobody was asked about"


def test_nothing_is_locked_while_the_trail_is_read():
    at = timezone.now()
    one, screener = hidden(at=at - timedelta(hours=2)), given.a_screener()
    broken(one, by=screener, at=at - timedelta(hours=1))
    with CaptureQueriesContext(connection) as asked:
        system = the_system("northbeck", today=at.date())
        assert actions.look_over(council="northbeck", by=system, at=at)
    words = [each["sql"] for each in asked.captured_queries]
    locked = next(n for n, each in enumerate(words) if each.startswith("SAVEPOINT"))
    read = [n for n, each in enumerate(words) if 'FROM "audit_auditentry"' in each]
    assert read
    assert max(read) < locked


def test_a_question_rests_on_what_was_done_in_its_council_and_says_when_there_is_more():
    at, actor = timezone.now(), given.a_screener()
    elsewhere = replace(actor, council="southmere")
    with transaction.atomic():
        trail.record_many(
            trail.Act("view contact", "contact", "c", by, at)
            for by in (elsewhere, *[actor] * (queries.MOST + 1))
        )
    row = asked_before(Kind.BURST, actor=actor.account_id, last=10_000)
    dpo = given.an_account(Role.DPO)
    found = queries.evidence(given.viewer_of(dpo, at), row.id)
    assert {entry.council for entry in found.entries} == {"northbeck"}
    assert (len(found.entries), found.more) == (queries.MOST, True)
    client = Client()
    sign_in(client, dpo)
    assert b"the first 200 are shown" in client.get(f"/watch/{row.id}").content


def test_whoever_looks_after_privacy_is_told_nothing_of_a_record_they_have_a_conflict_with():
    at = timezone.now()
    one = given.received(at=at - timedelta(hours=2))
    ada = given.an_account(Role.DPO)
    own, other = given.viewer_of(ada, at), given.viewer_of(given.an_account(Role.DPO), at)
    restrictions.declare_conflict(
        of=ada.id,
        relation="family",
        reason="The child is her sister’s",
        about=one.reference,
        family=Family(contacts=frozenset({one.id})),
        by=given.a_manager(),
        at=at,
    )
    row = asked_before(object_type="contact", object_id=str(one.id))
    assert [each.id for each in queries.open_questions(other)] == [row.id]
    assert not queries.open_questions(own)
    with pytest.raises(NotThere):
        queries.the_question(own, row.id)
    said = {"object_type": "contact", "object_id": one.id, "at": at}
    assert actions.read_who_opened(by=other, **said)
    with pytest.raises(NotThere):
        actions.read_who_opened(by=own, **said)
