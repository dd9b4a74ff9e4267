"""The people, contacts and truth that every engine is given, kept in a folder and read from it."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lintel.demo.asked import About, Asked, trial
from lintel.demo.places import AREAS
from lintel.demo.records import COLUMNS, TRUTH

AS_OF = date(2026, 11, 1)
COUNCIL = "northbeck"


@dataclass(frozen=True)
class Ground:
    """Shape: a folder with people.csv, truth.csv and asked.jsonl, as `make` writes them."""

    folder: Path

    @cached_property
    def truth(self) -> list[dict[str, str]]:
        """Of each record, in the order of people.csv."""
        with (self.folder / "truth.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def asked(self) -> list[Asked]:
        with (self.folder / "asked.jsonl").open(encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
        return [Asked(**{**one, "about": About(one["about"])}) for one in found]

    @cached_property
    def place_of(self) -> dict[tuple[str, str], int]:
        return {(t["source"], t["source_ref"]): n for n, t in enumerate(self.truth)}

    @cached_property
    def true_pairs(self) -> int:
        records = Counter(t["person"] for t in self.truth)
        return sum(n * (n - 1) // 2 for n in records.values())

    def rows(self) -> Iterator[dict[str, str]]:
        with (self.folder / "people.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def make(folder: Path, *, seed: int, records: int, contacts: int) -> Ground:
    if (folder / "people.csv").exists():
        return Ground(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = trial(seed=seed, as_of=AS_OF, area=AREAS[COUNCIL], records=records, contacts=contacts)
    with (folder / "asked.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in made.asked)
    for name, columns, which in (("truth.csv", TRUTH, 1), ("people.csv", COLUMNS, 0)):
        part = folder / f"{name}.part"
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(pair[which] for pair in made.records)
        part.rename(folder / name)
    return Ground(folder)
