"""What two tellings agree and differ in, field by field, and what a page says of each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class How(StrEnum):
    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"


class Compared(NamedTuple):
    """One field of two tellings, compared.

    Shape:
        field, level: a place in the tables of weights, and in `WORDS`.
        term: the name both have, where a rare name says more than a common one; else "".
    """

    field: str
    level: str
    term: str = ""


class Agreement(NamedTuple):
    """One field of two tellings, weighed.

    Shape:
        field: "given_name", "family_name", "date_of_birth", "nhs_number", "address" ...
        level: how they agree: "same", "swapped", "sound" ...; as in `WORDS`.
        weight: how much it says for one person (above 0) or against (below), in bits.
        words: for the page: "same NHS number".
    """

    field: str
    level: str
    how: How
    weight: float
    words: str


_S, _N, _D = How.SAME, How.NEAR, How.DIFFERS

# Every level there is, with what a page says of it.
WORDS: Mapping[str, Mapping[str, tuple[How, str]]] = MappingProxyType(
    {
        "nhs_number": {
            "same": (_S, "same NHS number"),
            "differs": (_D, "different NHS numbers: a sibling or a twin?"),
        },
        "upn": {
            "same": (_S, "same pupil number (UPN)"),
            "unchecked": (_N, "same pupil number (UPN) as written; its check letter is wrong"),
            "differs": (_D, "different pupil numbers (UPN)"),
        },
        "la_child_id": {
            "same": (_S, "same council child number"),
            "near": (_N, "council child number differs by one slip"),
            "differs": (_D, "different council child numbers"),
        },
        "given_name": {
            "same": (_S, "same first name"),
            "alias": (_N, "same first name, by another name"),
            "form": (_N, "forms of the same first name"),
            "sound": (_N, "first name sounds the same"),
            "near": (_N, "first name is spelt nearly the same"),
            "middle": (_N, "first name of one is another name of the other"),
            "turned": (_N, "names the other way round"),
            "differs": (_D, "first name differs: a sibling or a twin?"),
        },
        "family_name": {
            "same": (_S, "same surname"),
            "alias": (_N, "same surname, by another name"),
            "part": (_N, "part of the surname is the same"),
            "sound": (_N, "surname sounds the same"),
            "near": (_N, "surname is spelt nearly the same"),
            "turned": (_N, "names the other way round"),
            "differs": (_D, "surname differs"),
        },
        "date_of_birth": {
            "same": (_S, "same date of birth"),
            "swapped": (_N, "day and month swapped in the date of birth"),
            "slip": (_N, "date of birth differs by one slip"),
            "guess": (_N, "same year of birth; 1 January may be a guess"),
            "expected_same": (_S, "same expected date of birth"),
            "expected_near": (_N, "expected dates are near"),
            "born_near": (_N, "born near the date expected"),
            "differs": (_D, "different date of birth"),
            "far": (_D, "born more than twelve years apart"),
            "expected_far": (_D, "expected dates of birth differ"),
            "born_far": (_D, "born far from the date expected"),
        },
        "age": {
            "fits": (_N, "the age fits"),
            "near": (_N, "the age fits, give or take a year"),
            "differs": (_D, "the age does not fit"),
        },
        "sex": {"same": (_S, "same sex"), "differs": (_D, "sex differs")},
        "address": {
            "same": (_S, "same address"),
            "street": (_N, "same house number and street"),
            "postcode": (_N, "same postcode"),
            "differs": (_D, "another address: families move"),
        },
        "phone": {
            "same": (_S, "same telephone number"),
            "differs": (_D, "another telephone number"),
        },
        "mother": {
            "same": (_S, "same mother"),
            "near": (_N, "mother alike"),
            "first": (_N, "mother's first name agrees"),
            "differs": (_D, "another mother"),
        },
        "parent": {"named": (_D, "the one is named as a parent of the other")},
        "father": {
            "same": (_S, "same father"),
            "near": (_N, "father alike"),
            "first": (_N, "father's first name agrees"),
            "differs": (_D, "another father"),
        },
    }
)
