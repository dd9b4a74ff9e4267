"""A database that was put back from a backup tells nobody anything until it is released.

The instance it was made from may still be running, and would have said it all already. The fence is
a row, so that every worker of every machine on that database meets it.
"""

from contextlib import suppress
from datetime import datetime

from django.db import connection, transaction

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.kernel.refusals import Refusal, Refused
from lintel.notices.models import Fence, Heartbeat, Notice
from lintel.notices.rules.kinds import Channel, State

WAITING = (State.QUEUED, State.SENDING)


def is_fenced() -> bool:
    return Fence.objects.filter(down_at=None).exists()


def mails_waiting() -> int:
    """E-mails that will leave when the fence comes down."""
    return Notice.objects.filter(channel=Channel.EMAIL, state__in=WAITING).count()


def can_be_raised() -> bool:
    """Whether there is a place for a fence: tables of an old backup may have none yet."""
    return Fence._meta.db_table in connection.introspection.table_names()


def raise_one(*, backup_made_at: datetime, at: datetime) -> None:
    """The fence alone, in the transaction of the rows that it is for; `put_up` finds it."""
    Fence.objects.create(up_at=at, backup_made_at=backup_made_at)


def put_up(*, backup_made_at: datetime, by: Viewer, at: datetime) -> None:
    """Fence a database just put back. Workers that were alive when it was copied are not here.

    It stands even where the trail is so broken that it takes no entry.
    """
    with transaction.atomic():
        Heartbeat.objects.all().delete()
        facts = {"down_at": None, "backup_made_at": backup_made_at}
        fence = Fence.objects.filter(**facts).first()
        fence = fence or Fence.objects.create(up_at=at, **facts)
        with suppress(trail.TrailClosed), transaction.atomic():
            trail.record(
                did="instance restored", object_type="fence", object_id=str(fence.id), by=by, at=at
            )


def take_down(*, by: Viewer, at: datetime) -> int:
    """Let it send again; how many e-mails were waiting.

    Errors:
        Refused: "not_fenced".
    """
    with transaction.atomic():
        fences = list(Fence.objects.select_for_update().filter(down_at=None))
        if not fences:
            raise Refused(Refusal("not_fenced", "This instance is not fenced: it sends already"))
        for fence in fences:
            fence.down_at = at
            fence.save(update_fields=["down_at"])
            trail.record(
                did="instance released", object_type="fence", object_id=str(fence.id), by=by, at=at
            )
        return mails_waiting()
