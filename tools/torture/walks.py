"""Every step of every walk on both databases: what `dev.py test` takes by turns.

    python3 dev.py torture walks

Walks through each page, field, role and operation, and the files of pages and verbs, whole on
SQLite and whole on PostgreSQL; the journeys in a browser with axe wide and narrow; and what
`dev.py test` takes one time in four. Each has its mark in pyproject.toml, conftest.py says how they
are shared out.
"""

import os
import subprocess
import sys

import dev

WALKS = "walk or by_turns"
ALL_OF_IT = {"LINTEL_TURN": "all", "LINTEL_SHARED": ""}


def succeeds(*before: object, marks: str, **more: str) -> bool:
    command = [*before, sys.executable, "-m", "pytest", "-m", f"({marks}) and not slow"]
    environment = {**os.environ, **ALL_OF_IT, **more}
    done = subprocess.run([*map(str, command)], cwd=dev.ROOT, env=environment, check=False)
    return done.returncode == 0


def main() -> int:
    everything = f"{WALKS} or seldom or browser"
    results = {
        "SQLite": succeeds(marks=everything, LINTEL_TESTS="", LINTEL_TEST_DATABASE_URL=""),
    }
    postgres = dev.postgres_runner()
    if postgres is not None:
        results["PostgreSQL"] = succeeds(*postgres, marks=WALKS, LINTEL_TESTS="database")
    for name in ("SQLite", "PostgreSQL"):
        said = {True: "passed", False: "FAILED", None: "LEFT OUT: none is installed"}
        print(f"{name}: {said[results.get(name)]}")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
