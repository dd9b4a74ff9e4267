"""Analyses of a contact, and whether one is called for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.screening.models import Contribution, Weighing
from lintel.screening.rules.weighing import HEADINGS


@dataclass(frozen=True, slots=True)
class WeighingSeen:
    """Shape: `said` are (key of the heading, words), those left empty out."""

    id: UUID
    at: datetime
    by: str
    said: tuple[tuple[str, str], ...]


@worded_once
def _weighings(contact_id: UUID) -> QuerySet[Weighing]:
    return Weighing.objects.filter(contact_id=contact_id).order_by("-at")


@worded_once
def _unweighed(contact_id: UUID) -> QuerySet[Contribution, UUID]:
    weighed = Exists(Weighing.objects.filter(contact_id=contact_id))
    said = Contribution.objects.filter(~weighed, contact_id=contact_id)
    return said.values_list("id", flat=True)[:1]


def weighings_of(viewer: Viewer, contact_id: UUID) -> list[WeighingSeen]:
    """Every analysis of a contact, newest first; none for whoever may not see decisions.

    The caller has shown that the contact is visible to the viewer.
    """
    if not sees(viewer, Zone.DECISION):
        return []
    rows = _weighings(contact_id)
    names = access.names_of({row.by_id for row in rows})
    return [
        WeighingSeen(
            row.id,
            row.at,
            names.get(row.by_id, ""),
            tuple((key, getattr(row, key)) for key in HEADINGS if getattr(row, key)),
        )
        for row in rows
    ]


def is_unweighed(contact_id: UUID) -> bool:
    """Whether agencies have said something, and nobody has written what they make of it."""
    return bool(_unweighed(contact_id))
