"""What can be compared of a person: standard names, real days, numbers that check."""

import re
from dataclasses import dataclass
from datetime import date

from lintel.people.rules import numbers
from lintel.people.rules.names import standard_name
from lintel.people.rules.told import PersonTold

_NOT_ALNUM = re.compile(r"[^0-9A-Z]+")
_RUN_ON = re.compile(r"([0-9])([A-Z]{2})")  # "100Kingfisher Rise"; 12A is a number
_FLATS = ("FLAT ", "APARTMENT ", "APT ", "UNIT ")
_NOT_DIGIT = re.compile(r"[^0-9]+")


@dataclass(frozen=True, slots=True)
class Name:
    """Shape: standard parts, in order; () where there was none or only a placeholder."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.given or self.family)


@dataclass(frozen=True, slots=True)
class Facts:
    """One telling, made comparable. Anything missing is empty, never a guess.

    Shape:
        names: as told, then other names; only those with something in them.
        born_between: first and last day of birth that an age allows.
        upns_written: in the shape of a UPN, whatever the check letter; `upns` are those that check.
    """

    names: tuple[Name, ...] = ()
    born_on: date | None = None
    expected_on: date | None = None
    born_between: tuple[date, date] | None = None
    sex: str = ""
    nhs_number: str = ""
    upns: frozenset[str] = frozenset()
    upns_written: frozenset[str] = frozenset()
    la_child_id: str = ""
    postcode: str = ""
    uprn: str = ""
    street: str = ""
    phone: str = ""
    mother: Name = Name()
    father: Name = Name()

    @property
    def door(self) -> str:
        """The numbers of the street line, as "18-128" of flat 18, 128 Limes Close."""
        return "-".join(part for part in self.street.split() if part[0].isdigit())

    @property
    def has_name(self) -> bool:
        return bool(self.names)


def facts_of(told: PersonTold, *, as_of: date | None = None) -> Facts:
    """A telling made comparable. `as_of` is the day an age was told on."""
    main = _name(f"{told.given_name} {told.middle_names}", told.family_name)
    other = _name(told.alias_given_name, told.alias_family_name)
    if other and main:  # an alias often gives the changed half only
        other = Name(other.given or main.given, other.family or main.family)
    written = {numbers.upn_as_written(words) for words in (told.upn, told.former_upn)} - {""}
    between = None
    if told.date_of_birth is None and told.age_years is not None and as_of is not None:
        between = _born_between(told.age_years, as_of)
    return Facts(
        names=tuple(dict.fromkeys(name for name in (main, other) if name)),
        born_on=told.date_of_birth,
        expected_on=told.expected_on if told.date_of_birth is None else None,
        born_between=between,
        sex=told.sex.strip().upper() if told.sex.strip().upper() in {"M", "F"} else "",
        nhs_number=numbers.nhs_number(told.nhs_number),
        upns=frozenset(upn for upn in written if numbers.upn(upn)),
        upns_written=frozenset(written),
        la_child_id=told.la_child_id.strip().upper(),
        postcode=_NOT_ALNUM.sub("", told.postcode.upper()),
        uprn=_NOT_DIGIT.sub("", told.uprn).lstrip("0"),
        street=_street(told.address_lines),
        phone=_phone(told.phone),
        mother=_name(told.mother_given_name, told.mother_family_name),
        father=_name(told.father_given_name, told.father_family_name),
    )


def _name(given: str, family: str) -> Name:
    return Name(
        tuple(standard_name(given).split()), tuple(standard_name(family, family=True).split())
    )


def _born_between(age: int, told_on: date) -> tuple[date, date]:
    latest = date(max(told_on.year - age, 1), told_on.month, min(told_on.day, 28))
    return latest.replace(year=max(latest.year - 1, 1)), latest


def _street(lines: tuple[str, ...]) -> str:
    """The first line that starts with a number or a flat, as house number and street."""
    for line in lines:
        plain = _RUN_ON.sub(r"\1 \2", _NOT_ALNUM.sub(" ", line.upper()).strip())
        if " " in plain and (plain[0].isdigit() or plain.startswith(_FLATS)):
            return plain
    return ""


def _phone(words: str) -> str:
    digits = _NOT_DIGIT.sub("", words)
    if digits.startswith("44"):
        digits = "0" + digits[2:]
    return digits if len(digits) >= 9 else ""
