"""How long work may be held, how soon it is tried again, and when it is given up."""

from datetime import datetime, timedelta

# Work of a worker that died is taken up again after this long.
LEASE = timedelta(seconds=45)

# No honest lease ends later than this, even where two machines' clocks are five minutes apart.
LATEST_LEASE = LEASE + timedelta(minutes=10)

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)

# A worker says that it is alive every BEAT, and is taken for dead after SILENT_AFTER: whoever
# asks /readyz hears of it within half a minute.
BEAT = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=24)
# A sweep or a mail server may take this long before the worker is taken to hang.
HANGS_AFTER = timedelta(minutes=5)


def next_try(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after `attempts` failures; None when it is for a person now.

    >>> from datetime import UTC
    >>> next_try(1, at=datetime(2026, 3, 2, 12, tzinfo=UTC)).isoformat()
    '2026-03-02T12:01:00+00:00'
    >>> next_try(6, at=datetime(2026, 3, 2, 12, tzinfo=UTC)) is None
    True
    """
    return at + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def is_alive(last_beat: datetime | None, *, at: datetime) -> bool:
    """Whether a worker lives. A beat from far ahead was made before the clock was put back."""
    if last_beat is None:
        return False
    return last_beat - LATEST_LEASE <= at <= last_beat + SILENT_AFTER


def is_due(last_run_at: datetime | None, every: timedelta, *, at: datetime) -> bool:
    """Whether a sweep should run: never yet, long enough ago, or the clock was put back."""
    if last_run_at is None or at >= last_run_at + every:
        return True
    return last_run_at > at + LATEST_LEASE
