"""Announcing what is due: once, to whoever has it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.contacts import jobs
from lintel.contacts.tests import given
from lintel.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_a_contact_is_announced_once_as_nearly_late_and_once_as_late():
    given.received()

    assert jobs.announce_due(given.NOON + timedelta(minutes=5)) == 1
    assert jobs.announce_due(given.NOON + timedelta(minutes=6)) == 0
    assert jobs.announce_due(given.NOON + timedelta(minutes=31)) == 1
    assert jobs.announce_due(given.NOON + timedelta(minutes=32)) == 0


def test_nobody_who_writes_waits_for_what_has_been_told():
    given.received()
    jobs.announce_due(given.NOON + timedelta(minutes=5))
    with CaptureQueriesContext(connection) as seen:
        jobs.announce_due(given.NOON + timedelta(minutes=6))
    assert not [query["sql"] for query in seen.captured_queries if "SAVEPOINT" in query["sql"]]


def test_one_clock_has_one_alert_to_be_read_once_it_is_late():
    given.received()
    for minutes in (5, 31):
        jobs.announce_due(given.NOON + timedelta(minutes=minutes))
    states = dict(Notice.objects.filter(channel="task").values_list("kind", "state"))
    assert states == {"due_soon": "superseded", "overdue": "queued"}


def test_an_alert_says_what_is_to_be_done_and_no_time_that_goes_stale():
    receipt = given.received()
    for minutes in (5, 31):
        jobs.announce_due(given.NOON + timedelta(minutes=minutes))
    said = list(
        Notice.objects.filter(channel="task")
        .order_by("queued_at")
        .values_list("subject", flat=True)
    )
    ref = receipt.reference
    assert said == [f"{ref}: look at it", f"{ref} is late: look at it"]


def test_a_closed_contact_is_not_announced():
    given.teams()
    given.decided()

    assert jobs.announce_due(given.NOON + timedelta(hours=1)) == 0
