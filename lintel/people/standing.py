"""What the decision guards ask of links: when they last changed, and who is still to be said."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from lintel.people.models import Link, Merge
from lintel.people.queries import candidates
from lintel.people.rules.likeness import Relation


def last_linked_at(record_ids: Iterable[UUID]) -> datetime | None:
    """When a link of any of these records, or a merge of whoever they are about, was last made or
    undone; None when never."""
    links = Link.objects.filter(record__in=list(record_ids))
    linked = links.aggregate(made=Max("linked_at"), undone=Max("undone_at"))
    people = links.filter(undone_at=None).values("about")
    # An undone merge keeps whom it stood as, so that both sides of it are found.
    theirs = Q(stands_as__in=people) | Q(other__in=people)
    merged = Merge.objects.filter(theirs).aggregate(made=Max("at"), undone=Max("undone_at"))
    return max(filter(None, [*linked.values(), *merged.values()]), default=None)


def looks_like_somebody(council: str, record_id: UUID) -> bool:
    """Whether somebody known may be the person of this record; a likely brother does not count."""
    offered = candidates(council, record_id, limit=5)
    return any(candidate.relation is Relation.SAME for candidate in offered)


def unlinked_with_candidates(council: str, record_ids: Iterable[UUID]) -> set[UUID]:
    """Those of `record_ids`, which nobody has linked, that look like somebody known."""
    return {record_id for record_id in record_ids if looks_like_somebody(council, record_id)}
