"""The end of the trail, quickly: for whoever asks every few seconds whether it still holds."""

from datetime import datetime

from lintel.audit import seals
from lintel.audit.checking import head
from lintel.audit.models import AuditEntry
from lintel.audit.trail import trail_keys


def newest_at() -> datetime | None:
    """The moment of the newest entry; None before there is one."""
    return AuditEntry.objects.order_by("-sequence").values_list("at", flat=True).first()


def newest_fault(count: int) -> seals.Fault | None:
    """Whether the newest `count` entries and the head hold; what lies before is not looked at."""
    now, keys = head(), trail_keys()
    if now is None:
        return seals.Fault(1, "head", "The head of the trail is missing")
    # Up to the head as it was, for others are writing.
    before = max(now.sequence - count, 0)
    kept = AuditEntry.objects.filter(sequence__gte=before, sequence__lte=now.sequence)
    rows = list(kept.order_by("sequence"))
    check = seals.Check(keys)
    if before and rows:
        check.number, check.newest = rows[0].sequence, rows[0].seal
        rows = rows[1:]
    texts = ((str(row.sequence), seals.text_of(row.words()), row.seal) for row in rows)
    return check.read(texts) or check.end(now)
