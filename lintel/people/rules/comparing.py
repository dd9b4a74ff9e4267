"""Two tellings field by field: what agrees, what differs, in words. Missing says nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from rapidfuzz.distance import DamerauLevenshtein

from lintel.people.rules.facts import Facts, Name
from lintel.people.rules.names import formal_names, sound


class How(StrEnum):
    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One field of two tellings, compared.

    Shape:
        field: "given_name", "family_name", "date_of_birth", "nhs_number", "address" ...
        weight: how much it says for one person (above 0) or for two (below).
        words: for the page: "same NHS number".
    """

    field: str
    how: How
    weight: float
    words: str


_EARLY_OR_LATE = 60  # days between the day expected and the day born


def compare(a: Facts, b: Facts) -> tuple[Agreement, ...]:
    """Every field that both tellings have. The same whichever way round."""
    found = [
        *_numbers(a, b),
        *_names(a, b),
        _birth(a, b),
        _sex(a, b),
        _address(a, b),
        _same("phone", a.phone, b.phone, 6.0, "same telephone number"),
        _parent("mother", a.mother, b.mother),
        _parent("father", a.father, b.father),
    ]
    return tuple(one for one in found if one is not None)


def _same(field: str, a: str, b: str, weight: float, words: str) -> Agreement | None:
    return Agreement(field, How.SAME, weight, words) if a and a == b else None


def _numbers(a: Facts, b: Facts) -> Iterator[Agreement]:
    if a.nhs_number and b.nhs_number:
        if a.nhs_number == b.nhs_number:
            yield Agreement("nhs_number", How.SAME, 20.0, "same NHS number")
        else:
            yield Agreement(
                "nhs_number", How.DIFFERS, -8.0, "different NHS numbers: a sibling or a twin?"
            )
    if a.upns & b.upns:
        yield Agreement("upn", How.SAME, 18.0, "same pupil number (UPN)")
    elif a.upns_written & b.upns_written:
        yield Agreement(
            "upn", How.NEAR, 12.0, "same pupil number (UPN) as written; its check letter is wrong"
        )
    elif a.upns and b.upns:
        yield Agreement("upn", How.DIFFERS, -3.0, "different pupil numbers (UPN)")
    if a.la_child_id and b.la_child_id:
        if a.la_child_id == b.la_child_id:
            yield Agreement("la_child_id", How.SAME, 18.0, "same council child number")
        else:
            yield Agreement("la_child_id", How.DIFFERS, -3.0, "different council child numbers")


def _names(a: Facts, b: Facts) -> Iterator[Agreement]:
    """The best of every name of the one with every name of the other, also the other way round."""
    if not (a.names and b.names):
        return
    best = max(
        (_name_pair(one, other) for one, other in product(a.names, b.names)),
        key=lambda pair: (_worth(pair), [(p.how, p.words) for p in pair]),
    )
    if not _is_main(a, b, best):
        best = [
            Agreement(p.field, How.NEAR if p.how is How.SAME else p.how, p.weight, p.words)
            for p in best
        ]
    yield from best


def _is_main(a: Facts, b: Facts, best: list[Agreement]) -> bool:
    """Whether the names as told already agree as well, with no help from an alias."""
    return _worth(_name_pair(a.names[0], b.names[0])) >= _worth(best)


def _worth(pair: list[Agreement]) -> float:
    return sum(one.weight for one in pair)


def _name_pair(a: Name, b: Name) -> list[Agreement]:
    straight = [
        one for one in (_given(a.given, b.given), _family(a.family, b.family)) if one is not None
    ]
    if a.given and a.family and b.given and b.family:
        crossed = (_given(a.given, b.family), _given(a.family, b.given))
        if all(one is not None and one.how is not How.DIFFERS for one in crossed):
            words = "names the other way round"
            turned = [
                Agreement("given_name", How.NEAR, 5.0, words),
                Agreement("family_name", How.NEAR, 5.0, words),
            ]
            if _worth(turned) > _worth(straight):
                return turned
    return straight


def _given(a: tuple[str, ...], b: tuple[str, ...]) -> Agreement | None:
    field = "given_name"
    if not (a and b):
        return None
    if a[0] == b[0]:
        return Agreement(field, How.SAME, 7.0, "same first name")
    if formal_names(a[0]) & formal_names(b[0]):
        return Agreement(field, How.NEAR, 5.0, "forms of the same first name")
    near = _nearly(a[0], b[0])
    if near:
        return Agreement(field, How.NEAR, 4.0, f"first name {near}")
    if set(a[:3]) & set(b[:3]):
        return Agreement(field, How.NEAR, 4.0, "first name of one is another name of the other")
    return Agreement(field, How.DIFFERS, -6.0, "first name differs: a sibling or a twin?")


def _family(a: tuple[str, ...], b: tuple[str, ...]) -> Agreement | None:
    field = "family_name"
    if not (a and b):
        return None
    if a == b or "".join(a) == "".join(b):
        return Agreement(field, How.SAME, 6.0, "same surname")
    if {part for part in a if len(part) > 2} & {part for part in b if len(part) > 2}:
        return Agreement(field, How.NEAR, 4.0, "part of the surname is the same")
    near = _nearly("".join(a), "".join(b))
    if near:
        return Agreement(field, How.NEAR, 4.0, f"surname {near}")
    return Agreement(field, How.DIFFERS, -3.0, "surname differs")


def _nearly(a: str, b: str) -> str:
    """How two unequal names are near: "sounds the same", "spelt nearly the same"; or ""."""
    if a == b:
        return "is the same"
    longest = max(len(a), len(b))
    slips = DamerauLevenshtein.distance(a, b)
    if sound(a) == sound(b) and len(sound(a)) > 1 and slips <= longest / 2:
        return "sounds the same"
    if (slips == 1 and longest >= 4) or (slips == 2 and longest >= 8):
        return "is spelt nearly the same"
    return ""


def _birth(a: Facts, b: Facts) -> Agreement | None:
    field = "date_of_birth"
    if a.born_on and b.born_on:
        return _birthdays(a.born_on, b.born_on)
    if a.expected_on and b.expected_on:
        apart = abs((a.expected_on - b.expected_on).days)
        if apart <= _EARLY_OR_LATE:
            how = How.SAME if apart == 0 else How.NEAR
            words = "same expected date of birth" if apart == 0 else "expected dates are near"
            return Agreement(field, how, 5.0 if apart == 0 else 3.0, words)
        return Agreement(field, How.DIFFERS, -6.0, "expected dates of birth differ")
    for one, other in ((a, b), (b, a)):
        if one.expected_on and other.born_on:
            if abs((one.expected_on - other.born_on).days) <= _EARLY_OR_LATE:
                return Agreement(field, How.NEAR, 3.0, "born near the date expected")
            return Agreement(field, How.DIFFERS, -6.0, "born far from the date expected")
    return _ages(a, b)


def _birthdays(a: date, b: date) -> Agreement:
    field = "date_of_birth"
    if a == b:
        return Agreement(field, How.SAME, 9.0, "same date of birth")
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return Agreement(field, How.NEAR, 7.0, "day and month swapped in the date of birth")
    if a.year == b.year and (1, 1) in {(a.month, a.day), (b.month, b.day)}:
        return Agreement(field, How.NEAR, 3.0, "same year of birth; 1 January may be a guess")
    part_stands = a.year == b.year or (a.day, a.month) == (b.day, b.month)
    if part_stands and DamerauLevenshtein.distance(f"{a:%d%m%Y}", f"{b:%d%m%Y}") == 1:
        return Agreement(field, How.NEAR, 5.0, "date of birth differs by one slip")
    return Agreement(field, How.DIFFERS, -7.0, "different date of birth")


def _ages(a: Facts, b: Facts) -> Agreement | None:
    """An age never makes a birthday; it can fit or not."""
    one, other = _born_within(a), _born_within(b)
    if one is None or other is None:
        return None
    (first_a, last_a), (first_b, last_b) = one, other
    apart = (max(first_a, first_b) - min(last_a, last_b)).days
    if apart <= 0:
        return Agreement("age", How.NEAR, 2.0, "the age fits")
    if apart <= 366:
        return Agreement("age", How.NEAR, 0.5, "the age fits, give or take a year")
    return Agreement("age", How.DIFFERS, -5.0, "the age does not fit")


def _born_within(facts: Facts) -> tuple[date, date] | None:
    return (facts.born_on, facts.born_on) if facts.born_on else facts.born_between


def _sex(a: Facts, b: Facts) -> Agreement | None:
    if not (a.sex and b.sex):
        return None
    if a.sex == b.sex:
        return Agreement("sex", How.SAME, 1.0, "same sex")
    return Agreement("sex", How.DIFFERS, -4.0, "sex differs")


def _address(a: Facts, b: Facts) -> Agreement | None:
    if a.uprn and a.uprn == b.uprn:
        return Agreement("address", How.SAME, 6.0, "same address")
    if a.postcode and a.postcode == b.postcode:
        if a.street and a.street == b.street:
            return Agreement("address", How.SAME, 6.0, "same address")
        return Agreement("address", How.NEAR, 4.0, "same postcode")
    return None  # families move: another address says nothing against


def _parent(who: str, a: Name, b: Name) -> Agreement | None:
    given, family = _given(a.given, b.given), _family(a.family, b.family)
    if given is None or given.how is How.DIFFERS:
        return None
    if family is not None and family.how is How.DIFFERS:
        return Agreement(who, How.NEAR, 2.0, f"{who}'s first name agrees")
    exact = given.how is How.SAME and family is not None and family.how is How.SAME
    how = How.SAME if exact else How.NEAR
    return Agreement(who, how, 6.0 if exact else 3.0, f"same {who}" if exact else f"{who} alike")
