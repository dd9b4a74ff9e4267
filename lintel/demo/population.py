"""Invented families: the same seed gives the same people, byte for byte, on any machine.

Families come one kin group at a time (one to three households that are related), each from its
own random stream, so that a million people need no more memory than a dozen. What is true
about each person is kept apart from what any agency wrote down (`source_records`).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from random import Random

from lintel.demo.household import Home, Household, Person
from lintel.demo.identifiers import landline, mobile, nhs_number, upn
from lintel.demo.names import COMMUNITIES, Community
from lintel.demo.naming import (
    childs_surname,
    given_names,
    mans_name,
    mothers_name,
    near_name,
    pick,
    surname,
    womans_form,
)
from lintel.demo.places import Area

YEAR = 365.25
CHILDREN = ((0, 3), (1, 27), (2, 38), (3, 19), (4, 9), (5, 4))
SHAPES = (
    ("couple", 50),
    ("lone_mother", 27),
    ("step", 16),
    ("lone_father", 3),
    ("grandparents", 4),
)
TWINS_IN_A_THOUSAND_BIRTHS = 16
NEARLY_ONE_NAME = 0.15  # twins whose names differ by a letter or a spelling
EXPECTING = 0.05
MIXED = 0.12
_SHARES = tuple((community, community.share) for community in COMMUNITIES)
_ALL_SHARES = float(sum(share for _, share in _SHARES))


def households(*, seed: int, as_of: date, area: Area) -> Iterator[Household]:
    """Households for ever; the caller takes as many as it wants."""
    counter = count(1)
    for number in count(1):
        yield from _kin_group(
            Random(f"lintel {seed} {area.council} {number}"),
            f"{area.postcode_area}{number}",
            as_of,
            area,
            counter,
        )


def people(*, seed: int, as_of: date, area: Area, how_many: int) -> Iterator[Person]:
    """The first so many people, household by household."""
    everyone = (
        person
        for household in households(seed=seed, as_of=as_of, area=area)
        for person in household.people
    )
    return islice(everyone, how_many)


class _Makers:
    """What one kin group needs to make its people in order."""

    def __init__(self, rng: Random, kin: str, as_of: date, area: Area, counter) -> None:
        self.rng, self.kin, self.as_of, self.area, self.counter = rng, kin, as_of, area, counter
        self.made = 0

    def person(
        self,
        household: str,
        community: Community,
        *,
        sex: str,
        born_on: date,
        family_name: str,
        relationship: str = "",
        mother: str = "",
        father: str = "",
        twin: Person | None = None,
        given: tuple[str, str, str] | None = None,
        other_names=(),
        phone: str = "",
    ) -> Person:
        rng, place = self.rng, next(self.counter)
        self.made += 1
        given_name, middle, short = given or given_names(rng, community, sex, born_on)
        age = (self.as_of - born_on).days / YEAR
        is_child = not relationship
        ethnicity = pick(rng, community.ethnicities, 100)
        return Person(
            f"{self.kin}.{self.made}",
            household,
            community.key,
            is_child,
            relationship,
            given_name,
            middle,
            family_name,
            short,
            tuple(other_names),
            sex,
            born_on,
            ethnicity,
            nhs_number(place),
            upn(place, year=born_on.year + 4) if is_child and age >= 4 else "",
            phone,
            self.area.school_for(int(age), rng.random()) if is_child else "",
            mother,
            father,
            twin.key if twin else "",
        )

    def phone(self) -> str:
        return (
            landline(self.rng.random()) if self.rng.random() < 0.12 else mobile(self.rng.random())
        )

    def homes(self, near: float) -> list[Home]:
        rng = self.rng
        moves = pick(rng, ((0, 45), (1, 30), (2, 17), (3, 8)), 100)
        ends = sorted(
            self.as_of - timedelta(days=int(30 + rng.random() * 3000)) for _ in range(moves)
        )
        starts = [self.as_of - timedelta(days=int(3100 + rng.random() * 3000)), *ends]
        found = []
        for place, since in enumerate(starts):
            district = min(0.999, max(0.0, near + (rng.random() - 0.5) * (0.12 if place else 0.4)))
            street = self.area.street(district, rng.random())
            number = 1 + int(rng.random() ** 1.5 * 160)
            line = f"{number} {street.name}"
            if rng.random() < 0.14:
                line = f"Flat {1 + int(rng.random() * 24)}, {line}"
            uprn = f"99{int(district * 9999):04d}{int(rng.random() * 999999):06d}"
            found.append(
                Home(
                    line,
                    street.town,
                    street.postcode,
                    uprn,
                    since,
                    ends[place] if place < moves else None,
                )
            )
        return found


def _kin_group(rng: Random, kin: str, as_of: date, area: Area, counter) -> list[Household]:
    make = _Makers(rng, kin, as_of, area, counter)
    community = pick(rng, _SHARES, _ALL_SHARES)
    shared, near = surname(rng, community), rng.random()
    found = []
    for place in range(pick(rng, ((1, 74), (2, 18), (3, 8)), 100)):
        home_near = min(0.999, max(0.0, near + (rng.random() - 0.5) * 0.08)) if place else near
        found.append(_household(make, f"{kin}-{place + 1}", community, shared, home_near))
    return found


def _household(
    make: _Makers, key: str, community: Community, shared: str, near: float
) -> Household:
    rng, as_of = make.rng, make.as_of
    shape = pick(rng, SHAPES, 100)
    household = Household(key, make.kin, make.area.council, homes=make.homes(near))
    other = pick(rng, _SHARES, _ALL_SHARES) if rng.random() < MIXED else community
    mother_born = as_of - timedelta(days=int((21 + rng.triangular(0, 26, 10)) * YEAR))
    father_born = mother_born - timedelta(days=int(rng.gauss(2.4, 4) * YEAR))
    father_born = min(father_born, as_of - timedelta(days=int(19 * YEAR)))
    father = make.person(
        key,
        community,
        sex="M",
        born_on=father_born,
        relationship="father",
        family_name=mans_name(rng, community, shared),
        phone=make.phone(),
    )
    maiden = surname(rng, other)
    her_name, also = mothers_name(
        rng, other, shared, maiden, married=shape == "couple" and rng.random() < 0.62
    )
    mother = make.person(
        key,
        other,
        sex="F",
        born_on=mother_born,
        relationship="mother",
        family_name=her_name,
        other_names=also,
        phone=make.phone(),
    )
    partner = None
    if shape == "step":
        third = community if rng.random() < 0.7 else pick(rng, _SHARES, _ALL_SHARES)
        partner = make.person(
            key,
            third,
            sex="M",
            born_on=as_of - timedelta(days=int((22 + rng.random() * 24) * YEAR)),
            relationship="stepfather" if rng.random() < 0.4 else "mother's partner",
            family_name=mans_name(rng, third, surname(rng, third)),
            phone=make.phone(),
        )
    household.children = _children(make, household, community, shared, mother, father, partner)
    lives_here, elsewhere = _who_lives_where(shape, mother, father, partner)
    household.adults, household.elsewhere = lives_here, elsewhere
    if shape == "grandparents" or rng.random() < 0.05:
        born = mother.born_on - timedelta(days=int((20 + rng.random() * 14) * YEAR))
        household.adults.append(
            make.person(
                key,
                other,
                sex="F",
                born_on=born,
                relationship="grandmother",
                family_name=womans_form(rng, other, maiden),
                phone=make.phone(),
            )
        )
    age = (as_of - mother.born_on).days / YEAR
    if age < 43 and mother in lives_here and (not household.children or rng.random() < EXPECTING):
        household.expecting = as_of + timedelta(days=int(10 + rng.random() * 200))
    return household


def _who_lives_where(shape: str, mother: Person, father: Person, partner: Person | None):
    if shape == "couple":
        return [mother, father], []
    if shape == "step":
        return [mother, partner], [father]
    if shape == "lone_father":
        return [father], [mother]
    if shape == "grandparents":
        return [], [mother, father]
    return [mother], [father]


def _children(
    make: _Makers,
    household: Household,
    community: Community,
    shared: str,
    mother: Person,
    father: Person,
    partner: Person | None,
) -> list[Person]:
    rng, as_of = make.rng, make.as_of
    wanted = pick(rng, CHILDREN, 100)
    youngest = mother.born_on + timedelta(days=int(16.5 * YEAR))
    earliest = max(youngest, as_of - timedelta(days=int(17.8 * YEAR)))
    room = max((as_of - earliest).days - 20, 30)
    births = sorted(earliest + timedelta(days=int(rng.random() * room)) for _ in range(wanted))
    found: list[Person] = []
    for place, born_on in enumerate(births):
        if found and (born_on - found[-1].born_on).days < 290:
            born_on = found[-1].born_on + timedelta(days=300 + int(rng.random() * 200))
            if born_on >= as_of:
                break
        dad, name = father, shared
        if partner is not None and place >= wanted / 2:
            dad, name = partner, partner.family_name
        sex = "M" if rng.random() < 0.513 else "F"
        child = make.person(
            household.key,
            community,
            sex=sex,
            born_on=born_on,
            mother=mother.key,
            father=dad.key,
            family_name=childs_surname(rng, community, name, sex, mother, dad),
        )
        if rng.random() < 0.04:
            child = child._replace(other_names=(("", mother.family_name),))
        found.append(child)
        if rng.random() * 1000 < TWINS_IN_A_THOUSAND_BIRTHS:
            found.append(_twin(make, household.key, community, child))
            found[-2] = child._replace(twin=found[-1].key)
    return found


def _twin(make: _Makers, household: str, community: Community, first: Person) -> Person:
    rng = make.rng
    sex = first.sex if rng.random() < 0.66 else ("F" if first.sex == "M" else "M")
    given = None
    if sex == first.sex and rng.random() < NEARLY_ONE_NAME:
        table = community.female if sex == "F" else community.male
        given = (near_name(first.given_name, community, table), first.middle_names, "")
    twin = make.person(
        household,
        community,
        sex=sex,
        born_on=first.born_on,
        mother=first.mother,
        father=first.father,
        family_name=first.family_name
        if sex == first.sex
        else womans_form(rng, community, first.family_name),
        twin=first,
        given=given,
    )
    if twin.given_name == first.given_name:
        table = community.female if sex == "F" else community.male
        twin = twin._replace(given_name=near_name(first.given_name, community, table), known_as="")
    return twin
