"""How good the ten are that the product offers, for very many contacts, without a database.

python -m tools.bench.shown --records 100000 --seed 55021 --contacts 20000
python -m tools.bench.shown --records 1000000 --ground FOLDER

Each record is a person of its own, found in a snapshot as `lintel match --serve` maps it and
weighed by the same rules; so the measures are those of `ours, warm` of tools.bench.rivals.beside.
FOLDER keeps people, contacts, truth and the snapshot, and either program reads them from it. Also
says at which step those were lost who are not shown.
"""

import argparse
import json
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from math import sqrt
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from lintel.demo.asked import About
from lintel.people.memory.choosing import each_says, most_alike_of
from lintel.people.memory.snapshot import About as AboutSnapshot, Row, Snapshot, make
from lintel.people.memory.weighing import sift
from lintel.people.rules.choosing import how_likely, offered
from lintel.people.rules.facts import Facts
from lintel.people.rules.hashed import hashed
from lintel.people.rules.keys import keys, keys_to_look_for
from lintel.people.rules.likeness import Likeness, likeness
from lintel.people.rules.packed import packed, unpacked
from lintel.people.rules.weighing import Weights, doubled, for_so_many
from lintel.people.weights import shipped
from tools.bench.matching import machine
from tools.bench.ranking import facts_from
from tools.bench.rivals import ground as grounds
from tools.bench.rivals.ground import AS_OF, COUNCIL, Ground
from tools.bench.rivals.measures import Answer, measures, share

ROOT = Path(__file__).parents[2]
SEED, SHOWN = 55_021, 10
FEWEST = 80  # contacts of a naming community that say anything
_AT_ONCE = 2_000
SHOWN_, CUT, NO_BAND, NOT_COMPARED, NO_KEY = (
    *("shown", "has a band, after the ten", "compared, no band", "not among the compared"),
    "shares no key",
)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.shown")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--contacts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--ground", type=Path, help="people, contacts and truth that are there")
    args = parser.parse_args(words)
    folder = args.ground or ROOT / f"build/bench/matching-{args.seed}-{args.records}"
    ground = grounds.make(folder, seed=args.seed, records=args.records, contacts=args.contacts)
    began = perf_counter()
    held = snapshot_of(ground, folder / "snapshot")
    made = perf_counter() - began
    weights = for_so_many(shipped(), doubled(len(ground.truth)))
    asking = Asking(ground, held, weights)
    given = [asking.answer(n) for n in range(min(args.contacts, len(ground.asked)))]
    said = {
        "machine": machine(),
        "records": len(ground.truth),
        "snapshot made in s": round(made, 1),
        **measures(given, ground, stated=True),
        "communities": communities(given, ground),
        "the right person": asking.steps["known"],
        "somebody of the household": asking.steps["family"],
    }
    print(json.dumps(said, indent=1))
    return 0


def snapshot_of(ground: Ground, folder: Path) -> Snapshot:
    try:
        return Snapshot(folder)
    except (OSError, ValueError, TypeError):
        about = AboutSnapshot(len(ground.truth), datetime.now(UTC).isoformat(), "a measurement")
        return make(_rows(ground), about, folder)


def _rows(ground: Ground) -> Iterator[Row]:
    with get_context("spawn").Pool(2) as pool:
        number = 0
        for batch in pool.imap(_ready, _batches(ground)):
            for words, kept_under in batch:
                number += 1
                yield number, words, kept_under


def _batches(ground: Ground) -> Iterator[list[dict[str, str]]]:
    rows = ground.rows()
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def _ready(rows: list[dict[str, str]]) -> list[tuple[str, bytes]]:
    told = [facts_from(row, AS_OF) for row in rows]
    return [
        (packed(facts), array("q", sorted(set(hashed(COUNCIL, keys(facts))))).tobytes())
        for facts in told
    ]


class Asking:
    """Shape: `steps` counts where the right person, and the household, came to of each contact."""

    def __init__(self, ground: Ground, held: Snapshot, weights: Weights) -> None:
        self.ground, self.held, self.weights = ground, held, weights
        self.of_person: dict[str, list[int]] = defaultdict(list)
        self.of_home: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(ground.truth):
            self.of_person[one["person"]].append(place)
            self.of_home[one["household"]].append(place)
        self.steps: dict[str, Counter[str]] = {"known": Counter(), "family": Counter()}

    def answer(self, number: int) -> Answer:
        asked = self.ground.asked[number]
        facts = facts_from(asked.columns, AS_OF)
        under = self.held.under(hashed(COUNCIL, keys_to_look_for(facts)))
        compared, found = self._found(facts, *under)
        mine = self.of_person.get(asked.person, [])
        home = [one for one in self.of_home.get(asked.household, []) if one not in set(mine)]
        for what, places in (("known", mine), ("family", home)):
            if places and (what == "family" or asked.about is About.KNOWN):
                self.steps[what][_step(places, found, compared, under[0])] += 1
        rows = [
            (one.weight, one.probability, place, one.relation) for one, place in _offered(found)
        ]
        return Answer(asked, rows, None)

    def _found(
        self, facts: Facts, every: Any, sizes: Any
    ) -> tuple[set[int], list[tuple[Likeness, int]]]:
        """Who was compared; who has a band, best first, as `people.finding` orders them."""
        if not len(every):
            return set(), []
        places = most_alike_of(every, np.repeat(each_says(sizes), sizes))
        columns = self.held.columns(places)
        near = sift(facts, columns, self.weights).worth_showing(
            self.weights, same=2 * SHOWN + 5, others=SHOWN + 5
        )
        found = []
        for place in places[near].tolist():
            one = likeness(facts, unpacked(self.held.packed(place)), self.weights)
            if one.band is not None:
                found.append((one, place))
        return set(places.tolist()), sorted(found, key=_best_first)


def _best_first(pair: tuple[Likeness, int]) -> tuple[int, int, float, int]:
    """As `people.finding` offers them."""
    return *how_likely(pair[0]), pair[1]


def _offered(found: Sequence[tuple[Likeness, int]]) -> list[tuple[Likeness, int]]:
    ten = {id(one) for one in offered([one for one, _ in found], SHOWN)}
    return [pair for pair in found if id(pair[0]) in ten]


def _step(places: Sequence[int], found: Sequence[Any], compared: set[int], every: Any) -> str:
    wanted = set(places)
    with_a_band = [place for _, place in found]
    if wanted.intersection(place for _, place in _offered(found)):
        return SHOWN_
    if wanted.intersection(with_a_band):
        return CUT
    if wanted & compared:
        return NO_BAND
    return NOT_COMPARED if wanted.intersection(every.tolist()) else NO_KEY


def communities(given: Sequence[Answer], ground: Ground) -> dict[str, dict[str, Any]]:
    """Each naming community against the whole, in points, with the standard error of each."""
    who = [one["person"] for one in ground.truth]
    known = [a for a in given if a.asked.about is About.KNOWN]

    def first(a: Answer) -> Any:
        return next((row for row in a.rows if row[3] != "household"), None)

    tops = [(row[0], who[row[2]] == a.asked.person) for a in given if (row := first(a))]
    wrong = sorted((weight for weight, right in tops if not right), reverse=True)
    level = wrong[len(given) // 100] if len(wrong) > len(given) // 100 else -99.0

    def found(a: Answer) -> bool:
        return any(who[row[2]] == a.asked.person for row in a.rows)

    def above(a: Answer) -> bool:
        own = (row for row in a.rows if who[row[2]] == a.asked.person)
        return any(row[0] > level and row[3] != "household" for row in own)

    by_key: dict[str, list[Answer]] = defaultdict(list)
    for a in known:
        by_key[a.asked.community].append(a)
    return {
        key: {
            "n": len(own),
            **{
                name: _against(own, known, what)
                for name, what in (("found", found), ("recall at 1 % wrong", above))
            },
        }
        for key, own in sorted(by_key.items())
        if len(own) >= FEWEST
    }


def _against(own: Sequence[Answer], known: Sequence[Answer], holds: Any) -> dict[str, float]:
    mine, whole = share(own, holds), share(known, holds)
    error = sqrt(mine * (1 - mine) / len(own) + whole * (1 - whole) / len(known))
    return {"points": round((mine - whole) * 100, 1), "error": round(error * 100, 1)}


if __name__ == "__main__":
    sys.exit(main())
