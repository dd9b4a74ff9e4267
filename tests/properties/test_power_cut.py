"""What SQLite has committed by our settings outlives a power cut; by the popular ones it does not.

Over the layer of tools/torture/_power.py, which takes back what was not synced. The long one, with
the whole server, is tools/torture/power_cut.py.
"""

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lintel.config.databases import SQLITE_AT_CONNECT
from tools.torture import _power

# Says each number once it is committed, and is killed in the middle.
WRITING = """
import os, signal, sys
import lintel, sqlite3
from pathlib import Path
from tools.torture._power import Layer
layer = Layer(Path(sys.argv[1]))
told = sqlite3.connect(sys.argv[2], isolation_level=None)
told.executescript(sys.argv[3])
told.execute("CREATE TABLE told (number INTEGER)")
told.execute("PRAGMA wal_checkpoint(TRUNCATE)")
for number in range(60):
    told.execute("INSERT INTO told VALUES (?)", [number])
    print(number, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def lost(folder: Path, at_connect: str, how: str) -> int:
    """How many of the numbers it said are not there any more."""
    (folder / "instance").mkdir(parents=True)
    database, log = folder / "instance" / "lintel.sqlite3", folder / "log"
    done = subprocess.run(
        [sys.executable, "-c", WRITING, str(log), str(database), at_connect],
        capture_output=True,
        text=True,
        check=False,
    )
    said = {int(word) for word in done.stdout.split()}
    assert len(said) == 60, done.stderr
    _power.cut(log, random.Random(3), how=how)
    with closing(sqlite3.connect(database)) as looking:
        assert looking.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return len(said - {row[0] for row in looking.execute("SELECT number FROM told")})


@pytest.mark.parametrize("write", [1, 2, 30])
def test_a_cut_in_the_middle_of_a_commit_always_has_something_to_take_back(tmp_path, write):
    database, log = tmp_path / "lintel.sqlite3", tmp_path / "log"
    _power.fails_at(log, write)
    done = subprocess.run(
        [sys.executable, "-c", WRITING, str(log), str(database), SQLITE_AT_CONNECT],
        capture_output=True,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == -signal.SIGKILL
    assert sum(map(len, _power.unsynced(log).values())) > 0
    assert len(done.stdout.split()) < 60


@pytest.mark.parametrize("how", ["none", "some"])
def test_what_was_acknowledged_is_there_after_a_power_cut(tmp_path, how):
    assert lost(tmp_path, SQLITE_AT_CONNECT, how) == 0


def test_the_popular_setting_loses_what_it_acknowledged(tmp_path):
    careless = SQLITE_AT_CONNECT.replace("synchronous=FULL", "synchronous=NORMAL")
    assert lost(tmp_path, careless, "none") > 0
