"""Very many records with each other: which pairs share a key, and what each pair weighs.

For de-duplicating a whole council. Each part of the comparison is made once for each two values
that meet, and the weights are added up for all pairs at a time.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lintel.people.memory.weighing import ManyWeighed, Worth, added_up, worth_of
from lintel.people.rules.comparing import PARTS, Part
from lintel.people.rules.packed import PLACE, part_of
from lintel.people.rules.weighing import Weights

Places = NDArray[np.int64]

# A key shared by more says too little of any two of them to compare them all.
MOST_OF_ONE_KEY = 30


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


def weigh_pairs(
    tellings: Sequence[Sequence[str]], one: Places, other: Places, weights: Weights
) -> ManyWeighed:
    """What `weigh_many` says of each pair. Each of `tellings` is the lines of `packed`."""
    sums = np.zeros((len(one), 5))
    for part in PARTS:
        _add(part, tellings, one, other, weights, sums)
    return added_up(sums, weights)


def _add(
    part: Part,
    tellings: Sequence[Sequence[str]],
    one: Places,
    other: Places,
    weights: Weights,
    sums: NDArray[np.float64],
) -> None:
    values, place_of = _distinct(part, tellings)
    needed = [part.reads.index(name) for name in part.needs]
    says = np.array([any(texts) for texts in values])
    heard = np.array([not needed or any(texts[k] for k in needed) for texts in values])
    a, b = place_of[one], place_of[other]
    # It is the same whichever way round, and nothing where one side says nothing.
    talking = np.flatnonzero(says[a] & says[b] & (heard[a] | heard[b]))
    if not len(talking):
        return
    a, b = a[talking], b[talking]
    met, which = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b), return_inverse=True)
    facts = [part_of(part.reads, texts) for texts in values]
    nothing: Worth = (0.0, 0.0, 0.0, 0.0, 0.0)
    table = [
        worth_of(part.compare(facts[pair >> 32], facts[pair & 0xFFFFFFFF]), weights) or nothing
        for pair in met.tolist()
    ]
    sums[talking] += np.array(table)[which]


def _distinct(
    part: Part, tellings: Sequence[Sequence[str]]
) -> tuple[list[tuple[str, ...]], Places]:
    """What is said in a part, each once, and for each telling which of them."""
    columns = [PLACE[name] for name in part.reads]
    seen: dict[tuple[str, ...], int] = {}
    places = [
        seen.setdefault(tuple([telling[column] for column in columns]), len(seen))
        for telling in tellings
    ]
    return list(seen), np.array(places, dtype=np.int64)
