"""Who said whose a record is: as it was said, and as it was undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access.viewers import Viewer
from lintel.people.finding import council_of
from lintel.people.models import Link


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as it was made, and as it was undone where it was."""

    record_id: UUID
    person_id: UUID
    linked_at: datetime
    linked_by: UUID
    method: str
    reasons: dict
    undone_at: datetime | None
    undone_by: UUID | None
    undone_because: str


def links_at(record_ids: Iterable[UUID], *, whose: Viewer | str, at: datetime) -> list[LinkView]:
    """The link of each record that stood at a moment, to the person it was made to."""
    rows = _stood(at).filter(record__in=list(record_ids), record__council=council_of(whose))
    return [_link_view(row) for row in rows.order_by("linked_at", "id")]


def records_linked_at(
    person_ids: Iterable[UUID], *, whose: Viewer | str, at: datetime
) -> set[UUID]:
    """The records that were linked to any of these at a moment."""
    rows = _stood(at).filter(person__in=list(person_ids), record__council=council_of(whose))
    return set(rows.values_list("record_id", flat=True))


def _stood(at: datetime) -> QuerySet[Link]:
    return Link.objects.filter(Q(undone_at=None) | Q(undone_at__gt=at), linked_at__lte=at)


def _link_view(link: Link) -> LinkView:
    return LinkView(
        link.record_id,
        link.person_id,
        link.linked_at,
        link.linked_by,
        link.method,
        link.reasons,
        link.undone_at,
        link.undone_by,
        link.undone_because,
    )


def links_of_record(whose: Viewer | str, record_id: UUID) -> list[LinkView]:
    """Every link there ever was for a record, undone ones too, oldest first."""
    links = Link.objects.filter(record=record_id, record__council=council_of(whose))
    return [_link_view(link) for link in links.order_by("linked_at", "id")]
