"""How long answers take: the middle one, and the one that nine in ten are quicker than. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class Typical:
    """Shape: `median` and `ninetieth` are None when there was no answer."""

    count: int
    median: timedelta | None
    ninetieth: timedelta | None


def typical(times: Iterable[timedelta]) -> Typical:
    """Nearest rank, so that each is the time of a real answer.

    >>> typical(timedelta(minutes=n) for n in range(1, 11)).ninetieth
    datetime.timedelta(seconds=540)
    >>> typical([]).median is None
    True
    """
    in_order = sorted(times)
    if not in_order:
        return Typical(0, None, None)
    return Typical(len(in_order), _nearest(in_order, 0.5), _nearest(in_order, 0.9))


def _nearest(in_order: list[timedelta], share: float) -> timedelta:
    return in_order[max(ceil(share * len(in_order)), 1) - 1]
