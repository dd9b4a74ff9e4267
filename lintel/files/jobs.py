"""What happens to files by the clock: a check that was missed, and bytes nobody needs."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lintel.access.viewers import the_system
from lintel.audit import trail
from lintel.files import scanner, store
from lintel.files.actions import tell_held
from lintel.files.drafts import drop_draft_files
from lintel.files.models import File
from lintel.files.rules.reading import Belongs, Check
from lintel.files.taking import checked
from lintel.kernel.instants import london_day

AT_ONCE = 20  # files checked in one run, so that other jobs have their turn
# One that the scanner would not judge, too long for it perhaps, is tried again after this.
TRIED_AGAIN = timedelta(hours=1)
CHECKED = "check file"
# Longer than any request or draft step could take between its bytes and its row.
LEFT_ALONE = timedelta(days=1)


def check_waiting(at: datetime) -> int:
    """Have what waits looked at, oldest first, once there is a scanner again; how many were.

    A file that is lost, or that the scanner will not judge, keeps none behind it waiting.
    """
    if not scanner.is_set_up():
        return 0
    tried = done = 0
    now = Q(checked_at=None) | Q(checked_at__lte=at - TRIED_AGAIN)
    waiting = File.objects.filter(now, check_said=Check.WAITING).order_by("given_at")
    for file_id, name, key in list(waiting.values_list("id", "stored_as", "key")):
        if tried == AT_ONCE:
            break
        try:
            content = store.get(store.Stored(name, bytes(key)))
        except store.Lost:
            continue  # `lintel doctor` names it; nothing is served from it
        tried += 1
        check, by, found_as = checked(content, within=60)
        if check is not Check.WAITING:
            _said(file_id, check, by, found_as, at=at)
            done += 1
        elif scanner.answers(within=5):
            _would_not_say(file_id, at=at)
        else:
            break  # no use in asking it of the rest
    return done


@transaction.atomic
def _would_not_say(file_id: UUID, *, at: datetime) -> None:
    row = File.objects.select_for_update().filter(id=file_id, check_said=Check.WAITING).first()
    if row is not None:
        row.checked_at = at
        row.save(update_fields=["checked_at"])


@transaction.atomic
def _said(file_id: UUID, check: Check, scanned_by: str, found_as: str, *, at: datetime) -> None:
    row = File.objects.select_for_update().filter(id=file_id, check_said=Check.WAITING).first()
    if row is None:
        return
    row.check_said, row.checked_at = check, at
    row.checked_by, row.found_as = scanned_by, found_as
    row.save(update_fields=["check_said", "checked_at", "checked_by", "found_as"])
    by = the_system(row.council, today=london_day(at))
    if check is Check.FOUND and row.belongs != Belongs.DRAFT:
        tell_held(row, by=by, at=at)
    trail.record(
        did=CHECKED,
        object_type="file",
        object_id=str(row.id),
        by=by,
        at=at,
        why=f"{row.reference} {check}".strip(),
        council=row.council,
        zone="Z8",
    )


def clear_away(at: datetime) -> int:
    """Files of drafts whose time is over, and bytes that no row ever knew of; how many."""
    over = File.objects.filter(belongs=Belongs.DRAFT, kept_until__lte=at)
    ids = list(over.values_list("id", flat=True)[:1000])
    gone = drop_draft_files(ids, over_at=at)
    for name in store.kept_before(at - LEFT_ALONE):
        if not File.objects.filter(stored_as=name).exists():
            store.remove(name)
            gone += 1
    return gone
