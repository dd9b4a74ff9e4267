"""Ours without a council: the doubles among all records, weighed in memory, pair by pair.

Timed from the standardised tellings, as Splink is; reading them is told apart. And the command that
people run, which reads, lets Splink propose, weighs, words every pair and makes people of them.
"""

import csv
import json
import resource
import shutil
import subprocess
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

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
from tools.bench.rivals.ours import environment
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


def by_command(ground: Ground, instance: Path) -> dict[str, Any]:
    """`lintel match --bulk people.csv`, from nothing to its files; how good its pairs are at their
    best level, and the people it makes of them."""
    out = ground.folder / "bulk"
    shutil.rmtree(out, ignore_errors=True)
    words = ("match", "--council", COUNCIL, "--bulk", str(ground.folder / "people.csv"))
    began, worked = perf_counter(), _children()
    subprocess.run(
        [sys.executable, "-m", "lintel", *words, "--out", str(out)],
        env=environment(instance),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds, work = perf_counter() - began, _children() - worked
    return {
        "s": round(seconds, 1),
        "on the processor": round(work, 1),
        **best_f1(_pairs(ground, out / "pairs.jsonl"), ground),
        "of the people it makes": _of_people(ground, out / "people.csv"),
    }


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _pairs(ground: Ground, path: Path) -> list[tuple[float, int, int]]:
    found = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            a, b = (ground.place_of[one[x]["source"], one[x]["source_ref"]] for x in "ab")
            found.append((one["weight"], a, b))
    return found


def _of_people(ground: Ground, path: Path) -> dict[str, float]:
    """Every two records of one of them, against every two of one person in truth."""
    groups: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            place = ground.place_of[row["source"], row["source_ref"]]
            groups[row["person"]].append(ground.truth[place]["person"])
    said = [one == other for own in groups.values() for one, other in combinations(own, 2)]
    right = sum(said)
    return {
        "F1": round(2 * right / max(len(said) + ground.true_pairs, 1), 4),
        "precision": round(right / max(len(said), 1), 4),
        "recall": round(right / max(ground.true_pairs, 1), 4),
    }
