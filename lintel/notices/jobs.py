"""The worker: sends what is queued, runs sweeps by the clock, and says that it is alive.

Any number may run on one database, beside the web or apart from it, and each may be killed at
any moment. Nothing is kept in memory that is not in a row.
"""

import logging
import os
import socket
import time
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

import lintel
from lintel.notices import sending
from lintel.notices.fencing import is_fenced
from lintel.notices.rules.leases import BEAT, HANGS_AFTER, LEASE
from lintel.notices.schedule import Sweep, beat, register, registered, run_due, stop_beating
from lintel.notices.sinks import FileSink, Sink, SmtpSink, sink_for

__all__ = ["FileSink", "SmtpSink", "Sweep", "register", "registered", "run_once", "run_worker"]

# What is said of a database that is away; of a connection that is closed already, the second.
AWAY = (DatabaseError, InterfaceError)
PAUSE_SECONDS = 1.0
PAUSE_AFTER_TROUBLE_SECONDS = 3.0
log = logging.getLogger(__name__)


def run_worker(
    stop: Event,
    *,
    sink: Sink | None = None,
    sweeps: tuple[Sweep, ...] | None = None,
    lease: timedelta = LEASE,
) -> None:
    """Work until `stop` is set: in a process of its own, or in a thread beside the web.

    A database that is away is waited for; so is the release of one that was put back.
    Without `sink`, e-mail goes to LINTEL_SMTP_URL when
    that is set and to DATA/outbox otherwise; the demo hands in a FileSink.
    """
    worker, sink = worker_name(), sink or default_sink()
    alive = Alive(worker, stop)
    alive.start()
    try:
        while not stop.is_set():
            pause = PAUSE_SECONDS
            alive.turns()
            try:
                close_old_connections()
                now = timezone.now()
                if is_fenced():
                    stop.wait(PAUSE_SECONDS)
                    continue
                run_due(
                    registered() if sweeps is None else sweeps, worker=worker, at=now, lease=lease
                )
                if sending.send_due(
                    sink, worker=worker, at=timezone.now(), lease=lease, stopping=stop.is_set
                ):
                    pause = 0
            except AWAY as problem:
                log.warning("the database is away: %s", type(problem).__name__)
                connections.close_all()
                pause = PAUSE_AFTER_TROUBLE_SECONDS
            stop.wait(pause)
        alive.join()
        stop_beating(worker=worker)
    except AWAY:
        log.warning("the database was away when the worker stopped")
    finally:
        connections.close_all()


class Alive(Thread):
    """Says that the worker lives, beside its work: a long sweep is no death. One that hangs is:
    then nobody hears from it any more."""

    def __init__(self, worker: str, stop: Event) -> None:
        super().__init__(daemon=True)
        self._worker, self._stopping = worker, stop
        self.turns()

    def turns(self) -> None:
        """The worker has come round again."""
        self._turned = time.monotonic()

    def run(self) -> None:
        while not self._stopping.is_set():
            if time.monotonic() - self._turned < HANGS_AFTER.total_seconds():
                try:
                    close_old_connections()
                    beat(worker=self._worker, at=timezone.now(), build=lintel.__version__)
                except AWAY as problem:
                    log.warning("no sign of life can be left: %s", type(problem).__name__)
                    connections.close_all()
            self._stopping.wait(BEAT.total_seconds())
        connections.close_all()


def run_once(*, sink: Sink | None = None, sweeps: tuple[Sweep, ...] | None = None) -> int:
    """Run every due sweep and send everything due; how much was sent or tried."""
    worker, sink = worker_name(), sink or default_sink()
    now = timezone.now()
    beat(worker=worker, at=now, build=lintel.__version__)
    if is_fenced():
        return 0
    run_due(registered() if sweeps is None else sweeps, worker=worker, at=now)
    tried = 0
    while sent := sending.send_due(sink, worker=worker, at=timezone.now()):
        tried += sent
    return tried


def default_sink() -> Sink:
    """
    Errors:
        ValueError: LINTEL_SMTP_URL is set and names no server or no sender.
    """
    return sink_for(smtp_address=os.environ.get("LINTEL_SMTP_URL", ""), data=settings.DATA)


def worker_name() -> str:
    """A name no other worker has, that says where to look for it."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:6]}"
