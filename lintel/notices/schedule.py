"""Running sweeps by the clock, each by one worker at a time.

A sweep looks for what has come due and says so with keys that are queued once, so that running
it twice, late, or half before a crash changes nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Q

from lintel.notices.models import Heartbeat, Schedule
from lintel.notices.rules.leases import LATEST_LEASE, LEASE, is_due

FORGOTTEN_AFTER = timedelta(days=7)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Shape: `run` takes the moment, and opens its own short transactions."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


_sweeps: dict[str, Sweep] = {}


def register(sweep: Sweep) -> None:
    """Have every worker of this process run `sweep`; the same name again takes its place."""
    _sweeps[sweep.name] = sweep


def registered() -> tuple[Sweep, ...]:
    return tuple(_sweeps.values())


def run_due(
    sweeps: tuple[Sweep, ...], *, worker: str, at: datetime, lease: timedelta = LEASE
) -> list[str]:
    """Run what is due and nobody else is running; the names of what was run."""
    last = dict(Schedule.objects.values_list("name", "last_run_at"))
    due = [sweep for sweep in sweeps if is_due(last.get(sweep.name), sweep.every, at=at)]
    return [sweep.name for sweep in due if _run(sweep, worker=worker, at=at, lease=lease)]


def beat(*, worker: str, at: datetime, build: str) -> None:
    """Say that this worker is alive, and forget workers that have long been gone."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": at, "build": build})
    Heartbeat.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()


def stop_beating(*, worker: str) -> None:
    """Say that this worker has ended in good order, if another lives on to be seen instead."""
    if Heartbeat.objects.exclude(worker=worker).exists():
        Heartbeat.objects.filter(worker=worker).delete()


def _run(sweep: Sweep, *, worker: str, at: datetime, lease: timedelta) -> bool:
    Schedule.objects.get_or_create(name=sweep.name)
    before = Schedule.objects.get(name=sweep.name)
    if not is_due(before.last_run_at, sweep.every, at=at):
        return False
    token = f"{worker}/{uuid4().hex[:12]}"
    free = Q(lease_until=None) | Q(lease_until__lte=at) | Q(lease_until__gt=at + LATEST_LEASE)
    # One statement decides who has it: whoever changes the row from what was read.
    mine = Schedule.objects.filter(free, name=sweep.name, last_run_at=before.last_run_at)
    if not mine.update(lease_until=at + lease, leased_by=token):
        return False
    error = ""
    try:
        sweep.run(at)
    except Exception as problem:  # one bad sweep must not stop the others, or the e-mail
        error = type(problem).__name__
        log.warning("sweep %s failed: %s", sweep.name, error)
    Schedule.objects.filter(name=sweep.name, leased_by=token).update(
        last_run_at=at, last_error=error, lease_until=None, leased_by=""
    )
    return True
