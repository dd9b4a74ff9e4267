"""A throw-away instance to measure on, and the machine it is measured on."""

import os
import platform
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time


def instance(*, database: str = "") -> Path:
    """An empty instance in a folder of its own, ready for Django; the folder goes by itself.

    `database` is an empty one of a server; SQLite in the folder unless given.
    """
    folder = tempfile.TemporaryDirectory(prefix="lintel-bench-", ignore_cleanup_errors=True)
    KEPT.append(folder)
    os.environ["LINTEL_DATA"] = folder.name
    os.environ["DJANGO_SETTINGS_MODULE"] = "lintel.config.settings"
    for name in ("LINTEL_DATABASE_URL", "LINTEL_SECRET_FILE", "LINTEL_URL"):
        os.environ.pop(name, None)
    if database:
        os.environ["LINTEL_DATABASE_URL"] = database
    Path(folder.name, "secret.key").write_text("a secret that only a measurement uses\n" * 2)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return Path(folder.name)


KEPT: list[tempfile.TemporaryDirectory] = []


def machine() -> str:
    """One line: processor, cores, Python, SQLite."""
    import sqlite3

    import lintel  # noqa: F401 brings the SQLite we ship, before anybody names it

    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(":")[2].strip() if names else cpu
    load = os.getloadavg()[0]
    return (
        f"{cpu}, {os.cpu_count()} cores (load {load:.1f}), Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of each run: by the clock on the wall, and of this process's own work.

    Where other programs keep the machine busy the first tells of them, the second still of us.
    """

    wall: list[float]
    work: list[float]

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.wall, n=20)[-1]

    @property
    def work_p95(self) -> float:
        return statistics.quantiles(self.work, n=20)[-1]

    def __str__(self) -> str:
        return (
            f"median {statistics.median(self.wall):6.1f} ms, p95 {self.p95:6.1f} ms; "
            f"of which work {statistics.median(self.work):6.1f} and {self.work_p95:6.1f} ms"
        )


def times(what: Callable[[], object], *, count: int, warm: int = 5) -> Taken:
    """`count` runs, after `warm` that do not count."""
    for _ in range(warm):
        what()
    wall, work = [], []
    for _ in range(count):
        began, worked = perf_counter(), process_time()
        what()
        wall.append((perf_counter() - began) * 1000)
        work.append((process_time() - worked) * 1000)
    return Taken(wall, work)
