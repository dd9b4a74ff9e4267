"""Sending what is queued, by any number of workers, each of which may die at any moment.

Claim in one short transaction, send outside it, note it in another. What a dead worker had
claimed is free again when its lease ends; what it had sent but not noted is sent again under
the same id, which the sinks know.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from lintel.access.queries import accounts_shut
from lintel.access.viewers import Role, the_system
from lintel.kernel.instants import london_day
from lintel.notices.actions import queue
from lintel.notices.models import Notice
from lintel.notices.rules.addressees import everybody_who_is
from lintel.notices.rules.kinds import Channel, Kind, State
from lintel.notices.rules.leases import LEASE, next_try
from lintel.notices.sinks import Mail, NotSent, Sink

BATCH = 20
ACCOUNT_SHUT = "account shut"
log = logging.getLogger(__name__)


def send_due(
    sink: Sink,
    *,
    worker: str,
    at: datetime,
    batch: int = BATCH,
    lease: timedelta = LEASE,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Send one batch of what is due; how many were tried. Less than `batch` means no more.

    The rest of a batch is let go when a third of its lease is gone, because a slow server must
    not have two workers say the same thing; and when the worker is `stopping`.
    """
    claimed = claim(worker=worker, at=at, count=batch, lease=lease)
    shut = _shut(claimed, at=at)
    begun = time.monotonic()
    tried = 0
    for notice in claimed:
        if stopping() or time.monotonic() - begun > lease.total_seconds() / 3:
            _let_go(notice)
            continue
        now = at + timedelta(seconds=time.monotonic() - begun)
        if notice.id in shut:
            _stop(notice, at=now)
        else:
            _send(sink, notice, at=now)
        tried += 1
    return tried


def claim(*, worker: str, at: datetime, count: int, lease: timedelta = LEASE) -> list[Notice]:
    """Up to `count` due notices, nobody else's until the lease ends."""
    due = Notice.objects.to_send(at=at)
    if not due.exists():  # outside a transaction: on SQLite one would keep every writer waiting
        return []
    token = f"{worker}/{uuid4().hex[:12]}"
    with transaction.atomic():
        rows = due.order_by("not_before")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ids = list(rows.values_list("pk", flat=True)[:count])
        Notice.objects.filter(pk__in=ids).update(
            state=State.SENDING, lease_until=at + lease, leased_by=token
        )
    return list(Notice.objects.filter(leased_by=token).order_by("not_before"))


def _shut(notices: list[Notice], *, at: datetime) -> set[UUID]:
    """Those to the holder of an account that was shut since it was queued, or who has left. The
    desk of an agency or a team is written to whatever account has its address."""
    whose = {notice.id: notice.account for notice in notices if notice.account is not None}
    if not whose:
        return set()
    shut = accounts_shut(whose.values(), on=london_day(at))
    return {notice_id for notice_id, account in whose.items() if account in shut}


@transaction.atomic
def _stop(notice: Notice, *, at: datetime) -> None:
    """Not sent, and not sent again: whoever is left to act on what it was about is told."""
    if not _not_sent(notice, ACCOUNT_SHUT, for_good=True, at=at) or not notice.about:
        return
    queue(
        kind=Kind.NOT_SENT_ACCOUNT_SHUT,
        council=notice.council,
        channel=Channel.TASK,
        to=everybody_who_is(Role.MANAGER),
        subject=f"{notice.about}: an e-mail was not sent, as its reader’s account is shut",
        body="See that somebody else at their agency or in their team hears of it.",
        about=notice.about,
        due_at=notice.due_at,
        once_key=f"{Kind.NOT_SENT_ACCOUNT_SHUT}:{notice.id}",
        by=the_system(notice.council, today=london_day(at)),
        at=at,
    )


def _send(sink: Sink, notice: Notice, *, at: datetime) -> None:
    mail = Mail(
        notice.id,
        notice.council,
        notice.kind,
        notice.to,
        notice.subject,
        notice.body,
        notice.about,
        notice.queued_at,
    )
    try:
        sink(mail)
    except NotSent as problem:
        _not_sent(notice, problem.code, for_good=problem.for_good, at=at)
    except Exception as problem:  # one bad notice must not keep the rest from leaving
        _not_sent(notice, type(problem).__name__, for_good=False, at=at)
    else:
        _ours(notice).update(
            state=State.SENT, sent_at=at, lease_until=None, leased_by="", last_error=""
        )


def _not_sent(notice: Notice, code: str, *, for_good: bool, at: datetime) -> bool:
    """Whether it was still ours to say so."""
    attempts = notice.attempts + 1
    again = None if for_good else next_try(attempts, at=at)
    log.warning("notice %s not sent: %s, attempt %s", notice.id, code, attempts)
    noted = _ours(notice).update(
        state=State.QUEUED if again else State.FAILED,
        not_before=again or notice.not_before,
        attempts=attempts,
        last_tried_at=at,
        last_error=code[:80],
        lease_until=None,
        leased_by="",
    )
    return bool(noted)


def _let_go(notice: Notice) -> None:
    _ours(notice).update(state=State.QUEUED, lease_until=None, leased_by="")


def _ours(notice: Notice):
    """The row, if the lease is still ours: a worker that slept too long changes nothing."""
    return Notice.objects.filter(pk=notice.pk, state=State.SENDING, leased_by=notice.leased_by)
