"""What the council's own case system knows of the invented families: who was what to whom, where
each lived, and when.

Only of those the hub has already said who they are; a family that nobody was linked in has none of
it, as in life. From the same seed the same days.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.demo.household import Household, Person
from lintel.demo.places import Area
from lintel.kernel.instants import london_day
from lintel.people import families, loading
from lintel.people.rules.relationships import RelationshipIn
from lintel.people.rules.told import LivedAt, PersonTold

SOURCE = "council"
KNOWN = 0.7  # of the households with two people or more whom the hub knows


@dataclass(frozen=True, slots=True)
class Tied:
    """`one` is the `kind` of `other`: keys of invented people."""

    one: str
    kind: str
    other: str
    starts_on: date | None = None
    ends_on: date | None = None


def load_families(
    households: Iterable[Household],
    persons: Mapping[str, UUID],
    area: Area,
    *,
    by: Viewer,
    at: datetime,
) -> int:
    """Keeps them, in bulk; how many relationships."""
    as_of = london_day(at)
    records, links, tied = [], [], []
    for household in households:
        known = [person for person in household.people if person.key in persons]
        if len(known) < 2 or Random(f"known {household.key}").random() >= KNOWN:
            continue
        course = _Course(household, as_of)
        keys = {person.key for person in known}
        tied += [tie for tie in course.ties() if {tie.one, tie.other} <= keys]
        for person in known:
            told = _told(person, course.homes_of(person, area))
            records.append(loading.RecordIn(area.council, SOURCE, person.key, told, as_of))
            links.append(persons[person.key])
    ids = loading.load_records(records, by=by, at=at)
    linked = loading.person_of(ids)
    loading.load_links(
        [
            loading.LinkIn(record, person, by.account_id, at)
            for record, person in zip(ids, links, strict=True)
            if record not in linked
        ],
        by=by,
        at=at,
    )
    record_of = {record.source_ref: id_ for record, id_ in zip(records, ids, strict=True)}
    return families.load_relationships(
        [
            RelationshipIn(
                area.council,
                record_of[tie.one],
                record_of[tie.other],
                tie.kind,
                as_of,
                SOURCE,
                starts_on=tie.starts_on,
                ends_on=tie.ends_on,
            )
            for tie in tied
        ],
        by=by,
        at=at,
        told=False,
    )


def _told(person: Person, homes: tuple[LivedAt, ...]) -> PersonTold:
    return PersonTold(
        given_name=person.given_name,
        family_name=person.family_name,
        date_of_birth=person.born_on,
        sex=person.sex,
        address_lines=homes[-1].lines if homes else (),
        postcode=homes[-1].postcode if homes else "",
        lived_at=homes,
        is_child=person.is_child,
    )


class _Course:
    """How a household came to be what it is: together, apart, with somebody else."""

    def __init__(self, household: Household, as_of: date) -> None:
        self.household, self.as_of = household, as_of
        self.rng = Random(f"course {household.key}")
        self.mother = self._one("mother")
        self.father = self._one("father")
        self.partner = self._one("stepfather", "mother's partner")
        births = sorted(child.born_on for child in household.children)
        self.together = (births[0] if births else as_of) - timedelta(
            days=300 + int(self.rng.random() * 1500)
        )
        self.apart = self._apart()
        self.again = None
        if self.partner and self.apart:
            theirs = [c.born_on for c in household.children if c.father == self.partner.key]
            latest = min([*theirs, as_of]) - timedelta(days=300)
            self.again = min(self.apart + timedelta(days=150), latest)

    def _one(self, *relationships: str) -> Person | None:
        people = (*self.household.adults, *self.household.elsewhere)
        return next((p for p in people if p.relationship in relationships), None)

    def _apart(self) -> date | None:
        """When the parents parted: after their last child, before the first of somebody else."""
        if self.mother is None or self.father is None:
            return None
        if {self.mother, self.father} <= set(self.household.adults):
            return None
        own = [c.born_on for c in self.household.children if c.father == self.father.key]
        others = [c.born_on for c in self.household.children if c.father != self.father.key]
        first = max([*own, self.together]) + timedelta(days=60)
        last = min([*others, self.as_of]) - timedelta(days=400)
        if last <= first:
            return first
        return first + timedelta(days=int(self.rng.random() * (last - first).days))

    def ties(self) -> Iterator[Tied]:
        home = self.household
        for child in home.children:
            for parent, kind in ((child.mother, "mother"), (child.father, "father")):
                if parent:
                    yield Tied(parent, kind, child.key, child.born_on)
            if child.twin and child.key < child.twin:
                yield Tied(child.key, "twin", child.twin, child.born_on)
            if self.partner and child.father != self.partner.key:
                kind = "step_parent" if "step" in self.partner.relationship else "parents_partner"
                yield Tied(self.partner.key, kind, child.key, self.again)
        if self.mother and self.father:
            yield Tied(self.mother.key, "partner", self.father.key, self.together, self.apart)
        if self.mother and self.partner:
            yield Tied(self.mother.key, "partner", self.partner.key, self.again)
        for adult in home.adults:
            if adult.relationship == "grandmother" and self.mother:
                yield Tied(adult.key, "mother", self.mother.key)

    def homes_of(self, person: Person, area: Area) -> tuple[LivedAt, ...]:
        """Where one of them lived: with the household from when they were in it."""
        since = person.born_on if person.is_child else date.min
        if person == self.partner and self.again:
            since = self.again
        until = self.apart if person in self.household.elsewhere else None
        homes = []
        for home in self.household.homes:
            began = max(home.since, since)
            ended = min(filter(None, (home.until, until)), default=None)
            if ended is None or began < ended:
                lines = (home.line, home.town)
                homes.append(LivedAt(lines, home.postcode, home.uprn, began, ended))
        if until is not None:
            street = area.street(self.rng.random(), self.rng.random())
            line = f"{1 + int(self.rng.random() * 90)} {street.name}"
            homes.append(LivedAt((line, street.town), street.postcode, "", until))
        return tuple(homes)
