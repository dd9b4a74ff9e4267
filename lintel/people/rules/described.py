"""A person described by named columns, as `import people-csv` and `lintel match` take them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lintel.people.rules import numbers
from lintel.people.rules.told import PersonTold

COLUMNS = tuple(
    (
        "source source_ref as_of given_name middle_names family_name alias_given_name "
        "alias_family_name date_of_birth age_years sex nhs_number upn address town postcode uprn "
        "phone mother_given_name mother_family_name father_given_name father_family_name"
    ).split()
)
LONGEST = 200
_AS_THEY_ARE = tuple(
    (
        "given_name middle_names family_name alias_given_name alias_family_name nhs_number upn "
        "postcode uprn phone mother_given_name mother_family_name father_given_name "
        "father_family_name"
    ).split()
)
_SEXES = {"": "", "M": "M", "F": "F", "U": "U", "MALE": "M", "FEMALE": "F", "UNKNOWN": "U"}
EARLIEST = date(1900, 1, 1)


class NotAPerson(ValueError):
    """Shape: `wrong` maps a column to what is wrong with it, as GOV.UK error text."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(wrong.values()))
        self.wrong = dict(wrong)


def person_from(columns: Mapping[str, Any], *, today: date) -> tuple[PersonTold, date | None]:
    """The person as told, and the day it was told on. Names stay word for word.

    Errors:
        NotAPerson: a value cannot be; nothing is guessed.
    """
    wrong: dict[str, str] = {}
    said: dict[str, str] = {}
    for name in COLUMNS:
        value = columns.get(name)
        said[name] = "" if value is None else str(value)
        if len(said[name]) > LONGEST:
            wrong[name] = f"{name} must be {LONGEST} characters or fewer"
    born_on = _day(said, "date_of_birth", today, wrong)
    as_of = _day(said, "as_of", today, wrong)
    sex = _SEXES.get(said["sex"].strip().upper())
    if sex is None:
        wrong["sex"] = "sex must be M, F or U, or empty"
    if wrong:
        raise NotAPerson(wrong)
    as_they_are: dict[str, Any] = {name: said[name] for name in _AS_THEY_ARE}
    told = PersonTold(
        date_of_birth=born_on,
        age_years=_age(said["age_years"].strip(), wrong),
        sex=sex or "",
        address_lines=tuple(filter(None, (said["address"].strip(), said["town"].strip()))),
        **as_they_are,
    )
    if wrong:
        raise NotAPerson(wrong)
    return told, as_of


def doubtful_numbers(told: PersonTold) -> dict[str, str]:
    """Numbers that are kept as written and count for nothing, or for less."""
    doubts = {}
    if told.nhs_number.strip() and not numbers.nhs_number(told.nhs_number):
        doubts["nhs_number"] = "the NHS number is not one; it will not be used to find anybody"
    if told.upn.strip() and not numbers.upn(told.upn):
        doubts["upn"] = "the UPN fails its check letter; it will count for less"
    return doubts


def _day(said: Mapping[str, str], name: str, today: date, wrong: dict[str, str]) -> date | None:
    words = said[name].strip()
    if not words:
        return None
    try:
        day = date.fromisoformat(words)
    except ValueError:
        wrong[name] = f"{name} must be a real day, such as 2017-03-09"
        return None
    if not EARLIEST <= day <= today:
        wrong[name] = f"{name} must be after 1900 and not in the future"
        return None
    return day


def _age(words: str, wrong: dict[str, str]) -> int | None:
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and int(words) <= 120):
        wrong["age_years"] = "age_years must be a whole number up to 120"
        return None
    return int(words)
