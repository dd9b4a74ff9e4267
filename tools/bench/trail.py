"""How fast the trail is checked, from its first entry to its newest, and with how much memory.

    python3 dev.py bench trail
    LINTEL_ENTRIES=10000000 .venv/bin/python -m tools.bench.trail
    bash tools/with_postgres.sh .venv/bin/python -m tools.bench.trail

LINTEL_ENTRIES says how many; 200,000 unless given, 10 million take some 6 GB of disk. SQLite, or
the server of LINTEL_TEST_DATABASE_URL. The entries are sealed as Lintel seals them, of 400 people
and of contacts that are worked on for a while, and laid down many at once. Prints entries a second
by the clock on the wall and by the work of this process, which is what a busy machine takes
nothing from; and how much memory checking took, which must not grow with the trail (SQLite keeps
64 MB of pages). Source: qualities F3.
"""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from tools.bench._ground import instance, machine

ENTRIES, AT_ONCE = 200_000, 50_000
REACH = 50_000
MOST_MEMORY = 100e6
MILLIONS, MINUTES = 10_000_000, 5
PEOPLE, WORKED_ON = 400, 2_000
BEGINS = datetime(2027, 3, 1, 12, tzinfo=UTC)


def lay_down(entries: int) -> None:
    """A trail of so many, by the way in for what is loaded in bulk."""
    from django.db import transaction

    from lintel.audit import seals
    from lintel.audit.in_bulk import insert_values, rewrite_many
    from lintel.audit.models import AuditEntry, TrailHead
    from lintel.audit.trail import trail_keys

    keys, head = trail_keys(), TrailHead.objects.get(pk=TrailHead.ONLY)
    names = (*seals.COLUMNS, *seals.LATER, "seal")
    made, newest = _made(entries), head.seal
    for first in range(0, entries, AT_ONCE):
        rows = []
        for _, (words, kept) in zip(range(min(AT_ONCE, entries - first)), made, strict=False):
            newest = seals.seal(words, previous=newest, key=keys.entry)
            rows.append((*kept, newest))
        head.sequence, head.seal = first + len(rows), newest
        head.mark = seals.head_mark(head.sequence, newest, key=keys.head)
        with transaction.atomic():
            insert_values(AuditEntry, names, rows, reason="a trail to measure")
            rewrite_many(TrailHead, [head], ("sequence", "seal", "mark"), reason="its head")


def _made(entries: int) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...]]]:
    """Each entry as it is sealed, and as it is kept."""
    from lintel.access.viewers import Permission, Role
    from lintel.audit.models import moment_words
    from lintel.audit.trail import zones_of

    some = random.Random(11)
    people = [UUID(int=some.getrandbits(128)) for _ in range(PEOPLE)]
    contacts = [str(UUID(int=some.getrandbits(128))) for _ in range(WORKED_ON)]
    did, role = str(Permission.VIEW_CONTACT), str(Role.MANAGER)
    zone = zones_of(Permission.VIEW_CONTACT, Role.MANAGER)
    at, said = BEGINS, ""
    for number in range(1, entries + 1):
        if number % 3 == 1:
            at = BEGINS + timedelta(seconds=number)
            said = moment_words(at)
        if number % 10 == 1:  # one is closed and another comes
            contacts[some.randrange(WORKED_ON)] = str(UUID(int=some.getrandbits(128)))
        who, what = people[number * 7 % PEOPLE], contacts[number * 13 % WORKED_ON]
        asked, where = f"{number:032x}", f"{number % PEOPLE:016x}"
        rest = ("northbeck", "northbeck", role, did, "contact", what, zone, "page contact", asked)
        later = ("the hub", where)
        yield (
            (str(number), said, who.hex, *rest, *later),
            (number, at, who, *rest, *later),
        )


def memory(name: str) -> float:
    """VmRSS, what this process has now; VmHWM, the most it had. In bytes."""
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if name in one)
    return float(line.split()[1]) * 1024


def main() -> int:
    """0 when the reach was met by this process's own work, and memory did not grow."""
    entries = int(os.environ.get("LINTEL_ENTRIES", ENTRIES))
    folder = instance(database=os.environ.get("LINTEL_TEST_DATABASE_URL", ""))
    from django.db import connection

    from lintel.audit import checking

    wall, work = perf_counter(), process_time()
    lay_down(entries)
    made_wall, made_work = perf_counter() - wall, process_time() - work
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE audit_auditentry")
    connection.close()  # and with it the pages that laying them down has left in memory
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    Path("/proc/self/clear_refs").write_text("5")  # the most from here on
    before = memory("VmRSS")
    wall, work = perf_counter(), process_time()
    verdict = checking.verify()
    wall, work = perf_counter() - wall, process_time() - work
    grew = memory("VmHWM") - before
    assert verdict == checking.Verdict(entries, None), verdict
    print(machine())
    print(
        f"{connection.vendor}: {entries:,} entries made in {made_wall:.0f} s (work "
        f"{made_work:.0f} s{f', {size / 1e9:.2f} GB' if connection.vendor == 'sqlite' else ''}); "
        f"checked, {entries / wall:,.0f} a second by the clock ({wall:.1f} s), "
        f"{entries / work:,.0f} by this process's work; reach {REACH:,}"
    )
    print(
        f"  memory while checking: {grew / 1e6:.0f} MB more, reach {MOST_MEMORY / 1e6:.0f}; "
        f"{MILLIONS:,} at this rate {MILLIONS / entries * wall:.0f} s by the clock, "
        f"{MILLIONS / entries * work:.0f} s of work, reach {MINUTES * 60}"
    )
    return 0 if entries / work >= REACH and grew <= MOST_MEMORY else 1


if __name__ == "__main__":
    raise SystemExit(main())
