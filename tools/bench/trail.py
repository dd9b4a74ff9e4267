"""How fast the trail is checked, from its first entry to its newest.

    python3 dev.py bench trail
    bash tools/with_postgres.sh .venv/bin/python -m tools.bench.trail --rows 1000000

SQLite, or the server of LINTEL_TEST_DATABASE_URL. Prints rows a second by the clock on the wall
and by the work of this process, which is what a busy machine takes nothing from.
"""

import argparse
import os
from time import perf_counter, process_time

from tools.bench._ground import instance, machine

ROWS, AT_ONCE = 200_000, 5_000
REACH = 50_000


def main() -> int:
    """0 when the reach was met by this process's own work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    server = os.environ.get("LINTEL_TEST_DATABASE_URL", "")
    instance(database=server)
    from datetime import UTC, datetime

    from django.db import connection, transaction

    from lintel.access.viewers import Permission, the_system
    from lintel.audit import checking, trail

    at = datetime(2027, 3, 1, 12, tzinfo=UTC)
    by = the_system("northbeck", today=at.date())
    for first in range(0, rows, AT_ONCE):
        with transaction.atomic():
            trail.record_many(
                trail.Act(Permission.VIEW_CONTACT, "contact", f"c-{number}", by, at, "page contact")
                for number in range(first, min(first + AT_ONCE, rows))
            )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE audit_auditentry")
    wall, work = perf_counter(), process_time()
    verdict = checking.verify()
    wall, work = perf_counter() - wall, process_time() - work
    assert verdict == checking.Verdict(rows, None), verdict
    print(machine())
    print(
        f"{connection.vendor}: {rows:,} entries checked, {rows / wall:,.0f} a second by the clock "
        f"({wall:.1f} s), {rows / work:,.0f} by this process's work; reach {REACH:,}"
    )
    return 0 if rows / work >= REACH else 1


if __name__ == "__main__":
    raise SystemExit(main())
