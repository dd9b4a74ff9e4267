"""What must be well for Lintel to be trusted: asked by /readyz and, at more length, by doctor."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from lintel.audit import anchors, newest, triggers
from lintel.config import clocks, disks, lookout
from lintel.kernel.instants import day_in_words, london_day, when_in_words
from lintel.notices.fencing import is_fenced
from lintel.notices.queries import worker_is_alive, worker_last_seen
from lintel.policy.calendars import calendar

CALENDAR_AHEAD = timedelta(days=180)
# How many of the newest entries of the trail are looked at each time /readyz is asked.
NEWEST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Component:
    """One thing looked at.

    Shape:
        words: what was found, for the person who runs Lintel; never for a public page.
        needed_to_serve: without it no work may be sent here.
    """

    name: str
    ok: bool
    words: str
    needed_to_serve: bool = False


def components(*, at: datetime) -> tuple[Component, ...]:
    """Everything /readyz names. A check that cannot run has failed."""
    checks: tuple[tuple[str, bool, Callable[[datetime], tuple[bool, str]]], ...] = (
        ("database", True, _database),
        ("migrations", True, _migrations),
        ("calendar", True, _calendar),
        ("worker", _has_worked(), _worker),
        ("disk", True, _disk),
        ("clock", True, _clock),
        ("audit", True, _audit),
        ("audit anchor", False, _anchor),
        ("release", True, _release),
    )
    return tuple(
        asked(name, partial(check, at), needed_to_serve=needed) for name, needed, check in checks
    )


def asked(
    name: str, check: Callable[[], tuple[bool, str]], *, needed_to_serve: bool = False
) -> Component:
    """What a check found. One that cannot run has failed, and says only how."""
    try:
        ok, words = check()
    except Exception as problem:
        ok, words = False, f"could not be asked: {type(problem).__name__}"
    return Component(name, ok, words, needed_to_serve)


def _database(at: datetime) -> tuple[bool, str]:
    """That it answers, and would take a write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        answers = cursor.fetchone() == (1,)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_setting('transaction_read_only')")
            if cursor.fetchone()[0] == "on":
                return False, "the server takes no writes"
            return answers, "postgresql answers"
    file = Path(str(connection.settings_dict["NAME"]))
    wrong = _cannot_be_written(file)
    return not wrong, wrong or f"{connection.vendor} answers"


def _cannot_be_written(file: Path) -> str:
    """Why SQLite would refuse a write; "" when it would not. Leaves the file as it is."""
    if connection.settings_dict["NAME"] == ":memory:" or str(file).startswith("file:"):
        return ""
    if not file.is_file():
        return "the file is not there"
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        return "the file cannot be written to"
    with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=0)) as asking:
        try:
            asking.execute("BEGIN IMMEDIATE")
            asking.execute("ROLLBACK")
        except sqlite3.OperationalError as problem:
            if "locked" in str(problem) or "busy" in str(problem):
                return ""  # somebody is writing
            return str(problem)
    return ""


def pending_migrations(executor: MigrationExecutor | None = None) -> list[str]:
    """Names of the changes to the tables that have not been made yet."""
    executor = executor or MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


NEWER = "the tables are of a newer Lintel: run that version, or put back a backup of this one"


def is_of_a_newer(executor: MigrationExecutor | None = None) -> bool:
    """Whether the tables have been changed by a version that this one does not know."""
    loader = (executor or MigrationExecutor(connection)).loader
    ours = {app for app, _ in loader.disk_migrations}
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    return any(app in ours for app, _ in unknown - loader.replacements.keys())


def _migrations(at: datetime) -> tuple[bool, str]:
    executor = MigrationExecutor(connection)  # it reads every migration there is: once
    if is_of_a_newer(executor):
        return False, NEWER
    pending = pending_migrations(executor)
    if pending:
        return False, f"{len(pending)} pending, first {pending[0]}; run lintel migrate"
    return True, "none pending"


def _calendar(at: datetime) -> tuple[bool, str]:
    last = calendar().last
    known = f"bank holidays known to {day_in_words(last)}"
    return last >= london_day(at) + CALENDAR_AHEAD, known


def _has_worked() -> bool:
    """A worker that has never been started is missing, and not dead: the pages are up first."""
    try:
        return worker_last_seen() is not None
    except DatabaseError:
        return True


def _worker(at: datetime) -> tuple[bool, str]:
    seen = worker_last_seen()
    if seen is None:
        return False, "no worker has run yet; start lintel worker"
    return worker_is_alive(at=at), f"last seen {when_in_words(seen)}"


def _anchor(at: datetime) -> tuple[bool, str]:
    return anchors.standing(at=at)


def _disk(at: datetime) -> tuple[bool, str]:
    """The fullest of the places that are written to."""
    enough, free = disks.fullest()
    return enough, f"{free / 1e9:.1f} GB free"


def _clock(at: datetime) -> tuple[bool, str]:
    """This machine's clock against its own count of seconds, the trail and the database."""
    wrong = clocks.what_is_wrong(at=at)
    if wrong:
        return False, wrong
    last = newest.newest_at()
    if last is not None and last > at + clocks.TOLERATED:
        return False, f"the trail's newest entry is of {when_in_words(last)}: put back?"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = cursor.fetchone()[0] - at
        if abs(apart) > clocks.TOLERATED:
            return False, f"the database's clock is {apart.total_seconds():.0f} seconds from ours"
    return True, "has not jumped"


def _audit(at: datetime) -> tuple[bool, str]:
    """The triggers, the newest entries, and what the lookout found when it last read them all."""
    if not triggers.are_up(connection):
        return False, "its triggers are missing"
    fault = newest.newest_fault(NEWEST_ENTRIES)
    if fault is not None:
        return False, f"{fault.sequence}: {fault.message}"
    read = lookout.trail_as_read()
    return not read, read or "the newest entries hold"


def _release(at: datetime) -> tuple[bool, str]:
    if is_fenced():
        return False, "put back from a backup and sending nothing; lintel release"
    return True, "sends"
