"""Sweeps run when due, by one worker at a time, whatever the clock does."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import InterfaceError
from django.utils import timezone

from lintel.notices import jobs, queries, schedule
from lintel.notices.models import Heartbeat, Schedule
from lintel.notices.rules.leases import LEASE
from lintel.notices.sinks import FileSink
from lintel.notices.tests import given
from lintel.notices.tests.test_killing import until

pytestmark = pytest.mark.django_db

NOON = given.MONDAY_NOON
MINUTE = timedelta(minutes=1)


class Ran(list):
    def __call__(self, at) -> None:
        self.append(at)


def run(run_it, *, at=NOON, worker="w1"):
    return schedule.run_due(
        (schedule.Sweep("contacts.overdue", MINUTE, run_it),), worker=worker, at=at
    )


def test_a_sweep_runs_at_once_and_then_each_time_its_interval_is_over():
    ran = Ran()
    for seconds in range(0, 150, 10):
        run(ran, at=NOON + timedelta(seconds=seconds))

    assert ran == [NOON, NOON + MINUTE, NOON + 2 * MINUTE]


def test_two_workers_run_a_sweep_once():
    ran = Ran()

    def while_another_worker_asks(at):
        ran(at)
        assert run(ran, at=at, worker="w2") == []

    run(while_another_worker_asks)
    run(ran, worker="w2")

    assert ran == [NOON]


def test_a_sweep_whose_worker_died_is_taken_up_again():
    run(Ran())
    Schedule.objects.update(lease_until=NOON + MINUTE + LEASE, leased_by="dead")
    ran = Ran()

    assert run(ran, at=NOON + MINUTE) == []
    assert run(ran, at=NOON + MINUTE + LEASE) == ["contacts.overdue"]


@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(hours=-1)])
def test_a_clock_that_jumps_does_not_stop_a_sweep(jump):
    run(Ran())

    assert run(Ran(), at=NOON + jump) == ["contacts.overdue"]


def test_a_sweep_that_fails_is_noted_without_content_and_runs_again():
    def fails(at):
        raise KeyError("a name that must not be kept")

    run(fails)
    ran = Ran()

    assert Schedule.objects.get().last_error == "KeyError"
    assert run(ran, at=NOON + MINUTE) == ["contacts.overdue"]
    assert Schedule.objects.get().last_error == ""


def test_a_due_moment_is_announced_once_however_often_it_is_swept():
    def announce(at):
        given.queued(channel="task", to="duty", kind="overdue", once_key="overdue NB-7K4M-2Q 12:00")

    for at in (NOON, NOON + MINUTE, NOON - timedelta(hours=1), NOON + timedelta(days=3)):
        run(announce, at=at)

    assert len(given.open_alerts(given.a_viewer(teams=frozenset({"duty"})))) == 1


def test_a_worker_that_beats_is_alive_and_one_that_stopped_beating_is_not():
    assert not queries.worker_is_alive(at=NOON)
    schedule.beat(worker="w1", at=NOON, build="0.1.0")

    assert queries.last_heartbeat() == queries.Beat("w1", NOON, "0.1.0")
    assert queries.worker_last_seen() == NOON
    assert queries.worker_is_alive(at=NOON + timedelta(seconds=20))
    assert not queries.worker_is_alive(at=NOON + timedelta(hours=24))


def test_workers_long_gone_are_forgotten():
    schedule.beat(worker="old", at=NOON - timedelta(days=8), build="0.0.9")
    schedule.beat(worker="new", at=NOON, build="0.1.0")

    assert [beat.worker for beat in Heartbeat.objects.all()] == ["new"]


def test_once_means_everything_that_is_due(tmp_path):
    for _ in range(45):
        given.queued()
    ran = Ran()

    sent = jobs.run_once(sink=FileSink(tmp_path), sweeps=(schedule.Sweep("a sweep", MINUTE, ran),))

    assert (sent, len(ran)) == (45, 1)
    assert len([*tmp_path.iterdir()]) == 45


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_a_thread_beside_the_web_sends_sweeps_and_stops_when_told(tmp_path):
    given.queued(at=timezone.now())
    ran, stop = Ran(), Event()
    sweeps = (schedule.Sweep("a sweep", timedelta(hours=1), ran),)
    beside = Thread(
        target=jobs.run_worker, args=(stop,), kwargs={"sink": FileSink(tmp_path), "sweeps": sweeps}
    )
    beside.start()
    try:
        assert until(lambda: [*tmp_path.glob("[!.]*.json")])
    finally:
        stop.set()
        beside.join(timeout=60)

    assert not beside.is_alive()
    assert len([*tmp_path.glob("[!.]*.json")]) == len(ran) == 1
    assert queries.worker_is_alive(at=timezone.now())


def test_a_connection_that_was_closed_under_it_does_not_end_the_sign_of_life(monkeypatch):
    stop, left = Event(), []

    def beat(**said):
        left.append(said["worker"])
        if len(left) == 1:
            raise InterfaceError("connection already closed")
        stop.set()

    monkeypatch.setattr(jobs, "beat", beat)
    monkeypatch.setattr(jobs, "BEAT", timedelta(0))
    alive = jobs.Alive("w1", stop)
    alive.start()
    alive.join(60)
    stop.set()
    assert left == ["w1", "w1"]
