"""How long a backup of one council takes while nobody waits, and how soon it is back elsewhere.

    python3 dev.py bench restore

20,000 invented contacts, made first, which takes minutes; LINTEL_BENCH_DATA names a folder that has
them (of `lintel demo --size council`, stopped). SQLite.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.bench._ground import machine

PROMISED_SECONDS = 60.0


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


def a_council(folder: Path) -> Path:
    """An instance with 20,000 contacts, made by the demo and stopped."""
    given = os.environ.get("LINTEL_BENCH_DATA")
    if given:
        return Path(given)
    words = [sys.executable, "-P", "-m", "lintel", "demo", "--data", str(folder / "made")]
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
    return folder / "made"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="lintel-bench-") as name:
        folder = Path(name)
        made, there, back = a_council(folder), folder / "backup", folder / "back"
        saved, saving, _ = lintel("backup", "--out", str(there), data=made)
        restored, restoring, work = lintel("restore", "--from", str(there), data=back)
        alike = lintel("digest", data=made)[0]["kinds"] == lintel("digest", data=back)[0]["kinds"]
    print(machine())
    print(
        f"backup: {saving:.1f} s, {saved['size'] / 1e6:.0f} MB; restore: {restoring:.1f} s, "
        f"{work:.1f} of them work "
        f"(promised {PROMISED_SECONDS:.0f}); {restored['conservation']}; "
        f"{restored['trail_entries']:,} entries of the trail checked; "
        f"digest {'equal' if alike else 'DIFFERS'}"
    )
    return 0 if alike and restoring <= PROMISED_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main())
