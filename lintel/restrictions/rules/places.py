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


def _plain(text: str) -> str:
    return _LETTERS.sub("", text.casefold())
