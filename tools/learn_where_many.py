"""Adds to a file of weights what they are worth where a million records are held.

python -m tools.learn_where_many lintel/people/weights/2026-11.json --folder FOLDER

The folder keeps the invented people, their instance and what `lintel match` answered, so that a
second run begins where the first stopped. It takes half an hour and 2 GB.
"""

import argparse
import json
from pathlib import Path

from lintel.people.learning import calibrated
from lintel.people.rules.weighing import (
    CALIBRATIONS,
    doubled,
    for_so_many,
    probability,
    weights_from,
)
from tools.bench.rivals import ground as grounds, ours
from tools.bench.rivals.measures import answers

SEED, RECORDS, CONTACTS = 5103, 1_000_000, 8_000
MORE_THAN = 60_000  # the most that the other calibration was made with
NEW = CALIBRATIONS[2]
SIBLINGS_WIDE = 2.0  # they are few: in narrow bins the surest would be pooled with the doubtful


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    args = parser.parse_args()
    ground = grounds.make(args.folder, seed=SEED, records=RECORDS, contacts=CONTACTS)
    out = args.folder / "answers.jsonl"
    if not out.exists():
        instance = args.folder / "instance"
        ours.load(ground, instance)
        part = args.folder / "answers.part"
        ours.match(ground, instance, part, CONTACTS, serve=True)
        part.rename(out)
    data = json.loads(args.file.read_text(encoding="utf-8"))
    data.pop(NEW, None)  # what was answered was stated without it
    asked_with = for_so_many(weights_from(data), doubled(RECORDS))
    same: list[tuple[float, bool]] = []
    siblings: list[tuple[float, bool]] = []
    for answer in answers(out, ground):
        rows = []
        for weight, stated, place, _ in answer.rows[:3]:
            # The answer does not say which curve it was read from; what it states does.
            apart = [
                abs(stated - probability(weight, asked_with, siblings=flag))
                for flag in (False, True)
            ]
            right = ground.truth[place]["person"] == answer.asked.person
            rows.append((weight, right, apart[1] < apart[0]))
        same += [row[:2] for row in rows if not row[2]][:1]
        siblings += [row[:2] for row in rows[:1] if row[2]]
    data[NEW] = {
        "made": (
            f"By tools/learn_where_many.py, from what was answered to {CONTACTS} invented contacts "
            f"about {RECORDS} records of seed {SEED}, as they were calibrated before."
        ),
        "more than": MORE_THAN,
        "records": RECORDS,
        "calibration": calibrated(same),
        "calibration of siblings": calibrated(siblings, wide=SIBLINGS_WIDE, unsure=0.5),
    }
    args.file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(data[NEW], indent=1))


if __name__ == "__main__":
    main()
