"""Ours without a council: the doubles among all records, weighed in memory, pair by pair.

Timed from the standardised tellings, as Splink is; reading them is told apart.
"""

from time import perf_counter, process_time

import numpy as np

from lintel.people.memory.columns import columns_of
from lintel.people.memory.pairs import sharing_keys, weigh_pairs
from lintel.people.rules.hashed import hashed
from lintel.people.rules.keys import keys
from lintel.people.rules.packed import lines, packed
from lintel.people.rules.weighing import doubled, for_so_many
from lintel.people.weights import shipped
from tools.bench.ranking import facts_from
from tools.bench.rivals.ground import AS_OF, COUNCIL, Ground
from tools.bench.rivals.splink_five import best_f1

# Keys of a household alone pair sisters by the thousand, and find one person in a hundred more.
KINDS, MOST = frozenset("hulbaspkn"), 12
LEAST = -6.0  # bits; as low as Splink is asked for


def deduplicated(ground: Ground) -> dict[str, float]:
    began, worked = perf_counter(), process_time()
    told = [facts_from(row, AS_OF) for row in ground.rows()]
    read, read_work = perf_counter() - began, process_time() - worked
    began, worked = perf_counter(), process_time()
    found: list[int] = []
    records: list[int] = []
    for place, facts in enumerate(told):
        own = hashed(COUNCIL, (key for key in keys(facts) if key[0] in KINDS))
        found += own
        records += [place] * len(own)
    one, other = sharing_keys(np.array(found), np.array(records), most=MOST)
    held = columns_of([lines(packed(facts)) for facts in told])
    weight = weigh_pairs(held, one, other, for_so_many(shipped(), doubled(len(told)))).weight
    kept = np.flatnonzero(weight >= LEAST)
    seconds, work = perf_counter() - began, process_time() - worked
    rows = zip(weight[kept].tolist(), one[kept].tolist(), other[kept].tolist(), strict=True)
    return {
        "reading s": round(read, 1),
        "reading, on the processor": round(read_work, 1),
        "s": round(seconds, 1),
        "on the processor": round(work, 1),
        "compared": len(one),
        **best_f1(rows, ground),
    }
