"""A backup of one council while contacts come in, and how soon it is back elsewhere, all of it.

    python3 dev.py bench restore

20,000 invented contacts, made first, which takes minutes; LINTEL_BENCH_DATA names a folder that has
them (of `lintel demo --size council`, stopped), which is copied. Eight systems hand in contacts
before, during and after the backup: each that was acknowledged before it began must be in what is
put back, whose counts and hashes `lintel restore` holds against those of the moment of the backup,
and its trail against the anchor of that moment. SQLite. Source: qualities J1.
"""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from tools.bench._ground import machine
from tools.torture._instance import Instance
from tools.torture.kill_during_intake import sending_to

PROMISED_SECONDS = 60.0
BEFORE = 100  # contacts acknowledged before the backup begins


def lintel(*words: str, data: Path) -> tuple[dict[str, Any], float, float]:
    """What a command said in JSON, how long it took, and how much of that was its own work."""
    environment = {**os.environ, "LINTEL_DATA": str(data), "LINTEL_DATABASE_URL": ""}
    environment.pop("LINTEL_SECRET_FILE", None)
    began, worked = time.monotonic(), _work_of_commands()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "lintel", *words, "--json"],
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), took, _work_of_commands() - worked


def _work_of_commands() -> float:
    """Seconds of processor time of every command that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def a_council(data: Path) -> None:
    """An instance with 20,000 contacts in `data`, made by the demo and stopped."""
    given = os.environ.get("LINTEL_BENCH_DATA")
    if given:
        shutil.copytree(given, data)
        lintel("migrate", data=data)
        return
    words = [sys.executable, "-P", "-m", "lintel", "demo", "--data", str(data)]
    with subprocess.Popen(
        [*words, "--size", "council", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            if line.startswith("LINTEL READY"):
                break
        demo.terminate()


def backed_up_under_load(instance: Instance, out: Path) -> tuple[dict[str, Any], float, set, int]:
    """What `lintel backup` said and how long it took; which contacts were acknowledged before it
    began, and how many while it ran."""
    sending = sending_to(instance)
    try:
        instance.start()
        sending.begin()
        sending.wait_for(BEFORE)
        before = {UUID(contact) for contact, _ in sending.acknowledged.copy().values()}
        told, took, _ = lintel(
            "backup", "--digest", "--out", str(out), data=Path(instance.environment["LINTEL_DATA"])
        )
        during = len(sending.acknowledged) - len(before)
        sending.finish()
        assert not sending.faults, sending.faults
    finally:
        sending.stop.set()
        instance.kill()
    return told, took, before, during


def missing(wanted: set[UUID], data: Path) -> int:
    """How many of these contacts are not in the database of `data`."""
    with closing(sqlite3.connect(f"file:{data}/lintel.sqlite3?mode=ro", uri=True)) as there:
        return len(
            wanted - {UUID(row[0]) for row in there.execute("SELECT id FROM contacts_contact")}
        )


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="lintel-bench-") as name:
        folder = Path(name)
        there, back = folder / "backup", folder / "back"
        a_council(folder / "instance")
        instance = Instance(folder, "", there=True)
        saved, saving, before, during = backed_up_under_load(instance, there)
        restored, restoring, work = lintel("restore", "--from", str(there), data=back)
        gone = missing(before, back)
        alike, fault = restored["compared"], restored["trail_fault"]
        same_moment = restored["conservation"] == saved["conservation"]
    print(machine())
    print(
        f"backup: {saving:.1f} s, {saved['size'] / 1e6:.0f} MB, {during} contacts acknowledged "
        f"while it ran; restore: {restoring:.1f} s, {work:.1f} of them work "
        f"(promised {PROMISED_SECONDS:.0f}); {restored['conservation']}; "
        f"{gone} of {len(before)} acknowledged before it began are missing; "
        f"counts and hashes {'equal' if alike else 'NOT COMPARED'}; "
        f"{restored['trail_entries']:,} entries of the trail checked through the anchor, "
        f"{fault or 'which holds'}"
    )
    whole = alike and same_moment and not gone and not fault and during > 0
    return 0 if whole and restoring <= PROMISED_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main())
