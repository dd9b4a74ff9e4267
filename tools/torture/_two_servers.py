"""Two PostgreSQL servers on this machine, of which one stands by for the other."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.torture._instance import free_port

PATIENCE = 120  # seconds for a server to do what it was told, on a machine that is busy
NAME = "standby"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL here; None where there is none."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda p: float(p.parent.name), default=None)


@contextlib.contextmanager
def a_place() -> Iterator[Path]:
    """A folder for servers, which refuse to be run by root and are then run as postgres."""
    with tempfile.TemporaryDirectory(prefix="lintel-standby-", ignore_cleanup_errors=True) as made:
        if os.geteuid() == 0:
            shutil.chown(made, "postgres")
        yield Path(made)


@dataclass
class Server:
    """One of the two. Whatever it is told to do is done when it returns."""

    folder: Path
    bin: Path
    name: str
    port: int

    @classmethod
    def at(cls, folder: Path, name: str) -> "Server":
        found = programs()
        assert found is not None
        return cls(folder, found, name, free_port())

    @property
    def data(self) -> Path:
        return self.folder / self.name

    def begin(self) -> None:
        """Made anew, and takes writes."""
        self._run("initdb", "-U", "lintel", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()
        self.asked("CREATE DATABASE hub", database="postgres")

    def stand_by(self, primary: "Server") -> None:
        """A copy of the primary, made anew, for which from now on each commit waits."""
        shutil.rmtree(self.data, ignore_errors=True)
        there = f"host=127.0.0.1 port={primary.port} user=lintel application_name={NAME}"
        self._run("pg_basebackup", "-d", there, "-R", "-X", "stream", "-c", "fast")
        self.start()
        primary.asked(f"ALTER SYSTEM SET synchronous_standby_names = '{NAME}'")
        primary.asked("SELECT pg_reload_conf()")
        end = time.monotonic() + PATIENCE
        waits = "SELECT sync_state FROM pg_stat_replication"
        while primary.asked(waits) != [("sync",)]:
            assert time.monotonic() < end, "the standby does not follow"
            time.sleep(0.1)

    def promote(self) -> None:
        self._run("pg_ctl", "-w", "promote")

    def start(self) -> None:
        words = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        words += " -c dynamic_shared_memory_type=mmap"  # nothing of it outlives a kill
        self._run("pg_ctl", "-w", "-l", str(self.folder / f"{self.name}.log"), "-o", words, "start")

    def kill(self) -> None:
        """SIGKILL to every process of it at once, as when its machine fails."""
        try:
            said = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return
        first = int(said[0])
        with contextlib.suppress(ProcessLookupError):
            os.kill(first, signal.SIGSTOP)  # so that it makes no more while they are counted
            for number in (first, *_made_by(first)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        end = time.monotonic() + PATIENCE
        while _lives(first) and time.monotonic() < end:
            time.sleep(0.01)
        if len(said) > 6:  # the mark by which it would have seen that it still runs
            mark = said[6].split()[-1]
            subprocess.run(["ipcrm", "-m", mark], capture_output=True, check=False)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def asked(self, words: str, *, database: str = "hub") -> list[tuple[object, ...]]:
        import psycopg

        there = f"postgres://lintel@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(there, autocommit=True) as server:
            answer = server.execute(words)
            return answer.fetchall() if answer.description else []

    def _run(self, program: str, *words: str) -> None:
        """PostgreSQL's own program, on this server's folder. What it says is kept: a server that
        it starts would hold a pipe open for ever."""
        as_postgres = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        said = self.folder / f"{self.name}-{program}.said"
        with said.open("w") as file:
            done = subprocess.run(
                [*as_postgres, str(self.bin / program), "-D", str(self.data), *words],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE,
                check=False,
            )
        assert done.returncode == 0, f"{program}: {said.read_text()}"


def _made_by(first: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if _parent(stat.read_text()) == first:
                found.append(int(stat.parent.name))
    return found


def _parent(stat: str) -> int:
    """
    >>> _parent("7 (a (b) c) S 5 7 7")
    5
    """
    return int(stat.rpartition(")")[2].split()[1])


def _lives(number: int) -> bool:
    """One that is dead and only waits to be buried lives no more."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
