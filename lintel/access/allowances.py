"""How many requests an account may make of the API in a minute, over every process.

A process takes shares of an account's minute from the database: all together never give out more
than the limit, and most requests write nothing for it. What a process has not used up at the
end of the minute is lost, so that near the limit a little less may be given out than allowed.
"""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lintel.access.models import Allowance
from lintel.kernel.refusals import TooOften

MINUTE = 60
SHARES = 20  # how many a minute's allowance is taken in
FORGOTTEN_AFTER = timedelta(days=1)

_lock = threading.Lock()
_left: dict[UUID, tuple[int, int]] = {}  # which minute, and what this process has left of it


def use(account_id: UUID, *, at: datetime) -> None:
    """Count one request.

    Errors:
        TooOften: the minute's allowance is used up, and when the next begins.
    """
    minute = int(at.timestamp()) // MINUTE
    with _lock:
        then, left = _left.get(account_id, (minute, 0))
        if then == minute and left > 0:
            _left[account_id] = (minute, left - 1)
            return
    taken = _take(account_id, minute, at=at)
    if not taken:
        ends = datetime.fromtimestamp((minute + 1) * MINUTE, UTC)
        raise TooOften(max(ends - at, timedelta(seconds=1)))
    with _lock:
        then, left = _left.get(account_id, (minute, 0))
        _left[account_id] = (minute, taken - 1 + (left if then == minute else 0))


def forget_old(*, at: datetime) -> int:
    """Drop what limits nobody any more; how many were dropped."""
    minute = int(at.timestamp()) // MINUTE
    with _lock:
        for key in [key for key, (then, _) in _left.items() if then < minute]:
            del _left[key]
    before = int((at - FORGOTTEN_AFTER).timestamp()) // MINUTE
    dropped, _ = Allowance.objects.filter(minute__lt=before).delete()
    return dropped


def _take(account_id: UUID, minute: int, *, at: datetime) -> int:
    """A share of what is left of this minute; 0 when nothing is."""
    most = settings.API_REQUESTS_A_MINUTE
    with transaction.atomic():
        kept, _ = Allowance.objects.select_for_update().get_or_create(
            account_id=account_id, defaults={"minute": minute, "given": 0}
        )
        if kept.minute != minute:
            kept.minute, kept.given = minute, 0
        share = min(max(1, most // SHARES), most - kept.given)
        if share > 0:
            kept.given += share
            kept.save(update_fields=["minute", "given"])
    return max(share, 0)
