"""One telling against very many, as `rules.weighing` weighs one; each value is compared once.

The parts of a comparison read fields of their own, so that a hundred records of one surname are
compared by surname once. What it says is what `compare` and `weigh` say, to the last bit but the
order in which they are added.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lintel.people.memory.alike import kind_of
from lintel.people.rules.comparing import PARTS, Compared, Part
from lintel.people.rules.facts import Facts
from lintel.people.rules.likeness import BESIDE, POSSIBLE
from lintel.people.rules.packed import NOTHING, PLACE, part_of
from lintel.people.rules.weighing import Weights, ahead, bits_of
from lintel.people.weights import shipped

Numbers = NDArray[np.float64]
Worth = tuple[float, float, float, float, float]  # the four hypotheses, and 1 when `beside`


@dataclass(frozen=True, slots=True)
class ManyWeighed:
    """Shape: a place for each telling, in the order given.

    weight, household: as `rules.weighing.Weighed` has them.
    beside: whether they share what a household shares, as `rules.likeness` says.
    """

    weight: Numbers
    household: Numbers
    beside: NDArray[np.bool_]

    def worth_showing(self, weights: Weights, *, same: int, others: int) -> list[int]:
        """Places of those who may be the person, likeliest first, then of those of a household."""
        points, chances = zip(*weights.knots, strict=True)
        may_be = np.interp(self.weight, points, chances) >= POSSIBLE
        order = np.lexsort((-self.weight, ~may_be))
        people = [int(place) for place in order[: int(may_be.sum())]]
        near = np.where(self.beside, self.household + 100.0, self.household)
        near[may_be] = -np.inf
        family = np.flatnonzero(near > 0.0)
        family = family[np.argsort(-near[family], kind="stable")]
        return people[:same] + [int(place) for place in family[:others]]


def weigh_many(
    facts: Facts, tellings: Sequence[Sequence[str]], weights: Weights | None = None
) -> ManyWeighed:
    """Each of `tellings` is the lines of `rules.packed.packed`."""
    weights = weights or shipped()
    sums = np.zeros((len(tellings), 5))
    if tellings:
        columns = list(zip(*tellings, strict=True))
        rows = range(len(tellings))
        for part in _spoken(facts):
            sums += _worth(facts, part, columns, rows, weights)
    return added_up(sums, weights)


def sift(
    facts: Facts, tellings: Sequence[Sequence[str]], weights: Weights | None = None
) -> ManyWeighed:
    """As `weigh_many` for whoever `worth_showing` may show; -inf for the others.

    Once names are compared, a record goes of which nothing that is left could make it worth
    showing; its parents are never compared, and that is most of them.
    """
    weights = weights or shipped()
    none = np.full(len(tellings), -np.inf)
    found = ManyWeighed(none, none.copy(), np.zeros(len(tellings), dtype=np.bool_))
    if not tellings:
        return found
    columns = list(zip(*tellings, strict=True))
    rows = np.arange(len(tellings))
    sums = np.zeros((len(tellings), 5))
    least = _least_weight(weights)
    left = _spoken(facts)
    while left:
        part = left.pop(0)
        sums += _worth(facts, part, columns, rows.tolist(), weights)
        if left and part.compare is _NAMES:
            kept = np.flatnonzero(_may_show(sums, facts, left, columns, rows, weights, least))
            rows, sums = rows[kept], sums[kept]
            if not len(rows):
                return found
    weighed = added_up(sums, weights)
    found.weight[rows], found.household[rows] = weighed.weight, weighed.household
    found.beside[rows] = weighed.beside
    return found


# Those that may bring somebody beside first, so that nobody of a household is passed over; the
# dear ones last.
_CHEAP_FIRST = (
    *("parent", "address", "phone", "date_of_birth", "sex", "nhs_number", "upn", "la_child_id"),
    *("given_name", "mother", "father"),
)
_ORDERED = sorted(PARTS, key=lambda part: _CHEAP_FIRST.index(part.finds[0]))
_NAMES = next(part.compare for part in PARTS if "given_name" in part.finds)


def _spoken(facts: Facts) -> list[Part]:
    """What this telling does not say, it can neither agree nor differ in."""
    return [part for part in _ORDERED if _says(facts, part.reads)]


def _may_show(
    sums: Numbers,
    facts: Facts,
    left: Sequence[Part],
    columns: Sequence[Sequence[str]],
    rows: NDArray[np.int64],
    weights: Weights,
    least: float,
) -> NDArray[np.bool_]:
    """Who may still be worth showing, whatever is found of them in the parts that are `left`."""
    most = np.tile(ahead(weights.prior), (len(rows), 1))
    for part in left:
        furthest = np.zeros(5)
        for field in part.finds:
            furthest += weights.most_of(field, _terms(facts, field))
        # Nor can somebody agree in what is not said of them.
        said = [columns[PLACE[name]] for name in part.reads]
        may = [any(texts) for texts in zip(*said, strict=True)]
        most += np.outer(np.array(may)[rows], furthest)
    same, twin, household, unrelated, beside = sums.T
    weight = np.minimum(same - twin + most[:, 0], same - household + most[:, 1])
    weight = np.minimum(weight, same - unrelated + most[:, 2])
    # Two alternatives together are at most one bit likelier than the likelier of them.
    near = np.maximum(twin - unrelated + most[:, 3], household - unrelated + most[:, 4]) + 1.0
    return (weight >= least) | (near > 0.0) | (beside > 0.0)


def _terms(facts: Facts, field: str) -> list[str]:
    if field == "given_name":
        return [name.given[0] for name in facts.names if name.given]
    return ["".join(name.family) for name in facts.names if name.family]


def _least_weight(weights: Weights) -> float:
    """No weight below this may be the person, by the calibration."""
    least = -np.inf
    for weight, chance in weights.knots:
        if chance >= POSSIBLE:
            break
        least = weight
    return least


def _says(facts: Facts, names: Iterable[str]) -> bool:
    return any(getattr(facts, name) != getattr(NOTHING, name) for name in names)


def _worth(
    facts: Facts,
    part: Part,
    columns: Sequence[Sequence[str]],
    rows: Sequence[int],
    weights: Weights,
) -> Numbers:
    """For each of these rows the worth of a part; values of one kind are compared once."""
    read = [map(columns[PLACE[name]].__getitem__, rows) for name in part.reads]
    said = list(zip(*read, strict=True))
    needed = [] if _says(facts, part.needs) else [part.reads.index(name) for name in part.needs]
    kind = kind_of(part, facts)
    table: list[Worth] = [_NOTHING]
    place_of = dict.fromkeys(said, 0)
    place_of_kind: dict[Hashable, int] = {}
    for texts in place_of:
        if not any(texts) or (needed and not any(texts[place] for place in needed)):
            continue
        own = kind(texts) if kind else texts
        place = place_of_kind.get(own)
        if place is None:
            one = worth_of(part.compare(facts, part_of(part.reads, texts)), weights)
            place = 0
            if one is not None:
                place = len(table)
                table.append(one)
            place_of_kind[own] = place
        place_of[texts] = place
    return np.array(table)[[place_of[texts] for texts in said]]


_NOTHING: Worth = (0.0, 0.0, 0.0, 0.0, 0.0)


def worth_of(compared: Iterable[Compared], weights: Weights) -> Worth | None:
    same = twin = household = unrelated = beside = 0.0
    something = False
    for one in compared:
        something = True
        bits = bits_of(one, weights)
        same += bits[0]
        twin += bits[1]
        household += bits[2]
        unrelated += bits[3]
        if one in BESIDE:
            beside = 1.0
    return (same, twin, household, unrelated, beside) if something else None


def added_up(sums: Numbers, weights: Weights) -> ManyWeighed:
    same, twin, household, unrelated = (sums[:, k] + weights.prior[k] for k in range(4))
    home = np.logaddexp2(twin, household)
    return ManyWeighed(
        weight=same - np.logaddexp2(home, unrelated),
        household=home - unrelated,
        beside=sums[:, 4] > 0.0,
    )
