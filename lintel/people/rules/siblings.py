"""Who is whose brother or sister, as far as their parents tell. Only parents by birth count."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Siblings:
    """Shape: `words` what they are to each other; `through` the parents they have in common."""

    one: UUID
    other: UUID
    words: str
    through: tuple[UUID, ...]


FULL = "brother or sister"
HALF = "half-brother or half-sister"
IN_COMMON = "brother or sister with one parent in common, the other not told"


def siblings_by_parents(parents: Mapping[UUID, Mapping[UUID, str]]) -> list[Siblings]:
    """Everybody who has a parent in common. `parents` maps a child to {parent: kind}.

    Half when each has another parent who is not the other's; in common when one of those is not
    known. A mother and a "parent" may be the same sort of parent, so they tell nothing apart.

    >>> m, f, g, a, b, c = (UUID(int=n) for n in range(6))
    >>> told = {a: {m: "mother", f: "father"}, b: {m: "mother", g: "father"}, c: {m: "mother"}}
    >>> [s.words[:6] for s in siblings_by_parents(told)]
    ['half-b', 'brothe', 'brothe']
    """
    found = []
    for one, other in combinations(sorted(parents, key=str), 2):
        theirs, others = parents[one], parents[other]
        shared = tuple(sorted(theirs.keys() & others.keys(), key=str))
        if not shared:
            continue
        if len(shared) > 1:
            words = FULL
        else:
            apart = (theirs.keys() - set(shared), others.keys() - set(shared))
            words = HALF if all(apart) else IN_COMMON
        found.append(Siblings(one, other, words, shared))
    return found
