"""Pairs made into people: surest first, and never against what another pair says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Pair = tuple[float, int, int]  # weight, and the places of two records


def clusters(together: Iterable[Pair], apart: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Groups of two or more, each sorted, in order of their first.

    Two groups with a pair of `apart` between them stay two, whatever else joins them: so a chain
    of records that each look like the next never makes two twins into one. The order in which
    pairs are given does not matter.
    """
    against: Mapping[int, set[int]] = defaultdict(set)
    for one, other in apart:
        against[one].add(other)
        against[other].add(one)
    head: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for _, one, other in sorted(together, key=lambda pair: (-pair[0], pair[1:])):
        a, b = head.get(one, one), head.get(other, other)
        if a == b:
            continue
        own, theirs = members.get(a, [a]), members.get(b, [b])
        if len(own) < len(theirs):
            a, b, own, theirs = b, a, theirs, own
        if any(against[each] and not against[each].isdisjoint(own) for each in theirs):
            continue
        members[a] = own + theirs
        members.pop(b, None)
        for each in (*theirs, a):
            head[each] = a
    return sorted(sorted(group) for group in members.values())
