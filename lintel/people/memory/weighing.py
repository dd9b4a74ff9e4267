"""One telling against very many, as `rules.weighing` weighs one; each value is compared once.

The parts of a comparison read fields of their own, so that a hundred records of one surname are
compared by surname once. What it says is what `compare` and `weigh` say, to the last bit but the
order in which they are added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lintel.people.rules.comparing import PARTS, Compared, Part
from lintel.people.rules.facts import Facts
from lintel.people.rules.likeness import BESIDE, POSSIBLE
from lintel.people.rules.packed import NOTHING, PLACE, part_of
from lintel.people.rules.weighing import Weights, bits_of
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
    worth: list[Worth] = [(0.0, 0.0, 0.0, 0.0, 0.0)]
    # What this telling does not say, it can neither agree nor differ in.
    spoken = [part for part in PARTS if _says(facts, part.reads)]
    columns = list(zip(*tellings, strict=True))
    places = [_places(facts, part, columns, weights, worth) for part in spoken] if columns else []
    sums = np.zeros((len(tellings), 5))
    table = np.array(worth)
    for place in places:
        sums += table[place]
    return added_up(sums, weights)


def _says(facts: Facts, names: Iterable[str]) -> bool:
    return any(getattr(facts, name) != getattr(NOTHING, name) for name in names)


def _places(
    facts: Facts,
    part: Part,
    columns: Sequence[Sequence[str]],
    weights: Weights,
    worth: list[Worth],
) -> list[int]:
    """For each telling its place in `worth`, to which what is new is added."""
    said = list(zip(*[columns[PLACE[name]] for name in part.reads], strict=True))
    needed = [] if _says(facts, part.needs) else [part.reads.index(name) for name in part.needs]
    place_of = dict.fromkeys(said, 0)
    for texts in place_of:
        if any(texts) and (not needed or any(texts[place] for place in needed)):
            one = worth_of(part.compare(facts, part_of(part.reads, texts)), weights)
            if one is not None:
                place_of[texts] = len(worth)
                worth.append(one)
    return [place_of[texts] for texts in said]


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
