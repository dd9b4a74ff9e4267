"""`rules.choosing.most_alike` for rows that are numbers, all at once: the same, in one order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lintel.people.rules.choosing import COMPARED, says

Rows = NDArray[np.int64]


def most_alike_rows(
    under_each_key: Sequence[Sequence[int]], *, but: int | None = None, most: int = COMPARED
) -> list[int]:
    found = [np.array(rows, dtype=np.int64) for rows in under_each_key if len(rows)]
    if not found:
        return []
    sizes = np.array(list(map(len, found)))
    every, says_each = np.concatenate(found), np.repeat(each_says(sizes), sizes)
    return most_alike_of(every, says_each, but=but, most=most).tolist()


def each_says(sizes: Rows) -> NDArray[np.float64]:
    """What it says to share each key, by how many have it; nothing for a key of nobody."""
    return np.array([says(size) if size else 0.0 for size in sizes.tolist()])


def most_alike_of(
    every: Rows, says_each: NDArray[np.float64], *, but: int | None = None, most: int = COMPARED
) -> Rows:
    """Shape: `every` has each row once for each key it shares, `says_each` what that key says."""
    rows, which = np.unique(every, return_inverse=True)
    shared = np.bincount(which, weights=says_each)
    if but is not None:
        rows, shared = rows[rows != but], shared[rows != but]
    return rows[np.lexsort((rows, -shared))[:most]]
