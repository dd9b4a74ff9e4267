"""What each part of very many comparisons is worth, a part at a time, by the rules.

One side may be a single telling: it stands beside every telling of the other. What the numbers of
`columns` leave open is compared by the rules themselves, each two values that meet once.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lintel.people.memory.columns import SELDOM, Columns
from lintel.people.memory.signs import (
    FAMILY,
    FIRST,
    GIVEN,
    NOTHING,
    UNSURE,
    WHOLE,
    Flags,
    Levels,
    Signs,
    family_levels,
    given_levels,
    may_be_own,
    number_of,
)
from lintel.people.rules.agreements import WORDS, Compared
from lintel.people.rules.comparing import A_GENERATION, Part, family_level, given_level
from lintel.people.rules.likeness import BESIDE
from lintel.people.rules.packed import PLACE, part_of
from lintel.people.rules.weighing import Weights, bits_of

Numbers = NDArray[np.float64]
Worth = tuple[float, float, float, float, float]  # the four hypotheses, and 1 when `beside`

_NONE: Worth = (0.0, 0.0, 0.0, 0.0, 0.0)


def worth_of(compared: Iterable[Compared], weights: Weights) -> Worth:
    same = twin = household = unrelated = beside = 0.0
    for one in compared:
        bits = bits_of(one, weights)
        same += bits[0]
        twin += bits[1]
        household += bits[2]
        unrelated += bits[3]
        if one in BESIDE:
            beside = 1.0
    return (same, twin, household, unrelated, beside)


def worth(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    """A row for each of `b`: what this part says of it and of the one, or its own one, of `a`."""
    return _WORTH[part.finds[0]](part, a, b, weights)


class _Held:
    """Weights as the key of a cache: alike when they are the very same."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.weights is self.weights

    def __hash__(self) -> int:
        return id(self.weights)


def _table(field: str, weights: Weights) -> Numbers:
    """A row for each level of a field, in the order of `WORDS`, after one for nothing said.

    Where a name has a term, its share is still to be added.
    """
    return _tables(field, _Held(weights))


@lru_cache(maxsize=256)
def _tables(field: str, held: _Held) -> Numbers:
    rows = [worth_of([Compared(field, level)], held.weights) for level in WORDS[field]]
    table = np.array([_NONE, *rows])
    if field in held.weights.shares:
        table[_places(field)["same"], 3] = 0.0
    return table


def _places(field: str) -> dict[str, int]:
    return {level: place for place, level in enumerate(WORDS[field], start=1)}


def _by_rules(
    part: Part, a: Columns, b: Columns, where: Flags, weights: Weights, found: Numbers
) -> None:
    """Fills in `found` where the rules must be asked; equal values are compared once."""
    columns = [PLACE[name] for name in part.reads]
    one = len(a) == 1
    known: dict[tuple[str, ...], Worth] = {}
    asked = part_of(part.reads, [a.line(0)[k] for k in columns]) if one else None
    for place in np.flatnonzero(where).tolist():
        other = b.line(place)
        met = theirs = tuple([other[k] for k in columns])
        if not one:
            line = a.line(place)
            met = (*theirs, *[line[k] for k in columns])
        if met not in known:
            ours = asked or part_of(part.reads, met[len(columns) :])
            known[met] = worth_of(part.compare(ours, part_of(part.reads, theirs)), weights)
        found[place] = known[met]


def _same_or_not(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    ours, theirs = a.numbers[part.reads[0]], b.numbers[part.reads[0]]
    of = _places(part.finds[0])
    levels = np.where(ours == theirs, of["same"], of["differs"])
    levels[(ours == 0) | (theirs == 0)] = 0
    return _table(part.finds[0], weights)[levels]


def _seldom(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    found = np.zeros((len(b), 5))
    ours, theirs = ([side.says(name) for name in part.reads] for side in (a, b))
    both = np.logical_or.reduce(ours) & np.logical_or.reduce(theirs)
    if both.any():
        _by_rules(part, a, b, both, weights, found)
    return found


def _names(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    ours, theirs = _halves(a, "names"), _halves(b, "names")
    given = _resolved(given_levels(ours[0], theirs[0]), a, b, "names", "given")
    family = _resolved(family_levels(ours[1], theirs[1]), a, b, "names", "family")
    found = _table("given_name", weights)[given] + _table("family_name", weights)[family]
    for field, of, same, signs in (
        ("given_name", given, GIVEN["same"], theirs[0][:, FIRST]),
        ("family_name", family, FAMILY["same"], theirs[1][:, WHOLE]),
    ):
        alike = np.flatnonzero(of == same)
        if len(alike):
            found[alike, 3] += _shares(signs if len(signs) == 1 else signs[alike], field, weights)
    turned = (given == GIVEN["differs"]) & (family == FAMILY["differs"])
    open_ = _may_be_turned(ours, theirs, turned)
    open_ |= (a.several & b.says("names")) | (b.several & a.says("names"))
    if open_.any():
        _by_rules(part, a, b, open_, weights, found)
    return found


def _halves(side: Columns, who: str) -> tuple[Signs, Signs]:
    return side.halves[who, "given"], side.halves[who, "family"]


def _may_be_turned(ours: tuple[Signs, Signs], theirs: tuple[Signs, Signs], where: Flags) -> Flags:
    places = np.flatnonzero(where)
    for mine, its in ((0, 1), (1, 0)):
        if not len(places):
            break
        levels = given_levels(_of(ours[mine], places), _of(theirs[its], places))
        places = places[levels != GIVEN["differs"]]
    found = np.zeros(len(where), dtype=np.bool_)
    found[places] = True
    return found


def _resolved(levels: Levels, a: Columns, b: Columns, who: str, half: str) -> Levels:
    """Without what is UNSURE: of those the rules say the level."""
    column, place_of = PLACE[who], GIVEN if half == "given" else FAMILY
    says = given_level if half == "given" else family_level
    one = len(a) == 1
    for place in np.flatnonzero(levels == UNSURE).tolist():
        ours, theirs = a.line(0 if one else place)[column], b.line(place)[column]
        levels[place] = place_of[says(_parts(ours, half), _parts(theirs, half))]
    return levels


@lru_cache(maxsize=65536)
def _parts(name: str, half: str) -> tuple[str, ...]:
    given, _, family = name.partition("|")
    return tuple((given if half == "given" else family).split())


def _shares(names: NDArray[np.uint32], field: str, weights: Weights) -> Numbers:
    """How often strangers have these names, in bits."""
    numbers, shares = _kept_shares(field, _Held(weights))
    places = np.minimum(np.searchsorted(numbers, names), len(numbers) - 1)
    return np.where(numbers[places] == names, shares[places], weights.rare[field])


@lru_cache(maxsize=64)
def _kept_shares(field: str, held: _Held) -> tuple[NDArray[np.uint32], Numbers]:
    kept = sorted((number_of(name), bits) for name, bits in held.weights.shares[field].items())
    numbers, shares = zip(*kept, strict=True) if kept else ((0,), (held.weights.rare[field],))
    return np.array(numbers, dtype=np.uint32), np.array(shares)


def _birth(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    ours, theirs = a.numbers["born"].astype(np.int64), b.numbers["born"].astype(np.int64)
    found = _table("date_of_birth", weights)[_birthdays(ours, theirs)]
    # Who was born is no more expected.
    both = (ours != 0) & (theirs != 0)
    some = (a.numbers["seldom"] & _DAYS) != 0, (b.numbers["seldom"] & _DAYS) != 0
    open_ = ~both & (some[0] | (ours != 0)) & (some[1] | (theirs != 0))
    if open_.any():
        age = _age_told(a, b, open_)
        if age is None:
            _by_rules(part, a, b, open_, weights, found)
        else:
            found += _table("age", weights)[age]
            _by_rules(part, a, b, open_ & (theirs == 0), weights, found)
    return found


_DAYS = np.uint8(sum(1 << SELDOM.index(name) for name in ("expected_on", "born_between")))


def _age_told(a: Columns, b: Columns, where: Flags) -> Levels | None:
    """Whether birthdays fit the one age that was told; None where it is not so simple."""
    if len(a) != 1 or not a.seldom("born_between")[0] or a.seldom("expected_on")[0]:
        return None
    first, _, last = a.line(0)[PLACE["born_between"]].partition("/")
    between = np.array([int(first.replace("-", "")), int(last.replace("-", ""))])
    born = b.numbers["born"].astype(np.int64)
    days, (from_, until) = ordinals(np.where(born == 0, 10101, born)), ordinals(between)
    apart = np.maximum(from_ - days, days - until)
    outside = np.where(apart <= 366, _AGE["near"], _AGE["differs"])
    levels = np.where(apart <= 0, _AGE["fits"], outside).astype(np.int8)
    levels[~where | (born == 0)] = NOTHING
    return levels


_BORN, _AGE = _places("date_of_birth"), _places("age")


def _birthdays(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> Levels:
    """As `rules.comparing` compares birthdays, for all of them; NOTHING where one is not said."""
    (years, month_day), (years_b, month_day_b) = np.divmod(ours, 10_000), np.divmod(theirs, 10_000)
    (month, day), (month_b, day_b) = np.divmod(month_day, 100), np.divmod(month_day_b, 100)
    one_year, one_day = years == years_b, month_day == month_day_b
    said = (ours != 0) & (theirs != 0)
    apart = np.abs(ordinals(np.where(said, ours, 10101)) - ordinals(np.where(said, theirs, 10101)))
    levels = np.where(apart < A_GENERATION, _BORN["differs"], _BORN["far"]).astype(np.int8)
    # As the days are written, the day before the month.
    written = day * 100 + month, day_b * 100 + month_b
    slip = (one_year & _one_slip(*written)) | (one_day & _one_slip(years, years_b))
    slip |= (one_day & (np.abs(years - years_b) == 1)) | (apart == 1)
    levels[slip] = _BORN["slip"]
    levels[one_year & ((month_day == 101) | (month_day_b == 101))] = _BORN["guess"]
    levels[one_year & (month == day_b) & (day == month_b)] = _BORN["swapped"]
    levels[ours == theirs] = _BORN["same"]
    levels[~said] = NOTHING
    return levels


def _one_slip(a: NDArray[np.int64], b: NDArray[np.int64]) -> Flags:
    """Whether four digits differ in one of them, or in two neighbours that changed places."""
    ours, theirs = [[number // ten % 10 for ten in (1000, 100, 10, 1)] for number in (a, b)]
    other = [x != y for x, y in zip(ours, theirs, strict=True)]
    number = np.sum(other, axis=0)
    swapped = np.zeros(number.shape, dtype=np.bool_)
    for k in range(3):
        crossed = (ours[k] == theirs[k + 1]) & (ours[k + 1] == theirs[k])
        swapped |= other[k] & other[k + 1] & crossed
    return (number == 1) | ((number == 2) & swapped)


_MONTHS = np.arange("0001-01", "9999-12", dtype="M8[M]").astype("M8[D]").astype(np.int64)


def ordinals(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The days of 20170309 and its like, counted."""
    months, day = np.divmod(days, 100)
    years, month = np.divmod(months, 100)
    return _MONTHS[np.maximum(years * 12 + month - 13, 0)] + day


_HOME = _places("address")


def _homes(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    ours, theirs = a.numbers, b.numbers
    streets = (ours["street"] != 0) & (theirs["street"] != 0)
    postcodes = (ours["postcode"] != 0) & (theirs["postcode"] != 0)
    one_street = streets & (ours["street"] == theirs["street"])
    one_postcode = postcodes & (ours["postcode"] == theirs["postcode"])
    one_uprn = (ours["uprn"] == theirs["uprn"]) & (ours["uprn"] != 0)
    levels = np.where(streets | postcodes, _HOME["differs"], NOTHING)
    levels[one_postcode & ~streets] = _HOME["postcode"]
    levels[one_uprn | (one_postcode & one_street)] = _HOME["same"]
    found = _table("address", weights)[levels]
    # A door whose number does not stand first may be any door.
    doors = (ours["door"] == theirs["door"]) | (ours["door"] == 1) | (theirs["door"] == 1)
    open_ = streets & (one_postcode | doors) & (levels != _HOME["same"])
    if open_.any():
        _by_rules(part, a, b, open_, weights, found)
    return found


_PARENT = _places("mother")  # and of a father alike


def _parents(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    who = part.finds[0]
    ours, theirs = _halves(a, who), _halves(b, who)
    given = _resolved(given_levels(ours[0], theirs[0]), a, b, who, "given")
    levels = np.where(given == GIVEN["differs"], _PARENT["differs"], _PARENT["near"])
    levels[given == NOTHING] = NOTHING
    family = family_levels(ours[1], theirs[1])
    family[levels != _PARENT["near"]] = NOTHING
    family = _resolved(family, a, b, who, "family")
    levels[family == FAMILY["differs"]] = _PARENT["first"]
    levels[(given == GIVEN["same"]) & (family == FAMILY["same"])] = _PARENT["same"]
    return _table(who, weights)[levels]


def _kin(part: Part, a: Columns, b: Columns, weights: Weights) -> Numbers:
    """Only where a parent's name is one that the other may go by is there a kinship."""
    found = np.zeros((len(b), 5))
    open_ = np.zeros(len(b), dtype=np.bool_)
    for one, other in ((a, b), (b, a)):
        own = _halves(one, "names")
        for who in ("mother", "father"):
            parent = _halves(other, who)
            said = parent[0][:, FIRST] != 0
            if not said.any():
                continue
            open_ |= one.several & said
            places = np.flatnonzero(may_be_own(own[0], parent[0]))
            if len(places):
                family = family_levels(_of(own[1], places), _of(parent[1], places))
                open_[places[(family != NOTHING) & (family != FAMILY["differs"])]] = True
    if open_.any():
        _by_rules(part, a, b, open_, weights, found)
    return found


def _of(signs: Signs, places: NDArray[np.int64]) -> Signs:
    return signs if len(signs) == 1 else signs[places]


_WORTH: dict[str, Callable[[Part, Columns, Columns, Weights], Numbers]] = {
    "nhs_number": _same_or_not,
    "sex": _same_or_not,
    "phone": _same_or_not,
    "upn": _seldom,
    "la_child_id": _seldom,
    "given_name": _names,
    "date_of_birth": _birth,
    "address": _homes,
    "mother": _parents,
    "father": _parents,
    "parent": _kin,
}
