"""When an agency that has not answered is reminded, and who. Pure.

Before its time, at its time, and then its lead. How long before, and how long until the lead, a
council says in its policy.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Reminder(StrEnum):
    """Which reminder. The stored value never changes."""

    BEFORE = "before"
    DUE = "due"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Next:
    """The next reminder of a request. Shape: `which` is "" and `at` None after the last."""

    which: str
    at: datetime | None


LAST = Next("", None)


def schedule(
    *, since: datetime, due_at: datetime, before_percent: int, lead_after_minutes: int
) -> tuple[tuple[Reminder, datetime], ...]:
    """Every reminder of a request, in order; `since` is when it was asked or given more time.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> for which, at in schedule(since=noon, due_at=noon + timedelta(hours=2),
    ...                           before_percent=50, lead_after_minutes=30):
    ...     print(which, f"{at:%H:%M}")
    before 13:00
    due 14:00
    lead 14:30
    """
    before = since + (due_at - since) * before_percent / 100
    lead = due_at + timedelta(minutes=lead_after_minutes)
    return ((Reminder.BEFORE, before), (Reminder.DUE, due_at), (Reminder.LEAD, lead))


def first(reminders: tuple[tuple[Reminder, datetime], ...]) -> Next:
    which, at = reminders[0]
    return Next(which, at)


def fallen_due(
    which: str, reminders: tuple[tuple[Reminder, datetime], ...], *, at: datetime
) -> tuple[tuple[Reminder, ...], Next]:
    """The reminders to send at `at`, from `which` on, and the one after them.

    The one before the time is left out once the time itself has come: a worker that slept says
    what is so now.
    """
    places = [key for key, _ in reminders]
    rest = reminders[places.index(Reminder(which)) :] if which else ()
    due = tuple(key for key, moment in rest if moment <= at)
    later = next(((key, moment) for key, moment in rest if moment > at), None)
    if Reminder.DUE in due:
        due = tuple(key for key in due if key is not Reminder.BEFORE)
    return due, Next(*later) if later else LAST
