"""What a viewer may see of people: who a record may be about, and what is known of a person.

Every query keeps to one council. The number of database queries never grows with the answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from lintel.access.viewers import Viewer
from lintel.kernel.refusals import NotThere
from lintel.people.models import KnownEpisode, Link, MatchKey, Person, SourceRecord
from lintel.people.rules.facts import Facts, facts_of
from lintel.people.rules.keys import keys_to_look_for
from lintel.people.rules.likeness import Band, Likeness, Relation, likeness
from lintel.people.rules.told import PersonTold, from_plain

# As many people as share most keys are compared; far more than anybody reads.
COMPARED = 120


# Ids in one statement: SQLite counts the parameters.
BATCH = 500


def batches(rows: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """The rows in lists of at most `size`, in order."""
    rows = list(rows)
    return (rows[start : start + size] for start in range(0, len(rows), size))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who may be the person told of.

    Shape:
        name: "" for a child known by numbers only, as in a census return.
        reasons, differs: what agrees and what does not, in words, strongest first.
        relation: "household" when they look like a brother, sister or twin instead.
        sources: (source, source_ref) of each record linked to them.
    """

    person_id: UUID
    number: str
    name: str
    born_on: date | None
    expected_on: date | None
    sex: str
    band: Band
    weight: float
    relation: Relation
    reasons: tuple[str, ...]
    differs: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as told, and the link that makes it somebody's. `told` is word for word."""

    record_id: UUID
    source: str
    source_ref: str
    as_of: date
    told: PersonTold
    person_id: UUID | None = None
    linked_at: datetime | None = None
    linked_by: UUID | None = None
    method: str = ""
    reasons: dict | None = None


@dataclass(frozen=True, slots=True)
class AddressView:
    """Shape: `first_told_on` and `last_told_on`: between which days sources gave it."""

    lines: tuple[str, ...]
    postcode: str
    uprn: str
    first_told_on: date
    last_told_on: date


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """Shape:
    other_names: names told by linked records that are not `name`.
    addresses: latest told first.
    """

    person_id: UUID
    council: str
    number: str
    version: int
    name: str
    other_names: tuple[str, ...]
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    sex: str
    nhs_number: str
    upn: str
    ethnicity: str
    is_child: bool
    addresses: tuple[AddressView, ...]
    records: int


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


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """Something a source says happened before Lintel knew of it. Words are the source's."""

    person_id: UUID
    source: str
    kind: str
    starts_on: date
    ends_on: date | None
    source_code: str
    outcome: str
    outcome_words: str


def _council(whose: Viewer | str) -> str:
    return whose.council if isinstance(whose, Viewer) else whose


def people_of(whose: Viewer | str) -> QuerySet[Person]:
    """The people this viewer may know of. Start every query here: restriction will join it."""
    return Person.objects.filter(council=_council(whose))


def candidates(
    whose: Viewer | str, told: PersonTold | UUID, *, limit: int = 10, on: date | None = None
) -> list[Candidate]:
    """Who of those known may be the person told of, best first. At most four database queries.

    `told` is what was said, or the id of a record; a record is never offered the person of whom
    somebody said it is not, nor found by its own keys. `on` is the day an age was told.

    Errors:
        NotThere: no such record in this council.
    """
    council = _council(whose)
    record_id = told if isinstance(told, UUID) else None
    if record_id is not None:
        facts = _facts_of_record(council, record_id)
    else:
        facts = facts_of(told, as_of=on)
    person_ids = _sharing_keys(council, facts, but=record_id)
    if not person_ids:
        return []
    people = people_of(whose).filter(id__in=person_ids)
    if record_id is not None:
        people = people.exclude(not_the_same__record=record_id, not_the_same__withdrawn_at=None)
    known = {person.id: person for person in people}
    records: dict[UUID, list[SourceRecord]] = {}
    links = Link.objects.filter(person__in=list(known), undone_at=None).select_related("record")
    for link in links:
        if link.record_id != record_id:
            records.setdefault(link.person_id, []).append(link.record)
    found = [
        _candidate(known[person_id], own, best)
        for person_id, own in records.items()
        if (best := _best(facts, own)) is not None
    ]
    return sorted(found, key=_best_first)[:limit]


_BANDS = tuple(Band)


def _best_first(candidate: Candidate) -> tuple:
    # A household member is never before somebody who may be the person; then by name and id,
    # so that the order never depends on the order in which people were saved.
    return (
        candidate.relation is Relation.HOUSEHOLD,
        _BANDS.index(candidate.band),
        -candidate.weight,
        candidate.name,
        candidate.number,
    )


def _facts_of_record(council: str, record_id: UUID) -> Facts:
    row = SourceRecord.objects.filter(council=council, id=record_id).first()
    if row is None:
        raise NotThere("no such record")
    return facts_of(from_plain(row.told), as_of=row.as_of)


def _sharing_keys(council: str, facts: Facts, *, but: UUID | None) -> list[UUID]:
    """People whose linked records share a key, most shared first."""
    keys = keys_to_look_for(facts)
    if not keys:
        return []
    shared = MatchKey.objects.filter(
        council=council, key__in=keys, record__links__undone_at=None, record__links__isnull=False
    )
    if but is not None:
        shared = shared.exclude(record=but)
    counted = (
        shared.values("record__links__person")
        .annotate(shared=Count("key", distinct=True))
        .order_by("-shared", "record__links__person")
    )
    return [row["record__links__person"] for row in counted[:COMPARED]]


def _best(facts: Facts, records: Sequence[SourceRecord]) -> Likeness | None:
    """The likeness to the record most alike, held back where another record speaks against it."""
    alike = [likeness(facts, facts_of(from_plain(r.told), as_of=r.as_of)) for r in records]
    banded = [one for one in alike if one.band is not None]
    if not banded:
        return None
    return min(banded, key=lambda one: (_BANDS.index(one.band), -one.weight, one.reasons))


def _candidate(person: Person, records: Sequence[SourceRecord], best: Likeness) -> Candidate:
    return Candidate(
        person_id=person.id,
        number=person.number,
        name=_name(person),
        born_on=person.born_on,
        expected_on=person.expected_on,
        sex=person.sex,
        band=best.band or Band.POSSIBLE,
        weight=best.weight,
        relation=best.relation,
        reasons=best.reasons,
        differs=best.differs,
        sources=tuple(sorted((record.source, record.source_ref) for record in records)),
    )


def _name(person: Person) -> str:
    return " ".join(filter(None, (person.given_name, person.family_name)))


def person_of(record_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The person each record is about now; a record that nobody has linked is left out."""
    found: dict[UUID, UUID] = {}
    for batch in batches(record_ids):
        links = Link.objects.filter(record__in=batch, undone_at=None)
        found.update(links.values_list("record_id", "person_id"))
    return found


def records_of(person_ids: Iterable[UUID]) -> dict[UUID, list[RecordView]]:
    """The records linked to each person now, as told, oldest first. One database query."""
    found: dict[UUID, list[RecordView]] = {person_id: [] for person_id in person_ids}
    links = Link.objects.filter(person__in=list(found), undone_at=None).select_related("record")
    for link in links.order_by("record__as_of", "record__recorded_at", "record__id"):
        found[link.person_id].append(_record_view(link.record, link))
    return found


def record_view(whose: Viewer | str, record_id: UUID) -> RecordView:
    """One record as told, and whose it is.

    Errors:
        NotThere: no such record in this council.
    """
    row = SourceRecord.objects.filter(council=_council(whose), id=record_id).first()
    if row is None:
        raise NotThere("no such record")
    return _record_view(row, Link.objects.filter(record=row, undone_at=None).first())


def _record_view(row: SourceRecord, link: Link | None) -> RecordView:
    view = RecordView(row.id, row.source, row.source_ref, row.as_of, from_plain(row.told))
    if link is None:
        return view
    return RecordView(
        row.id,
        row.source,
        row.source_ref,
        row.as_of,
        view.told,
        link.person_id,
        link.linked_at,
        link.linked_by,
        link.method,
        link.reasons,
    )


def links_of_record(whose: Viewer | str, record_id: UUID) -> list[LinkView]:
    """Every link there ever was for a record, undone ones too, oldest first."""
    links = Link.objects.filter(record=record_id, record__council=_council(whose))
    return [
        LinkView(
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
        for link in links.order_by("linked_at", "id")
    ]


def person_summary(whose: Viewer | str, person_id: UUID) -> PersonSummary:
    """
    Errors:
        NotThere: no such person for this viewer.
    """
    found = person_summaries(whose, [person_id])
    if person_id not in found:
        raise NotThere("no such person")
    return found[person_id]


def person_summaries(whose: Viewer | str, person_ids: Iterable[UUID]) -> dict[UUID, PersonSummary]:
    """What is known of each; those not there for this viewer are left out. Two queries."""
    people = list(people_of(whose).filter(id__in=list(person_ids)))
    records = records_of(person.id for person in people)
    return {person.id: _summary(person, records[person.id]) for person in people}


def _summary(person: Person, records: list[RecordView]) -> PersonSummary:
    name = _name(person)
    told_names = {record.told.name: None for record in records if record.told.name}
    told_names |= {
        alias: None
        for record in records
        if (alias := f"{record.told.alias_given_name} {record.told.alias_family_name}".strip())
    }
    return PersonSummary(
        person_id=person.id,
        council=person.council,
        number=person.number,
        version=person.version,
        name=name,
        other_names=tuple(other for other in told_names if other != name),
        born_on=person.born_on,
        expected_on=person.expected_on,
        died_on=person.died_on,
        sex=person.sex,
        nhs_number=person.nhs_number,
        upn=person.upn,
        ethnicity=person.ethnicity,
        is_child=person.is_child,
        addresses=_addresses(records),
        records=len(records),
    )


def _addresses(records: list[RecordView]) -> tuple[AddressView, ...]:
    told: dict[tuple, list[RecordView]] = {}
    for record in records:
        if record.told.address_lines or record.told.postcode:
            facts = facts_of(record.told)
            told.setdefault((facts.uprn, facts.postcode, facts.street), []).append(record)
    views = [
        AddressView(
            own[-1].told.address_lines,
            own[-1].told.postcode,
            own[-1].told.uprn,
            min(record.as_of for record in own),
            max(record.as_of for record in own),
        )
        for own in told.values()
    ]
    return tuple(sorted(views, key=lambda view: (view.last_told_on, view.postcode), reverse=True))


def episodes_of(person_ids: Iterable[UUID]) -> list[EpisodeView]:
    """What sources say happened to these people, latest first. One database query."""
    rows = KnownEpisode.objects.filter(
        replaced_at=None, record__links__person__in=list(person_ids), record__links__undone_at=None
    ).values_list(
        "record__links__person",
        "record__source",
        "kind",
        "starts_on",
        "ends_on",
        "source_code",
        "outcome",
        "outcome_words",
    )
    return [EpisodeView(*row) for row in rows.order_by("-starts_on", "kind", "place", "id")]
