"""What a viewer may see of people: who a record may be about, and what is known of a person.

Every query keeps to one council. The number of database queries never grows with the answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.kernel.reading import once_a_reading, shelf
from lintel.kernel.refusals import NotThere
from lintel.people.as_seen import home_as_seen, told_as_seen, with_all_beside
from lintel.people.finding import (
    Candidate as Candidate,
    candidates as candidates,
    council_of,
    is_there,
    people_of,
)
from lintel.people.links import (
    LinkView as LinkView,
    links_at as links_at,
    links_of_record as links_of_record,
    records_linked_at as records_linked_at,
)
from lintel.people.merged import standing_as as standing_as
from lintel.people.models import KnownEpisode, Link, Merge, Person, SourceRecord
from lintel.people.rules.facts import facts_of
from lintel.people.rules.told import LivedAt, PersonTold, from_plain
from lintel.restrictions.queries import Protected, people_kept_from, protected_places

# Ids in one statement: SQLite counts the parameters.
BATCH = 500


def batches(rows: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """The rows in lists of at most `size`, in order."""
    rows = list(rows)
    return (rows[start : start + size] for start in range(0, len(rows), size))


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
    """Shape: `first_told_on` and `last_told_on`: between which days sources gave it, or say that
    the person lived there."""

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


def _name(person: Person) -> str:
    return " ".join(filter(None, (person.given_name, person.family_name)))


def person_of(record_ids: Iterable[UUID], *, by: Viewer | None = None) -> dict[UUID, UUID]:
    """The person each record is about now; a record that nobody has linked is left out, and with
    `by` one of whose person they may not know.

    Of two people merged, always the kept one; who keeps an id for longer asks `standing_as`.
    """
    wanted = set(record_ids)
    known = shelf("people.person_of")
    for batch in batches(wanted - known.keys()):
        found = dict(_linked_to(list(batch)))
        known |= {record_id: found.get(record_id) for record_id in batch}
    found = {one: who for one in wanted if (who := known[one]) is not None}
    if by is None or not found:
        return found
    hidden = hidden_among(by, found.values())
    return {one: who for one, who in found.items() if who not in hidden}


@worded_once
def _linked_to(record_ids: list[UUID]) -> QuerySet[Link, tuple[UUID, UUID]]:
    links = Link.objects.filter(record__in=record_ids, undone_at=None)
    return links.values_list("record_id", "about_id")


def hidden_among(viewer: Viewer, person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these whom a restriction hides from this viewer."""
    return set(person_ids) & people_kept_from(viewer)


def known_of(viewer: Viewer, person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people of their council whom a restriction does not hide from the viewer. One
    query for a page."""
    return set(person_ids) - people_kept_from(viewer)


def records_of(person_ids: Iterable[UUID]) -> dict[UUID, list[RecordView]]:
    """The records linked to each person now, as told, oldest first. One database query.

    Somebody merged into another has the records of both, under whichever id was asked; then it
    takes two more.
    """
    found = _records_about(person_ids)
    merged = _merged(person_id for person_id, records in found.items() if not records)
    if merged:
        behind = _records_about(merged.values())
        found |= {person_id: behind[stands_as] for person_id, stands_as in merged.items()}
    return found


def record_ids_of(person_ids: Iterable[UUID]) -> set[UUID]:
    """The records linked to any of these people now. One database query for every 500."""
    found: set[UUID] = set()
    for batch in batches(person_ids):
        found.update(_records_linked(list(batch)))
    return found


@worded_once
def _records_linked(person_ids: list[UUID]) -> QuerySet[Link, UUID]:
    links = Link.objects.filter(about__in=person_ids, undone_at=None)
    return links.values_list("record_id", flat=True)


def _merged(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Those of these, about whom nothing is linked, who stand as somebody else."""
    nothing = list(person_ids)
    stands = standing_as(nothing) if nothing else {}
    return {one: stands_as for one, stands_as in stands.items() if one != stands_as}


_RECORD = ("record_id", "source", "source_ref", "as_of", "told")
_LINK = ("about_id", "linked_at", "linked_by", "method", "reasons")


def _records_about(person_ids: Iterable[UUID]) -> dict[UUID, list[RecordView]]:
    found: dict[UUID, list[RecordView]] = {person_id: [] for person_id in person_ids}
    for row_id, source, ref, as_of, told, about, *link in _linked_records(list(found)):
        view = RecordView(row_id, source, ref, as_of, from_plain(told), about, *link)
        found[about].append(view)
    return found


@worded_once
def _linked_records(person_ids: list[UUID]) -> QuerySet[Link, tuple[Any, ...]]:
    links = Link.objects.filter(about__in=person_ids, undone_at=None)
    links = links.order_by("record__as_of", "record__recorded_at", "record__id")
    return links.values_list(_RECORD[0], *(f"record__{name}" for name in _RECORD[1:]), *_LINK)


def told_in(record_ids: Iterable[UUID]) -> dict[UUID, PersonTold]:
    """What each record tells now, word for word. One database query for every 500."""
    found: dict[UUID, PersonTold] = {}
    for batch in batches(record_ids):
        found.update((row_id, from_plain(told)) for row_id, told in _told(list(batch)))
    return found


@worded_once
def _told(record_ids: list[UUID]) -> QuerySet[SourceRecord, tuple[UUID, Any]]:
    return SourceRecord.objects.filter(id__in=record_ids).values_list("id", "told")


def as_seen(viewer: Viewer, views: Iterable[RecordView]) -> list[RecordView]:
    """Records of one person as this viewer may read them: protected places are masked, the rest
    is as told."""
    views = list(views)
    protected = with_all_beside((view.told for view in views), protected_places(viewer))
    return [replace(view, told=told_as_seen(view.told, protected)) for view in views]


def record_view(whose: Viewer | str, record_id: UUID) -> RecordView:
    """One record as told, and whose it is.

    Errors:
        NotThere: no such record in this council.
    """
    row = SourceRecord.objects.filter(council=council_of(whose), id=record_id).first()
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
        link.about_id,
        link.linked_at,
        link.linked_by,
        link.method,
        link.reasons,
    )


def person_summary(whose: Viewer | str, person_id: UUID) -> PersonSummary:
    """
    Errors:
        NotThere: no such person for this viewer.
    """
    found = person_summaries(whose, [person_id])
    if person_id not in found:
        raise NotThere("no such person")
    return found[person_id]


def must_be_there(whose: Viewer | str, person_id: UUID) -> None:
    """
    Errors:
        NotThere: no such person for this viewer.
    """
    if not is_there(whose, person_id):
        raise NotThere("no such person")


def person_summaries(whose: Viewer | str, person_ids: Iterable[UUID]) -> dict[UUID, PersonSummary]:
    """What is known of each; those not there for this viewer are left out. Two queries.

    Somebody merged into another is that other, under the id that was asked; that takes three more.
    """
    found, records = people_and_records(whose, person_ids)
    merged = _merged(person_id for person_id in found if not records[person_id])
    if merged:
        kept = person_summaries(whose, set(merged.values()))
        found |= {person_id: kept[stands_as] for person_id, stands_as in merged.items()}
    return found


def people_and_records(
    whose: Viewer | str, person_ids: Iterable[UUID]
) -> tuple[dict[UUID, PersonSummary], dict[UUID, list[RecordView]]]:
    """What is known of each and by which records, read once. Two queries, and one for a viewer:
    which places they see masked, in what is known; what records tell is as it was told.

    Nothing is linked to somebody merged into another: ask for whom they stand as.
    """
    people = _people(whose, list(person_ids))
    records = _records_about(person.id for person in people)
    nowhere = Protected(council_of(whose), frozenset())
    protected = protected_places(whose) if isinstance(whose, Viewer) and people else nowhere
    found = {person.id: _summary(person, records[person.id], protected) for person in people}
    return found, records


@worded_once
def _people(whose: Viewer | str, person_ids: list[UUID]) -> QuerySet[Person]:
    return people_of(whose).filter(id__in=person_ids)


def _summary(person: Person, records: list[RecordView], protected: Protected) -> PersonSummary:
    name = _name(person)
    protected = with_all_beside((record.told for record in records), protected)
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
        addresses=tuple(home_as_seen(home, protected) for home in _addresses(records)),
        records=len(records),
    )


def _addresses(records: list[RecordView]) -> tuple[AddressView, ...]:
    told: dict[tuple, list[LivedAt]] = {}
    known: dict[tuple, Any] = {}
    for record in records:
        for home in record.told.lived_at or _as_told(record):
            place = (home.lines, home.postcode, home.uprn)
            if place not in known:
                known[place] = facts_of(
                    PersonTold(address_lines=home.lines, postcode=home.postcode, uprn=home.uprn)
                )
            facts = known[place]
            dated = replace(
                home,
                since=home.since or home.until or record.as_of,
                until=home.until or record.as_of,
            )
            told.setdefault((facts.uprn, facts.postcode, facts.street), []).append(dated)
    views = [
        AddressView(
            own[-1].lines,
            own[-1].postcode,
            own[-1].uprn,
            min(home.since for home in own if home.since),
            max(home.until for home in own if home.until),
        )
        for own in told.values()
    ]
    return tuple(sorted(views, key=lambda view: (view.last_told_on, view.postcode), reverse=True))


def _as_told(record: RecordView) -> tuple[LivedAt, ...]:
    told = record.told
    if not (told.address_lines or told.postcode):
        return ()
    return (LivedAt(told.address_lines, told.postcode, told.uprn, record.as_of, record.as_of),)


def episodes_of(person_ids: Iterable[UUID]) -> list[EpisodeView]:
    """What sources say happened to these people, latest first. One database query."""
    return _episodes_of(frozenset(person_ids))


@once_a_reading
def _episodes_of(ids: frozenset[UUID]) -> list[EpisodeView]:
    return [EpisodeView(*row) for row in _episode_rows(list(ids))]


@worded_once
def _episode_rows(ids: list[UUID]) -> QuerySet[KnownEpisode, tuple[Any, ...]]:
    merged = Merge.objects.filter(other__in=ids, undone_at=None).values("stands_as")
    about = Q(record__links__about__in=ids) | Q(record__links__about__in=merged)
    known = KnownEpisode.objects.filter(about, replaced_at=None, record__links__undone_at=None)
    rows = known.values_list(
        "record__links__about",
        "record__source",
        "kind",
        "starts_on",
        "ends_on",
        "source_code",
        "outcome",
        "outcome_words",
    )
    return rows.order_by("-starts_on", "kind", "place", "id")
