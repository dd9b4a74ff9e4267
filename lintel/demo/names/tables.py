"""How a table of names is written and read."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Name(NamedTuple):
    """Shape: spellings, the usual one first; short are the forms a family or a teacher uses."""

    spellings: tuple[str, ...]
    short: tuple[str, ...] = ()

    @property
    def usual(self) -> str:
        return self.spellings[0]


class SurnameRule(StrEnum):
    """How a family name comes to a child and differs between the two sexes."""

    SHARED = "shared"
    ENDING = "ending"  # -ski and -ska
    OWN = "own"  # women carry a name of their own: Bibi, Begum
    KAUR_SINGH = "kaur_singh"
    PATRONYMIC = "patronymic"  # given name, father's, grandfather's
    TWO = "two"  # the father's and the mother's


@dataclass(frozen=True)
class Community:
    """One way of naming people.

    Shape:
        share: parts in a thousand of the invented population.
        ethnicities: census codes with weights, drawn apart from the names.
        tail: beginnings and endings that make rarer surnames, so that a million people are
            not all called Smith; `tail_share` is how often one is drawn.
    """

    key: str
    title: str
    share: int
    ethnicities: tuple[tuple[str, int], ...]
    female_table: str
    male_table: str
    family_table: str
    rule: SurnameRule = SurnameRule.SHARED
    tail: tuple[str, str] = ("", "")
    tail_share: float = 0.0
    womens_names: str = ""
    first_of_two: str = ""

    @cached_property
    def female(self) -> tuple[Name, ...]:
        return read(self.female_table)

    @cached_property
    def male(self) -> tuple[Name, ...]:
        return read(self.male_table)

    @cached_property
    def family(self) -> tuple[Name, ...]:
        return read(self.family_table)

    @cached_property
    def tail_parts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return tuple(self.tail[0].split()), tuple(self.tail[1].split())

    @cached_property
    def spellings_of(self) -> dict[str, Name]:
        """Every spelling to its name, given and family alike."""
        return {
            spelling: name
            for table in (self.family, self.male, self.female)
            for name in table
            for spelling in name.spellings
        }


def read(table: str) -> tuple[Name, ...]:
    """
    >>> read("Catherine/Katherine~Kate,Cathy")
    (Name(spellings=('Catherine', 'Katherine'), short=('Kate', 'Cathy')),)
    """
    names = []
    for line in table.split():
        spellings, _, short = line.replace("_", " ").partition("~")
        names.append(Name(tuple(spellings.split("/")), tuple(filter(None, short.split(",")))))
    return tuple(names)
