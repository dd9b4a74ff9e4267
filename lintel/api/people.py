"""People: open one, make two one and two again, and who a contact's people may be."""

from collections.abc import Mapping
from datetime import date, datetime
from time import perf_counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import StrictBool

from lintel.access import queries as access
from lintel.access.guards import asks_for
from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.api.answers import with_version
from lintel.api.asking import stated_version, version_seen
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Shape, Words
from lintel.contacts import actions as contact_actions, queries as contacts
from lintel.kernel.refusals import NotThere, Stale
from lintel.people import actions, duplicates, queries as people
from lintel.people.candidate_shape import best_band, candidate_plain
from lintel.people.person_file import PersonFile, known_as, person_file

router = Router(tags=["people"])


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


class RelationOut(Schema):
    words: str
    of: UUID


class MemberOut(Schema):
    """`who` is a person, or the record of somebody whom nobody has linked."""

    who: UUID
    person_id: UUID | None
    number: str
    name: str
    born_on: date | None
    is_child: bool
    lives_there: bool | None
    relations: list[RelationOut]


class EventOut(Schema):
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


class HistoryOut(Schema):
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


class ReasonOut(Schema):
    field: str
    agreement: str
    weight: float
    words: str


class SourceOut(Schema):
    source: str
    source_ref: str


class CandidateOut(Schema):
    """`weight` is log2 odds: `prior_weight` and the weights of `reasons` together."""

    person_id: UUID
    sources: list[SourceOut]
    probability: float
    weight: float
    prior_weight: float
    band: str
    relation: str
    reasons: list[ReasonOut]


class MatchOut(Schema):
    """As `lintel match` answers; `query_id` is the record, `linked_to` who it was said to be."""

    query_id: UUID
    band: str
    candidates: list[CandidateOut]
    milliseconds: float
    linked_to: UUID | None


class PairOut(Schema):
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


class PairsOut(Schema):
    items: list[PairOut]
    next_cursor: str | None


class MatchesOut(Schema):
    items: list[MatchOut]
    next_cursor: str | None


@router.get(
    "/people/duplicates", response={200: PairsOut, **REFUSALS}, summary="People who may be one"
)
@asks_for(Permission.LINK_PERSON, "person")
def possible_duplicates(
    request: HttpRequest,
    cursor: str = Query("", max_length=40, pattern="^([0-9]-[0-9a-f]{32})?$"),
    left: bool = Query(False),
) -> Any:
    """Those that wait, surest first; pairs of one household stand together. `left`: those that
    somebody left for later."""
    viewer = _viewer(request)
    viewer.must(Permission.LINK_PERSON)
    found = duplicates.waiting(viewer, left=left, after=cursor)
    return PairsOut(
        items=[
            PairOut(
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
            for home in found.households
            for pair in home
        ],
        next_cursor=found.after or None,
    )


@router.get("/people/{uuid:person_id}", response={200: PersonOut, **REFUSALS}, summary="One person")
@asks_for(Permission.VIEW_PERSON, "person")
def person(request: HttpRequest, response: HttpResponse, person_id: UUID) -> Any:
    """What is known of somebody, and who said so. Reading leaves a trace in the trail. Somebody
    merged into another is answered with that other."""
    viewer = _viewer(request)
    known_as(viewer, person_id)
    actions.open_person(person_id, by=viewer, at=timezone.now())
    return _as_it_is_now(viewer, response, person_id)


@router.get(
    "/people/{uuid:person_id}/history",
    response={200: HistoryOut, **REFUSALS},
    summary="A family and its history",
)
@asks_for(Permission.OPEN_HISTORY, "person")
def person_history(request: HttpRequest, person_id: UUID) -> Any:
    """Who is in the family, and everything that happened to them, latest first. Reading it is
    recorded, and counts as reading the history of open contacts about them."""
    viewer = _viewer(request)
    kept = known_as(viewer, person_id)
    found = contact_actions.open_family(person_id=kept, by=viewer, at=timezone.now())
    return HistoryOut(
        person=kept,
        members=[
            MemberOut(
                who=member.who,
                person_id=member.person_id,
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


@router.post(
    "/people/{uuid:person_id}/merge", response={200: PersonOut, **REFUSALS}, summary="Merge"
)
@asks_for(Permission.MERGE_PEOPLE, "person")
def merge(request: HttpRequest, response: HttpResponse, person_id: UUID, sent: MergeIn) -> Any:
    """Say that `other` is this person, who is kept. Nothing is lost: see unmerge. Refusals:
    already_one, said_not_the_same; looks_like_twin, looks_like_newborn, looks_like_sibling,
    looks_like_parent, different_first_name, different_birthday, different_nhs_number,
    different_upn, different_council_number, different_sex, child_and_adult, beyond which a senior
    may go who has checked."""
    viewer, version = _person_seen(request, person_id, Permission.MERGE_PEOPLE)
    actions.merge_people(
        person_id,
        sent.other,
        sent.reason,
        by=viewer,
        at=timezone.now(),
        version=version,
        checked=sent.checked,
    )
    return _as_it_is_now(viewer, response, person_id)


@router.post(
    "/people/{uuid:person_id}/unmerge", response={200: PersonOut, **REFUSALS}, summary="Unmerge"
)
@asks_for(Permission.MERGE_PEOPLE, "person")
def unmerge(request: HttpRequest, response: HttpResponse, person_id: UUID, sent: UnmergeIn) -> Any:
    """Every link goes back where it was; what was linked since stays here. Refusals: not_merged."""
    viewer, version = _person_seen(request, person_id, Permission.MERGE_PEOPLE)
    actions.unmerge_people(
        person_id, sent.reason, by=viewer, at=timezone.now(), merge_id=sent.merge, version=version
    )
    return _as_it_is_now(viewer, response, person_id)


@router.post(
    "/people/{uuid:person_id}/not-the-same",
    response={200: PersonOut, **REFUSALS},
    summary="Say that two are two",
)
@asks_for(Permission.LINK_PERSON, "person")
def not_the_same(
    request: HttpRequest, response: HttpResponse, person_id: UUID, sent: OtherIn
) -> Any:
    """They are not offered as one again. Refusals: already_one."""
    viewer, version = _person_seen(request, person_id, Permission.LINK_PERSON)
    actions.say_two_people(
        person_id, sent.other, by=viewer, at=timezone.now(), because=sent.reason, version=version
    )
    return _as_it_is_now(viewer, response, person_id)


@router.post(
    "/people/{uuid:person_id}/may-be-the-same",
    response={200: PersonOut, **REFUSALS},
    summary="Take back that two are two",
)
@asks_for(Permission.LINK_PERSON, "person")
def may_be_the_same(
    request: HttpRequest, response: HttpResponse, person_id: UUID, sent: OtherIn
) -> Any:
    """Refusals: not_said."""
    viewer, version = _person_seen(request, person_id, Permission.LINK_PERSON)
    actions.take_back_two_people(
        person_id, sent.other, sent.reason, by=viewer, at=timezone.now(), version=version
    )
    return _as_it_is_now(viewer, response, person_id)


@router.get(
    "/contacts/{uuid:contact_id}/candidates",
    response={200: MatchesOut, **REFUSALS},
    summary="Who its people may be",
)
@asks_for(Permission.LINK_PERSON, "contact")
def candidates(request: HttpRequest, contact_id: UUID) -> Any:
    """For each child and adult told of, as `lintel match` answers. Nobody is linked by it; it
    leaves a trace in the trail."""
    viewer = _viewer(request)
    viewer.must(Permission.LINK_PERSON)
    contact_actions.open_contact(contact_id=contact_id, by=viewer, at=timezone.now())
    return _matches(viewer, contact_id)


@router.post(
    "/contacts/{uuid:contact_id}/link",
    response={200: MatchesOut, **REFUSALS},
    summary="Say who somebody is",
)
@asks_for(Permission.LINK_PERSON, "contact")
def link(request: HttpRequest, contact_id: UUID, sent: LinkIn) -> Any:
    """Refusals: linked_already."""
    viewer = _named_in(request, contact_id, sent.record)
    said = [sent.reason.strip()] if sent.reason.strip() else []
    actions.link(sent.record, sent.person, said, by=viewer, at=timezone.now())
    return _matches(viewer, contact_id)


@router.post(
    "/contacts/{uuid:contact_id}/unlink",
    response={200: MatchesOut, **REFUSALS},
    summary="Undo a link",
)
@asks_for(Permission.LINK_PERSON, "contact")
def unlink(request: HttpRequest, contact_id: UUID, sent: UnlinkIn) -> Any:
    """What it brought to the history goes with it. Refusals: not_linked."""
    viewer = _named_in(request, contact_id, sent.record)
    actions.unlink(sent.record, sent.reason, by=viewer, at=timezone.now())
    return _matches(viewer, contact_id)


@router.post(
    "/contacts/{uuid:contact_id}/not-the-same",
    response={200: MatchesOut, **REFUSALS},
    summary="Say who somebody is not",
)
@asks_for(Permission.LINK_PERSON, "contact")
def not_them(request: HttpRequest, contact_id: UUID, sent: NotSameIn) -> Any:
    """They are not offered for it again. Refusals: linked_already."""
    viewer = _named_in(request, contact_id, sent.record)
    at = timezone.now()
    actions.say_not_the_same(sent.record, sent.person, by=viewer, at=at, because=sent.reason)
    return _matches(viewer, contact_id)


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined,no-any-return]


def _person_seen(
    request: HttpRequest, person_id: UUID, permission: Permission
) -> tuple[Viewer, int]:
    """As `version_seen`, of a person."""
    viewer = _viewer(request)
    known_as(viewer, person_id)
    viewer.must(permission)
    return viewer, stated_version(request, lambda: person_file(viewer, person_id).version)


def _named_in(request: HttpRequest, contact_id: UUID, record_id: UUID) -> Viewer:
    """Whoever asks, up to date, about somebody this contact names.

    Errors: as `version_seen`; Stale; NotThere when the record is not of this contact.
    """
    viewer, version = version_seen(request, contact_id, Permission.LINK_PERSON)
    contact = contacts.the_contact(viewer, contact_id)
    if record_id not in {told.record_id for told in contacts.told_in(contact)}:
        raise NotThere("record")
    if contact.version != version:
        raise Stale(contact.version)
    return viewer


def _matches(viewer: Viewer, contact_id: UUID) -> MatchesOut:
    contact = contacts.the_contact(viewer, contact_id)
    viewer.must(Permission.LINK_PERSON)
    items = []
    for told in contacts.told_in(contact):
        began = perf_counter()
        found = people.candidates(viewer, told.record_id)
        items.append(
            MatchOut(
                query_id=told.record_id,
                band=best_band(found),
                candidates=[CandidateOut(**candidate_plain(one)) for one in found],
                milliseconds=round((perf_counter() - began) * 1000, 3),
                linked_to=told.person_id,
            )
        )
    return MatchesOut(items=items, next_cursor=None)


def _as_it_is_now(viewer: Viewer, response: HttpResponse, person_id: UUID) -> PersonOut:
    found = person_file(viewer, person_id)
    with_version(response, found.version)
    return _out(viewer, found, access.names_of(found.accounts()))


def _out(viewer: Viewer, found: PersonFile, names: Mapping[UUID, str]) -> PersonOut:
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
