"""Two tellings field by field: what agrees, what differs, in words. Missing says nothing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from lintel.people.rules.agreements import Compared
from lintel.people.rules.facts import Facts, Name
from lintel.people.rules.names import formal_names, sound

_EARLY_OR_LATE = 60  # days between the day expected and the day born
A_GENERATION = 12 * 365


class Part(NamedTuple):
    """Fields that are compared together, apart from all others.

    Shape: `compare` reads of the two tellings what `reads` names, and nothing else. Whoever
    compares one telling with very many relies on it (`people.memory`). `finds` are the fields of
    `WORDS` of which it may say something. Where neither telling says any of `needs`, there is
    nothing to find.
    """

    reads: tuple[str, ...]
    finds: tuple[str, ...]
    compare: Callable[[Facts, Facts], Iterable[Compared]]
    needs: tuple[str, ...] = ()


def compare(a: Facts, b: Facts) -> tuple[Compared, ...]:
    """Every field that both tellings have. The same whichever way round."""
    found: list[Compared] = []
    for part in PARTS:
        found += part.compare(a, b)
    return tuple(found)


Found = tuple[Compared, ...]


@lru_cache(maxsize=256)
def _one(field: str, level: str) -> Found:
    return (Compared(field, level),)


def _sex(a: Facts, b: Facts) -> Found:
    if not (a.sex and b.sex):
        return ()
    return _one("sex", "same" if a.sex == b.sex else "differs")


def _phone(a: Facts, b: Facts) -> Found:
    if not (a.phone and b.phone):
        return ()
    return _one("phone", "same" if a.phone == b.phone else "differs")


def _mother(a: Facts, b: Facts) -> Found:
    if not (a.mother.given and b.mother.given):
        return ()
    return _one("mother", _parent(a.mother, b.mother))


def _father(a: Facts, b: Facts) -> Found:
    if not (a.father.given and b.father.given):
        return ()
    return _one("father", _parent(a.father, b.father))


def _kin(a: Facts, b: Facts) -> Found:
    return _one("parent", "named") if is_parent(a, b) or is_parent(b, a) else ()


def is_parent(one: Facts, child: Facts) -> bool:
    """Whether `child` names somebody called so as mother or father, who is not too young for it.

    Not said is not denied.
    """
    if _too_young(one, child):
        return False
    for parent in (child.mother, child.father):
        if not (parent.given and parent.family):
            continue
        for name in one.names:
            if name.given and name.family and given_level(name.given, parent.given) in _OWN_NAME:
                return family_level(name.family, parent.family) != "differs" and not _alike(
                    one, child
                )
    return False


def _too_young(one: Facts, child: Facts) -> bool:
    older, younger = _born_within(one), _born_within(child)
    if older is None or younger is None:
        return False
    return (younger[1] - older[0]).days < A_GENERATION


def _alike(one: Facts, child: Facts) -> bool:
    # A father and a son of one name: it says nothing of which of them is meant.
    return any(
        given_level(a.given, b.given) in _OWN_NAME
        for a, b in product(one.names, child.names)
        if a.given and b.given
    )


_OWN_NAME = frozenset({"same", "form", "sound"})


def is_own_name(one: str, other: str) -> bool:
    """Whether these first names may be one person's; middle names never make them so."""
    if one == other or _are_forms(one, other):
        return True
    return sound(one) == sound(other) and _nearly(one, other) == "sound"


def _nhs_number(a: Facts, b: Facts) -> Found:
    if not (a.nhs_number and b.nhs_number):
        return ()
    return _one("nhs_number", "same" if a.nhs_number == b.nhs_number else "differs")


def _upn(a: Facts, b: Facts) -> Found:
    if a.upns & b.upns:
        return _one("upn", "same")
    if a.upns_written & b.upns_written:
        return _one("upn", "unchecked")
    return _one("upn", "differs") if a.upns and b.upns else ()


def _la_child_id(a: Facts, b: Facts) -> Found:
    if not (a.la_child_id and b.la_child_id):
        return ()
    return _one("la_child_id", _council_numbers(a.la_child_id, b.la_child_id))


def _council_numbers(a: str, b: str) -> str:
    # No check digit shows a slip of the pen, as it does for the others.
    if a == b:
        return "same"
    return "near" if len(a) > 4 and DamerauLevenshtein.distance(a, b) == 1 else "differs"


_NEARNESS: Mapping[str, int] = MappingProxyType(
    {
        "same": 9,
        "alias": 8,
        "form": 7,
        "sound": 7,
        "part": 6,
        "near": 6,
        "middle": 6,
        "turned": 6,
        "differs": 0,
    }
)


def _names(a: Facts, b: Facts) -> tuple[Compared, ...]:
    """The best of every name of the one with every name of the other, also the other way round."""
    if not (a.names and b.names):
        return ()
    main = _name_pair(a.names[0], b.names[0])
    if len(a.names) == 1 and len(b.names) == 1:
        return main
    best = max((_name_pair(one, other) for one, other in product(a.names, b.names)), key=_rank)
    if _nearness(main) >= _nearness(best):
        return main
    return tuple(Compared(c.field, "alias") if c.level == "same" else c for c in best)


def _nearness(pair: tuple[Compared, ...]) -> int:
    return sum(_NEARNESS[one.level] for one in pair)


def _rank(pair: tuple[Compared, ...]) -> tuple[int, tuple[Compared, ...]]:
    return _nearness(pair), pair


def _name_pair(a: Name, b: Name) -> tuple[Compared, ...]:
    straight = []
    if a.given and b.given:
        level = given_level(a.given, b.given)
        straight.append(Compared("given_name", level, a.given[0] if level == "same" else ""))
    if a.family and b.family:
        level = family_level(a.family, b.family)
        term = "".join(a.family) if level == "same" else ""
        straight.append(Compared("family_name", level, term))
    if len(straight) == 2 and straight[0].level == straight[1].level == "differs":
        crossed = (given_level(a.given, b.family), given_level(a.family, b.given))
        if "differs" not in crossed:
            return Compared("given_name", "turned"), Compared("family_name", "turned")
    return tuple(straight)


def _are_forms(a: str, b: str) -> bool:
    return not formal_names(a).isdisjoint(formal_names(b))


def _written_as_one(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """A first name of two parts is also written as one word: Yu Ting and Yuting."""
    one, other = "".join(a[:2]), "".join(b[:2])
    return one == other or one == b[0] or a[0] == other


@lru_cache(maxsize=65536)
def given_level(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    if a[0] == b[0]:
        return "same"
    if _are_forms(a[0], b[0]) or _written_as_one(a, b):
        return "form"
    near = _nearly(a[0], b[0])
    if near:
        return near
    return "middle" if set(a[:3]) & set(b[:3]) else "differs"


@lru_cache(maxsize=65536)
def family_level(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    one, other = "".join(a), "".join(b)
    if one == other:
        return "same"
    if {part for part in a if len(part) > 2} & {part for part in b if len(part) > 2}:
        return "part"
    return _nearly(one, other) or "differs"


@lru_cache(maxsize=65536)
def _nearly(a: str, b: str) -> str:
    """How two unequal names are near; "" when they are not."""
    longest = max(len(a), len(b))
    if abs(len(a) - len(b)) > longest / 2:
        return ""
    slips = DamerauLevenshtein.distance(a, b, score_cutoff=longest // 2 or 1)
    if slips > longest / 2:
        return ""
    if sound(a) == sound(b) and len(sound(a)) > 1:
        return "sound"
    return "near" if (slips == 1 and longest >= 4) or (slips == 2 and longest >= 8) else ""


def _birth(a: Facts, b: Facts) -> Found:
    field = "date_of_birth"
    if a.born_on and b.born_on:
        return _one(field, _birthdays(a.born_on, b.born_on))
    if a.expected_on and b.expected_on:
        apart = abs((a.expected_on - b.expected_on).days)
        if apart > _EARLY_OR_LATE:
            return _one(field, "expected_far")
        return _one(field, "expected_near" if apart else "expected_same")
    for one, other in ((a, b), (b, a)):
        if one.expected_on and other.born_on:
            apart = abs((one.expected_on - other.born_on).days)
            return _one(field, "born_near" if apart <= _EARLY_OR_LATE else "born_far")
    return _ages(a, b)


def _birthdays(a: date, b: date) -> str:
    if a == b:
        return "same"
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return "swapped"
    if a.year == b.year and (1, 1) in {(a.month, a.day), (b.month, b.day)}:
        return "guess"
    apart = abs((a - b).days)
    if apart == 1:
        return "slip"
    same_day = (a.day, a.month) == (b.day, b.month)
    if same_day and abs(a.year - b.year) == 1:
        return "slip"
    if (same_day or a.year == b.year) and DamerauLevenshtein.distance(
        f"{a:%d%m%Y}", f"{b:%d%m%Y}"
    ) == 1:
        return "slip"
    return "differs" if apart < A_GENERATION else "far"


def _ages(a: Facts, b: Facts) -> Found:
    """An age never makes a birthday; it can fit or not."""
    one, other = _born_within(a), _born_within(b)
    if one is None or other is None:
        return ()
    (first_a, last_a), (first_b, last_b) = one, other
    apart = (max(first_a, first_b) - min(last_a, last_b)).days
    if apart <= 0:
        return _one("age", "fits")
    return _one("age", "near" if apart <= 366 else "differs")


def _born_within(facts: Facts) -> tuple[date, date] | None:
    return (facts.born_on, facts.born_on) if facts.born_on else facts.born_between


def _homes(a: Facts, b: Facts) -> Found:
    """A postcode and a number on the door are one home, however the street is spelt."""
    if a.uprn and a.uprn == b.uprn:
        return _one("address", "same")
    if a.postcode and a.postcode == b.postcode:
        one_door = a.street and b.street and a.door == b.door and (a.door or a.street == b.street)
        return _one("address", "same" if one_door else "postcode")
    if a.street and b.street and _one_street(a, b) and _postcodes_allow(a.postcode, b.postcode):
        return _one("address", "street")
    both = (a.postcode and b.postcode) or (a.street and b.street)
    return _one("address", "differs") if both else ()


def _one_street(a: Facts, b: Facts) -> bool:
    return a.door == b.door and (
        a.street == b.street or DamerauLevenshtein.distance(a.street, b.street) == 1
    )


def _postcodes_allow(a: str, b: str) -> bool:
    """Whether they may be one postcode: not said, or one slip apart."""
    return not (a and b) or DamerauLevenshtein.distance(a, b) == 1


def _parent(a: Name, b: Name) -> str:
    given = given_level(a.given, b.given)
    if given == "differs":
        return "differs"
    if not (a.family and b.family):
        return "near"
    family = family_level(a.family, b.family)
    if family == "differs":
        return "first"
    return "same" if given == family == "same" else "near"


# In the order in which they are shown.
PARTS = (
    Part(("nhs_number",), ("nhs_number",), _nhs_number),
    Part(("upns", "upns_written"), ("upn",), _upn),
    Part(("la_child_id",), ("la_child_id",), _la_child_id),
    Part(("names",), ("given_name", "family_name"), _names),
    Part(("born_on", "expected_on", "born_between"), ("date_of_birth", "age"), _birth),
    Part(("sex",), ("sex",), _sex),
    Part(("uprn", "postcode", "street"), ("address",), _homes),
    Part(("phone",), ("phone",), _phone),
    Part(("mother",), ("mother",), _mother),
    Part(("father",), ("father",), _father),
    Part(
        ("names", "mother", "father", "born_on", "born_between"),
        ("parent",),
        _kin,
        needs=("mother", "father"),
    ),
)
