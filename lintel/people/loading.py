"""People in bulk, for imports and the demo: a named escape from one by one.

The same rows, keys and trail as the actions leave, in a number of statements that grows with
batches and not with rows. Permissions are the caller's: these are reached by commands only,
and by `actions`, which asks first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.audit.in_bulk import insert_many, insert_values, rewrite_many
from lintel.kernel.instants import london_day
from lintel.people import match_rows
from lintel.people.merged import standing_as
from lintel.people.models import EarlierTelling, Link, NameWord, Person, SourceRecord
from lintel.people.queries import BATCH, batches, person_of
from lintel.people.rules import keys as match_keys, numbers
from lintel.people.rules.best_known import Telling, best_known
from lintel.people.rules.name_words import name_words
from lintel.people.rules.told import PersonTold, as_plain, from_plain

ESCAPE = "people loading"


@dataclass(frozen=True, slots=True)
class RecordIn:
    """A person as one source tells of them.

    Shape: `as_of` is the day the source stands for; None for the day of `at`.
    """

    council: str
    source: str
    source_ref: str
    told: PersonTold
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class PersonIn:
    """A person and the records that are about them. The first record gives the number."""

    records: Sequence[RecordIn]
    method: str = "import"
    reasons: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkIn:
    """Shape: `by` and `at` of the link itself, which may be long before the loading."""

    record_id: UUID
    person_id: UUID
    by: UUID
    at: datetime
    method: str = "import"
    reasons: dict[str, Any] = field(default_factory=dict)


def load_records(records: Sequence[RecordIn], *, by: Viewer, at: datetime) -> list[UUID]:
    """Keep what sources say; the ids of the records, in the order given.

    Saying the same again changes nothing. Saying something else keeps the earlier telling, makes
    the keys again and works out the person it is linked to anew; older news than what is kept
    changes nothing. Writes no trail: what is told is part of the caller's act.
    """
    with transaction.atomic():
        there = _records_there(records)
        fresh: dict[tuple[str, str, str], SourceRecord] = {}
        changed: dict[UUID, SourceRecord] = {}
        earlier = []
        for record in records:
            ref = (record.council, record.source, record.source_ref)
            told, as_of = as_plain(record.told), record.as_of or london_day(at)
            row = there.get(ref) or fresh.get(ref)
            if row is None:
                fresh[ref] = SourceRecord(
                    council=record.council,
                    source=record.source,
                    source_ref=record.source_ref,
                    as_of=as_of,
                    told=told,
                    keys_version=match_keys.VERSION,
                    recorded_at=at,
                    recorded_by=by.account_id,
                )
            elif row.told != told and as_of >= row.as_of:
                if ref in there:
                    earlier.append(
                        EarlierTelling(
                            record=row,
                            as_of=row.as_of,
                            told=row.told,
                            replaced_at=at,
                            replaced_by=by.account_id,
                        )
                    )
                    changed[row.id] = row
                row.told, row.as_of, row.keys_version = told, as_of, match_keys.VERSION
        insert_many(SourceRecord, list(fresh.values()), reason=ESCAPE)
        if changed:
            _keep_changed(list(changed.values()), earlier)
        rows = [*fresh.values(), *changed.values()]
        match_rows.keep(rows)
        insert_values(NameWord, ("council", "word", "record"), _words_of(rows), reason=ESCAPE)
        if changed:
            linked = Link.objects.filter(record__in=list(changed), undone_at=None)
            refresh({link.person_id for link in linked})
        everyone = {**there, **fresh}
        return [everyone[r.council, r.source, r.source_ref].id for r in records]


def load_people(people: Sequence[PersonIn], *, by: Viewer, at: datetime) -> list[UUID]:
    """A person for each, with records and links; ids in the order given.

    A person whose first record is linked already is that person: nobody is made twice, and
    records of theirs that are not linked yet are linked.
    """
    with transaction.atomic():
        flat = [record for person in people for record in person.records]
        there = _records_there(flat)
        ids = iter(load_records(flat, by=by, at=at))
        records_of = [[next(ids) for _ in person.records] for person in people]
        known = person_of({record for own in records_of for record in own})
        taken = _numbers_taken(flat)
        rows, links, ids_of = [], [], []
        for person, own in zip(people, records_of, strict=True):
            person_id = next((known[record] for record in own if record in known), None)
            if person_id is None:
                first = person.records[0]
                number = free_number(first.told.la_child_id, taken[first.council])
                row = Person(
                    council=first.council, number=number, created_at=at, created_by=by.account_id
                )
                row.version += 1
                rows.append(_headline(row, _tellings(person, own, at)))
                person_id = row.id
            ids_of.append(person_id)
            links += [
                LinkIn(record, person_id, by.account_id, at, person.method, person.reasons)
                for record in own
                if record not in known
            ]
        insert_many(Person, rows, reason=ESCAPE)
        _keep_links(links, by=by, at=at)
        # New people of new records are written with what is known of them already.
        kept_before = {record.id for record in there.values()}
        new = {row.id for row in rows}
        refresh(
            {
                link.person_id
                for link in links
                if link.person_id not in new or link.record_id in kept_before
            }
        )
        return ids_of


def _tellings(person: PersonIn, ids: list[UUID], at: datetime) -> list[Telling]:
    return [
        Telling(record_id, record.source, record.as_of or london_day(at), record.told)
        for record_id, record in zip(ids, person.records, strict=True)
    ]


def every_telling(council: str) -> Iterator[tuple[PersonTold, date]]:
    """What every source says of everybody, and when: to learn from."""
    rows = SourceRecord.objects.filter(council=council).order_by("source", "source_ref")
    for told, as_of in rows.values_list("told", "as_of").iterator(2_000):
        yield from_plain(told), as_of


def every_record(council: str) -> Iterator[tuple[str, str, PersonTold, date]]:
    """Each record of a council: its source, its reference there, what is told and when."""
    rows = SourceRecord.objects.filter(council=council).order_by("source", "source_ref")
    names = ("source", "source_ref", "told", "as_of")
    for source, ref, told, as_of in rows.values_list(*names).iterator(2_000):
        yield source, ref, from_plain(told), as_of


def load_links(links: Sequence[LinkIn], *, by: Viewer, at: datetime) -> None:
    """Link records to people and work the people out anew. One trail entry for each link.

    Errors:
        IntegrityError: a record among them is linked already. Nothing is written.
    """
    with transaction.atomic():
        _keep_links(links, by=by, at=at)
        refresh({link.person_id for link in links})


def _keep_links(links: Sequence[LinkIn], *, by: Viewer, at: datetime) -> None:
    stands = standing_as({link.person_id for link in links})
    with transaction.atomic():
        insert_many(
            Link,
            [
                Link(
                    record_id=link.record_id,
                    person_id=stands[link.person_id],
                    about_id=stands[link.person_id],
                    linked_at=link.at,
                    linked_by=link.by,
                    method=link.method,
                    reasons=link.reasons,
                )
                for link in links
            ],
            reason=ESCAPE,
        )
        trail.record_many(
            trail.Act(
                did=Permission.LINK_PERSON,
                object_type="person",
                object_id=str(stands[link.person_id]),
                by=by,
                at=at,
                why=f"record={link.record_id} method={link.method}",
                council=by.council,
                zone="Z1",
            )
            for link in links
        )


def refresh(person_ids: Iterable[UUID], *, counts: bool = True) -> None:
    """Work out what is known of these people from the records linked to them now.

    Of somebody merged, the kept person is worked out; each given one counts a version, unless it
    is only a merge that came or went: undoing it must leave nothing behind.
    """
    stands = standing_as(person_ids)
    for batch in batches(sorted({*stands, *stands.values()})):
        links = (
            Link.objects.filter(about__in=batch, undone_at=None)
            .select_related("record")
            .order_by("about_id")
        )
        told = {
            person_id: [
                Telling(r.id, r.source, r.as_of, from_plain(r.told))
                for r in (link.record for link in own)
            ]
            for person_id, own in groupby(links, key=lambda link: link.about_id)
        }
        people = Person.objects.select_for_update().filter(id__in=batch).order_by("id")
        counted, known_anew = [], []
        for person in people:
            before = _as_known(person)
            if stands.get(person.id, person.id) == person.id:
                person = _headline(person, told.get(person.id, []))
            if counts and person.id in stands:
                person.version += 1
                counted.append(person)
            if _as_known(person) != before:
                known_anew.append(person)
        rewrite_many(Person, counted, ("version",), reason=ESCAPE)
        rewrite_many(Person, known_anew, _HEADLINE, reason=ESCAPE)


_HEADLINE = (
    *("given_name", "middle_names", "family_name", "born_on", "expected_on"),
    *("died_on", "sex", "nhs_number", "upn", "ethnicity", "is_child"),
)
_as_known = attrgetter(*_HEADLINE)


def _headline(person: Person, tellings: list[Telling]) -> Person:
    known = best_known(tellings)
    person.given_name = known.given_name
    person.middle_names = known.middle_names
    person.family_name = known.family_name
    person.born_on = known.date_of_birth
    person.expected_on = known.expected_on
    person.died_on = known.died_on
    person.sex = known.sex
    person.nhs_number = known.nhs_number
    person.upn = known.upn
    person.ethnicity = known.ethnicity
    person.is_child = known.is_child
    return person


def _numbers_taken(records: Sequence[RecordIn]) -> dict[str, set[str]]:
    """Of the numbers these records want for their people, those that somebody has."""
    wanted: dict[str, set[str]] = {record.council: set() for record in records}
    for record in records:
        wanted[record.council].add(numbers.la_child_id(record.told.la_child_id))
    taken: dict[str, set[str]] = {council: set() for council in wanted}
    for council, all_wanted in wanted.items():
        for batch in batches(all_wanted - {""}):
            there = Person.objects.filter(council=council, number__in=batch)
            taken[council].update(there.values_list("number", flat=True))
    return taken


def free_number(wanted: str, taken: set[str]) -> str:
    """The council's own number for the child where it can be used, else a fresh one; now taken."""
    number = numbers.la_child_id(wanted)
    while not number or number in taken:
        number = numbers.new_number()
    taken.add(number)
    return number


def _records_there(records: Sequence[RecordIn]) -> dict[tuple[str, str, str], SourceRecord]:
    def place(record: RecordIn) -> tuple[str, str]:
        return record.council, record.source

    there = {}
    for (council, source), own in groupby(sorted(records, key=place), key=place):
        for batch in batches({record.source_ref for record in own}):
            rows = SourceRecord.objects.select_for_update().filter(
                council=council, source=source, source_ref__in=batch
            )
            there.update({(r.council, r.source, r.source_ref): r for r in rows})
    return there


def _keep_changed(rows: list[SourceRecord], earlier: list[EarlierTelling]) -> None:
    EarlierTelling.objects.escape(ESCAPE).bulk_create(earlier, batch_size=BATCH)
    SourceRecord.objects.escape(ESCAPE).bulk_update(
        rows, ["told", "as_of", "keys_version"], batch_size=100
    )
    match_rows.forget(row.id for row in rows)
    for batch in batches(row.id for row in rows):
        NameWord.objects.filter(record__in=batch).delete()


def _words_of(records: Iterable[SourceRecord]) -> list[tuple[str, str, UUID]]:
    return [
        (record.council, word, record.id)
        for record in records
        for word in name_words(from_plain(record.told))
    ]


def keep_apart(people: Iterable[UUID]) -> None:
    """These are identities of one person that must never be put together, as before and after an
    adoption: from now on neither is offered beside another, and they are never made one.

    For whoever holds the register of restricted records; it asks no permission, leaves no entry
    and says nothing of why. Its caller does both, in the transaction it is part of.
    """
    Person.objects.escape(ESCAPE).filter(id__in=list(people)).update(apart=uuid4())
