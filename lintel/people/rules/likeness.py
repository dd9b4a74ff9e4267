"""How alike two tellings are, in words: may they be one person?

`likeness` is the one scorer behind pages, API and imports. It links nobody. Its inside may be
exchanged for a better one; what it returns stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from lintel.people.rules.comparing import Agreement, How, compare
from lintel.people.rules.facts import Facts


class Band(StrEnum):
    """How sure, in a plain word, surest first."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Relation(StrEnum):
    """What the two would be to each other."""

    SAME = "same"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shape:
    weight: the sum of the weights of `agreements`; orders candidates, is no probability.
    band: None when there is too little to offer one as the other.
    agreements: what was compared, agreeing and differing; what was missing is not in it.
    """

    weight: float
    band: Band | None
    relation: Relation
    agreements: tuple[Agreement, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What agrees, in words, strongest first."""
        return tuple(one.words for one in self.agreements if one.how is not How.DIFFERS)

    @property
    def differs(self) -> tuple[str, ...]:
        return tuple(one.words for one in self.agreements if one.how is How.DIFFERS)


# Fields that a whole household shares, so that they never tell a child from a sibling,
# but that tell one Amina Khan from another.
_AROUND = ("address", "phone", "mother", "father")
# 3 same, 2 near, 0 differs; None where one side does not say.
Level = int | None
Compared = Mapping[str, Agreement]
_LEVEL: Mapping[How, int] = MappingProxyType({How.SAME: 3, How.NEAR: 2, How.DIFFERS: 0})


def likeness(a: Facts, b: Facts) -> Likeness:
    """The same whichever way round it is asked."""
    agreements = compare(a, b)
    how = {one.field: one for one in agreements}
    band = _band(how)
    return Likeness(
        weight=round(sum(one.weight for one in agreements), 1),
        band=band,
        relation=Relation.HOUSEHOLD if _is_sibling(how) else Relation.SAME,
        agreements=tuple(sorted(agreements, key=lambda one: (-one.weight, one.field))),
    )


def _level(how: Compared, field: str) -> Level:
    return _LEVEL[how[field].how] if field in how else None


def _agrees(how: Compared, field: str) -> bool:
    return bool(_level(how, field))


def _differs(how: Compared, field: str) -> bool:
    return _level(how, field) == 0


def _is_sibling(how: Compared) -> bool:
    """One birthday and family name with two first names; or one family, two NHS numbers."""
    if not _agrees(how, "family_name"):
        return False
    if _differs(how, "given_name"):
        return True
    return _differs(how, "nhs_number") and any(_agrees(how, field) for field in _AROUND)


def _band(how: Compared) -> Band | None:
    given, family = _level(how, "given_name"), _level(how, "family_name")
    born = _level(how, "date_of_birth")
    around = sum(_agrees(how, field) for field in _AROUND)
    if _differs(how, "nhs_number"):
        # A wrong digit, or a twin: somebody must look, whatever else agrees.
        return Band.POSSIBLE if given and family and born else None
    numbered = [field for field in ("nhs_number", "upn", "la_child_id") if _agrees(how, field)]
    if numbered:
        return _band_of_same_number(how, given, family, born, numbered)
    if given == 0 and family and born:
        return Band.POSSIBLE  # sibling or twin?
    if given and family and born:
        if _differs(how, "sex"):
            return Band.POSSIBLE  # twins may differ by one letter
        exact = given == family == born == 3
        return Band.CERTAIN if exact and around else Band.LIKELY
    return _band_of_less(how, given, family, born, around)


def _band_of_same_number(
    how: Compared, given: Level, family: Level, born: Level, numbered: list[str]
) -> Band:
    """A number that is one child's own agrees. Numbers get written on a twin's file too."""
    if given == 0:
        return Band.POSSIBLE
    if born == 0:
        return Band.LIKELY if given and family else Band.POSSIBLE
    sure = bool(born) or bool(given and family)
    # A number that fails its own check says less, however alike two copies of it are.
    checked = any(how[field].how is How.SAME for field in numbered)
    if _differs(how, "sex") or not sure:
        return Band.LIKELY if checked else Band.POSSIBLE
    if checked or (born and given and family):
        return Band.CERTAIN
    return Band.LIKELY


def _band_of_less(
    how: Compared, given: Level, family: Level, born: Level, around: int
) -> Band | None:
    """Something is missing or differs: what is left of the three that make a person out."""
    if given and family:
        if born is None:
            return Band.LIKELY if around and not _differs(how, "age") else Band.POSSIBLE
        return Band.POSSIBLE if around else None
    if given and born:
        if around:
            return Band.LIKELY
        return Band.POSSIBLE if family is None or (given == born == 3) else None
    if family and born and given is None:
        return Band.LIKELY if around else Band.POSSIBLE
    if given is None and family is None and born == 3:
        # One side has no name at all, as in a census return.
        return Band.POSSIBLE if _agrees(how, "sex") or around else None
    return None
