"""Which of the records that share a key are worth comparing: those that share the rarest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from math import log2
from typing import Protocol, TypeVar

# As many records are compared; far more than anybody reads. Of 1,581 contacts about somebody among
# a million records, the right person was among the first 60 as often as among the first 300.
COMPARED = 100
# A key that more records share than this says little and costs much.
CROWD = 400


class Ordered(Protocol):
    def __lt__(self, other: object, /) -> bool: ...


Ref = TypeVar("Ref", bound=Ordered)


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
