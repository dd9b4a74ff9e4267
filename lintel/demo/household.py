"""What there is to an invented person, a home and a household."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Person(NamedTuple):
    """One invented person, as they truly are.

    Shape:
        key: unique within a seed: "7.12.3" is the third person of kin group 12.
        other_names: (given, family) pairs they have also gone by, with no dates.
        mother, father, twin: keys; "" when not one of the invented people.
    """

    key: str
    household: str
    community: str
    is_child: bool
    relationship: str
    given_name: str
    middle_names: str
    family_name: str
    known_as: str
    other_names: tuple[tuple[str, str], ...]
    sex: str
    born_on: date
    ethnicity: str
    nhs_number: str
    upn: str
    phone: str
    school: str
    mother: str = ""
    father: str = ""
    twin: str = ""


class Home(NamedTuple):
    line: str
    town: str
    postcode: str
    uprn: str
    since: date
    until: date | None = None


@dataclass(slots=True)
class Household:
    """People under one roof, and those who belong to the children but live elsewhere.

    Shape: homes are oldest first, the last one current; `elsewhere` are absent parents.
    """

    key: str
    kin: str
    area: str
    adults: list[Person] = field(default_factory=list)
    children: list[Person] = field(default_factory=list)
    elsewhere: list[Person] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    expecting: date | None = None

    @property
    def home(self) -> Home:
        return self.homes[-1]

    @property
    def people(self) -> list[Person]:
        return [*self.adults, *self.children, *self.elsewhere]

    def adult(self, *relationships: str) -> Person | None:
        return next((a for a in self.adults if a.relationship in relationships), None)
