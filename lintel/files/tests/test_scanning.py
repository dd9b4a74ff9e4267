"""A real clamd, with a signature written here: what it finds is held, what it cannot say waits."""

import os
import shutil
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest

from lintel.contacts.tests import given as contacts
from lintel.contacts.tests.given import NOON
from lintel.files import actions, jobs, scanner, store
from lintel.files.actions import Given
from lintel.files.models import File
from lintel.files.rules.reading import Check
from lintel.files.taking import Sent
from lintel.files.tests import given
from lintel.kernel.refusals import Refused
from lintel.notices.models import Notice
from lintel.sharing.rules.handling import Mark

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not CLAMD and os.environ.get("CI") != "true", reason="no clamd on this machine"
    ),
]

CONFIGURATION = """
Foreground yes
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
StreamMaxLength 1M
LogFile {folder}/log
"""


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """One scanner for the module: it knows one signature, and asks nobody for more."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    hexed = given.eicar()[:40].hex()
    (folder / "signatures" / "made.ndb").write_text(f"Made-Here.Eicar:0:*:{hexed}\n")
    settings = folder / "clamd.conf"
    settings.write_text(CONFIGURATION.format(folder=folder))
    process = subprocess.Popen(
        [str(CLAMD), "--config-file", str(settings)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    socket = folder / "clamd.sock"
    for _ in range(600):
        if socket.exists():
            break
        assert process.poll() is None, (folder / "log").read_text()
        time.sleep(0.1)
    yield f"unix:{socket}"
    process.send_signal(signal.SIGTERM)
    process.wait(20)


def attached(contact_id, by, *contents: tuple[str, bytes], at=NOON):
    sent = [Sent(name, content, len(content)) for name, content in contents]
    return actions.attach_files(
        belongs_id=contact_id, sent=sent, given=Given(Mark.OPEN), by=by, at=at
    )


def test_what_is_found_is_held_and_what_is_clean_is_given(clamd, settings, tmp_path):
    settings.CLAMD, settings.DATA = clamd, tmp_path
    manager, contact = contacts.a_manager(), contacts.received()
    inside = given.an_office_file(more={"word/media/a.txt": given.eicar()})
    bad, letter, clean = attached(
        contact.id,
        manager,
        ("a.txt", given.eicar()),
        ("b.docx", inside),
        ("c.jpg", given.a_jpeg()),
    )
    for held in (bad, letter):  # the scanner looks inside a document too
        row = File.objects.get(id=held)
        assert (row.check_said, row.found_as) == (Check.FOUND, "Made-Here.Eicar.UNOFFICIAL")
        with pytest.raises(Refused):
            actions.open_file(file_id=held, by=manager, at=NOON)
    assert "ClamAV" in File.objects.get(id=clean).checked_by
    assert actions.open_file(file_id=clean, by=manager, at=NOON).content
    assert Notice.objects.filter(kind="file_held").count() == 2


def test_what_came_while_the_scanner_was_away_is_checked_when_it_is_back(clamd, settings, tmp_path):
    settings.CLAMD, settings.DATA = f"unix:{tmp_path}/nobody.sock", tmp_path
    manager, contact = contacts.a_manager(), contacts.received()
    bad, clean = attached(
        contact.id, manager, ("a.txt", given.eicar()), ("c.txt", b"He has a bruise")
    )
    assert {row.check_said for row in File.objects.all()} == {Check.WAITING}
    assert jobs.check_waiting(NOON) == 0
    settings.CLAMD = ""
    assert jobs.check_waiting(NOON) == 0

    settings.CLAMD = clamd
    assert jobs.check_waiting(NOON + timedelta(hours=1)) == 2

    assert File.objects.get(id=bad).check_said == Check.FOUND
    assert actions.open_file(file_id=clean, by=manager, at=NOON).content
    assert Notice.objects.filter(kind="file_held").count() == 1
    assert jobs.check_waiting(NOON + timedelta(hours=2)) == 0


def test_what_the_scanner_will_not_judge_and_what_is_lost_keep_nothing_else_waiting(
    clamd, settings, tmp_path, monkeypatch
):
    settings.CLAMD, settings.DATA = f"unix:{tmp_path}/nobody.sock", tmp_path
    manager, contact = contacts.a_manager(), contacts.received()
    long = b"He has a bruise. " * 120_000
    lost, refused, clean = (
        attached(contact.id, manager, ("a.txt", content), at=NOON + timedelta(seconds=place))[0]
        for place, content in enumerate((b"Lost", long, b"He has a bruise"))
    )
    store.remove(File.objects.get(id=lost).stored_as)
    settings.CLAMD = clamd
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    runs = [NOON + timedelta(minutes=minute) for minute in (1, 2, 3)]

    assert [jobs.check_waiting(at) for at in runs] == [0, 1, 0]

    assert actions.open_file(file_id=clean, by=manager, at=NOON).content
    assert File.objects.get(id=refused).check_said == Check.WAITING
    assert jobs.check_waiting(NOON + timedelta(hours=2)) == 0
    assert File.objects.get(id=refused).checked_at == NOON + timedelta(hours=2)


def test_what_is_too_long_for_the_scanner_waits(clamd, settings):
    settings.CLAMD = clamd
    with pytest.raises(scanner.NotAsked):
        scanner.check(bytes(26 * 1024 * 1024), within=10)
    assert scanner.check(b"He has a bruise", within=10).found == ""


@pytest.mark.parametrize(
    "where", ["unix:/nowhere", "tcp:127.0.0.1:1", "tcp://127.0.0.1:1", "", "x"]
)
def test_a_scanner_that_is_not_there_says_nothing(where, settings):
    settings.CLAMD = where
    with pytest.raises(scanner.NotAsked):
        scanner.check(b"words", within=1)


def test_the_scanner_of_the_test_is_a_real_one():
    assert CLAMD
    assert Path(CLAMD).exists()
