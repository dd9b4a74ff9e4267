"""The engine call, timed contact by contact on first sight, from the database and from a snapshot.

python -m tools.bench.matching --records 1000000 --speed FOLDER
bash tools/with_postgres.sh python -m tools.bench.matching --speed FOLDER --postgres

FOLDER keeps the invented records and the SQLite instance, which is loaded once; PostgreSQL is
loaded each time.
"""

import csv
import json
import os
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from tools.bench.crowd import AS_OF, COUNCIL, fill

_AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
_FIRST = 3  # contacts that find nothing ready: a process asks for the first time but once


def measure(
    folder: Path, *, records: int, seed: int, contacts: int, postgres: bool
) -> dict[str, Any]:
    _records(folder, records=records, seed=seed)
    shown: dict[str, Any] = {"loaded in s": _connected(folder, postgres=postgres)}
    from lintel.people import finding
    from lintel.people.warm_people import WarmPeople

    truth = _truth(folder)
    lines = (folder / "asked.jsonl").read_text(encoding="utf-8").splitlines()[:contacts]
    asked = [json.loads(line) for line in lines]
    shown["one loop of 200,000 additions, ms on the processor: start"] = _yardstick()
    shown["database alone"] = _timed(
        asked, truth, lambda told, on: finding.candidates(COUNCIL, told, on=on)
    )
    began, worked = perf_counter(), process_time()
    warm = WarmPeople(COUNCIL, at=_AT)
    shown["snapshot"] = {
        "records": warm.rows,
        "MB": round(warm.size / 1e6, 1),
        "ready in s": round(perf_counter() - began, 1),
        "of them on the processor": round(process_time() - worked, 1),
    }
    shown["warm"] = _timed(asked, truth, lambda told, on: warm.candidates(told, on=on))
    shown["one loop of 200,000 additions, ms on the processor: end"] = _yardstick()
    return shown


def _records(folder: Path, *, records: int, seed: int) -> None:
    if (folder / "people.csv").exists():
        return
    from lintel.demo.asked import trial
    from lintel.demo.places import AREAS
    from lintel.demo.records import COLUMNS, TRUTH

    area = AREAS[COUNCIL]
    tried = trial(seed=seed, as_of=AS_OF, area=area, records=records, contacts=2_000)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "asked.jsonl").open("w", encoding="utf-8") as file:
        for each in tried.asked:
            told = {"about": each.about.value, "person": each.person, "columns": each.columns}
            file.write(json.dumps({**told, "household": each.household}) + "\n")
    for name, columns, place in (("truth", TRUTH, 1), ("people", COLUMNS, 0)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(pair[place] for pair in tried.records)


def _connected(folder: Path, *, postgres: bool) -> float:
    """Django on the loaded database; the seconds that loading took now."""
    instance = folder / ("postgres" if postgres else "sqlite")
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "secret.key").write_text("a secret that only a measurement uses\n" * 2)
    os.environ["LINTEL_DATA"] = str(instance)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lintel.config.settings"
    os.environ["LINTEL_DATABASE_URL"] = os.environ["LINTEL_TEST_DATABASE_URL"] if postgres else ""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from lintel.people.models import MatchRow

    if MatchRow.objects.exists():
        return 0.0
    began = perf_counter()
    fill(folder / "people.csv")
    return round(perf_counter() - began, 1)


def _truth(folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["source"], row["source_ref"]): (row["person"], row["household"])
            for row in csv.DictReader(file)
        }


def _timed(
    asked: Sequence[dict[str, Any]],
    truth: dict[tuple[str, str], tuple[str, str]],
    ask: Callable[[Any, date], Any],
) -> dict[str, Any]:
    from lintel.people.rules.described import person_from

    wall, work, known, found, first = [], [], 0, 0, 0
    load = os.getloadavg()[0]
    for each in asked:
        told, as_of = person_from(each["columns"], today=AS_OF)
        began, worked = perf_counter(), process_time()
        offered = ask(told, as_of or AS_OF)
        work.append(process_time() - worked)
        wall.append(perf_counter() - began)
        if each["about"] == "known":
            people = [truth[one.sources[0]][0] for one in offered]
            known += 1
            found += each["person"] in people
            first += people[:1] == [each["person"]]
    return {
        "contacts": len(wall) - _FIRST,
        "wall, ms": _spread(wall[_FIRST:]),
        "processor, ms": _spread(work[_FIRST:]),
        "load at the start and the end": [round(load, 1), round(os.getloadavg()[0], 1)],
        "right person offered": round(found / max(known, 1), 4),
        "right person first": round(first / max(known, 1), 4),
    }


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return {
        "p50": round(p50 * 1000, 2),
        "p95": round(p95 * 1000, 2),
        "p95 / p50": round(p95 / p50, 2),
    }


def _yardstick() -> float:
    """The same little work each time: how slow the processor is while others use it."""
    found = []
    for _ in range(5):
        began, total = process_time(), 0
        for number in range(200_000):
            total += number
        found.append((process_time() - began) * 1000)
    return round(statistics.median(found), 1)
