"""Identities that must never be put together: as before and after an adoption.

Neither is ever offered beside the other, as a candidate or as a double, and they are never made
one. Whoever is told no learns no more than of two people somebody said are two.
Source: access model, section 4, K3: the matcher must not link old and new.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID


class MayBeApart(Protocol):
    @property
    def apart(self) -> UUID | None: ...


Someone = TypeVar("Someone", bound=MayBeApart)


def are_apart(one: UUID | None, other: UUID | None) -> bool:
    """Whether what two people carry says that they must never be put together."""
    return one is not None and one == other


def never_together(best_first: Iterable[Someone]) -> list[Someone]:
    """The likeliest of each identity that is kept apart, and everybody else, in their order."""
    met: set[UUID] = set()
    kept = []
    for someone in best_first:
        if someone.apart is not None:
            if someone.apart in met:
                continue
            met.add(someone.apart)
        kept.append(someone)
    return kept
