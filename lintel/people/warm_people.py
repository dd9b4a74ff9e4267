"""Everybody a council knows, in memory: `finding.candidates` with the database asked for less.

Rows and keys come from a snapshot mapped into memory, in DATA/matching, shared by all who serve.
Rows newer than it come from the database, so that nobody saved a moment ago is missed; so do the
people, as they are linked now.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction

from lintel.people.finding import (
    Candidate,
    look_up,
    of_rows,
    packed_rows,
    worth_showing,
)
from lintel.people.memory.choosing import most_alike_rows
from lintel.people.memory.snapshot import About, Row, Snapshot, make
from lintel.people.models import MatchRow
from lintel.people.rules.facts import facts_of
from lintel.people.rules.hashed import hashed
from lintel.people.rules.keys import VERSION, keys_to_look_for
from lintel.people.rules.told import PersonTold

# So many newer rows in a hundred, and never fewer than these, before a snapshot is made anew.
_NEWER_IN_A_HUNDRED, _NEWER = 2, 5_000
_TRIES = 5


class WarmPeople:
    """Shape: `rows` of its snapshot, and `made_at`; whatever was saved since is found too."""

    def __init__(self, council: str, *, at: datetime) -> None:
        self._council = council
        self._snapshot = _usable(council) or _made(council, at)
        self.rows = self._snapshot.about.rows
        self.made_at = datetime.fromisoformat(self._snapshot.about.made_at)
        self.size = self._snapshot.size

    def candidates(
        self, told: PersonTold, *, limit: int = 10, on: date | None = None
    ) -> list[Candidate]:
        """As `finding.candidates`."""
        facts = facts_of(told, as_of=on)
        keys = hashed(self._council, keys_to_look_for(facts))
        if not keys:
            return []
        newest = self._snapshot.about.newest
        both = zip(self._snapshot.under(keys), look_up(keys, after=newest), strict=True)
        row_ids = most_alike_rows([known + newer for known, newer in both])
        rows = self._snapshot.packed([row for row in row_ids if row <= newest])
        newer = [row for row in row_ids if row > newest]
        if newer:
            rows += packed_rows(newer)
        near = worth_showing(self._council, facts, rows, limit=limit)
        return of_rows(self._council, facts, near, limit=limit)


def folder_of(council: str) -> Path:
    return Path(settings.DATA) / "matching" / council


def _usable(council: str) -> Snapshot | None:
    """The snapshot that is there, when it is of this database, these rules, and not too old."""
    try:
        found = Snapshot(folder_of(council))
    except (OSError, ValueError, TypeError):
        return None
    about = found.about
    if about.version != VERSION or about.mark != _mark(about.newest):
        return None
    newer = MatchRow.objects.filter(council=council, id__gt=about.newest).count()
    return found if newer <= max(_NEWER, about.rows * _NEWER_IN_A_HUNDRED // 100) else None


def _made(council: str, at: datetime) -> Snapshot:
    newest = _newest()
    about = About(newest, at.isoformat(), _mark(newest))
    return make(_rows(council, newest), about, folder_of(council))


def _mark(newest: int) -> str:
    """Which record the newest row is of: another database has another."""
    record = MatchRow.objects.filter(id=newest).values_list("record_id", flat=True).first()
    return str(record)


def _newest() -> int:
    """An id below which nothing is still to come.

    PostgreSQL gives ids out before they are committed, so everybody who is writing is waited for;
    shortly, because others wait behind.

    Errors:
        OperationalError: somebody writes for long, as an import does.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SET LOCAL lock_timeout = '2s'")
                    cursor.execute("LOCK TABLE people_matchrow IN SHARE MODE")
                cursor.execute("SELECT coalesce(max(id), 0) FROM people_matchrow")
                return int(cursor.fetchone()[0])
        except OperationalError:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _rows(council: str, newest: int) -> Iterator[Row]:
    held = MatchRow.objects.filter(council=council, id__lte=newest).order_by("id")
    for row_id, packed, kept_under in held.values_list("id", "packed", "kept_under").iterator(
        5_000
    ):
        yield row_id, packed, bytes(kept_under)
