"""Where somebody is, brought to one form, so that a protected place is known however written.

A house is known by its UPRN, by its postcode, and by its number or name with the street, with
and without the flat in it; a telephone by its last nine digits; a school by its name without
spaces and marks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lintel.restrictions.rules.houses import (
    POSTCODE,
    houses_of,
    joined,
    numbers_of,
    plain,
    without_flats,
)
from lintel.restrictions.rules.older_houses import cut_short, houses_before, plain_before

_DIGITS = re.compile(r"\D+")
_PHONE = re.compile(r"[+(]?\d[\d\s()-]{7,}\d")
_BETWEEN = re.compile(r"[\s,;]+|(?<=\d)[-–](?=\d)")
LONGEST_RUN = 6  # words of an address line or of a school's name


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one record tells that somebody is. Shape: "" and () where it does not."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    uprn: str = ""
    phone: str = ""
    school: str = ""


def places_of(where: Whereabouts) -> frozenset[str]:
    """Every form by which these places are known; empty for nowhere."""
    return frozenset(
        (
            *address_forms(where.lines, where.postcode, where.uprn),
            *phone_forms(where.phone),
            *school_forms(where.school),
        )
    )


def forms_before(where: Whereabouts) -> frozenset[str]:
    """The forms by which older rules may have kept these places, to be looked up beside those of
    `places_of`: a telephone, a postcode and a UPRN are kept as they always were."""
    found = {f"street {each}" for each in houses_before(where.lines, houses_of(where.lines))}
    if school := plain_before(where.school):
        found.add(f"school {school}")
    return frozenset(found)


def address_forms(lines: Iterable[str], postcode: str, uprn: str = "") -> frozenset[str]:
    """An address without its postcode is known by its house and street.

    A postcode alone is a place too: fifteen homes are few enough to search.
    """
    lines = tuple(lines)
    found = {f"street {street}" for street in houses_of(lines)}
    if uprn.strip():
        found.add(f"uprn {uprn.strip().lstrip('0')}")
    if code := _code(lines, postcode):
        found.add(f"postcode {code}")
    return frozenset(found)


def home_forms(lines: Iterable[str], postcode: str, uprn: str = "") -> frozenset[str]:
    """Forms of which two addresses share one when they are of the same house: a postcode is
    shared by fifteen, and a street is in many towns, so neither is enough without the other."""
    lines = tuple(lines)
    code = _code(lines, postcode)
    found = {f"{code} {street}" for street in houses_of(lines)}
    if code:
        found |= {f"{code} {number}" for number in numbers_of(lines)}
    if uprn.strip():
        found.add(f"uprn {uprn.strip().lstrip('0')}")
    return frozenset(found)


def _code(lines: Iterable[str], postcode: str) -> str:
    code = plain(postcode)
    for line in () if code else lines:
        if inside := POSTCODE.search(line):
            code = plain("".join(inside.groups()))
    return code


def phone_forms(phone: str) -> frozenset[str]:
    digits = _DIGITS.sub("", phone)
    return frozenset({f"phone {digits[-9:]}"}) if len(digits) >= 9 else frozenset()


def school_forms(school: str) -> frozenset[str]:
    name = plain(school)
    return frozenset({f"school {name}"}) if name else frozenset()


def places_in(text: str) -> frozenset[str]:
    """Every form in which words typed freely could name a place, by these rules or older ones:
    postcodes, telephone numbers, and each run of a few words as a street or a school.

    >>> "street 12refugelane" in places_in("They are at 12 Refuge Lane now.")
    True
    """
    found = {f"postcode {plain(''.join(parts))}" for parts in POSTCODE.findall(text)}
    for number in _PHONE.findall(text):
        found |= phone_forms(number)
    runs = {
        words[first:last]
        for words in _ways_to_read(text)
        for first in range(len(words))
        for last in range(first + 1, min(first + LONGEST_RUN, len(words)) + 1)
    }
    for run in runs:
        street, as_told = joined(run), "".join(run)
        found |= {f"street {street}", f"street {as_told}", f"school {as_told}"}
        found |= {f"street {short}" for short in cut_short(street)}
    return frozenset(found)


def _ways_to_read(text: str) -> set[tuple[str, ...]]:
    """Its plain words, with flats and without them, and as older rules left out accents."""
    parts = [_BETWEEN.split(each) for each in (text, without_flats(text))]
    read = (plain,) if text.isascii() else (plain, plain_before)
    return {tuple(filter(None, map(plainly, each))) for each in parts for plainly in read}
