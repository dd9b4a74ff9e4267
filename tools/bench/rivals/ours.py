"""Ours, as whoever runs Lintel calls it: `lintel match` from the database, and with --serve."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import psycopg

from tools.bench.rivals.ground import COUNCIL, Ground

SHOWN = 10  # as many as the command shows unless told
_LOADS = """
import sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from tools.bench.crowd import fill
fill(Path(sys.argv[1]) / "people.csv")
"""


def environment(instance: Path, database: str = "") -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lintel.config.settings",
        "LINTEL_DATA": str(instance),
        "LINTEL_DATABASE_URL": database,
    }


def load(ground: Ground, instance: Path) -> float:
    """Each record as a person of its own, without a trail; seconds, 0 when they were there."""
    if (instance / "loaded").exists():
        return 0.0
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "secret.key").write_text("a secret that only a measurement uses\n" * 2)
    began = perf_counter()
    command = [sys.executable, "-c", _LOADS, str(ground.folder)]
    subprocess.run(command, env=environment(instance), check=True)
    (instance / "loaded").touch()
    return perf_counter() - began


def copied_to_postgres(instance: Path, database: str) -> None:
    """The very same rows, table by table, into an empty PostgreSQL."""
    command = [sys.executable, "-m", "lintel", "migrate"]
    subprocess.run(command, env=environment(instance, database), check=True, capture_output=True)
    here = sqlite3.connect(f"file:{instance}/lintel.sqlite3?mode=ro", uri=True)
    tables = [
        name
        for (name,) in here.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name.startswith("people_")
    ]
    with psycopg.connect(database) as pg:
        pg.execute("SET session_replication_role = replica")
        for table in tables:
            columns = [row[1] for row in here.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(f'"{name}"' for name in columns)
            with pg.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in here.execute(f"SELECT {names} FROM {table}"):
                    copy.write_row(row)
    with psycopg.connect(database, autocommit=True) as pg:
        pg.execute("VACUUM ANALYZE")


def match(
    ground: Ground, instance: Path, out: Path, contacts: int, *, database: str = "", serve: bool
) -> dict[str, float]:
    """Each contact a line in and a line out, one after another; by the clock on our side."""
    words = [sys.executable, "-m", "lintel", "match", "--council", COUNCIL, "--limit", str(SHOWN)]
    errors = out.with_suffix(".err")
    began = perf_counter()
    with errors.open("w") as said, out.open("w") as file:
        program = subprocess.Popen(
            [*words, "--serve"] if serve else words,
            env=environment(instance, database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        lines = [
            json.dumps({"query_id": n, "person": one.columns}) + "\n"
            for n, one in enumerate(ground.asked[:contacts])
        ]
        if serve:
            answered = (_answer(program, line) for line in lines)
        else:
            said_all, _ = program.communicate("".join(lines))
            answered = ((line, None) for line in said_all.splitlines())
        ready = None
        for line, ms in answered:
            ready = ready or perf_counter() - began
            file.write(_kept(json.loads(line), ms, ground))
        if serve:
            program.stdin.close()
            resident = _resident(program.pid)
            program.wait()
            return {"ready after s": round(ready or 0, 1), "resident MB": resident}
    return {}


def _answer(program: subprocess.Popen, line: str) -> tuple[str, float]:
    began = perf_counter()
    program.stdin.write(line)
    program.stdin.flush()
    said = program.stdout.readline()
    return said, (perf_counter() - began) * 1000


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1000, 0)


def _kept(answer: dict, ms: float | None, ground: Ground) -> str:
    rows = []
    for one in answer.get("candidates", ()):
        for source in one["sources"]:
            place = ground.place_of.get((source["source"], source["source_ref"]))
            if place is not None:
                rows.append([one["weight"], one["probability"], place, one["relation"]])
    taken = answer["milliseconds"] if ms is None else ms
    return json.dumps({"n": answer["query_id"], "ms": taken, "rows": rows}) + "\n"
