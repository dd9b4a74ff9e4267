"""Workers that are killed lose nothing and say nothing twice: real processes, a real database."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
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


def a_worker(folder, *, lease: float, takes: float) -> subprocess.Popen:
    """A worker process that has begun."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lintel.config.settings",
        "LINTEL_DATABASE_URL": address_of_the_test_database(),
    }
    words = [sys.executable, "-m", "lintel.notices.tests.a_worker"]
    started = subprocess.Popen(
        [*words, str(folder), str(lease), str(takes)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert started.stdout.readline() == "at work\n"
    return started


def until(true, *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def finish(worker: subprocess.Popen) -> None:
    worker.kill()
    worker.communicate()


def test_two_workers_one_of_them_killed_send_each_notice_exactly_once(tmp_path):
    with transaction.atomic():
        ids = {str(given.queued(at=timezone.now())) for _ in range(NOTICES)}

    with ExitStack() as processes:
        doomed, other = (a_worker(tmp_path, lease=2, takes=0.005) for _ in range(2))
        processes.callback(finish, doomed)
        processes.callback(finish, other)
        assert until(lambda: Notice.objects.filter(state="sent").count() > 50, seconds=10)
        os.kill(doomed.pid, signal.SIGKILL)
        doomed.wait()
        left_behind = Notice.objects.filter(state="sending").count()
        everything = until(lambda: not Notice.objects.exclude(state="sent").exists(), seconds=12)

    files = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
    assert everything, f"{left_behind} were being sent when one worker died"
    assert files == sorted(f"{id_}.json" for id_ in ids)
    assert Notice.objects.filter(state="sent", attempts=0).count() == NOTICES


def test_a_worker_told_to_stop_ends_in_order_and_leaves_nothing_claimed(tmp_path):
    with transaction.atomic():
        for _ in range(60):
            given.queued(at=timezone.now())

    worker = a_worker(tmp_path, lease=30, takes=0.02)
    try:
        assert until(lambda: Notice.objects.filter(state="sent").exists(), seconds=10)
        began = time.monotonic()
        worker.terminate()
        assert worker.wait(timeout=5) == 0
        assert time.monotonic() - began < 5
    finally:
        finish(worker)

    assert not Notice.objects.filter(state="sending").exists()
    assert Heartbeat.objects.filter(at__gte=timezone.now() - timedelta(minutes=1)).count() == 1
