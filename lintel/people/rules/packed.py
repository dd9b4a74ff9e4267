"""Facts as one short text, so that very many can be compared without reading what was told again.

A line for each field, in the order of `FIELDS`; "" for what is missing. `unpacked(packed(facts))`
is `facts`: nothing is lost and nothing is guessed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import quote, unquote

from lintel.people.rules.facts import Facts, Name

FIELDS = tuple(field.name for field in fields(Facts))
PLACE: Mapping[str, int] = MappingProxyType({name: place for place, name in enumerate(FIELDS)})
NOTHING = Facts()


def packed(facts: Facts) -> str:
    return "\n".join([write(getattr(facts, name)) for name, (write, _) in _AS.items()])


def lines(text: str) -> list[str]:
    """The fields of a packed telling; nothing at all where other rules than these packed it."""
    found = text.split("\n")
    return found if len(found) == len(FIELDS) else [""] * len(FIELDS)


class _Some:
    """Facts of which only some are said: read as Facts are, and made at a fraction of the cost."""


for _name, _value in vars(Facts).items():
    if isinstance(_value, property):
        setattr(_Some, _name, _value)
for _name in FIELDS:
    setattr(_Some, _name, getattr(NOTHING, _name))


def part_of(names: Iterable[str], texts: Iterable[str]) -> Facts:
    """Something with these fields alone, which are all that a part of the comparison reads."""
    some = _Some()
    for name, text in zip(names, texts):  # noqa: B905  as many of both, and asked for very often
        if text:
            setattr(some, name, _AS[name][1](text))
    return cast(Facts, some)


def unpacked(text: str) -> Facts:
    """The facts that were packed; none where other rules packed them, until they are made anew."""
    told = zip(FIELDS, lines(text), strict=True)
    return Facts(**{name: _AS[name][1](said) for name, said in told if said})


# Standard names hold letters, digits and spaces only, so these marks never stand in one.
def _name_as_text(name: Name) -> str:
    return f"{' '.join(name.given)}|{' '.join(name.family)}" if name else ""


@lru_cache(maxsize=65536)
def text_as_name(text: str) -> Name:
    given, _, family = text.partition("|")
    return Name(tuple(given.split()), tuple(family.split()))


def _names_as_text(names: tuple[Name, ...]) -> str:
    return ";".join(map(_name_as_text, names))


def _text_as_names(text: str) -> tuple[Name, ...]:
    return tuple(map(text_as_name, text.split(";")))


def _day_as_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _days_as_text(days: tuple[date, date] | None) -> str:
    return f"{days[0].isoformat()}/{days[1].isoformat()}" if days else ""


def _text_as_days(text: str) -> tuple[date, date]:
    first, _, last = text.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last)


def _set_as_text(words: frozenset[str]) -> str:
    return ",".join(sorted(words))


def _text_as_set(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


_As = tuple[Callable[[Any], str], Callable[[str], Any]]
_WORDS: _As = (lambda words: quote(words, safe=" "), unquote)
_SPECIAL: Mapping[str, _As] = MappingProxyType(
    {
        "names": (_names_as_text, _text_as_names),
        "born_on": (_day_as_text, date.fromisoformat),
        "expected_on": (_day_as_text, date.fromisoformat),
        "born_between": (_days_as_text, _text_as_days),
        "upns": (_set_as_text, _text_as_set),
        "upns_written": (_set_as_text, _text_as_set),
        "mother": (_name_as_text, text_as_name),
        "father": (_name_as_text, text_as_name),
    }
)
_AS: Mapping[str, _As] = MappingProxyType({name: _SPECIAL.get(name, _WORDS) for name in FIELDS})
