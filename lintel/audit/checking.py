"""Reading the whole trail: to check it, to anchor it, to hand it over.

Rows come straight from the database as text, because a model for each would be the slowest
part of reading ten million.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lintel.audit import seals
from lintel.audit.models import AuditEntry, TrailHead
from lintel.audit.trail import trail_keys

CHUNK = 5000
TABLE = AuditEntry._meta.db_table
SEQUENCE_COLUMN = "sequence"
_TEXTS = seals.COLUMNS[3:]
# Each column as the text that was sealed, in the order of seals.COLUMNS.
_AS_TEXT = {
    "sqlite": (
        "CAST(sequence AS TEXT)",
        "CASE WHEN length(at) = 19 THEN at || '.000000' ELSE at END",
        "actor",
        *_TEXTS,
    ),
    "postgresql": (
        "sequence::text",
        "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "replace(actor::text, '-', '')",
        *_TEXTS,
    ),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Shape: `entries` were read before the first fault; `fault` is None when the trail holds."""

    entries: int
    fault: seals.Fault | None


def verify(*anchors: seals.Anchor) -> Verdict:
    """Whether the trail is whole and untouched, and goes through every anchor that is given.

    May run while people work: what is added meanwhile is read too.
    """
    check = seals.Check(trail_keys(), anchors)
    fault = check.anchor_fault()
    if fault is not None:
        return Verdict(0, fault)
    while True:
        before = check.number
        fault = check.read(_rows(after=before))
        if fault is not None:
            return Verdict(check.number, fault)
        now = head()
        grew = check.number > before
        if not (grew and now is not None and now.sequence > check.number):
            return Verdict(check.number, check.end(now))


def head() -> seals.Head | None:
    kept = TrailHead.objects.filter(pk=TrailHead.ONLY).first()
    return None if kept is None else seals.Head(kept.sequence, kept.seal, kept.mark)


def anchor(at: datetime) -> seals.Anchor | seals.Fault:
    """Where the trail stands, to be kept outside the database; a fault if its head is not ours."""
    now, keys = head(), trail_keys()
    if now is None:
        return seals.Fault(1, "head", "The head of the trail is missing")
    fault = seals.head_fault(now, now.sequence, now.seal, keys)
    return fault or seals.anchor_of(now, at=at.isoformat(), keys=keys)


def first_at() -> datetime | None:
    """When the trail began."""
    return AuditEntry.objects.order_by("sequence").values_list("at", flat=True).first()


def entries() -> Iterator[dict[str, str]]:
    """Every entry as it was sealed, oldest first, for `lintel audit export`."""
    names = (*seals.COLUMNS, *seals.LATER, "seal")
    for row in _select((*_AS_TEXT[connection.vendor], *seals.LATER, "seal"), after=0):
        yield dict(zip(names, row, strict=True))


def _rows(*, after: int) -> Iterator[tuple[str, str, str]]:
    """Sequence, sealed text and seal. The database joins the text: that is twice as fast."""
    texts = _AS_TEXT[connection.vendor]
    joined = _joined(texts)
    empty = " AND ".join(f"{name} = ''" for name in seals.LATER)
    joined += f" || CASE WHEN {empty} THEN '' ELSE {_joined(seals.LATER)} END"
    return _select((texts[0], joined, "seal"), after=after)


def _joined(texts: Sequence[str]) -> str:
    return " || ".join(f"length({text}) || ':' || {text}" for text in texts)


def _select(columns: Sequence[str], *, after: int) -> Iterator[tuple[str, ...]]:
    # Only our own column names, and a number; without it, a row numbered 0 or below shows too.
    where = f"WHERE sequence > {int(after)}" if after else ""
    # The table is named in ORDER BY because a cast column keeps its name: text sorts 10 before 2.
    words = f"SELECT {', '.join(columns)} FROM {TABLE} {where} ORDER BY {TABLE}.sequence"  # noqa: S608
    with connection.chunked_cursor() as cursor:
        cursor.execute(words)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
