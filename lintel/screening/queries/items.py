"""What agencies gave, item by item, as each viewer may read it.

Handling marks are applied here and nowhere else: every page, answer of the API, export and set
of minutes asks `seen`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.contacts import queries as contacts
from lintel.kernel.reading import once_a_reading
from lintel.policy.in_force import policy_for
from lintel.screening.models import (
    AgencyRequest,
    Contribution,
    Decision,
    Handling,
    Pooling,
)
from lintel.sharing.rules.handling import (
    ItemFacts,
    Mark,
    Reading,
    may_change_mark,
    reading,
)


@dataclass(frozen=True, slots=True)
class ContributionSeen:
    """One item as one viewer may read it.

    Shape: text is "" unless `reading` is FULL; `mark` is "" then too. `after_decision`: it came
        after the decision that holds was made.
    """

    id: UUID
    agency: str
    agency_title: str
    part: str
    text: str
    mark: str
    reading: Reading
    onward_leave: bool
    mine: bool
    by: str
    at: datetime
    after_decision: bool = False


@dataclass(frozen=True, slots=True)
class AnswersStand:
    """Which contacts' answers are pooled, from when they are kept blind, when it was decided."""

    pooled: Collection[UUID]
    waits: Mapping[UUID, datetime]
    decided: Mapping[UUID, datetime]

    def is_kept(self, contact_id: UUID, said_at: datetime) -> bool:
        return contact_id in self.waits and said_at >= self.waits[contact_id]

    def is_after_decision(self, contact_id: UUID, said_at: datetime) -> bool:
        return contact_id in self.decided and said_at > self.decided[contact_id]


def how_answers_stand(contact_ids: Iterable[UUID]) -> AnswersStand:
    """Three database queries, or five where a council waits for all."""
    return _how_answers_stand(frozenset(contact_ids))


@once_a_reading
def _how_answers_stand(ids: frozenset[UUID]) -> AnswersStand:
    return AnswersStand(set(_pooled(list(ids))), kept_blind(ids), contacts.decided_at(ids))


@worded_once
def _pooled(contact_ids: list[UUID]) -> QuerySet[Pooling, UUID]:
    return Pooling.objects.filter(contact_id__in=contact_ids).values_list("contact_id", flat=True)


def seen(
    contributions: Iterable[Contribution], viewer: Viewer, *, stand: AnswersStand | None = None
) -> list[ContributionSeen]:
    """Each item as this viewer may read it; those the viewer may not know of are left out.

    A constant number of queries. This is the one place where handling marks are applied.
    """
    rows = list(contributions)
    if not rows:
        return []
    stand = stand or how_answers_stand(row.contact_id for row in rows)
    newest = _handled(frozenset(row.id for row in rows))
    names = access.names_of({row.by_id for row in rows})
    found = []
    for row in rows:
        handling = newest[row.id]
        item = ItemFacts(
            agency=row.agency,
            mark=Mark(handling.mark),
            named={UUID(one) for one in handling.named},
            onward_leave=handling.onward_leave,
            pooled=row.contact_id in stand.pooled,
            blind=stand.is_kept(row.contact_id, row.at),
        )
        how_much = reading(item, viewer)
        if how_much is Reading.NOTHING:
            continue
        in_full = how_much is Reading.FULL
        found.append(
            ContributionSeen(
                id=row.id,
                agency=row.agency,
                agency_title=row.agency_title,
                part=row.part,
                text=row.text if in_full else "",
                mark=handling.mark if in_full else "",
                reading=how_much,
                onward_leave=handling.onward_leave and in_full,
                mine=may_change_mark(item, viewer),
                by=names.get(row.by_id, "") if in_full else "",
                at=row.at,
                after_decision=stand.is_after_decision(row.contact_id, row.at),
            )
        )
    return found


@once_a_reading
def _handled(contribution_ids: frozenset[UUID]) -> dict[UUID, Handling]:
    """How each item is handled now."""
    return {row.contribution_id: row for row in _handlings(list(contribution_ids))}


@worded_once
def _handlings(contribution_ids: list[UUID]) -> QuerySet[Handling]:
    return Handling.objects.filter(contribution__in=contribution_ids)


def is_pooled(contact_id: UUID) -> bool:
    return Pooling.objects.filter(contact_id=contact_id).exists()


@dataclass(frozen=True, slots=True)
class PoolingSeen:
    at: datetime
    by: str
    reason: str


@worded_once
def _poolings(contact_id: UUID) -> QuerySet[Pooling]:
    return Pooling.objects.filter(contact_id=contact_id).order_by("at")


def poolings_of(contact_id: UUID) -> list[PoolingSeen]:
    """When the answers were laid side by side for the agencies asked, oldest first."""
    rows = _poolings(contact_id)
    names = access.names_of({row.by_id for row in rows})
    return [PoolingSeen(row.at, names.get(row.by_id, ""), row.reason) for row in rows]


@worded_once
def _still_asked(ids: list[UUID]) -> QuerySet[AgencyRequest, tuple[UUID, str, datetime]]:
    open_ones = AgencyRequest.objects.filter(contact_id__in=ids, settled_as="")
    return open_ones.values_list("contact_id", "council", "asked_at")


def kept_blind(contact_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Contacts whose answers nobody at the hub reads yet, where the council wants that: the
    first moment from which they are kept. One or three database queries.

    What came before anybody still silent was asked has been read, and stays so. Pooling ends it,
    and so does a decision.
    """
    waits: dict[UUID, datetime] = {}
    for contact_id, council, asked_at in _still_asked(list(contact_ids)):
        if policy_for(council).asking_agencies.blind_until_answered:
            waits[contact_id] = min(asked_at, waits.get(contact_id, asked_at))
    for ends in (Pooling, Decision) if waits else ():
        for over in ends.objects.filter(contact_id__in=list(waits)).values_list(
            "contact_id", flat=True
        ):
            waits.pop(over, None)
    return waits
