"""What the API says of people and takes about them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, StrictBool

from lintel.access.viewers import Viewer, Zone
from lintel.access.zones import sees
from lintel.api.shapes import Shape, Words
from lintel.contacts.queries import FamilyHistory
from lintel.people.duplicates import PairView
from lintel.people.person_file import PersonFile


class Plain(BaseModel):
    """What is made of our own values in answers of many parts: ninja's `Schema` asks each part
    which of its fields it has, which took an eighth of a whole answer."""


class AddressOut(Schema):
    lines: list[str]
    postcode: str
    uprn: str
    first_told_on: date
    last_told_on: date


class RecordOut(Schema):
    """What one source tells of them, and who said that it is about them."""

    id: UUID
    source: str
    source_ref: str
    as_of: date
    linked_at: datetime
    linked_by: str
    method: str
    reasons: dict[str, Any]


class UndoneOut(Schema):
    record: UUID
    source: str
    linked_at: datetime
    linked_by: str
    undone_at: datetime
    undone_by: str
    because: str


class MergeOut(Schema):
    """`undone_at` is null while it stands."""

    id: UUID
    kept: UUID
    other: UUID
    at: datetime
    by: str
    because: str
    checked: bool
    reasons: dict[str, Any]
    undone_at: datetime | None
    undone_by: str
    undone_because: str


class ApartOut(Schema):
    other: UUID
    kin: str
    said_at: datetime
    said_by: str
    because: str


class PersonOut(Schema):
    """`id` is whom somebody merged stands as. Addresses are null for whoever may not see them."""

    id: UUID
    number: str
    version: int
    name: str
    other_names: list[str]
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    sex: str
    nhs_number: str
    upn: str
    ethnicity: str
    is_child: bool
    addresses: list[AddressOut] | None
    records: list[RecordOut]
    links_undone: list[UndoneOut]
    merges: list[MergeOut]
    not_the_same: list[ApartOut]


class RelationOut(Plain):
    words: str
    of: UUID


class MemberOut(Plain):
    """`who` is a person, or the record of somebody whom nobody has linked; `records` are then all
    that tell of them, as far as anybody can see, and `beside` the linked member in whose place
    they stand; nobody has said so."""

    who: UUID
    person_id: UUID | None
    records: list[UUID]
    beside: UUID | None
    number: str
    name: str
    born_on: date | None
    is_child: bool
    lives_there: bool | None
    relations: list[RelationOut]


class EventOut(Plain):
    on: date
    ends_on: date | None
    goes_on: bool
    kinds: list[str]
    title: str
    detail: str
    whose: list[UUID]
    rating: str
    outcome: str
    contact_id: UUID | None
    reference: str
    is_open: bool
    source: str


class HistoryOut(Plain):
    """The counts are of contacts in the last twelve months."""

    person: UUID
    members: list[MemberOut]
    events: list[EventOut]
    in_twelve_months: int
    no_further_action: int
    came_back: int


class MergeIn(Shape):
    """`checked`: a senior has checked what speaks against it, and says so in `reason`."""

    other: UUID
    reason: Words
    checked: StrictBool = False


class UnmergeIn(Shape):
    """`merge` is the last that stands, when it is not said."""

    merge: UUID | None = None
    reason: Words


class OtherIn(Shape):
    other: UUID
    reason: Words = ""


class LinkIn(Shape):
    """`record` is of one of the contact's children or adults; no `person` is somebody new."""

    record: UUID
    person: UUID | None = None
    reason: Words = ""


class UnlinkIn(Shape):
    record: UUID
    reason: Words


class NotSameIn(Shape):
    record: UUID
    person: UUID
    reason: Words = ""


class MayBeIn(Shape):
    record: UUID
    person: UUID


class ReasonOut(Plain):
    field: str
    agreement: str
    weight: float
    words: str


class SourceOut(Plain):
    source: str
    source_ref: str


class CandidateOut(Plain):
    """`weight` is log2 odds: `prior_weight` and the weights of `reasons` together."""

    person_id: UUID
    sources: list[SourceOut]
    probability: float
    weight: float
    prior_weight: float
    band: str
    relation: str
    reasons: list[ReasonOut]


class MatchOut(Plain):
    """As `lintel match` answers; `query_id` is the record, `linked_to` who it was said to be."""

    query_id: UUID
    band: str
    candidates: list[CandidateOut]
    milliseconds: float
    linked_to: UUID | None


class PairOut(Plain):
    """Two people who may be one; pairs of one `household` belong together."""

    id: UUID
    one: UUID
    other: UUID
    household: str
    band: str
    probability: float
    weight: float
    prior_weight: float
    reasons: list[ReasonOut]
    found_at: datetime


class PairsOut(Plain):
    items: list[PairOut]
    next_cursor: str | None


class MatchesOut(Plain):
    """`histories` is empty unless it was asked for."""

    items: list[MatchOut]
    next_cursor: str | None
    histories: list[HistoryOut] = []


def person_out(viewer: Viewer, found: PersonFile, names: Mapping[UUID, str]) -> PersonOut:
    def by(account: UUID | None) -> str:
        return names.get(account, "") if account else ""

    card = found.card
    return PersonOut(
        id=card.person_id,
        number=card.number,
        version=found.version,
        name=card.name,
        other_names=list(card.other_names),
        born_on=card.born_on,
        expected_on=card.expected_on,
        died_on=card.died_on,
        sex=card.sex,
        nhs_number=card.nhs_number,
        upn=card.upn,
        ethnicity=card.ethnicity,
        is_child=card.is_child,
        addresses=[
            AddressOut(
                lines=list(home.lines),
                postcode=home.postcode,
                uprn=home.uprn,
                first_told_on=home.first_told_on,
                last_told_on=home.last_told_on,
            )
            for home in card.addresses
        ]
        if sees(viewer, Zone.LOCATION)
        else None,
        records=[
            RecordOut(
                id=record.record_id,
                source=record.source,
                source_ref=record.source_ref,
                as_of=record.as_of,
                linked_at=record.linked_at,
                linked_by=by(record.linked_by),
                method=record.method,
                reasons=record.reasons or {},
            )
            for record in found.records
        ],
        links_undone=[
            UndoneOut(
                record=each.record_id,
                source=each.source,
                linked_at=each.linked_at,
                linked_by=by(each.linked_by),
                undone_at=each.undone_at,
                undone_by=by(each.undone_by),
                because=each.because,
            )
            for each in found.undone
        ],
        merges=[
            MergeOut(
                id=each.merge_id,
                kept=each.kept.person_id,
                other=each.other.person_id,
                at=each.at,
                by=by(each.by),
                because=each.because,
                checked=each.checked,
                reasons=dict(each.reasons),
                undone_at=each.undone_at,
                undone_by=by(each.undone_by),
                undone_because=each.undone_because,
            )
            for each in found.merges
        ],
        not_the_same=[
            ApartOut(
                other=each.other.person_id,
                kin=each.kin,
                said_at=each.said_at,
                said_by=by(each.said_by),
                because=each.because,
            )
            for each in found.apart
        ],
    )


def history_out(person_id: UUID, found: FamilyHistory) -> HistoryOut:
    return HistoryOut(
        person=person_id,
        members=[
            MemberOut(
                who=member.who,
                person_id=member.person_id,
                records=list(member.records),
                beside=member.beside,
                number=member.number,
                name=member.name,
                born_on=member.born_on,
                is_child=member.is_child,
                lives_there=member.lives_there,
                relations=[RelationOut(words=each.words, of=each.of) for each in member.relations],
            )
            for member in found.members
        ],
        events=[
            EventOut(
                on=event.on,
                ends_on=event.ends_on,
                goes_on=event.goes_on,
                kinds=sorted(event.kinds),
                title=event.title,
                detail=event.detail,
                whose=sorted(event.whose),
                rating=event.rating,
                outcome=event.outcome,
                contact_id=event.contact_id,
                reference=event.reference,
                is_open=event.is_open,
                source=event.source,
            )
            for event in found.events
        ],
        in_twelve_months=found.summary.contacts,
        no_further_action=found.summary.no_further_action,
        came_back=found.summary.came_back,
    )


def pair_out(pair: PairView) -> PairOut:
    return PairOut(
        id=pair.pair_id,
        one=pair.one.person_id,
        other=pair.other.person_id,
        household=pair.household,
        band=pair.band,
        probability=pair.probability,
        weight=round(pair.weight, 2),
        prior_weight=round(pair.prior, 2),
        reasons=[ReasonOut(**each) for each in pair.agreements],
        found_at=pair.found_at,
    )
