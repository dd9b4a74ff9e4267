"""One telling against very many, as `rules.weighing` weighs one, all at once.

What it says is what `compare` and `weigh` say, to the last bit but the order in which they are
added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lintel.people.memory.columns import Columns, columns_of
from lintel.people.memory.worth import Numbers, worth
from lintel.people.rules.comparing import PARTS, Part
from lintel.people.rules.facts import Facts
from lintel.people.rules.likeness import POSSIBLE
from lintel.people.rules.packed import NOTHING, lines, packed
from lintel.people.rules.weighing import Knots, Weights, ahead
from lintel.people.weights import shipped


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
        may_be = _chances(self.weight, weights.knots) >= POSSIBLE
        order = np.lexsort((-self.weight, ~may_be))
        people = [int(place) for place in order[: int(may_be.sum())]]
        near = np.where(self.beside, self.household + 100.0, self.household)
        near[may_be] = -np.inf
        # Or the person under another first name, whom a sum of weights alone leaves out.
        yet = _chances(self.weight, weights.sibling_knots or weights.knots) >= _YET
        family = np.flatnonzero((near > _NEAR) | (yet & ~may_be))
        family = family[np.argsort(-near[family], kind="stable")]
        return people[:same] + [int(place) for place in family[:others]]


# Bits from which on two may be of one household: one family name and one mother, with nothing else,
# are worth less than even odds, and are worth showing.
_NEAR = -3.0
# So often whoever looks like a brother or sister must turn out to be the person to be looked at.
_YET = 0.2


def _chances(weight: Numbers, knots: Knots) -> Numbers:
    points, chances = zip(*knots, strict=True)
    found: Numbers = np.interp(weight, points, chances)
    return found


def weigh_many(facts: Facts, others: Columns, weights: Weights | None = None) -> ManyWeighed:
    weights = weights or shipped()
    sums, asked = np.zeros((len(others), 5)), asked_of(facts)
    if len(others):
        for part in _spoken(facts):
            sums += worth(part, asked, others, weights)
    return added_up(sums, weights)


def asked_of(facts: Facts) -> Columns:
    """One telling as the columns that others are compared with."""
    return columns_of([lines(packed(facts))])


def sift(facts: Facts, others: Columns, weights: Weights | None = None) -> ManyWeighed:
    """As `weigh_many` for whoever `worth_showing` may show; -inf for the others.

    Once names are compared, a record goes of which nothing that is left could make it worth
    showing; its parents are never compared, and that is most of them.
    """
    weights = weights or shipped()
    none = np.full(len(others), -np.inf)
    found = ManyWeighed(none, none.copy(), np.zeros(len(others), dtype=np.bool_))
    if not len(others):
        return found
    asked, left, kept = asked_of(facts), _spoken(facts), others
    rows, sums = np.arange(len(others)), np.zeros((len(others), 5))
    while left:
        part = left.pop(0)
        sums += worth(part, asked, kept, weights)
        if left and "given_name" in part.finds:
            stay = np.flatnonzero(_may_show(sums, facts, left, kept, weights))
            rows, sums, kept = rows[stay], sums[stay], kept.at(stay)
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


def _spoken(facts: Facts) -> list[Part]:
    """What this telling does not say, it can neither agree nor differ in."""
    return [
        part
        for part in _ORDERED
        if any(getattr(facts, name) != getattr(NOTHING, name) for name in part.reads)
    ]


def _may_show(
    sums: Numbers,
    facts: Facts,
    left: Sequence[Part],
    others: Columns,
    weights: Weights,
) -> NDArray[np.bool_]:
    """Who may still be worth showing, whatever is found of them in the parts that are `left`."""
    most = np.tile(ahead(weights.prior), (len(others), 1))
    for part in left:
        furthest = np.zeros(5)
        for field in part.finds:
            furthest += weights.most_of(field, _terms(facts, field))
        # Nor can somebody agree in what is not said of them.
        may = np.logical_or.reduce([others.says(name) for name in part.reads])
        most += np.outer(may, furthest)
    same, twin, household, unrelated, beside = sums.T
    weight = np.minimum(same - twin + most[:, 0], same - household + most[:, 1])
    weight = np.minimum(weight, same - unrelated + most[:, 2])
    # Two alternatives together are at most one bit likelier than the likelier of them.
    near = np.maximum(twin - unrelated + most[:, 3], household - unrelated + most[:, 4]) + 1.0
    return (weight >= _least_weight(weights)) | (near > _NEAR) | (beside > 0.0)


def _terms(facts: Facts, field: str) -> list[str]:
    if field == "given_name":
        return [name.given[0] for name in facts.names if name.given]
    return ["".join(name.family) for name in facts.names if name.family]


def _least_weight(weights: Weights) -> float:
    """No weight below this is worth showing as the person, by either calibration."""
    yet = _below(weights.sibling_knots or weights.knots, _YET)
    return min(_below(weights.knots, POSSIBLE), yet)


def _below(knots: Knots, wanted: float) -> float:
    """A weight just below the least of such a chance."""
    if knots[0][1] >= wanted:
        return -np.inf
    for (low, p), (high, q) in pairwise(knots):
        if q >= wanted:
            return low + (wanted - p) * (high - low) / (q - p) - 1e-6
    return np.inf


def added_up(sums: Numbers, weights: Weights) -> ManyWeighed:
    same, twin, household, unrelated = (sums[:, k] + weights.prior[k] for k in range(4))
    home = np.logaddexp2(twin, household)
    return ManyWeighed(
        weight=same - np.logaddexp2(home, unrelated),
        household=home - unrelated,
        beside=sums[:, 4] > 0.0,
    )
