"""Makes the weights Lintel ships with, from an invented population of a stated seed.

python -m tools.learn_weights --out lintel/people/weights/2026-11.json
"""

import argparse
import json
from datetime import date
from pathlib import Path

from lintel.demo.asked import trial
from lintel.demo.places import AREAS
from lintel.people.learning import calibrated, learn
from lintel.people.rules.weighing import weights_from
from tools.bench.ranking import answer, facts_from, warm

SEED, CALIBRATION_SEED, AS_OF = 1101, 1102, date(2026, 11, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=60_000)
    parser.add_argument("--contacts", type=int, default=8_000)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    given = {"as_of": AS_OF, "area": AREAS["northbeck"], "records": args.records}
    learned_from = trial(seed=SEED, contacts=0, **given)
    made = (
        f"By tools/learn_weights.py from {args.records} invented records of seed {SEED} without "
        f"labels; calibrated on {args.contacts} invented contacts about seed {CALIBRATION_SEED}. "
        "Numbers, addresses and expected dates are set by hand: see lintel/people/learning.py."
    )
    facts = [facts_from(row, AS_OF) for row, _ in learned_from.records]
    data = learn(facts, version=args.out.stem, made=made)
    flat = weights_from({**data, "calibration": [[-1, 0.0], [1, 1.0]]})
    tried = trial(seed=CALIBRATION_SEED, contacts=args.contacts, **given)
    held = warm(tried.records, AS_OF)
    rows = [
        (alike.weight, person == each.asked.person)
        for each in answer(held, tried, AS_OF, flat)
        for alike, person, _ in each.rows[:1]
    ]
    data["calibration"] = calibrated(rows)
    args.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{args.out}: {data['pairs']}")
    print(data["calibration"])


if __name__ == "__main__":
    main()
