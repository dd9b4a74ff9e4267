"""Where somebody is, brought to one form, so that a protected place is known however written.

A house is known by its UPRN, by its postcode, and by its number or name with the street, with
and without the flat in it; a telephone by its last nine digits; a school by its name without
spaces and marks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LETTERS = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"\D+")
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b")
_NUMBER = re.compile(r"[+(]?\d[\d\s()-]{7,}\d")
_UNIT = re.compile(
    r"(?:the\s+)?(?:(?:flat|apartment|apt|unit|room|studio|suite|bedsit|maisonette|annexe?)\b\.?"
    r"(?:\s*(?:no\.?\s*)?(?:\d+[a-z]?|[a-z])(?=\W|$)|(?=\s*$))"
    r"|(?:basement|garden|top)\s+flat\b"
    r"|(?:ground|first|second|third|fourth|top|lower|upper|\d+(?:st|nd|rd|th))\s+floor"
    r"(?:\s+flat)?\b)\W*",
    re.IGNORECASE,
)
_UNIT_LAST = re.compile(
    r"(?<=\w)\W+(?:flat|apartment|apt|unit|room)\s+(?:\d+[a-z]?|[a-z])\W*$", re.IGNORECASE
)
_HOUSE_NUMBER = re.compile(r"\W*\d+[a-z]?\W*", re.IGNORECASE)
_STREET = re.compile(
    r"\b(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|row|place|crescent|terrace|hill)"
    r"\W*$",
    re.IGNORECASE,
)
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


def address_forms(lines: Iterable[str], postcode: str, uprn: str = "") -> frozenset[str]:
    """An address without its postcode is known by its house and street.

    A postcode alone is a place too: fifteen homes are few enough to search.
    """
    lines = tuple(lines)
    found = {f"street {street}" for street in _streets(lines)}
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
    found = {f"{code} {street}" for street in _streets(lines)}
    if uprn.strip():
        found.add(f"uprn {uprn.strip().lstrip('0')}")
    return frozenset(found)


def _code(lines: Iterable[str], postcode: str) -> str:
    code = _plain(postcode)
    for line in () if code else lines:
        if inside := _POSTCODE.search(line):
            code = _plain("".join(inside.groups()))
    return code


def _streets(lines: Iterable[str]) -> frozenset[str]:
    """The house in its street, without the flat in it and with it.

    What is left of a flat without a number of its own, "High Street" of "Flat 2, High Street", is
    a whole street or a town, and no place without the flat. A house by name is known by the number
    that follows it too.
    """
    unit = ""
    parts: list[str] = []
    for part in _parts(lines):
        found = None if parts else _UNIT.match(part)
        if found:
            unit += _plain(found.group())
            part = part[found.end() :]
        part = _UNIT_LAST.sub("", part)
        if _plain(part):
            parts.append(part)
    if not parts:
        return frozenset()
    house, *after = parts
    streets = {unit + _plain(house)}
    if not unit or _starts_a_number(house) or (after and not _STREET.search(house)):
        streets.add(_plain(house))
    if after and not _starts_a_number(house) and _starts_a_number(after[0]):
        streets.add(_plain(after[0]))
    return frozenset(streets)


def _parts(lines: Iterable[str]) -> list[str]:
    """Lines, and what commas part in them; a house number goes with the street after it."""
    parts: list[str] = []
    for part in (part for line in lines for part in line.split(",") if _plain(part)):
        if parts and _HOUSE_NUMBER.fullmatch(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part.strip())
    return parts


def _starts_a_number(part: str) -> bool:
    return part.strip()[:1].isdigit()


def phone_forms(phone: str) -> frozenset[str]:
    digits = _DIGITS.sub("", phone)
    return frozenset({f"phone {digits[-9:]}"}) if len(digits) >= 9 else frozenset()


def school_forms(school: str) -> frozenset[str]:
    plain = _plain(school)
    return frozenset({f"school {plain}"}) if plain else frozenset()


def places_in(text: str) -> frozenset[str]:
    """Every form in which words typed freely could name a place: postcodes, telephone numbers, and
    each run of a few words as a street or a school.

    >>> "street 12refugelane" in places_in("They are at 12 Refuge Lane now.")
    True
    """
    found = {f"postcode {_plain(''.join(parts))}" for parts in _POSTCODE.findall(text)}
    for number in _NUMBER.findall(text):
        found |= phone_forms(number)
    words = [plain for word in text.split() if (plain := _plain(word))]
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST_RUN, len(words)) + 1):
            run = "".join(words[first:last])
            found |= {f"street {run}", f"school {run}"}
    return frozenset(found)


def _plain(text: str) -> str:
    return _LETTERS.sub("", text.casefold())
