"""The forms by which older rules knew a house or a school: looked up, and never kept anew.

A protected place is kept as a keyed hash of its form, which no newer rule can make out of it. What
was kept before, or comes back with a backup, is known by its old form until it is kept anew.
"""

import re
from collections.abc import Iterable, Iterator

from lintel.restrictions.rules.houses import SHORT

_LETTERS = re.compile(r"[^a-z0-9]+")
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


def plain_before(text: str) -> str:
    """An accented letter was left out.

    >>> plain_before("Tŷ Gwyn, 2")
    'tgwyn2'
    """
    return _LETTERS.sub("", text.casefold())


def houses_before(lines: Iterable[str], houses: Iterable[str]) -> frozenset[str]:
    """What older rules made of these lines; and of `houses`, as they are known now, had they been
    told with the street cut short or with "No." before the number."""
    found = {way for house in houses for way in _ways(house)}
    unit = ""
    parts: list[str] = []
    for part in _parts(lines):
        flat = None if parts else _UNIT.match(part)
        if flat:
            unit += plain_before(flat.group())
            part = part[flat.end() :]
        part = _UNIT_LAST.sub("", part)
        if plain_before(part):
            parts.append(part)
    if not parts:
        return frozenset(found)
    house, *after = parts
    found.add(unit + plain_before(house))
    if not unit or _starts_a_number(house) or (after and not _STREET.search(house)):
        found.add(plain_before(house))
    if after and not _starts_a_number(house) and _starts_a_number(after[0]):
        found.add(plain_before(after[0]))
    return frozenset(found)


def cut_short(street: str) -> Iterator[str]:
    """
    >>> list(cut_short("12highstreet"))
    ['12highst']
    """
    for short, whole in SHORT.items():
        if street.endswith(whole):
            yield street.removesuffix(whole) + short


def _ways(house: str) -> Iterator[str]:
    for street in (house, *cut_short(house)):
        yield street
        if house[:1].isdigit():
            yield from (f"no{street}", f"number{street}")


def _parts(lines: Iterable[str]) -> list[str]:
    """Lines, and what commas part in them; a house number goes with the street after it."""
    parts: list[str] = []
    for part in (part for line in lines for part in line.split(",") if plain_before(part)):
        if parts and _HOUSE_NUMBER.fullmatch(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part.strip())
    return parts


def _starts_a_number(part: str) -> bool:
    return part.strip()[:1].isdigit()
