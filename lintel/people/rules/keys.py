"""Short strings that two tellings of one person are likely to share.

The only thing looked up in the database: a candidate is whoever shares a key. A key joins two
things (a sound and a birthday, a postcode and a name), or is shared by one household at most,
so that few grow with the size of the council; those that do are passed over (`queries`).
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from lintel.people.rules.facts import Facts, Name
from lintel.people.rules.names import formal_names, sound

VERSION = 7  # stored with every record; another version means that keys are made again
LONGEST = 64


def keys(facts: Facts) -> list[str]:
    """The keys a record is kept under, sorted, each at most `LONGEST` characters."""
    return sorted(key[:LONGEST] for key in _kept(facts))


def keys_to_look_for(facts: Facts) -> list[str]:
    """The keys to find others by: its own, and those of records that know less or guessed."""
    wanted = set(_kept(facts))
    if facts.born_on:
        # With a name that is misspelt as well, a birthday one day or one year out is one of a crowd
        # of its year.
        parts, days = _given_sounds(facts) | _family_sounds(facts), _one_out(facts.born_on)
        wanted.update(f"b:{part}:{day}" for part in parts for day in days)
    if facts.born_between:
        # Told a little wrong, an age is one year out.
        first, last = (day.year for day in facts.born_between)
        for part in _whole_names(facts):
            wanted.update((f"y:{part}:{first - 1}", f"y:{part}:{last + 1}"))
    for when in filter(None, (facts.born_on, facts.expected_on)):
        for family in _family_sounds(facts):
            wanted.update(f"e:{family}:{month}" for month in _months_around(when))
    # Parents under their own names, and the children who name this one as a parent.
    for parent in (facts.mother, facts.father):
        wanted.update(f"s:{':'.join(sorted(pair))}" for pair in _pairs(parent))
    for name in facts.names:
        wanted.update(f"c:{':'.join(sorted(pair))}" for pair in _pairs(name))
    return sorted(key[:LONGEST] for key in wanted)


def home_keys(facts: Facts) -> set[str]:
    """Those keys of a record that its household shares, and its parents' and children's own."""
    kept = {key for key in _kept(facts) if key[:2] in _OF_A_HOUSEHOLD}
    for parent in (facts.mother, facts.father):
        kept.update(f"s:{':'.join(sorted(pair))}" for pair in _pairs(parent))
    for name in facts.names:
        kept.update(f"c:{':'.join(sorted(pair))}" for pair in _pairs(name))
    return {key[:LONGEST] for key in kept}


_OF_A_HOUSEHOLD = frozenset({"d:", "r:", "c:"})


def _kept(facts: Facts) -> set[str]:
    kept: set[str] = set()
    if facts.nhs_number:
        kept.add(f"h:{facts.nhs_number}")
    kept.update(f"u:{upn}" for upn in facts.upns_written)
    if facts.la_child_id:
        kept.add(f"l:{facts.la_child_id}")
    given, family = _given_sounds(facts), _family_sounds(facts)
    if facts.born_on:
        # Day and month in order of size: a swapped date has the same key.
        day = _day(facts.born_on)
        kept.update(f"b:{part}:{day}" for part in given | family)
        kept.add(f"n:{day}")
    if facts.expected_on:
        month = f"{facts.expected_on:%Y%m}"
        kept.update(f"e:{part}:{month}" for part in family)
    kept.update("s:" + ":".join(sorted((one, other))) for one in given for other in family)
    kept.update(_half_heard(facts))
    years = {day.year for day in facts.born_between or (facts.born_on,) if day}
    kept.update(f"y:{part}:{year}" for part in _whole_names(facts) for year in years)
    if facts.postcode:
        kept.update(f"p:{facts.postcode}:{part}" for part in given | family)
        if facts.street:
            kept.add(f"d:{facts.postcode}:{facts.door}")
    if facts.street:
        # One home without its postcode; streets of one name have other numbers in other towns.
        kept.add(f"w:{facts.door}:{sound(_letters(facts.street))}")
    if facts.uprn:
        kept.add(f"r:{facts.uprn}")
    if facts.phone:
        kept.add(f"t:{facts.phone}")
        # A number that very many give, as of an office, still leads to one family among them.
        kept.update(f"q:{facts.phone}:{part}" for part in family)
    for parent in (facts.mother, facts.father):
        kept.update(f"c:{':'.join(sorted(pair))}" for pair in _pairs(parent))
    return kept


def _half_heard(facts: Facts) -> set[str]:
    """One name as it sounds with how the other begins: misspelt, told in part, or turned round."""
    return {
        f"k:{whole}:{part[:2]}"
        for name in facts.names
        if name.given and name.family
        for one, other in [(_heard(name.given[0]), _heard("".join(name.family)))]
        for whole, part in ((one, other), (other, one))
        if whole and part
    }


def _whole_names(facts: Facts) -> set[str]:
    """First names, with those they are short for, and each part of the family names."""
    firsts = {name.given[0] for name in facts.names if name.given}
    given = {_heard(one) for first in firsts for one in {first, *formal_names(first)}}
    parts = {part for name in facts.names for part in name.family}
    return (given | {_heard(part) for part in parts if _is_name(part)}) - {""}


@lru_cache(maxsize=65536)
def _heard(name: str) -> str:
    """As it sounds, and two letters that changed places between vowels count as one."""
    return _TWICE.sub(r"\1", sound(name))


_TWICE = re.compile(r"(.)\1+")


def _letters(street: str) -> str:
    return "".join(part for part in street.split() if not part[0].isdigit()).lower()


def _given_sounds(facts: Facts) -> set[str]:
    parts = {part for name in facts.names for part in _given_parts(name)}
    return {sound(name) for part in parts for name in {part, *formal_names(part)}} - {""}


def _given_parts(name: Name) -> tuple[str, ...]:
    # "Muhammad Ali": either may be what he is called. A third name rarely is.
    return name.given[:2]


def _family_sounds(facts: Facts) -> set[str]:
    return {sound(part) for name in facts.names for part in name.family if _is_name(part)} - {""}


def _is_name(part: str) -> bool:
    return len(part) > 1 or not part.isascii()  # an initial is no name; 陳 is


def _pairs(name: Name) -> set[tuple[str, str]]:
    """How a parent's first name sounds, with each part of the family name."""
    if not (name.given and name.family):
        return set()
    return {(sound(name.given[0]), sound(part)) for part in name.family[:2]}


def _day(day: date) -> str:
    small, large = sorted((day.day, day.month))
    return f"{day.year:04}{small:02}{large:02}"


def _one_out(day: date) -> set[str]:
    """The day before and after, and the same day a year before and after."""
    if not 1 < day.year < 9999:
        return set()
    beside = [day + timedelta(days=away) for away in (-1, 1)]
    in_month = min(day.day, 28) if day.month == 2 else day.day
    beside += [day.replace(year=day.year + away, day=in_month) for away in (-1, 1)]
    return {_day(one) for one in beside}


def _months_around(day: date) -> set[str]:
    return {f"{day + timedelta(days=away):%Y%m}" for away in (-31, 0, 31) if 1 < day.year < 9999}
