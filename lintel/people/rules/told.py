"""A person as somebody told of them: kept word for word, whatever it was."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class LivedAt:
    """An address somebody had. Shape: a day is None when the source does not say."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    uprn: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PersonTold:
    """What one agency says of one person. Anything may be empty: missing is not different.

    Shape:
        age_years: an age where no birthday was given, as at the day it was told.
        sex: M, F or U; "" when not said.
        la_child_id: the number the council's own case system gives the child.
        former_upn: an earlier unique pupil number.
        is_child: False for a parent or another adult.
        lived_at: every address the source dates, the present one too; oldest first.
        disabilities: codes of the children in need census.
    """

    given_name: str = ""
    middle_names: str = ""
    family_name: str = ""
    alias_given_name: str = ""
    alias_family_name: str = ""
    date_of_birth: date | None = None
    expected_on: date | None = None
    age_years: int | None = None
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    former_upn: str = ""
    la_child_id: str = ""
    ethnicity: str = ""
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    uprn: str = ""
    phone: str = ""
    school: str = ""
    mother_given_name: str = ""
    mother_family_name: str = ""
    father_given_name: str = ""
    father_family_name: str = ""
    died_on: date | None = None
    is_child: bool = True
    lived_at: tuple[LivedAt, ...] = ()
    disabilities: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name as told; "" when none was."""
        return " ".join(filter(None, (self.given_name.strip(), self.family_name.strip())))

    @property
    def is_enough_to_look_for(self) -> bool:
        """Whether looking would find somebody rather than everybody of one first name."""
        names = sum(bool(name.strip()) for name in (self.given_name, self.family_name))
        mother = bool(self.mother_given_name.strip() and self.mother_family_name.strip())
        born = self.date_of_birth or self.expected_on or self.age_years is not None
        numbered = bool(self.nhs_number.strip() or self.upn.strip())
        return numbered or names == 2 or bool(born and (names or mother))


_DAYS = ("date_of_birth", "expected_on", "died_on")
_LISTS = ("address_lines", "disabilities")
_NAMES = tuple(field.name for field in fields(PersonTold))


def as_plain(told: PersonTold) -> dict[str, Any]:
    """For keeping as JSON: only what was said, every script as it was written."""
    said: dict[str, Any] = {
        name: value for name in _NAMES if (value := getattr(told, name)) not in ("", None, ())
    }
    for name in _DAYS:
        if name in said:
            said[name] = said[name].isoformat()
    for name in _LISTS:
        if name in said:
            said[name] = list(said[name])
    if "lived_at" in said:
        said["lived_at"] = [_home_as_plain(home) for home in told.lived_at]
    return said


def from_plain(said: Mapping[str, Any]) -> PersonTold:
    """The reverse of `as_plain`; names it does not know are left out."""
    values = {name: said[name] for name in _NAMES if name in said}
    for name in _DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in _LISTS:
        if name in values:
            values[name] = tuple(values[name])
    if "lived_at" in values:
        values["lived_at"] = tuple(_home_from_plain(home) for home in values["lived_at"])
    return PersonTold(**values)


def _home_as_plain(home: LivedAt) -> dict[str, Any]:
    return {
        "lines": list(home.lines),
        "postcode": home.postcode,
        "uprn": home.uprn,
        "since": home.since and home.since.isoformat(),
        "until": home.until and home.until.isoformat(),
    }


def _home_from_plain(said: Mapping[str, Any]) -> LivedAt:
    return LivedAt(
        tuple(said["lines"]),
        said["postcode"],
        said["uprn"],
        date.fromisoformat(said["since"]) if said["since"] else None,
        date.fromisoformat(said["until"]) if said["until"] else None,
    )


def folded_name(given_name: str, family_name: str) -> str:
    """A name for finding, not for showing: family name first, no case, accents or punctuation.

    >>> folded_name("Zoë", "O'Brien-Smith")
    'obrien smith zoe'
    """
    words = f"{family_name} {given_name}".replace("'", "").replace("\u2019", "")
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())[:400]
