"""Invented contacts about people who may be known, with the truth of each: to test a matcher with.

Eight in ten are about somebody with records, most of them children; the rest about an unknown
family, a new baby of a known one, or the twin, of whom nobody holds anything, of a known child.
The mix is meant to be harsher than a front door is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from random import Random

from lintel.demo.household import Household, Person
from lintel.demo.places import Area
from lintel.demo.population import YEAR, households
from lintel.demo.records import COLUMNS, source_records
from lintel.demo.slips import birth_told, name_told, typed_wrong

Row = dict[str, str]


class About(StrEnum):
    KNOWN = "known"
    STRANGER = "unknown family"
    BABY = "new baby of a known family"
    TWIN = "unknown twin of a known child"


@dataclass(frozen=True, slots=True)
class Asked:
    """One contact's words about one person.

    Shape:
        person, household: whom it is truly about; `person` has records only when KNOWN.
        columns: as `lintel match` reads them.
    """

    about: About
    person: str
    household: str
    community: str
    is_child: bool
    columns: Row


@dataclass(frozen=True)
class Trial:
    """Records as agencies hold them, each with its truth, and contacts to try them with.

    Shape: records are (columns, truth) pairs as `demo.records` writes them.
    """

    records: Sequence[tuple[Row, Row]]
    asked: Sequence[Asked]


def trial(*, seed: int, as_of: date, area: Area, records: int, contacts: int) -> Trial:
    """The same arguments, the same trial."""
    everybody = households(seed=seed, as_of=as_of, area=area)
    rng = Random(f"asked {seed} {area.council}")
    kept: list[tuple[Row, Row]] = []
    known: list[tuple[Household, Person]] = []
    twins: list[tuple[Household, Person]] = []
    babies: list[Household] = []
    for household in everybody:
        hidden = _hidden_twin(rng, household)
        if hidden:
            twins.append((household, hidden))
        own = [
            pair
            for pair in source_records(household, seed=seed, as_of=as_of)
            if hidden is None or pair[1]["person"] != hidden.key
        ]
        held = {truth["person"] for _, truth in own}
        known += [(household, person) for person in household.people if person.key in held]
        if held:
            babies.append(household)
        kept += own
        if len(kept) >= records:
            break
    strangers = list(islice(everybody, contacts))
    mix = _Mix(rng, known, twins, babies, strangers)
    return Trial(kept, [_asked(rng, *mix.one(), as_of) for _ in range(contacts)])


def _hidden_twin(rng: Random, household: Household) -> Person | None:
    twins = [child for child in household.children if child.twin]
    return twins[-1] if twins and rng.random() < 0.3 else None


@dataclass(slots=True)
class _Mix:
    rng: Random
    known: list[tuple[Household, Person]]
    twins: list[tuple[Household, Person]]
    babies: list[Household]
    strangers: list[Household]

    def one(self) -> tuple[About, Household, Person]:
        rng, draw = self.rng, self.rng.random()
        if draw < 0.04 and self.twins:
            return About.TWIN, *rng.choice(self.twins)
        if draw < 0.12:
            household = rng.choice(self.babies)
            return About.BABY, household, _baby(rng, household)
        if draw < 0.20:
            household = rng.choice(self.strangers)
            return About.STRANGER, household, rng.choice(household.people)
        wants_child = rng.random() < 0.85
        while True:
            household, person = rng.choice(self.known)
            if person.is_child == wants_child:
                return About.KNOWN, household, person


def _baby(rng: Random, household: Household) -> Person:
    """A child born since anybody wrote anything, to whoever is there."""
    like = rng.choice(household.children or household.people)
    return like._replace(
        key=f"{household.key}.baby",
        is_child=True,
        relationship="",
        given_name=rng.choice(["Baby", "", "Noah", "Aisha", "Leo", "Maya", "Zofia", "Adam"]),
        middle_names="",
        known_as="",
        other_names=(),
        sex=rng.choice("MF"),
        born_on=date.min,
        nhs_number="",
        upn="",
        twin="",
        mother=like.mother if like.is_child else "",
    )


def _asked(rng: Random, about: About, household: Household, person: Person, as_of: date) -> Asked:
    if person.born_on == date.min:
        person = person._replace(born_on=as_of - timedelta(days=int(rng.random() * 60)))
    row = dict.fromkeys(COLUMNS, "")
    row["given_name"], row["family_name"] = name_told(rng, person, noise=0.8)
    row["as_of"] = as_of.isoformat()
    if rng.random() < 0.9:
        row["sex"] = person.sex
    draw = rng.random()
    if draw < 0.79:
        row["date_of_birth"] = birth_told(rng, person.born_on, noise=0.6, as_of=as_of).isoformat()
    elif draw < 0.93:
        row["age_years"] = str(int((as_of - person.born_on).days / YEAR))
    if rng.random() < 0.20:
        row["nhs_number"] = person.nhs_number
    if rng.random() < 0.12:
        row["upn"] = person.upn
    if rng.random() < 0.82:
        home = household.home if rng.random() < 0.85 else rng.choice(household.homes)
        line = typed_wrong(rng, home.line) if rng.random() < 0.15 else home.line
        row.update(address=line, town=home.town, postcode=home.postcode)
    by_key = {one.key: one for one in household.people}
    mother, father = by_key.get(person.mother), by_key.get(person.father)
    for parent, who, often in ((mother, "mother", 0.51), (father, "father", 0.2)):
        if parent and rng.random() < often:
            given, family = name_told(rng, parent, noise=0.6)
            row[f"{who}_given_name"], row[f"{who}_family_name"] = given, family
    if rng.random() < 0.3:
        row["phone"] = person.phone or (mother.phone if mother else "")
    return Asked(about, person.key, household.key, person.community, person.is_child, row)
