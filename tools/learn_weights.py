"""Makes the weights Lintel ships with, from an invented population of a stated seed.

python -m tools.learn_weights --out lintel/people/weights/2026-11.json
"""

import argparse
import json
from datetime import date
from pathlib import Path

from lintel.demo.asked import Trial, trial
from lintel.demo.places import AREAS
from lintel.people.learning import calibrated, learn
from lintel.people.rules.weighing import doubled, for_so_many, weights_from
from tools.bench.ranking import answer, facts_from, warm

SEED, AS_OF = 1101, date(2026, 11, 1)
# Of more sizes than one, so that what a weight is worth is not tied to the size of a council.
CALIBRATED_ON = ((5102, 60_000, 8_000), (5101, 30_000, 6_000))  # seed, records, contacts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=60_000)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    learned_from = _trial(SEED, args.records, 0)
    trials = " and ".join(
        f"{contacts} invented contacts about {records} records of seed {seed}"
        for seed, records, contacts in CALIBRATED_ON
    )
    made = (
        f"By tools/learn_weights.py from {args.records} invented records of seed {SEED} without "
        f"labels; calibrated on {trials}, those who look like siblings apart. "
        "Numbers, addresses and expected dates are set by hand: see lintel/people/learning.py."
    )
    facts = [facts_from(row, AS_OF) for row, _ in learned_from.records]
    data = learn(facts, version=args.out.stem, made=made)
    flat = weights_from({**data, "calibration": [[-1, 0.0], [1, 1.0]]})
    same: list[tuple[float, bool]] = []
    siblings: list[tuple[float, bool]] = []
    for seed, records, contacts in CALIBRATED_ON:
        tried = _trial(seed, records, contacts)
        sized = for_so_many(flat, doubled(len(tried.records)))
        for each in answer(warm(tried.records, AS_OF), tried, AS_OF, sized):
            # The best of those shown as the person is one thing, the best of all as a sibling
            # another: together they would say too much of the one and too little of the other.
            rows = [
                (one.weight, person == each.asked.person, one.siblings)
                for one, person, _ in each.rows[:3]
            ]
            same += [row[:2] for row in rows if not row[2]][:1]
            siblings += [row[:2] for row in rows[:1] if row[2]]
    data["calibration"] = calibrated(same)
    data["calibration of siblings"] = calibrated(siblings)
    args.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{args.out}: {data['pairs']}")
    print(data["calibration"])


def _trial(seed: int, records: int, contacts: int) -> Trial:
    return trial(
        seed=seed, as_of=AS_OF, area=AREAS["northbeck"], records=records, contacts=contacts
    )


if __name__ == "__main__":
    main()
