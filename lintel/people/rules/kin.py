"""What two people look like to each other when they are not one: twins, siblings, newborns.

Said beside a candidate and between two people side by side, so that nobody takes a twin for the
child. A word about likeness, never a fact about a family: those are relationships.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lintel.people.rules.agreements import WORDS, How
from lintel.people.rules.comparing import compare
from lintel.people.rules.facts import Facts


class Kin(StrEnum):
    """The stored value never changes. NONE: nothing of a family is to be seen."""

    NONE = ""
    TWIN = "twin"
    NEWBORN = "newborn"
    SIBLING = "sibling"
    PARENT = "parent"
    HOUSEHOLD = "household"


KIN_WORDS: Mapping[Kin, str] = MappingProxyType(
    {
        Kin.NONE: "",
        Kin.TWIN: "Looks like a twin: one birthday and one family, two first names",
        Kin.NEWBORN: "Newborns of one mother who have no names yet: one baby, or twins",
        Kin.SIBLING: "Looks like a brother or sister",
        Kin.PARENT: "Looks like parent and child",
        Kin.HOUSEHOLD: "Looks like one of the household",
    }
)

_ONE_BIRTH = frozenset({"same", "slip", "expected_same", "born_near"})
_OTHER_BIRTH = frozenset({"differs", "expected_far", "born_far"})
_PARENTS = ("mother", "father")


def kin(a: Facts, b: Facts) -> Kin:
    """The same whichever way round. Speaks of two people; says nothing of whether they are one."""
    level = {one.field: one.level for one in compare(a, b)}
    how = {field: WORDS[field][said][0] for field, said in level.items()}

    def agrees(*fields: str) -> bool:
        return any(how.get(field) in {How.SAME, How.NEAR} for field in fields)

    if "parent" in level:
        return Kin.PARENT
    one_family = agrees("family_name", *_PARENTS)
    around = agrees("address", "phone", *_PARENTS)
    born = level.get("date_of_birth", "")
    unnamed = not (_given(a) and _given(b))
    if born in _ONE_BIRTH:
        if unnamed and agrees("mother") and around:
            return Kin.NEWBORN
        if not unnamed and how.get("given_name") is How.DIFFERS and one_family:
            return Kin.TWIN
        if how.get("nhs_number") is How.DIFFERS and one_family and around:
            return Kin.TWIN
        return Kin.NONE
    if one_family and around and (born in _OTHER_BIRTH or how.get("given_name") is How.DIFFERS):
        return Kin.SIBLING
    return Kin.HOUSEHOLD if agrees("address", "phone") else Kin.NONE


def _given(facts: Facts) -> bool:
    return any(name.given for name in facts.names)
