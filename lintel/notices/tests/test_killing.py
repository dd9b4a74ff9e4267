"""Workers that are killed lose nothing and say nothing twice: real processes, a real database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lintel.notices.models import Heartbeat, Notice
from lintel.notices.tests import given

NOTICES = 500
pytestmark = pytest.mark.django_db(transaction=True)


def address_of_the_test_database() -> str:
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(named['NAME']))}"
    where = f"{named['HOST']}:{named['PORT']}" if named["PORT"] else named["HOST"]
    word = f":{quote(named['PASSWORD'])}" if named["PASSWORD"] else ""
    return f"postgres://{named['USER']}{word}@{where}/{named['NAME']}"


@contextmanager
def a_worker(folder, *, lease: float, takes: float, kills: int = 0) -> Iterator[subprocess.Popen]:
    """A worker process that has begun, and is gone afterwards whatever the test does."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lintel.config.settings",
        "LINTEL_DATABASE_URL": address_of_the_test_database(),
    }
    words = [sys.executable, "-m", "lintel.notices.tests.a_worker"]
    started = subprocess.Popen(
        [*words, str(folder), str(lease), str(takes), str(kills)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert started.stdout.readline() == "at work\n"
        yield started
    finally:
        started.kill()
        started.communicate()


def sent() -> int:
    return Notice.objects.filter(state="sent").count()


def files_in(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def until(true, *, seconds: float = 240) -> bool:
    """Whether it comes true; the wait is long because the machine may be busy with others."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_two_workers_one_of_them_killed_send_each_notice_exactly_once(tmp_path):
    with transaction.atomic():
        ids = {str(given.queued(at=timezone.now())) for _ in range(NOTICES)}

    with (
        a_worker(tmp_path, lease=2, takes=0.005) as doomed,
        a_worker(tmp_path, lease=2, takes=0.005),
    ):
        assert until(lambda: sent() > 50)
        os.kill(doomed.pid, signal.SIGKILL)
        doomed.wait()
        held = Notice.objects.filter(state="sending").count()
        assert until(lambda: sent() == NOTICES), f"{held} were being sent when one worker died"

    assert files_in(tmp_path) == sorted(f"{id_}.json" for id_ in ids)
    assert Notice.objects.filter(state="sent", attempts=0).count() == NOTICES


def test_a_worker_told_to_stop_ends_in_order_and_leaves_nothing_claimed(tmp_path):
    with transaction.atomic():
        for _ in range(60):
            given.queued(at=timezone.now())

    with a_worker(tmp_path, lease=30, takes=0.02) as worker:
        assert until(lambda: sent() > 0)
        worker.terminate()
        assert worker.wait(timeout=60) == 0

    assert not Notice.objects.filter(state="sending").exists()
    assert Heartbeat.objects.filter(at__gte=timezone.now() - timedelta(minutes=1)).count() == 1


@pytest.mark.slow
def test_thirty_kills_lose_nothing_and_send_nothing_twice(tmp_path):
    with transaction.atomic():
        ids = {str(given.queued(at=timezone.now())) for _ in range(NOTICES)}

    with a_worker(tmp_path, lease=1, takes=0.02, kills=30):
        assert until(lambda: sent() == NOTICES, seconds=240)

    assert files_in(tmp_path) == sorted(f"{id_}.json" for id_ in ids)
