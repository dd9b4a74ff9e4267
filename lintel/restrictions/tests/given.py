"""Ways to begin a test of this context: a hidden contact, and its glass broken."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from lintel.access.viewers import Role, Viewer
from lintel.contacts.actions.glass import break_glass
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.kernel.instants import london_day
from lintel.restrictions import actions
from lintel.restrictions.models import BrokenGlass
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

REASON = "His mother rang: he is at the door now"


def hidden(kind: str = "police_operation", *, at: datetime = NOON, **telling: Any):
    """A contact that nobody but its one reader knows of."""
    return hidden_now(given.received(at=at, **telling), kind, at=at)


def hidden_now(receipt: Any, kind: str, *, at: datetime):
    """The same of one that was told of before."""
    reader = given.a_viewer(Role.SOCIAL_WORKER)
    with transaction.atomic():
        actions.restrict(
            subject_type="contact",
            subject_id=receipt.id,
            reference=receipt.reference,
            kind_key=kind,
            reason="Asked for by the force that investigates",
            readers=[ReaderSaid(reader.account_id, "", Purpose.TASK)],
            review=london_day(at) + timedelta(days=30),
            covers=actions.Covers(frozenset(), frozenset({receipt.id}), frozenset()),
            by=given.a_manager(),
            at=at,
        )
    return receipt


def broken(receipt: Any, *, by: Viewer, at: datetime) -> BrokenGlass:
    break_glass(which=receipt.id, category="immediate_safety", reason=REASON, by=by, at=at)
    return BrokenGlass.objects.get(contact_id=receipt.id, by=by.account_id)
