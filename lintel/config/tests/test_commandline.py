"""The command line as the one who types it meets it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(__file__))))

ADDRESS = "postgres://li:hush@127.0.0.1:1/hub"


def lintel(*words, data):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LINTEL_", "DJANGO_"))}
    command = [sys.executable, "-m", "lintel", *words]
    env["LINTEL_DATA"] = str(data)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance") / "data"
    made = lintel("init", "--json", data=folder)
    assert made.returncode == 0, made.stderr
    return folder, json.loads(made.stdout)


def test_the_version_is_one_line(tmp_path):
    said = lintel("--version", data=tmp_path)
    assert said.returncode == 0
    assert re.fullmatch(r"lintel \d+\.\d+\.\d+\n", said.stdout)


def test_a_verb_that_is_not_built_yet_is_not_ready(tmp_path):
    said = lintel("simulate", data=tmp_path)
    assert said.returncode == 3
    assert said.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["nonsense"], ["--nonsense"], ["serve", "--nonsense"]])
def test_words_that_are_not_understood_are_a_usage_error(words, tmp_path):
    said = lintel(*words, data=tmp_path)
    assert said.returncode == (0 if not words else 2)


def test_an_address_that_is_no_database_is_a_usage_error(tmp_path):
    said = lintel("doctor", "--db", "mysql://x", data=tmp_path)
    assert said.returncode == 2
    assert "must begin with sqlite: or postgres:" in said.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("said", [["--db", ADDRESS], [f"--db={ADDRESS}"]])
def test_a_password_of_a_database_is_not_left_in_the_list_of_processes(said, tmp_path):
    command = [sys.executable, "-m", "lintel", "clock", *said, "--data", str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as asked:
        end, words = time.monotonic() + 30, b"hush"
        while (b"hush" in words or b"clock" not in words) and time.monotonic() < end:
            time.sleep(0.02)
            with open(f"/proc/{asked.pid}/cmdline", "rb") as listed:
                words = listed.read()
        due, _ = asked.communicate(b"rag_red,2026-11-20T09:00+00:00\n")
    assert b"clock" in words
    assert b"hush" not in words
    assert due.startswith(b"rag_red,")


def test_a_mistake_in_the_file_of_single_sign_on_is_said_in_a_line(tmp_path):
    (tmp_path / "sso.toml").write_text("[provider]\n")
    said = lintel("user", "list", data=tmp_path)
    assert said.returncode == 3
    assert said.stderr == "lintel: sso.toml: each provider must begin with a line [[provider]]\n"


def test_an_empty_instance_gives_one_link_and_keeps_its_secret(instance):
    folder, made = instance
    assert "/login/invitation/" in made["invitation"]
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    again = lintel("init", data=folder)
    assert again.returncode == 3
    assert "already" in again.stderr


def test_an_instance_whose_secret_is_gone_gets_no_other(instance):
    folder, _ = instance
    secret = folder / "secret.key"
    secret.rename(folder / "elsewhere")
    try:
        for words in (["serve", "--port", "0"], ["migrate"]):
            said = lintel(*words, data=folder)
            assert said.returncode == 3
            assert "name where it is in LINTEL_SECRET_FILE" in said.stderr
            assert not secret.exists()
    finally:
        (folder / "elsewhere").rename(secret)


def test_the_doctor_is_honest_about_what_is_missing(instance, tmp_path):
    folder, _ = instance
    said = lintel("doctor", "--json", data=folder)
    checks = {check["name"]: check["ok"] for check in json.loads(said.stdout)["checks"]}
    assert checks["synchronous"]
    assert checks["journal mode"]
    assert checks["integrity"]
    assert checks["audit triggers"]
    assert not checks["worker"]  # none has run
    assert said.returncode == 1
    assert lintel("doctor", data=tmp_path / "nowhere").returncode == 1


def test_serving_needs_an_instance(tmp_path):
    said = lintel("serve", "--port", "0", data=tmp_path)
    assert said.returncode == 3
    assert "lintel init" in said.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_server_says_where_it_listens_answers_and_stops_when_told(instance, workers):
    folder, made = instance
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LINTEL_", "DJANGO_"))}
    command = [sys.executable, "-m", "lintel", "serve", "--port", "0", "--workers", workers]
    started = time.monotonic()
    server = subprocess.Popen(
        [*command, "--data", str(folder)], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())[0]
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:  # noqa: S310
            assert json.load(answer)["instance"] == made["instance"]
        urllib.request.urlopen(f"{address}/login", timeout=30).close()  # noqa: S310
        (folder / "lintel.sqlite3.sums").unlink(missing_ok=True)
        # Ten seconds; on a machine that took longer to start it and have it answer, as long.
        within = max(10, time.monotonic() - started)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=within) == 0
        # One process closes what its threads had open, and notes how its file is.
        assert (folder / "lintel.sqlite3.sums").exists() is (workers == "1")
    finally:
        server.kill()
        server.stdout.close()
        server.wait()


def test_somebody_is_invited_by_command_on_the_terms_of_the_directory(instance):
    folder, _ = instance
    who = ("user", "invite", "j.okafor", "--name", "J Okafor", "--role", "manager")
    where = ("--council", "northbeck", "--team", "front-door")
    terms = ("--registration", "SW123", "--registered-until", "2099-11-30")
    said = lintel(*who, *where, *terms, data=folder)
    assert said.returncode == 0, said.stderr
    assert "/login/invitation/lintel_" in said.stdout.splitlines()[-1]

    unregistered = lintel(*who, *where, data=folder)
    assert unregistered.returncode == 3
    assert "registration number" in unregistered.stderr
    elsewhere = lintel(*who, "--council", "northbeck", "--team", "no-such", *terms, data=folder)
    assert "not in the directory; there are front-door" in elsewhere.stderr
    assert lintel("user", "invite", "--role", "king", data=folder).returncode == 2
    assert json.loads(lintel("user", "list", "--json", data=folder).stdout) == []
