"""Two commands on a bare machine. Minutes long and needs a network: run with -m slow."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fresh") / "lintel"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


def dev(clone, home, *words):
    kept = ("PATH", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "HTTPS_PROXY", "PIP_INDEX_URL")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    command = [sys.executable, "dev.py", *words]
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=clone,
        env={**env, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done, time.monotonic() - began


def test_setting_up_twice_costs_nothing_and_writes_nothing_elsewhere(clone, tmp_path):
    first, took = dev(clone, tmp_path, "setup")
    assert first.returncode == 0, first.stderr
    print(f"set-up from nothing took {took:.1f} s")
    again, took_again = dev(clone, tmp_path, "setup")
    assert again.returncode == 0
    assert took_again < 5
    left = [path for path in tmp_path.rglob("*") if path.is_file() and ".rustup" not in path.parts]
    assert left == []
    said = subprocess.run(
        [clone / ".venv/bin/lintel", "--version"], capture_output=True, cwd="/", check=True
    )
    assert said.stdout.startswith(b"lintel ")
