"""lintel demo as a program: it starts, says so, stops when told, and starts again at once."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import lintel

ROOT = Path(lintel.__file__).resolve().parent.parent
ENDED_WITHIN_SECONDS = 10.0  # as is promised
# `lintel` where a small demo has few contacts that are long past: those take most of the making.
WITH_FEW = """
import sys
from lintel.config import commandline
before = commandline.command
def command(verb):
    if verb == "demo":
        from lintel.demo import making
        making.SIZES["small"] = {"northbeck": 48, "southmere": 12}
    return before(verb)
commandline.command = command
sys.exit(commandline.main())
"""


def words(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-P", "-m", "lintel", "demo", "--data", str(folder), *more]


def few(command: list[str]) -> list[str]:
    """The same command, where making it takes less."""
    return [*command[:2], "-c", WITH_FEW, *command[4:]]


def environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINTEL_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": f"{ROOT}{os.pathsep}{kept.get('PYTHONPATH', '')}"}


def start(folder: Path, manifest: Path) -> tuple[subprocess.Popen, str]:
    with (folder.parent / "stderr").open("a") as complaints:
        running = subprocess.Popen(
            few(words(folder, "--port", "0", "--manifest", str(manifest))),
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    try:
        return running, address_of(running)
    except BaseException:
        running.kill()
        running.communicate()  # an open pipe would be complained of in whichever test comes later
        print((folder.parent / "stderr").read_text())
        raise


def address_of(running: subprocess.Popen) -> str:
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("LINTEL READY "):
            return line.split()[2]
    raise AssertionError("the demo ended before it was ready")


def stop(running: subprocess.Popen, *, within: float | None = None) -> None:
    running.send_signal(signal.SIGTERM)
    running.wait(timeout=within)
    assert running.stdout is not None
    running.stdout.close()
    assert running.returncode == 0


def test_it_refuses_a_folder_it_did_not_make(tmp_path):
    (tmp_path / "somebodys.sqlite3").write_text("a real council")
    ended = subprocess.run(
        words(tmp_path, "--port", "0"), env=environment(), capture_output=True, text=True, cwd=ROOT
    )
    assert ended.returncode == 3
    assert ended.stderr.startswith("lintel: ")
    assert "was not made by the demo" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["somebodys.sqlite3"]


@pytest.mark.skipif(
    not (ROOT / "build" / "static" / "staticfiles.json").is_file(), reason="assets are not built"
)
def test_it_starts_says_who_is_who_stops_when_told_and_starts_again(tmp_path):
    folder, manifest = tmp_path / "demo", tmp_path / "manifest.json"
    running, url = start(folder, manifest)
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:  # noqa: S310
            instance = json.load(answer)["instance"]
        first = json.loads(manifest.read_text())
    finally:
        stop(running)
    assert stat.S_IMODE(manifest.stat().st_mode) == 0o600
    assert set(first) == {
        *("instance", "url", "seed", "data", "database", "accounts", "objects", "canaries"),
    }
    assert (first["instance"], first["url"]) == (instance, url)
    assert url.startswith("http://127.0.0.1:")
    manager = next(a for a in first["accounts"] if a["key"] == "d-manager")
    assert set(manager) >= {
        *("username", "password", "totp_secret", "api_token"),
        *("role", "agency", "council", "registered"),
    }
    began = time.monotonic()
    running, _ = start(folder, manifest)
    # Where the machine takes longer than that to start what is made already, as long as this.
    stop(running, within=max(ENDED_WITHIN_SECONDS, time.monotonic() - began))
    again = json.loads(manifest.read_text())
    assert again["objects"] == first["objects"]
    assert {a["key"]: a["password"] for a in again["accounts"]} != {
        a["key"]: a["password"] for a in first["accounts"]
    }
