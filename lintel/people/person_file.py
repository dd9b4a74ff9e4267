"""Everything said of one person, and who said that it is about them: for the page and the API."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from lintel.access.viewers import Viewer
from lintel.people.finding import people_of
from lintel.people.merged import members_of, standing_as, version_shown
from lintel.people.models import Link, Merge, SaidApart
from lintel.people.queries import (
    PersonSummary,
    RecordView,
    as_seen,
    must_be_there,
    person_summary,
    records_of,
)


@dataclass(frozen=True, slots=True)
class NameCard:
    """Somebody else, as much as a line about them needs."""

    person_id: UUID
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkUndone:
    """A record that was said to be about them and is not."""

    record_id: UUID
    source: str
    linked_at: datetime
    linked_by: UUID
    undone_at: datetime
    undone_by: UUID
    because: str


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge of them, standing or undone. `other` was read as `kept` while it stood."""

    merge_id: UUID
    kept: NameCard
    other: NameCard
    at: datetime
    by: UUID
    because: str
    checked: bool
    reasons: Mapping[str, Any]
    undone_at: datetime | None
    undone_by: UUID | None
    undone_because: str


@dataclass(frozen=True, slots=True)
class ApartView:
    """Somebody said to be another person. `kin` is what they looked like to each other."""

    other: NameCard
    kin: str
    said_at: datetime
    said_by: UUID
    because: str


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Shape: `version` is what a change states that it saw; records oldest first, the rest latest
    first."""

    card: PersonSummary
    version: int
    records: Sequence[RecordView]
    undone: Sequence[LinkUndone]
    merges: Sequence[MergeView]
    apart: Sequence[ApartView]

    def accounts(self) -> set[UUID]:
        """Whoever did any of it, for their names."""
        found = {record.linked_by for record in self.records if record.linked_by}
        found |= {who for each in self.undone for who in (each.linked_by, each.undone_by)}
        found |= {who for each in self.merges for who in (each.by, each.undone_by) if who}
        return found | {each.said_by for each in self.apart}


def person_file(viewer: Viewer, person_id: UUID) -> PersonFile:
    """Of somebody merged into another, the file of that other.

    Errors:
        NotThere: no such person for this viewer.
    """
    person_id = known_as(viewer, person_id)
    members = members_of(person_id)
    merges = list(
        Merge.objects.filter(
            Q(stands_as=person_id) | Q(kept__in=members) | Q(other__in=members)
        ).order_by("-at", "-id")
    )
    apart = list(
        SaidApart.objects.filter(
            Q(one__in=members) | Q(other__in=members), withdrawn_at=None
        ).order_by("-said_at", "-id")
    )
    others = {who for merge in merges for who in (merge.kept_id, merge.other_id)}
    others |= {who for said in apart for who in (said.one_id, said.other_id)}
    cards = name_cards(viewer, others)
    merges = [merge for merge in merges if {merge.kept_id, merge.other_id} <= cards.keys()]
    apart = [said for said in apart if {said.one_id, said.other_id} <= cards.keys()]
    return PersonFile(
        card=person_summary(viewer, person_id),
        version=version_shown(person_id),
        records=as_seen(viewer, records_of([person_id])[person_id]),
        undone=_undone(members),
        merges=[_merge(merge, cards) for merge in merges],
        apart=[
            ApartView(
                cards[said.other_id if said.one_id in members else said.one_id],
                said.kin,
                said.said_at,
                said.said_by,
                said.because,
            )
            for said in apart
        ],
    )


def known_as(viewer: Viewer, person_id: UUID) -> UUID:
    """The id somebody stands as now.

    Errors:
        NotThere: no such person in the viewer's council.
    """
    must_be_there(viewer, person_id)
    return standing_as([person_id])[person_id]


def name_cards(viewer: Viewer, person_ids: Iterable[UUID]) -> dict[UUID, NameCard]:
    """Those of these whom the viewer may know of."""
    rows = people_of(viewer).filter(id__in=list(person_ids))
    return {
        person_id: NameCard(
            person_id, number, " ".join(filter(None, (given, family))) or "Name not known"
        )
        for person_id, number, given, family in rows.values_list(
            "id", "number", "given_name", "family_name"
        )
    }


def _undone(members: Iterable[UUID]) -> list[LinkUndone]:
    rows = Link.objects.filter(person__in=list(members), undone_at__isnull=False)
    return [
        LinkUndone(
            link.record_id,
            link.record.source,
            link.linked_at,
            link.linked_by,
            link.undone_at,
            link.undone_by,
            link.undone_because,
        )
        for link in rows.select_related("record").order_by("-undone_at", "-id")
        if link.undone_at and link.undone_by
    ]


def _merge(row: Merge, cards: Mapping[UUID, NameCard]) -> MergeView:
    return MergeView(
        row.id,
        cards[row.kept_id],
        cards[row.other_id],
        row.at,
        row.by,
        row.because,
        row.checked,
        row.reasons,
        row.undone_at,
        row.undone_by,
        row.undone_because,
    )
