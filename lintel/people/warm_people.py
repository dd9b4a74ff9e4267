"""Everybody a council knows, in memory: `finding.candidates` with the database asked for less.

Rows and keys come from a snapshot mapped into memory, in DATA/matching, shared by all who serve.
Rows newer than it come from the database, so that nobody saved a moment ago is missed; so do the
people, as they are linked now.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import OperationalError, connection, transaction

from lintel.people.finding import (
    Candidate,
    look_up,
    of_rows,
    packed_rows,
    saved_since,
    worth_showing,
)
from lintel.people.memory.choosing import each_says, most_alike_of
from lintel.people.memory.columns import Columns, columns_of
from lintel.people.memory.snapshot import FORMAT, About, Row, Snapshot, make
from lintel.people.models import MatchRow
from lintel.people.rules.facts import facts_of
from lintel.people.rules.hashed import hashed
from lintel.people.rules.keys import VERSION, keys_to_look_for
from lintel.people.rules.packed import lines
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
        held = self._snapshot
        if saved_since(held.about.newest):
            ids, columns = self._with_newer(keys)
        else:
            every, sizes = held.under(keys)
            places = most_alike_of(every, np.repeat(each_says(sizes), sizes))
            ids, columns = held.ids(places).tolist(), held.columns(places)
        if not ids:
            return []
        near = worth_showing(self._council, facts, columns, limit=limit)
        return of_rows(self._council, facts, [ids[place] for place in near], limit=limit)

    def _with_newer(self, keys: Sequence[int]) -> tuple[list[int], Columns]:
        """Rows to compare, of whichever the snapshot does not know those that the database has."""
        held = self._snapshot
        newer = look_up(keys, after=held.about.newest)
        every, sizes = held.under(keys)
        newer_sizes = np.array(list(map(len, newer)))
        every = np.concatenate(
            [held.ids(every), np.array([row for rows in newer for row in rows], dtype=np.int64)]
        )
        says = each_says(sizes + newer_sizes)
        says_each = np.concatenate([np.repeat(says, sizes), np.repeat(says, newer_sizes)])
        rows = np.sort(most_alike_of(every, says_each))
        known = rows[rows <= held.about.newest]
        others = packed_rows(rows[len(known) :].tolist())
        columns = held.columns(held.places(known))
        if others:
            columns = columns.and_then(columns_of([lines(packed) for _, packed in others]))
        return known.tolist() + [row_id for row_id, _ in others], columns


def folder_of(council: str) -> Path:
    return Path(settings.DATA) / "matching" / council


def _usable(council: str) -> Snapshot | None:
    """The snapshot that is there, when it is of this database, these rules, and not too old."""
    try:
        found = Snapshot(folder_of(council))
    except (OSError, ValueError, TypeError):
        return None
    about = found.about
    if (about.version, about.format) != (VERSION, FORMAT) or about.mark != _mark(about.newest):
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
