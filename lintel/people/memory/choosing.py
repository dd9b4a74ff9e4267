"""`rules.choosing.most_alike` for rows that are numbers, all at once: the same, in one order."""

from collections.abc import Sequence

import numpy as np

from lintel.people.rules.choosing import COMPARED, says


def most_alike_rows(
    under_each_key: Sequence[Sequence[int]], *, but: int | None = None, most: int = COMPARED
) -> list[int]:
    found = [np.array(rows, dtype=np.int64) for rows in under_each_key if len(rows)]
    if not found:
        return []
    every = np.concatenate(found)
    worth = np.repeat([says(len(rows)) for rows in found], [len(rows) for rows in found])
    rows, which = np.unique(every, return_inverse=True)
    shared = np.bincount(which, weights=worth)
    if but is not None:
        rows, shared = rows[rows != but], shared[rows != but]
    return rows[np.lexsort((rows, -shared))[:most]].tolist()
