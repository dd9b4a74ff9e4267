"""Very many records with each other: which pairs share a key, and what each pair weighs.

For de-duplicating a whole council: each part of the comparison is made for all pairs at a time.
"""

import numpy as np

from lintel.people.memory.columns import Columns, Places
from lintel.people.memory.weighing import ManyWeighed, added_up
from lintel.people.memory.worth import worth
from lintel.people.rules.comparing import PARTS
from lintel.people.rules.weighing import Weights

# A key shared by more says too little of any two of them to compare them all.
MOST_OF_ONE_KEY = 30
_AT_ONCE = 50_000  # pairs


def sharing_keys(
    keys: Places, records: Places, *, most: int = MOST_OF_ONE_KEY
) -> tuple[Places, Places]:
    """Each pair of records that share a key, once, the smaller first.

    Shape: `keys` and `records` side by side, a place for every key of every record.
    """
    order = np.lexsort((records, keys))
    keys, records = keys[order], records[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else order
    sizes = np.diff(np.r_[starts, len(keys)])
    found = [np.empty(0, dtype=np.int64)]
    for size in range(2, most + 1):
        groups = starts[sizes == size]
        if not len(groups):
            continue
        one, other = np.triu_indices(size, 1)
        a, b = records[groups[:, None] + one].ravel(), records[groups[:, None] + other].ravel()
        found.append(a << 32 | b)
    pairs = np.unique(np.concatenate(found))
    return pairs >> 32, pairs & 0xFFFFFFFF


def weigh_pairs(tellings: Columns, one: Places, other: Places, weights: Weights) -> ManyWeighed:
    """What `weigh_many` says of each pair."""
    sums = np.zeros((len(one), 5))
    for start in range(0, len(one), _AT_ONCE):
        part_of_all = slice(start, start + _AT_ONCE)
        a, b = tellings.at(one[part_of_all]), tellings.at(other[part_of_all])
        for part in PARTS:
            sums[part_of_all] += worth(part, a, b, weights)
    return added_up(sums, weights)
