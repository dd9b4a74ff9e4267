"""A backup made while people work, put back elsewhere: the same, checked, and sending nothing.

Made in this process from the tests' database; put back by the product's own commands in another,
as it would be on another machine.
"""

import contextlib
import fcntl
import io
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from lintel.access.viewers import the_system
from lintel.audit import trail, triggers
from lintel.config.backups import keys, taking
from lintel.config.backups.archive import Unreadable, Writing, looked_through
from lintel.config.backups.sealed import FILE, Key
from lintel.config.commandline import Cannot
from lintel.config.commands.digest import digest
from lintel.contacts.tests import given
from lintel.notices.tests.given import queued
from tools.torture._instance import a_database

pytestmark = pytest.mark.django_db(transaction=True)

# Several commands in one process: starting Django is what takes the time.
SEVERAL = """
import contextlib, io, json, sys
from lintel.config.commandline import main
said = []
for words in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    said.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(said))
"""


def commands(
    data: Path, database: str, *several: list[str], **more: str
) -> list[tuple[int, str, str]]:
    environment = {**os.environ, "LINTEL_DATA": str(data), "LINTEL_DATABASE_URL": database, **more}
    environment["DJANGO_SETTINGS_MODULE"] = "lintel.config.settings"
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL, json.dumps(several)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def backup(tmp_path, monkeypatch):
    """One contact, an e-mail that waits, a file in the folder; and all of it in a backup."""
    folder = tmp_path / "instance"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "one").write_bytes(b"a photograph")
    (folder / "outbox").mkdir()
    (folder / "outbox" / "sent.json").write_text("{}")
    (folder / "instance").write_text("0123456789abcdef\n")
    monkeypatch.setattr(settings, "DATA", folder)
    at = timezone.now()
    by = the_system("northbeck", today=at.date())
    given.received(at=at)
    with transaction.atomic():
        trail.record(did="looked", object_type="contact", object_id="1", by=by, at=at)
    queued(at=at)
    out = tmp_path / "backup"
    opener = keys.make_key(keys.beside(out), secret=settings.SECRET_KEY)
    taking.take(out, opener.key, with_secret=False, at=at, hashed=True)
    return out


def sql(words):
    with connection.cursor() as cursor:
        cursor.execute(words)


def told_of(kinds) -> dict:
    return {name: {"count": count, "hash": mark} for name, (count, mark) in kinds.items()}


def test_what_is_put_back_is_what_there_was_and_says_nothing_until_it_is_released(backup, tmp_path):
    with a_database() as database:
        data = tmp_path / "elsewhere"
        restore = ["restore", "--from", str(backup), "--json"]
        restored, digested, once, released, then, again = commands(
            data,
            database,
            restore,
            ["digest", "--json"],
            ["worker", "--once"],
            ["release", "--json"],
            ["worker", "--once"],
            restore,
        )
    assert restored[0] == 0, restored
    told = json.loads(restored[1])
    assert (told["compared"], told["trail_entries"], told["fenced"]) == (True, 2, True)
    assert json.loads(digested[1])["kinds"] == told_of(digest())
    assert (data / "files" / "one").read_bytes() == b"a photograph"
    assert once[1] == "0 sent or tried\n"
    assert json.loads(released[1]) == {"released": True, "emails_waiting": 2}
    assert then[1] == "2 sent or tried\n"
    assert len([*(data / "outbox").iterdir()]) == 2
    assert again[0] == 3
    assert "is not empty" in again[2]
    if not database:
        is_refused_when_damaged(data)


def is_refused_when_damaged(data: Path) -> None:
    """One bit somewhere in what was closed in good order."""
    file = data / "lintel.sqlite3"
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 3] ^= 4
    file.write_bytes(bytes(changed))
    worked, doctor = commands(data, "", ["worker", "--once"], ["doctor", "--json"])
    assert worked[0] == doctor[0] == 1
    assert "the database is damaged" in worked[2]
    assert "file as left" in [c["name"] for c in json.loads(doctor[1])["checks"] if not c["ok"]]


def test_a_changed_backup_is_refused_and_nothing_is_touched(backup, tmp_path):
    changed = bytearray(backup.read_bytes())
    changed[len(changed) // 2] ^= 1
    backup.write_bytes(bytes(changed))
    data = tmp_path / "elsewhere"
    database = "" if connection.vendor == "sqlite" else os.environ["LINTEL_TEST_DATABASE_URL"]

    ((code, _, said),) = commands(data, database, ["restore", "--from", str(backup)])

    assert code == 1
    assert "refused" in said
    assert not data.exists()
    assert not [*tmp_path.glob(".elsewhere*")]


def test_the_secret_and_what_was_sent_stay_behind_unless_they_are_asked_for(backup, tmp_path):
    opener = keys.given(key_file=str(keys.beside(backup)), passphrase_file="")
    parts = looked_through(backup, opener.key).parts
    assert {name for name in parts if name.startswith("folder/")} == {
        "folder/files/one",
        "folder/instance",
    }
    assert "secret.key" not in parts
    assert settings.SECRET_KEY.encode() not in backup.read_bytes()


def test_a_trail_that_does_not_hold_is_put_back_and_said(backup, tmp_path):
    triggers.take_down(connection)
    sql("UPDATE audit_auditentry SET why = 'x' WHERE sequence = 1")
    opener = keys.given(key_file=str(keys.beside(backup)), passphrase_file="")
    out, secret = tmp_path / "broken", tmp_path / "secrets" / "lintel.key"
    fault = taking.take(out, opener.key, with_secret=True, at=timezone.now()).trail_fault
    assert fault.startswith("1: ")
    keys.beside(backup).rename(keys.beside(out))
    with a_database() as database:
        restored, released = commands(
            tmp_path / "elsewhere",
            database,
            ["restore", "--from", str(out), "--json"],
            ["release", "--json"],
            LINTEL_SECRET_FILE=str(secret),
        )
    assert restored[0] == 0, restored
    assert json.loads(restored[1])["trail_fault"] == fault
    assert fault in restored[2]
    assert released[0] == 0
    assert secret.read_text().strip() == settings.SECRET_KEY
    assert secret.stat().st_mode & 0o777 == 0o600


def test_rows_that_were_put_back_never_stand_without_their_fence(backup, tmp_path):
    """Refused after the rows are in: on PostgreSQL they are there for a worker to find."""
    key = keys.beside(backup)
    key.write_text(json.dumps({**json.loads(key.read_text()), "secret": "another instance’s"}))
    with a_database() as database:
        data = tmp_path / "elsewhere"
        ((code, _, said),) = commands(data, database, ["restore", "--from", str(backup)])
        assert (code, "the secret is not the one" in said) == (1, True)
        assert not data.exists()
        if database:
            with psycopg.connect(database) as server:
                fences = server.execute("SELECT count(*) FROM notices_fence WHERE down_at IS NULL")
                assert fences.fetchone() == (1,)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    writing = Writing(io.BytesIO(), Key(FILE, b"x" * 32))
    with pytest.raises(Unreadable, match=str(tmp_path)):
        writing.add_file("folder/files/one", tmp_path)  # even root cannot read a folder as a file


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111])
def test_a_folder_that_cannot_be_looked_into_fails_the_backup_and_is_named(monkeypatch, mode):
    with tempfile.TemporaryDirectory() as name:
        data, shut = Path(name), Path(name, "files", "ab")
        shut.mkdir(parents=True)
        (shut / "a-photograph").write_bytes(b"x")
        data.chmod(0o755)
        monkeypatch.setattr(settings, "DATA", data)
        assert [place for place, _ in taking._folder()] == ["files/ab/a-photograph"]
        shut.chmod(mode)
        with as_nobody(), pytest.raises(Unreadable, match=r"files/ab.* cannot be read"):
            list(taking._folder())
        shut.chmod(0o755)


@contextlib.contextmanager
def as_nobody():
    """Somebody whom the modes of files stop, as they stop whoever runs Lintel."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_the_plain_copy_of_a_killed_backup_is_named_and_cleared(backup, tmp_path):
    left = settings.DATA / ".backup-killed"
    left.mkdir()
    (left / "lintel.sqlite3").write_bytes(b"everything")
    assert taking.left_behind() == [left]
    held = os.open(left, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    assert taking.left_behind() == []  # it runs
    os.close(held)
    if connection.vendor == "sqlite":
        opener = keys.given(key_file=str(keys.beside(backup)), passphrase_file="")
        taking.take(tmp_path / "next", opener.key, with_secret=False, at=timezone.now())
        assert not left.exists()


def test_backups_that_begin_at_once_leave_each_other_alone():
    begins = Barrier(8)

    def copy(turn: int) -> int:
        begins.wait(10)
        with taking.folder_for_copy() as folder:
            (folder / "lintel.sqlite3").write_bytes(bytes(turn))
            taking.left_behind()
            return len((folder / "lintel.sqlite3").read_bytes())

    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            assert list(threads.map(copy, range(8))) == [*range(8)]
    assert taking.left_behind() == []


def test_a_backup_is_never_written_over_another(backup):
    opener = keys.given(key_file=str(keys.beside(backup)), passphrase_file="")
    before = backup.read_bytes()
    with pytest.raises(Cannot, match="is there already"):
        taking.take(backup, opener.key, with_secret=False, at=timezone.now())
    assert backup.read_bytes() == before
