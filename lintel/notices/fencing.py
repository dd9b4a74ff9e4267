"""A database that was put back from a backup tells nobody anything until it is released.

The instance it was made from may still be running, and would have said it all already. The fence is
a row, so that every worker of every machine on that database meets it.
"""

from datetime import datetime

from django.db import transaction

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


def put_up(*, backup_made_at: datetime, by: Viewer, at: datetime) -> None:
    """Fence a database just put back. Workers that were alive when it was copied are not here."""
    with transaction.atomic():
        Heartbeat.objects.all().delete()
        fence = Fence.objects.create(up_at=at, backup_made_at=backup_made_at)
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
