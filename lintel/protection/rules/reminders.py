"""When those asked to a strategy discussion are reminded to answer. Pure."""

from datetime import datetime, timedelta

DAY_BEFORE = timedelta(days=1)
LATEST = timedelta(days=31)  # a worker that was dead for longer has more to say than this
LAST = timedelta(hours=1)


def reminders_due(*, asked_at: datetime, planned_for: datetime, at: datetime) -> tuple[str, ...]:
    """Which of "half" and "last" have fallen due and still help: none once it has begun, and no
    half where the last has come.

    >>> noon = datetime(2026, 3, 2, 12)
    >>> four = noon + timedelta(hours=4)
    >>> [reminders_due(asked_at=noon, planned_for=four, at=noon + timedelta(hours=h))
    ...  for h in (1, 2, 3, 4)]
    [(), ('half',), ('last',), ()]
    """
    if at >= planned_for or at < asked_at + (planned_for - asked_at) / 2:
        return ()
    return ("last",) if at >= planned_for - LAST else ("half",)
