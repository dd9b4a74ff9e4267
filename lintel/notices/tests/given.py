"""Ways to begin a test of notices. Say only what the test is about; the rest is ordinary."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from lintel.access.viewers import Role, Viewer, the_system
from lintel.notices import actions, queries
from lintel.notices.models import Notice
from lintel.notices.queries import Alert

MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SYSTEM = the_system("northbeck", today=date(2026, 3, 2))

_numbers = count(1)


def a_viewer(role: Role = Role.SCREENER, **differences: Any) -> Viewer:
    ordinary = {
        "account_id": uuid4(),
        "name": "Asha Patel",
        "role": role,
        "council": "northbeck",
        "agency": "northbeck-council",
        "employed_by_council": True,
        "registered_until": None,
        "teams": frozenset(),
        "today": date(2026, 3, 2),
    }
    return Viewer(**(ordinary | differences))


def queued(**differences: Any) -> UUID:
    """A queued e-mail, unless the test says otherwise."""
    number = next(_numbers)
    ordinary = {
        "kind": "outcome_to_referrer",
        "council": "northbeck",
        "channel": "email",
        "to": "office@hill-school.example",
        "subject": "What has been decided: NB-7K4M-2Q",
        "body": "Northbeck Council has decided what happens next.",
        "about": "NB-7K4M-2Q",
        "due_at": None,
        "once_key": f"key {number}",
        "by": SYSTEM,
        "at": MONDAY_NOON,
    }
    with transaction.atomic():
        return actions.queue(**(ordinary | differences))


def open_alerts(viewer: Viewer) -> list[Alert]:
    """What this viewer was told and nobody has taken in, the newest first."""
    return [line.alert for line in queries.alerts(viewer, count=500) if not line.settled]


def a_notice(**differences: Any) -> Notice:
    return Notice.objects.get(pk=queued(**differences))
