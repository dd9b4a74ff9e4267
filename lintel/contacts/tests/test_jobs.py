"""Announcing what is due: once, to whoever has it."""

from datetime import timedelta

import pytest

from lintel.contacts import jobs
from lintel.contacts.tests import given

pytestmark = pytest.mark.django_db


def test_a_contact_is_announced_once_as_nearly_late_and_once_as_late():
    given.received()

    assert jobs.announce_due(given.NOON + timedelta(minutes=5)) == 1
    assert jobs.announce_due(given.NOON + timedelta(minutes=6)) == 0
    assert jobs.announce_due(given.NOON + timedelta(minutes=31)) == 1
    assert jobs.announce_due(given.NOON + timedelta(minutes=32)) == 0


def test_a_closed_contact_is_not_announced():
    given.teams()
    given.decided()

    assert jobs.announce_due(given.NOON + timedelta(hours=1)) == 0
