"""Where somebody is, brought to one form, so that a protected place is known however written.

A house is known by its UPRN, and by its number or name with its postcode; a telephone by its
last nine digits; a school by its name without spaces and marks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LETTERS = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"\D+")
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b")
_NUMBER = re.compile(r"[+(]?\d[\d\s()-]{7,}\d")
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
    """An address without its postcode is known by its first line with the next.

    A postcode alone is a place too: fifteen homes are few enough to search.
    """
    found = set()
    code = _plain(postcode)
    written = [_plain(line) for line in lines if _plain(line)]
    if uprn.strip():
        found.add(f"uprn {uprn.strip().lstrip('0')}")
    if not code:
        for line in lines:
            if inside := _POSTCODE.search(line):
                code = _plain("".join(inside.groups()))
    if code:
        found.add(f"postcode {code}")
    if written:
        found.add(f"street {written[0]}")
    return frozenset(found)


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
