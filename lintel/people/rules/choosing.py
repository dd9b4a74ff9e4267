"""Which of the records that share a key are worth comparing: those that share the rarest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from math import log2
from typing import Protocol, TypeVar

# As many records are compared; far more than anybody reads.
COMPARED = 300
# A key that more records share than this says little and costs much.
CROWD = 400


class Ordered(Protocol):
    def __lt__(self, other: object, /) -> bool: ...


Ref = TypeVar("Ref", bound=Ordered)


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
        says = 1.0 + log2((CROWD + 1) / min(len(refs), CROWD + 1))
        if len(refs) > CROWD:
            says /= 1000
        for ref in refs[: CROWD + 1]:
            shared[ref] += says
    if but is not None:
        shared.pop(but, None)
    return nsmallest(most, shared, key=lambda ref: (-shared[ref], ref))
