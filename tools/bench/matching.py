"""Measures matching on invented people whose seed was not learned from.

python -m tools.bench.matching                             ours beside others, 10,000 records
python -m tools.bench.rivals.beside --records 100000       the same for more
python -m tools.bench.matching --records 100000            ranking, in memory
python -m tools.bench.matching --records 10000 --database  the engine call
python -m tools.bench.matching --records 1000000 --speed FOLDER [--postgres]  see tools.bench.speed

--database loads into LINTEL_DATA or LINTEL_DATABASE_URL, which must be new or
loaded by an earlier run with the same records and seed.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time

from lintel.demo.asked import Trial, trial
from lintel.demo.places import AREAS
from lintel.people.rules.weighing import doubled, for_so_many
from lintel.people.weights import shipped
from tools.bench import speed
from tools.bench.ranking import answer, measures, warm

SEED, AS_OF = 4242, date(2026, 11, 1)


def main() -> None:
    if not sys.argv[1:]:  # as dev.py bench matching calls it
        from tools.bench.rivals import beside

        sys.exit(beside.main([]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--contacts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--database", action="store_true", help="load and time the database")
    parser.add_argument("--speed", type=Path, metavar="FOLDER", help="time the engine call alone")
    parser.add_argument("--postgres", action="store_true", help="with --speed: not on SQLite")
    args = parser.parse_args()
    if args.speed:
        asked = {"records": args.records, "seed": args.seed, "contacts": args.contacts}
        timed = speed.measure(args.speed, **asked, postgres=args.postgres)
        print(json.dumps({"machine": machine(), "seed": args.seed, **timed}, indent=1))
        return
    tried = trial(
        seed=args.seed,
        as_of=AS_OF,
        area=AREAS["northbeck"],
        records=args.records,
        contacts=args.contacts,
    )
    shown = {"machine": machine(), "seed": args.seed, "records": len(tried.records)}
    measure = in_database if args.database else in_memory
    print(json.dumps({**shown, **measure(tried)}, indent=1))


def in_memory(tried: Trial) -> dict[str, object]:
    began = perf_counter()
    held = warm(tried.records, AS_OF)
    made = perf_counter() - began
    weights = for_so_many(shipped(), doubled(len(tried.records)))
    answers = list(answer(held, tried, AS_OF, weights))
    return {
        "index made in s": round(made, 1),
        "milliseconds, in memory": spread([a.seconds for a in answers]),
        **measures(answers, tried),
    }


def in_database(tried: Trial) -> dict[str, object]:
    """Every record a person of its own, loaded as an import loads them; then asked one by one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from lintel.access.viewers import the_system
    from lintel.people import queries
    from lintel.people.loading import PersonIn, RecordIn, load_people
    from lintel.people.models import Person
    from lintel.people.rules.described import person_from

    call_command("migrate", verbosity=0)
    by, at = the_system("northbeck", today=AS_OF), datetime(2026, 11, 1, 9, tzinfo=UTC)
    began = perf_counter()
    people = []
    for row, _ in tried.records:
        told, as_of = person_from(row, today=AS_OF)
        people.append(
            PersonIn([RecordIn("northbeck", row["source"], row["source_ref"], told, as_of)])
        )
    for start in range(0, 0 if Person.objects.exists() else len(people), 2_000):
        load_people(people[start : start + 2_000], by=by, at=at)
    loaded = perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seconds, busy, found, known = [], [], 0, 0
    truth = {(t["source"], t["source_ref"]): t["person"] for _, t in tried.records}
    for each in tried.asked:
        told, as_of = person_from(each.columns, today=AS_OF)
        began, busy_since = perf_counter(), process_time()
        offered = queries.candidates("northbeck", told, on=as_of, limit=20)
        seconds.append(perf_counter() - began)
        busy.append(process_time() - busy_since)
        if each.about == "known":
            known += 1
            found += any(truth[s] == each.person for c in offered for s in c.sources)
    return {
        "engine": connection.vendor,
        "loaded in s": round(loaded, 1),
        "milliseconds, database alone": spread(seconds[3:]),
        "of them on the processor": spread(busy[3:]),
        "among the first 20 offered": round(found / max(known, 1), 4),
    }


def spread(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "p50": round(statistics.median(ordered) * 1000, 2),
        "p95": round(ordered[int(len(ordered) * 0.95)] * 1000, 2),
    }


def machine() -> str:
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {load}, "
        f"Python {platform.python_version()} on {sys.platform}"
    )


if __name__ == "__main__":
    main()
