"""Which of the records that share a key are worth comparing: those that share the rarest. And who
of those compared is offered, and in which order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from math import log2
from typing import Protocol, TypeVar

from lintel.people.rules.likeness import POSSIBLE, Band, Relation

# As many records are compared; far more than anybody reads. Of 1,581 contacts about somebody among
# a million records, the right person was among the first 60 as often as among the first 300.
COMPARED = 100
# A key that more records share than this says little and costs much.
CROWD = 400


class Ordered(Protocol):
    def __lt__(self, other: object, /) -> bool: ...


Ref = TypeVar("Ref", bound=Ordered)


class Related(Protocol):
    @property
    def relation(self) -> Relation: ...
    @property
    def band(self) -> Band | None: ...
    @property
    def probability(self) -> float: ...
    @property
    def weight(self) -> float: ...
    @property
    def near(self) -> float: ...


Someone = TypeVar("Someone", bound=Related)
# Of ten offered so many are of the household, where there are so many: the tenth who may be the
# person was nobody's in each of 1,567 contacts about somebody among a million records, and a sister
# leads to the family.
OF_TEN = 1


def how_likely(one: Related) -> tuple[int, int, float]:
    """To sort by: whoever may be the person, surest first; then the household, of which those who
    may yet be the person under another first name stand before the others, and those by how sure
    the household is."""
    band = _BANDS.index(one.band or Band.POSSIBLE)
    if one.relation is Relation.SAME:
        return 0, band, -one.weight
    may_be = one.probability >= POSSIBLE
    return (1, band, -one.weight) if may_be else (2, band, -one.near)


_BANDS = tuple(Band)


def offered(best_first: Sequence[Someone], limit: int) -> list[Someone]:
    """At most `limit`: whoever may be the person, then the household, each in their order."""
    same = [one for one in best_first if one.relation is Relation.SAME]
    near = [one for one in best_first if one.relation is Relation.HOUSEHOLD]
    same = same[: limit - min(len(near), limit * OF_TEN // 10)]
    return same + near[: limit - len(same)]


def says(shared_by: int) -> float:
    """How much it says to share a key that so many have."""
    if shared_by > CROWD:
        return 0.001
    return 1.0 + log2((CROWD + 1) / shared_by)


def most_alike(
    under_each_key: Iterable[Sequence[Ref]], *, but: Ref | None = None, most: int = COMPARED
) -> list[Ref]:
    """At most `most` records, those first that share the rarest keys; ties by reference.

    Of a crowd, `CROWD` + 1 are enough to show that it is one; whoever is only in a crowd is
    compared when there is room.
    """
    shared: dict[Ref, float] = defaultdict(float)
    for refs in under_each_key:
        if not refs:
            continue
        worth = says(len(refs))
        for ref in refs[: CROWD + 1]:
            shared[ref] += worth
    if but is not None:
        shared.pop(but, None)
    return nsmallest(most, shared, key=lambda ref: (-shared[ref], ref))
