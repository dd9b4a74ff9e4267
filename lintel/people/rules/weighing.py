"""What a comparison is worth: three ways two tellings can come to look alike, weighed.

They are of the same person; of two people of one household (born at one birth, or not); or of
two people who have nothing to do with each other. A field is worth what it says for the first
against the strongest of the others: a sister lives there too, so one address says nothing of
which sister.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import log2
from typing import Any, cast

from lintel.people.rules.agreements import WORDS, Compared

# Same person; born at one birth; others of the household; unrelated.
SAME, TWIN, HOUSEHOLD, UNRELATED = range(4)
HYPOTHESES = ("same", "twin", "household", "unrelated")
Bits = tuple[float, float, float, float]
Knots = tuple[tuple[float, float], ...]
# What of a file of weights was learned with the truth in hand.
CALIBRATIONS = ("calibration", "calibration of siblings", "where many are held")


@dataclass(frozen=True)
class WhereMany:
    """What weights turned out to be worth among `records`; up to `most_of_few` the others hold, and
    in between they go over into each other, by doublings. Shape: knots as in Weights."""

    most_of_few: int
    records: int
    knots: Knots
    sibling_knots: Knots


@dataclass(frozen=True)
class Weights:
    """Shape:
    version: the name of the file they were read from.
    prior: log2 of how many records of each kind stand among all, up to a shared constant.
    bits: field -> level -> log2 of how often each hypothesis shows that level.
    shares: field -> name -> log2 of its share; `rare` for names not among them.
    knots: (weight, probability), both rising: what a weight turned out to be worth.
    sibling_knots: the same for two who look like brother and sister, of whom most of those left in
        doubt are one person told by another first name; none where a file says nothing of them.
    where_many: the same where very many are held; None where a file says nothing of that.
    """

    version: str
    prior: Bits
    bits: Mapping[str, Mapping[str, Bits]]
    shares: Mapping[str, Mapping[str, float]]
    rare: Mapping[str, float]
    knots: Knots
    sibling_knots: Knots = ()
    where_many: "WhereMany | None" = None

    @cached_property
    def most(self) -> Mapping[str, "Ahead"]:
        """Field -> how far any level of it, or its silence, can bring each hypothesis ahead.

        Where a name has a term, `bits` speak of it: `most_of` sees to those.
        """
        found = {}
        for field, levels in self.bits.items():
            termed = field in self.shares
            rows = [bits for level, bits in levels.items() if not (termed and level == "same")]
            found[field] = _furthest([ahead(row) for row in rows])
        return found

    def most_of(self, field: str, terms: Iterable[str]) -> "Ahead":
        """The same, where the names that both may have are these."""
        if field not in self.shares:
            return self.most[field]
        same = [bits_of(Compared(field, "same", term), self) for term in terms]
        return _furthest([self.most[field], *map(ahead, same)])


# How many bits one is before the other: the same person before a twin, before another of the
# household, before a stranger; a twin, and another of the household, before a stranger.
Ahead = tuple[float, float, float, float, float]


def ahead(bits: Bits) -> Ahead:
    same, twin, household, unrelated = bits
    return (
        *(same - twin, same - household, same - unrelated),
        *(twin - unrelated, household - unrelated),
    )


def _furthest(rows: Iterable[Ahead]) -> Ahead:
    return cast(Ahead, tuple(max(0.0, *column) for column in zip(*rows, strict=True)))


@dataclass(frozen=True, slots=True)
class Weighed:
    """Shape:
    weight: log2 odds that the two are one person.
    against: the strongest of the other hypotheses; what `shown` was weighed against.
    shown: a weight for each compared field, in their order; with `prior` they make `weight`.
    household: log2 odds that they are two of one household against unrelated.
    """

    weight: float
    prior: float
    against: int
    shown: tuple[float, ...]
    household: float


def weigh(compared: Iterable[Compared], weights: Weights) -> Weighed:
    """
    Errors:
        KeyError: a level the weights do not know. `weights_from` sees to it that there is none.
    """
    rows = [bits_of(one, weights) for one in compared]
    same, twin, household, unrelated = weights.prior
    for row in rows:  # written out: it is done for everybody who is shown
        same += row[SAME]
        twin += row[TWIN]
        household += row[HOUSEHOLD]
        unrelated += row[UNRELATED]
    against = TWIN
    if household > twin:
        against = HOUSEHOLD
    if unrelated > max(twin, household):
        against = UNRELATED
    weight = same - _added(twin, household, unrelated)
    shown = tuple(row[SAME] - row[against] for row in rows)
    return Weighed(
        weight=weight,
        prior=weight - sum(shown),
        against=against,
        shown=shown,
        household=_added(twin, household) - unrelated,
    )


def bits_of(one: Compared, weights: Weights) -> Bits:
    row = weights.bits[one.field][one.level]
    if not one.term:
        return row
    share = weights.shares[one.field].get(one.term, weights.rare[one.field])
    return row[0], row[1], row[2], share


def _added(*bits: float) -> float:
    """log2 of the sum of 2**bit."""
    top = max(bits)
    return top + log2(sum([2.0 ** max(bit - top, -60.0) for bit in bits]))


def probability(weight: float, weights: Weights, *, siblings: bool = False) -> float:
    """What a weight turned out to be worth, between its neighbours among the knots."""
    return _between((siblings and weights.sibling_knots) or weights.knots, weight)


def _between(knots: Knots, weight: float) -> float:
    place = bisect_right(knots, (weight, 2.0))
    if place == 0:
        return knots[0][1]
    if place == len(knots):
        return knots[-1][1]
    (low, p), (high, q) = knots[place - 1], knots[place]
    return p + (q - p) * (weight - low) / (high - low)


class WeightsWrong(ValueError):
    """A file of weights cannot be used; the message says why."""


def weights_from(data: Mapping[str, Any]) -> Weights:
    """
    Errors:
        WeightsWrong: a level is missing, a number is no probability, or the knots do not rise.
    """
    try:
        bits = {
            field: {level: _row(data["fields"][field][level]) for level in levels}
            for field, levels in WORDS.items()
        }
        knots, sibling_knots = _knots(data)
        many = data.get(CALIBRATIONS[2])
        where_many = None
        if many is not None:
            where_many = WhereMany(int(many["more than"]), int(many["records"]), *_knots(many))
        names = data["names"]
        found = Weights(
            version=str(data["version"]),
            prior=_row(data["records"], most=float("inf")),
            bits=bits,
            shares={f: {n: log2(s) for n, s in names[f]["shares"].items()} for f in names},
            rare={f: log2(names[f]["rare"]) for f in names},
            knots=knots,
            sibling_knots=sibling_knots,
            where_many=where_many,
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise WeightsWrong(f"The weights cannot be read: {wrong!r}") from wrong
    for_many = (where_many.knots, where_many.sibling_knots) if where_many else ()
    if not all(map(_rise, (knots, *for_many))) or (sibling_knots and not _rise(sibling_knots)):
        raise WeightsWrong("The calibration must rise from one weight to the next")
    if where_many and not 0 < where_many.most_of_few < where_many.records:
        raise WeightsWrong("Where many are held must be more than where few are")
    return found


def _knots(data: Mapping[str, Any]) -> tuple[Knots, Knots]:
    """Of those shown as the person, and of those who look like siblings."""
    same, siblings = (
        tuple((float(weight), float(p)) for weight, p in data.get(name, ()))
        for name in CALIBRATIONS[:2]
    )
    return same, siblings


def _rise(knots: Sequence[tuple[float, float]]) -> bool:
    rises = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(knots))
    return bool(knots) and rises and 0 <= knots[0][1] <= knots[-1][1] <= 1


FEWEST = 10_000  # no council is so small that a stranger is no likelier than this


def doubled(records: int) -> int:
    """So many records, up to the next doubling of `FEWEST`: a prior needs no more."""
    size = FEWEST
    while size < records:
        size *= 2
    return size


def for_so_many(weights: Weights, records: int) -> Weights:
    """The same weights where so many records are held: each is one more stranger to mistake, and
    of very many more are alike in several ways at once than their number alone says."""
    same, twin, household, _ = weights.prior
    sized = replace(weights, prior=(same, twin, household, log2(records)))
    many = weights.where_many
    if many is None or records <= many.most_of_few:
        return sized
    doublings = log2(many.records / many.most_of_few)
    share = min(log2(records / many.most_of_few) / doublings, 1.0)
    return replace(
        sized,
        knots=_mixed(weights.knots, many.knots, share),
        sibling_knots=_mixed(weights.sibling_knots or weights.knots, many.sibling_knots, share),
        where_many=None,
    )


def _mixed(few: Knots, many: Knots, share: float) -> Knots:
    weights = sorted({weight for weight, _ in (*few, *many)})
    return tuple(
        (weight, (1.0 - share) * _between(few, weight) + share * _between(many, weight))
        for weight in weights
    )


def _row(numbers: Mapping[str, Any], most: float = 1.0) -> Bits:
    values = [float(numbers[name]) for name in HYPOTHESES]
    if not all(0 < value <= most for value in values):
        raise ValueError(f"{values} are not all above 0 and at most {most}")
    same, twin, household, unrelated = map(log2, values)
    return same, twin, household, unrelated
