"""How links stand: when they last changed, who is still to be said, and whom somebody is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.people.models import Link, Merge, NotTheSame
from lintel.people.queries import candidates
from lintel.people.rules.likeness import Relation


def last_linked_at(record_ids: Iterable[UUID]) -> datetime | None:
    """When a link of any of these records, or a merge of whoever they are about, was last made or
    undone; None when never."""
    moments = [at for both in _linked(list(record_ids)) for at in both if at is not None]
    return max(moments, default=None)


@worded_once
def _linked(record_ids: list[UUID]) -> QuerySet[Any, tuple[datetime, datetime | None]]:
    links = Link.objects.filter(record__in=record_ids)
    people = links.filter(undone_at=None).values("about")
    # An undone merge keeps whom it stood as, so that both sides of it are found.
    merged = Merge.objects.filter(Q(stands_as__in=people) | Q(other__in=people))
    return links.values_list("linked_at", "undone_at").union(merged.values_list("at", "undone_at"))


def looks_like_somebody(whose: Viewer | str, record_id: UUID) -> bool:
    """Whether somebody known may be the person of this record; a likely brother does not count."""
    offered = candidates(whose, record_id, limit=5)
    return any(candidate.relation is Relation.SAME for candidate in offered)


def unlinked_with_candidates(whose: Viewer | str, record_ids: Iterable[UUID]) -> set[UUID]:
    """Those of `record_ids`, which nobody has linked, that look like somebody known."""
    return {record_id for record_id in record_ids if looks_like_somebody(whose, record_id)}


@dataclass(frozen=True, slots=True)
class SaidNot:
    """Somebody said that a record is not about this person, and it stands."""

    person_id: UUID
    said_at: datetime
    said_by: UUID


def said_not(record_ids: Iterable[UUID]) -> dict[UUID, list[SaidNot]]:
    """Whom each of these records was said not to be, in the order it was said. One query."""
    found: dict[UUID, list[SaidNot]] = {}
    rows = NotTheSame.objects.filter(record__in=list(record_ids), withdrawn_at=None)
    names = ("record_id", "person_id", "said_at", "said_by")
    for record_id, *said in rows.order_by("said_at", "id").values_list(*names):
        found.setdefault(record_id, []).append(SaidNot(*said))
    return found
