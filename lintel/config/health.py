"""What must be well for Lintel to be trusted: asked by /readyz and, at more length, by doctor."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lintel.kernel.instants import day_in_words, london_day, when_in_words
from lintel.notices.queries import worker_is_alive, worker_last_seen
from lintel.policy.calendars import calendar

ENOUGH_DISK = 1_000_000_000
CALENDAR_AHEAD = timedelta(days=180)


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
        ("calendar", False, _calendar),
        ("worker", False, _worker),
        ("disk", True, _disk),
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,), f"{connection.vendor} answers"


def pending_migrations() -> list[str]:
    """Names of the changes to the tables that have not been made yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _migrations(at: datetime) -> tuple[bool, str]:
    pending = pending_migrations()
    if pending:
        return False, f"{len(pending)} pending, first {pending[0]}; run lintel migrate"
    return True, "none pending"


def _calendar(at: datetime) -> tuple[bool, str]:
    last = calendar().last
    known = f"bank holidays known to {day_in_words(last)}"
    return last >= london_day(at) + CALENDAR_AHEAD, known


def _worker(at: datetime) -> tuple[bool, str]:
    seen = worker_last_seen()
    if seen is None:
        return False, "no worker has run yet; start lintel worker"
    return worker_is_alive(at=at), f"last seen {when_in_words(seen)}"


def _disk(at: datetime) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.DATA if settings.DATA.exists() else settings.ROOT).free
    return free >= ENOUGH_DISK, f"{free / 1e9:.1f} GB free"
