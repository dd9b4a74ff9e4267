"""Who somebody's family is and where they lived, resolved through links.

A link made, undone or moved by a merge changes the answer at once: nothing is kept by person.
The number of database queries never grows with the answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.kernel.reading import once_a_reading
from lintel.people.as_seen import home_as_seen, with_all_beside
from lintel.people.kin_rows import Told, told_around
from lintel.people.models import EarlierTelling, SourceRecord
from lintel.people.queries import RecordView, batches, records_of
from lintel.people.rules.facts import facts_of
from lintel.people.rules.relationships import KINDS
from lintel.people.rules.told import LivedAt, PersonTold, from_plain
from lintel.restrictions.queries import Protected, protected_places

MOST_HOPS = 3  # as far as the other parent of a half-brother
MOST_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class RelationshipView:
    """`one` is the `kind` of `other`, as one source or several tell of it.

    Shape:
        one, other: the person, or the record of somebody whom nobody has linked.
        starts_on, ends_on: as told; None where nobody told.
        first_told_on, last_told_on: between which days sources said it.
    """

    one: UUID
    other: UUID
    kind: str
    said: str
    starts_on: date | None
    ends_on: date | None
    first_told_on: date
    last_told_on: date
    sources: tuple[str, ...]

    def seen_from(self, who: UUID) -> tuple[UUID, str]:
        """The other end, and what they are to `who`: "mother", "child"."""
        kind = KINDS[self.kind]
        return (self.one, kind.words) if who == self.other else (self.other, kind.inverse)

    def stands_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class AddressPeriod:
    """Where somebody lived.

    Shape: `starts_on` and `ends_on` only where a source gave them; `first_told_on` and
        `last_told_on` are between which days sources said so; `place` is the same for two ways
        of writing one address.
    """

    lines: tuple[str, ...]
    postcode: str
    uprn: str
    starts_on: date | None
    ends_on: date | None
    first_told_on: date
    last_told_on: date
    place: tuple[str, str]

    @property
    def since(self) -> date:
        return self.starts_on or self.first_told_on


@dataclass(frozen=True, slots=True)
class Member:
    """One of a family. Shape: `lives_there` is None where nobody told where they live."""

    who: UUID
    is_linked: bool
    lives_there: bool | None


@dataclass(frozen=True, slots=True)
class Family:
    """Shape: `people` are linked, `records` tell of somebody whom nobody has linked."""

    people: frozenset[UUID]
    records: frozenset[UUID]
    relationships: Sequence[RelationshipView]


def relationships_of(
    person_ids: Iterable[UUID], *, record_ids: Iterable[UUID] = ()
) -> list[RelationshipView]:
    """What these people, and the people of these records, are and were to others, both ways.

    What several records say of the same two is one view. One query.
    """
    return _views(told_around(set(person_ids), set(record_ids)))


def family_of(
    person_ids: Iterable[UUID], *, record_ids: Iterable[UUID] = (), at_most: int = MOST_PEOPLE
) -> Family:
    """Parents, their other children, the other parents of those; not the kin of an aunt.

    Whoever is anything at all to those asked about is in it, and leads no further. Beyond
    `at_most` people no further is looked.

    At most one query for each of MOST_HOPS, however large the family.
    """
    return _family_of(frozenset(person_ids), frozenset(record_ids), at_most)


@once_a_reading
def _family_of(people: frozenset[UUID], records: frozenset[UUID], at_most: int) -> Family:
    """The page of a decision needs it for what stands in the way, and for the history."""
    new_people, new_records = people, records
    rows: dict[str, Told] = {}
    linked = set(people)
    beside: set[UUID] = set()
    for hop in range(MOST_HOPS):
        found = told_around(new_people, new_records)
        rows |= {row.row_id: row for row in found}
        for row in found:
            linked |= row.linked
        if hop == 0:
            beside = {end for row in found for end in row.ends}
        near = {end for row in found if KINDS[row.kind].is_family for end in row.ends}
        new_people = near & linked - people
        new_records = near - linked - records
        if not new_people and not new_records:
            break
        if len(people) + len(records) + len(new_people) + len(new_records) > at_most:
            break
        people, records = people | new_people, records | new_records
    everyone = people | records | beside
    return Family(
        people=frozenset(everyone & linked),
        records=frozenset(everyone - linked),
        relationships=[
            view
            for view in _views(rows.values())
            if view.one in everyone and view.other in everyone
        ],
    )


def as_one_each(
    relationships: Iterable[RelationshipView], stands_as: Mapping[UUID, UUID]
) -> list[RelationshipView]:
    """The same with some ends standing as others; what is then said twice is said once."""
    found: dict[tuple, list[RelationshipView]] = {}
    for view in relationships:
        one, other = (stands_as.get(end, end) for end in (view.one, view.other))
        if KINDS[view.kind].is_mutual and str(other) < str(one):
            one, other = other, one
        if one != other:
            found.setdefault((one, other, view.kind, view.starts_on), []).append(view)
    return [
        RelationshipView(
            one,
            other,
            kind,
            next((view.said for view in reversed(views) if view.said), ""),
            starts_on,
            next((view.ends_on for view in views if view.ends_on), None),
            min(view.first_told_on for view in views),
            max(view.last_told_on for view in views),
            tuple(dict.fromkeys(source for view in views for source in view.sources)),
        )
        for (one, other, kind, starts_on), views in found.items()
    ]


def household_of(person_ids: Iterable[UUID], *, on: date) -> list[Member]:
    """The family of these people, and whether each lives with one of them on that day.

    They live there when the last address told of them by then is one of those of `person_ids`,
    or when somebody said that they belong to the household.
    """
    seeds = set(person_ids)
    family = family_of(seeds)
    lived = addresses_of(family.people, record_ids=family.records)
    homes = {where for seed in seeds if (where := home_on(lived.get(seed, ()), on))}
    said = {
        end
        for view in family.relationships
        if view.kind == "household_member" and view.stands_on(on)
        for end in (view.one, view.other)
    }
    members = []
    for who in sorted(family.people | family.records, key=str):
        home = home_on(lived.get(who, ()), on)
        there: bool | None = home in homes if home else None
        if who in seeds or who in said:
            there = True
        members.append(Member(who, who in family.people, there))
    return members


def home_on(periods: Sequence[AddressPeriod], day: date) -> tuple[str, str] | None:
    """The place somebody was last told to live at by that day; None where nobody told."""
    by_then = [p for p in periods if p.since <= day and (p.ends_on is None or day <= p.ends_on)]
    return max(by_then, key=lambda p: (p.last_told_on, p.since)).place if by_then else None


def addresses_of(
    person_ids: Iterable[UUID], *, record_ids: Iterable[UUID] = ()
) -> dict[UUID, list[AddressPeriod]]:
    """Where each lived, as any of their records tells or told, latest first. Three queries."""
    records: dict[UUID, Sequence[RecordView]] = {**records_of(person_ids)}
    for record_id, view in records_told(set(record_ids)).items():
        records[record_id] = [view]
    return addresses_in(records)


def addresses_in(
    records: Mapping[UUID, Sequence[RecordView]], *, protected: Protected | None = None
) -> dict[UUID, list[AddressPeriod]]:
    """The same of those whose records have been read; with `protected`, as whoever sees those
    masked may see them, and who lives with whom can still be worked out. One query, for what they
    told before."""
    tellings: dict[UUID, list[PersonTold]] = {}
    periods: dict[UUID, list[AddressPeriod]] = {}
    places: dict[LivedAt, tuple[str, str]] = {}
    whose = {view.record_id: who for who, own in records.items() for view in own}
    for record_id, as_of, told in _tellings(records, list(whose)):
        own = periods.setdefault(whose[record_id], [])
        tellings.setdefault(whose[record_id], []).append(told)
        for home in told.lived_at:
            _add(own, _period(home, as_of, places))
        if told.address_lines or told.postcode:
            here = LivedAt(told.address_lines, told.postcode, told.uprn)
            _add(own, _period(here, as_of, places))
    for who, own in periods.items():
        own.sort(key=lambda p: (p.ends_on is None, p.last_told_on, p.since), reverse=True)
        if protected:
            masked = with_all_beside(tellings[who], protected)
            own[:] = [home_as_seen(home, masked) for home in own]
    return periods


def homes_as_seen(
    viewer: Viewer, records: Mapping[UUID, Sequence[RecordView]]
) -> dict[UUID, list[AddressPeriod]]:
    """Where each lived, as this viewer may see it."""
    return addresses_in(records, protected=protected_places(viewer))


def records_told(record_ids: Iterable[UUID], *, by: Viewer | None = None) -> dict[UUID, RecordView]:
    """Records that are nobody's, as told now; with `by`, those of their council. One query."""
    found: dict[UUID, RecordView] = {}
    columns = ("id", "source", "source_ref", "as_of", "told")
    for batch in batches(sorted(record_ids)):
        rows = SourceRecord.objects.filter(id__in=batch)
        if by is not None:
            rows = rows.filter(council=by.council)
        for *facts, told in rows.values_list(*columns):
            found[facts[0]] = RecordView(*facts, from_plain(told))
    return found


@worded_once
def _earlier(record_ids: list[UUID]) -> QuerySet[EarlierTelling, tuple[UUID, date, Any]]:
    before = EarlierTelling.objects.filter(record__in=record_ids)
    return before.values_list("record_id", "as_of", "told")


def _tellings(
    records: Mapping[UUID, Sequence[RecordView]], record_ids: Sequence[UUID]
) -> Iterator[tuple[UUID, date, PersonTold]]:
    for batch in batches(record_ids):
        for record_id, as_of, told in _earlier(list(batch)):
            yield record_id, as_of, from_plain(told)
    for own in records.values():
        for view in own:
            yield view.record_id, view.as_of, view.told


def _period(home: LivedAt, told_on: date, places: dict[LivedAt, tuple[str, str]]) -> AddressPeriod:
    """Shape: `places` remembers what is costly to work out for each way of writing an address."""
    if home not in places:
        facts = facts_of(
            PersonTold(address_lines=home.lines, postcode=home.postcode, uprn=home.uprn)
        )
        places[home] = (facts.postcode, facts.street)
    return AddressPeriod(
        home.lines,
        home.postcode,
        home.uprn,
        home.since,
        home.until,
        min(told_on, home.until or told_on),
        min(told_on, home.until or told_on),
        places[home],
    )


def _add(periods: list[AddressPeriod], one: AddressPeriod) -> None:
    """Put it with what was said of the same place, where that leaves no date out."""
    for at, kept in enumerate(periods):
        if kept.place != one.place:
            continue
        if one.starts_on is None or kept.starts_on in (None, one.starts_on):
            periods[at] = replace(
                kept,
                starts_on=kept.starts_on or one.starts_on,
                ends_on=kept.ends_on or one.ends_on,
                first_told_on=min(kept.first_told_on, one.first_told_on),
                last_told_on=max(kept.last_told_on, one.last_told_on),
            )
            return
    periods.append(one)


def _views(rows: Iterable[Told]) -> list[RelationshipView]:
    """One view for each time two were something to each other, the oldest first."""
    found: dict[tuple, list[Told]] = {}
    times: dict[tuple, dict[date | None, date | None]] = {}  # of two: each start, and its end
    for row in sorted(rows, key=lambda row: (row.starts_on is None, row.told_on, row.row_id)):
        one, other = row.ends
        if one == other:
            continue  # two records that turned out to be of one person
        if KINDS[row.kind].is_mutual and str(other) < str(one):
            one, other = other, one
        own = times.setdefault((one, other, row.kind), {})
        start = _same_time(own, row.starts_on, row.told_on)
        found.setdefault((one, other, row.kind, start), []).append(row)
        own[start] = own.get(start) or row.ends_on
    views = [_view(place, told, times[place[:3]][place[3]]) for place, told in found.items()]
    return sorted(views, key=lambda v: (v.starts_on or v.first_told_on, v.kind, str(v.one)))


def _same_time(
    ended: Mapping[date | None, date | None], starts_on: date | None, told_on: date
) -> date | None:
    """Dated ones come first; one without a date is of the last of those that still go on."""
    if starts_on is None and None not in ended:
        dated = [start for start, end in ended.items() if not end or told_on <= end]
        return dated[-1] if dated else None
    return starts_on


def _view(place: tuple, told: Sequence[Told], ends_on: date | None) -> RelationshipView:
    one, other, kind, starts_on = place
    said = [row.said for row in told if row.said]
    days = [row.told_on for row in told]
    return RelationshipView(
        one,
        other,
        kind,
        said[-1] if said else "",
        starts_on,
        ends_on,
        min(days),
        max(days),
        tuple(dict.fromkeys(row.source for row in told)),
    )
