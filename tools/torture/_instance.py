"""A real instance in a folder of its own, served by processes that can be killed."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 300  # seconds to be ready on a machine that is busy with others


@contextlib.contextmanager
def a_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database where one is offered, "" for SQLite."""
    offered = os.environ.get("LINTEL_TEST_DATABASE_URL", "")
    if not offered:
        yield ""
        return
    import psycopg

    name = f"torture_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(offered, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(offered)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Instance:
    """Made by `lintel init` in `folder`, unless it is `there` already. Only the product's own
    commands touch it."""

    def __init__(self, folder: Path, database: str, *, there: bool = False) -> None:
        self.environment = {
            **os.environ,
            "LINTEL_DATA": str(folder / "instance"),
            "LINTEL_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "lintel.config.settings",
        }
        self.environment.pop("LINTEL_SECRET_FILE", None)
        self.port = free_port()
        self.said = folder / "server.log"
        self.served_by: tuple[str, ...] = ("lintel",)
        self.server: subprocess.Popen[str] | None = None
        if not there:
            made = self.command("init")
            assert made.returncode == 0, made.stderr

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `lintel ...` to its end."""
        return self.program("lintel", *words)

    def program(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def asked(self, *words: str) -> tuple[int, Any]:
        """A command's exit code and the JSON it said."""
        done = self.command(*words, "--json")
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    def start(self, *, workers: int = 1) -> float:
        """Serve, in a process group of its own; the seconds until the first answer."""
        began = time.monotonic()
        words = ["serve", "--port", str(self.port), "--workers", str(workers)]
        with self.said.open("a") as said:
            self.server = subprocess.Popen(
                [sys.executable, "-m", *self.served_by, *words],
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        while time.monotonic() < began + PATIENCE:
            if self._answers():
                return time.monotonic() - began
            assert self.server.poll() is None, self.said.read_text()
            time.sleep(0.02)
        raise AssertionError(f"not ready in {PATIENCE} s: {self.said.read_text()}")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as one:
                one.settimeout(5)
                one.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return re.match(rb"HTTP/1\.[01] 200", one.recv(100)) is not None
        except OSError:
            return False

    def kill(self) -> None:
        """SIGKILL to every process of the server, as when the machine runs out of memory."""
        if self.server is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(PATIENCE)
        self.server = None
