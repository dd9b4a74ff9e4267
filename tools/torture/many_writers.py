"""Eight processes write on one trail as fast as they can: no gap, no fork, nothing twice.

    python3 dev.py torture many_writers
    bash tools/with_postgres.sh python3 dev.py torture many_writers

LINTEL_EACH says how many entries each writes, 5,000 unless it does. SQLite with every commit on the
disk, or the server of LINTEL_TEST_DATABASE_URL. Source: qualities F5.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.torture._instance import Instance, a_database

WRITERS = 8


def main() -> int:
    each = int(os.environ.get("LINTEL_EACH", "5000"))
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as folder, a_database() as database:
        instance = Instance(Path(folder), database)
        before = instance.asked("audit", "verify")[1]["entries"]
        began = time.monotonic()
        writers = [
            subprocess.Popen(
                [sys.executable, "-m", "tools.torture._a_writer", str(number), str(each)],
                env=instance.environment,
            )
            for number in range(WRITERS)
        ]
        failed = sum(writer.wait() != 0 for writer in writers)
        took = time.monotonic() - began
        code, verdict = instance.asked("audit", "verify")
        told = instance.program("tools.torture._a_writer", "count")
    wanted = WRITERS * each
    entries = verdict["entries"] - before
    is_well = not failed and code == 0 and entries == wanted and told.stdout.strip() == str(wanted)
    print(
        f"many_writers: {'PostgreSQL' if database else 'SQLite'}, {WRITERS} processes, "
        f"{entries:,} of {wanted:,} entries in {took:.0f} s ({entries / took:,.0f} a second), "
        f"{told.stdout.strip()} of them once each, {failed} writers failed, "
        f"the trail {'holds' if code == 0 else 'DOES NOT HOLD'}"
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
