"""How many requests an account may make of the API in a minute, over every process.

A process takes shares of an account's minute from the database: all together never give out more
than the limit, and most requests write nothing for it. What a process has not used up at the
end of the minute is lost, so that near the limit a little less may be given out than allowed.

What was given in the minute before counts for the part of it that is less than a minute ago, as
if it had been spread evenly: a minute that begins is not a second allowance at once.
"""

import threading
from datetime import UTC, datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lintel.access.models import Allowance
from lintel.kernel.refusals import TooOften

MINUTE = 60
SHARES = 20  # how many a minute's allowance is taken in
FORGOTTEN_AFTER = timedelta(days=1)

_lock = threading.Lock()
# One thread at a time takes a share: eight that find none left need one between them, not eight.
_taking = threading.Lock()
_left: dict[UUID, tuple[int, int]] = {}  # which minute, and what this process has left of it


def use(account_id: UUID, *, at: datetime) -> None:
    """Count one request.

    Errors:
        TooOften: the minute's allowance is used up, and when there is some again.
    """
    minute = int(at.timestamp()) // MINUTE
    if _use_what_is_left(account_id, minute):
        return
    with _taking:
        if _use_what_is_left(account_id, minute):
            return
        taken = _take(account_id, minute, at=at)
        with _lock:
            _left[account_id] = (minute, taken - 1)


def _use_what_is_left(account_id: UUID, minute: int) -> bool:
    with _lock:
        then, left = _left.get(account_id, (minute, 0))
        if then != minute or left < 1:
            return False
        _left[account_id] = (minute, left - 1)
        return True


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
    """A share of what is left of this minute.

    Errors:
        TooOften: nothing is.
    """
    most = settings.API_REQUESTS_A_MINUTE
    ends = datetime.fromtimestamp((minute + 1) * MINUTE, UTC)
    to_come = int((ends - at).total_seconds() - 1) / MINUTE  # of this minute, after this second
    with transaction.atomic():
        kept, _ = Allowance.objects.select_for_update().get_or_create(
            account_id=account_id, defaults={"minute": minute, "given": 0}
        )
        if kept.minute != minute:
            kept.before = kept.given if kept.minute == minute - 1 else 0
            kept.minute, kept.given = minute, 0
        share = min(max(1, most // SHARES), most - kept.given - int(kept.before * to_come))
        if share > 0:
            kept.given += share
            kept.save(update_fields=["minute", "given", "before"])
    if share > 0:
        return share
    wait = ends - at
    if kept.given < most:  # only what came before stands in the way, and it passes
        wait = min(wait, timedelta(seconds=ceil(MINUTE / kept.before)))
    raise TooOften(max(wait, timedelta(seconds=1)))
