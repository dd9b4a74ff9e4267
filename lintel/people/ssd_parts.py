"""What an extract says, sorted by person: tables come one after another, people are kept whole.

On disk while it is needed and nowhere after, so that a large extract takes no more memory than a
small one.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from lintel.kernel.importing import Lost, Trouble
from lintel.people.rules import ssd
from lintel.people.rules.episodes import EpisodeIn
from lintel.people.rules.ssd import Number, Said
from lintel.people.rules.told import LivedAt, PersonTold, as_plain, from_plain

_MANY = 5_000
_TWICE = "This row is in the file already, at line"
_NOBODY = "There is no such person in ssd_person.csv"
_NO_MOTHER = "The mother is not in ssd_person.csv, or is the child"


@dataclass(slots=True)
class Whole:
    """One person of an extract with all that is said of them. Shape: `mothers` are person ids."""

    ref: str
    told: PersonTold
    line: int
    episodes: list[EpisodeIn] = field(default_factory=list)
    mothers: list[str] = field(default_factory=list)


class Parts:
    def __init__(self) -> None:
        self._kept = sqlite3.connect("")  # a file of its own that nobody else can open
        self._kept.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE part (person TEXT, tab TEXT, ref TEXT, line INTEGER, body TEXT);"
        )
        self._waiting: list[tuple[str, str, str, int, str]] = []
        self.rows = 0

    def close(self) -> None:
        self._kept.close()

    def add(self, table: str, line: int, said: Said) -> None:
        body = json.dumps(_plain(said.what), ensure_ascii=False)
        self._waiting.append((said.person, table, said.ref, line, body))
        self.rows += 1
        if len(self._waiting) >= _MANY:
            self._write()

    def settle(self) -> list[Trouble]:
        """Everything is added: what is said twice or of nobody is taken out, and named."""
        self._write()
        self._kept.execute("CREATE INDEX part_row ON part (tab, ref, line)")
        self._kept.execute("CREATE INDEX part_person ON part (person, tab, line)")
        twice = self._take_out(
            "SELECT p.rowid, p.tab, p.ref, p.line, (SELECT min(line) FROM part f WHERE "
            "f.tab = p.tab AND f.ref = p.ref) FROM part p WHERE p.ref != '' AND EXISTS "
            "(SELECT 1 FROM part f WHERE f.tab = p.tab AND f.ref = p.ref AND f.line < p.line)"
        )
        nobody = self._take_out(
            "SELECT p.rowid, p.tab, p.person, p.line, 0 FROM part p WHERE p.tab != 'ssd_person' "
            "AND NOT EXISTS (SELECT 1 FROM part f WHERE f.person = p.person "
            "AND f.tab = 'ssd_person')"
        )
        motherless = self._take_out(
            "SELECT p.rowid, p.tab, p.ref, p.line, 0 FROM part p WHERE p.tab = 'ssd_mother' "
            "AND (p.body = json_quote(p.person) OR NOT EXISTS (SELECT 1 FROM part f WHERE "
            "f.person = json_extract(p.body, '$') AND f.tab = 'ssd_person'))"
        )
        return [
            *(
                _trouble(tab, ref, line, ssd.TABLES[tab].ref, "row_twice", f"{_TWICE} {first}")
                for tab, ref, line, first in twice
            ),
            *(
                _trouble(tab, ref, line, ssd.TABLES[tab].person, "nobody", _NOBODY)
                for tab, ref, line, _ in nobody
            ),
            *(
                _trouble(tab, ref, line, "moth_person_id", "nobody", _NO_MOTHER)
                for tab, ref, line, _ in motherless
            ),
        ]

    def people(self, size: int) -> Iterator[list[Whole]]:
        """Everybody, in the order of the file, so many at a time."""
        with closing(self._kept.cursor()) as people:
            people.execute("SELECT person, line, body FROM part WHERE tab = ? ORDER BY line",
                           (ssd.PERSON,))  # fmt: skip
            while rows := people.fetchmany(size):
                yield [self._whole(ref, line, json.loads(body)) for ref, line, body in rows]

    def told(self, person: str) -> PersonTold | None:
        found = self._kept.execute(
            "SELECT body FROM part WHERE person = ? AND tab = ?", (person, ssd.PERSON)
        ).fetchone()
        return from_plain(json.loads(found[0])) if found else None

    def mothers(self) -> Iterator[tuple[str, str]]:
        """(mother, child), as the extract names them."""
        for child, body in self._kept.execute(
            "SELECT person, body FROM part WHERE tab = 'ssd_mother' ORDER BY line"
        ):
            yield json.loads(body), child

    def families(self) -> Iterator[list[str]]:
        """The people of each family of two or more, as the extract names them."""
        rows = self._kept.execute(
            "SELECT DISTINCT body, person FROM part WHERE tab = 'ssd_family' ORDER BY body, person"
        )
        for _, own in groupby(rows, key=lambda row: row[0]):
            members = [person for _, person in own]
            if len(members) > 1:
                yield members

    def _whole(self, ref: str, line: int, told: dict[str, Any]) -> Whole:
        one = Whole(ref, from_plain(told), line)
        homes: list[LivedAt] = []
        numbers: dict[str, list[str]] = defaultdict(list)
        disabilities: list[str] = []
        for table, body in self._kept.execute(
            "SELECT tab, body FROM part WHERE person = ? AND tab != ? ORDER BY tab, line",
            (ref, ssd.PERSON),
        ):
            said = json.loads(body)
            if table == "ssd_address":
                homes.append(_home(said))
            elif table == "ssd_mother":
                one.mothers.append(said)
            elif table == "ssd_family":
                continue
            elif table == "ssd_disability":
                disabilities.append(said)
            elif table == "ssd_linked_identifiers":
                numbers[said[0]].append(said[1])
            else:
                one.episodes.append(_episode(said))
        one.episodes = ssd.whole(one.episodes)
        one.told = _with(one.told, homes, numbers, disabilities)
        return one

    def _write(self) -> None:
        self._kept.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?)", self._waiting)
        self._waiting = []

    def _take_out(self, which: str) -> list[tuple[str, str, int, int]]:
        found = self._kept.execute(which).fetchall()
        self._kept.executemany("DELETE FROM part WHERE rowid = ?", [(row[0],) for row in found])
        return sorted((row[1:] for row in found), key=lambda row: (row[0], row[2]))


def _trouble(table: str, ref: str, line: int, column: str, code: str, message: str) -> Trouble:
    return Trouble(line, ref[:40], column, code, message, Lost.ROW, f"{table}.csv")


def _with(
    told: PersonTold,
    homes: list[LivedAt],
    numbers: dict[str, list[str]],
    disabilities: list[str],
) -> PersonTold:
    """The person with the rest of what is said; the address is the one they have now."""
    homes.sort(key=lambda home: (home.since or home.until or date.min, home.until or date.max))
    now = max(
        homes, key=lambda home: (home.until or date.max, home.since or date.min), default=None
    )
    upns = [number for number in numbers["upn"] if number != told.upn]
    return replace(
        told,
        nhs_number=told.nhs_number or next(iter(numbers["nhs_number"]), ""),
        upn=told.upn or next(iter(upns), ""),
        former_upn=next(iter(upns), "") if told.upn else "",
        address_lines=now.lines if now else (),
        postcode=now.postcode if now else "",
        uprn=now.uprn if now else "",
        lived_at=tuple(homes),
        disabilities=tuple(sorted(set(disabilities) - {"NONE"})),
    )


def _plain(what: Any) -> Any:
    if isinstance(what, PersonTold):
        return as_plain(what)
    if isinstance(what, LivedAt):
        return [what.lines, what.postcode, what.uprn, _iso(what.since), _iso(what.until)]
    if isinstance(what, Number):
        return [what.of, what.value]
    if isinstance(what, EpisodeIn):
        return [
            *(what.kind, _iso(what.starts_on), _iso(what.ends_on)),
            *(what.source_code, what.outcome, what.outcome_words, what.ref),
        ]
    return what


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _from_iso(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _home(said: list[Any]) -> LivedAt:
    return LivedAt(tuple(said[0]), said[1], said[2], _from_iso(said[3]), _from_iso(said[4]))


def _episode(said: list[Any]) -> EpisodeIn:
    return EpisodeIn(said[0], date.fromisoformat(said[1]), _from_iso(said[2]), *said[3:])
