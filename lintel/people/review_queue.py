"""The records that matching in bulk left for a person: which, how many, and the next.

A record is reviewed when somebody said whose it is, here or anywhere else. Nothing here says who
anybody is: that is `actions.reviewing`, which leaves an entry on the trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lintel.access.viewers import Viewer
from lintel.kernel.refusals import NotThere
from lintel.people.models import Link, ToReview
from lintel.people.rules.likeness import Band
from lintel.restrictions.queries import hidden_people

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Shape: empty for any."""

    source: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A record in the queue. Who it is about is not in it."""

    review_id: UUID
    record_id: UUID
    source: str
    band: Band
    left_at: datetime
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Progress:
    reviewed: int
    of: int


def queue(
    viewer: Viewer,
    which: Filter,
    *,
    reviewed: bool = False,
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[ReviewRow]:
    """Those that wait, the surest first; with `reviewed` those that somebody has settled.

    Errors:
        NotThere: `after` is not in this council's queue.
    """
    rows = _filtered(viewer, which).filter(is_linked=reviewed).order_by("band", "id")
    if after is not None:
        last = the_review(viewer, after)
        rows = rows.filter(band__gte=last.band).exclude(band=last.band, id__lte=last.id)
    return [
        ReviewRow(row.id, row.record_id, row.source, Band(row.band), row.left_at, reviewed)
        for row in rows[:limit]
    ]


def progress(viewer: Viewer, which: Filter) -> Progress:
    rows = _filtered(viewer, which)
    return Progress(rows.filter(is_linked=True).count(), rows.count())


def sources(viewer: Viewer) -> Sequence[str]:
    rows = ToReview.objects.filter(council=viewer.council).order_by("source")
    return list(rows.values_list("source", flat=True).distinct())


def next_open(viewer: Viewer, which: Filter, *, after: UUID | None = None) -> UUID | None:
    """The record to review next; the first again after the last; None when all are reviewed."""
    for start in (after, None):
        found = [row.review_id for row in queue(viewer, which, after=start, limit=2)]
        others = [one for one in found if one != after]
        if others:
            return others[0]
    return None


def the_review(viewer: Viewer, review_id: UUID) -> ToReview:
    """
    Errors:
        NotThere: not in the queue of this viewer's council.
    """
    row = ToReview.objects.filter(council=viewer.council, id=review_id).first()
    if row is None:
        raise NotThere("no such record to review")
    return row


def _filtered(viewer: Viewer, which: Filter) -> QuerySet[ToReview]:
    linked = Link.objects.filter(record=OuterRef("record"), undone_at=None)
    rows = ToReview.objects.filter(council=viewer.council).annotate(is_linked=Exists(linked))
    rows = rows.exclude(Exists(linked.filter(about__in=hidden_people(viewer))))
    if which.source:
        rows = rows.filter(source=which.source)
    if which.band:
        rows = rows.filter(band=which.band)
    return rows
