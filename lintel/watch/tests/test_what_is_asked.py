"""What becomes a question, once, and to whom it is shown."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts.actions.glass import break_glass
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.refusals import NotThere
from lintel.restrictions import actions as restrictions
from lintel.restrictions.tests.given import REASON, broken, hidden
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
