"""Bringing in a council's case system as the Standard Safeguarding Dataset.

A folder or a zip of CSV files, one for each table. A row that cannot be is left out and named by
file, line and column; all the rest comes in in one transaction, and the same extract again changes
nothing. A newer extract replaces what it says otherwise and keeps what was said before; an older
one changes nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain, combinations, islice
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.kernel.csv_rows import csv_rows
from lintel.kernel.importing import FileRefused, ImportReport, Lost, Trouble
from lintel.kernel.instants import london_day
from lintel.people.families import load_relationships, tell_changed
from lintel.people.known_history import keep_episodes
from lintel.people.loading import RecordIn, load_records
from lintel.people.matching_in import Progress, make_known, match_records
from lintel.people.models import SourceRecord
from lintel.people.queries import batches
from lintel.people.rules import ssd
from lintel.people.rules.relationships import RelationshipIn
from lintel.people.rules.told import PersonTold
from lintel.people.ssd_files import Extract
from lintel.people.ssd_parts import Parts, Whole

SOURCE = "case-system"
AT_ONCE = 2_500
LARGEST_FAMILY = 12  # a group of more is no family
ADULT = timedelta(days=round(18 * 365.25))


def import_ssd(
    path: Path,
    *,
    council: str,
    by: Viewer,
    at: datetime,
    strict: bool = False,
    match_them: bool = False,
    as_of: date | None = None,
    tell: Progress | None = None,
) -> ImportReport:
    """Everybody of an extract as a record of the case system, with what happened to them.

    Without `match_them` everybody is somebody known; with it, whoever is certainly somebody known
    already is linked and the uncertain are left for review. `as_of` is the day of the extract;
    None for the last day anything in it happened.

    Errors:
        FileRefused: it cannot be read as an extract. Nothing is written.
    """
    extract = Extract(path)
    with closing(Parts()) as parts:
        read = _Reading(extract, parts, today=london_day(at))
        troubles = (*extract.troubles, *read.troubles)
        counts = {"rows in the extract": read.rows}
        if strict and any(one.lost is not Lost.NOTHING for one in troubles):
            return ImportReport(counts, troubles, stored=False)
        kept = _Keeping(parts, council=council, by=by, at=at, as_of=as_of or read.latest)
        with transaction.atomic():
            counts |= kept.everybody(known=not match_them, tell=tell)
    if match_them:
        counts |= match_records(list(kept.record_of.values()), council, by=by, at=at, tell=tell)
    return ImportReport(counts, troubles)


class _Reading:
    """Every row of every table that is read. Shape: `latest` is the last day anything happened."""

    def __init__(self, extract: Extract, parts: Parts, *, today: date) -> None:
        self.troubles: list[Trouble] = []
        self.rows = 0
        self.latest = date.min
        for table in extract.tables:
            with extract.open(table) as stream:
                self._table(table, stream, parts, today)
        self.troubles += parts.settle()
        if self.latest == date.min:
            self.latest = today

    def _table(self, table: str, stream: IO[bytes], parts: Parts, today: date) -> None:
        file = f"{table}.csv"
        columns, rows = csv_rows(stream, file=file)
        columns = [name.lower() for name in columns]
        self._must_have(table, columns, file)
        for line, row in rows:
            self.rows += 1
            if row is None:
                words = "The line has more or fewer values than the first line has columns"
                self.troubles.append(Trouble(line, "", "", "bad_line", words, Lost.ROW, file))
                continue
            said, cells = ssd.read_row(
                table, dict(zip(columns, row.values(), strict=True)), until=today
            )
            self.latest = max(self.latest, cells.latest)
            ref = cells.words(ssd.TABLES[table].ref)[:40] if cells.wrong else ""
            self.troubles += [
                Trouble(line, ref, one.column, one.code, one.message, one.lost, file)
                for one in cells.wrong
            ]
            if said is not None:
                parts.add(table, line, said)

    def _must_have(self, table: str, columns: list[str], file: str) -> None:
        spec = ssd.TABLES[table]
        missing = [name for name in (spec.ref, spec.person) if name not in columns]
        if missing:
            words = f"There is no column {missing[0]}"
            raise FileRefused(Trouble(1, "", missing[0], "no_column", words, Lost.FILE, file))
        self.troubles += [
            Trouble(1, "", name, "column_missing", "There is no such column", Lost.NOTHING, file)
            for name in spec.columns
            if name not in columns
        ]


class _Keeping:
    """What a case system says, kept. Shape: `ids` are the records, in the order of the file."""

    def __init__(
        self, parts: Parts, *, council: str, by: Viewer, at: datetime, as_of: date
    ) -> None:
        self.parts, self.council, self.by, self.at, self.as_of = parts, council, by, at, as_of
        self.mothers = {mother for mother, _ in parts.mothers()}
        self.record_of: dict[str, UUID] = {}
        self.new = self.changed = self.episodes_new = self.episodes_replaced = 0

    def everybody(self, *, known: bool, tell: Progress | None) -> dict[str, int]:
        for people in self.parts.people(AT_ONCE):
            self._keep(people, known=known)
            if tell:
                tell("people", len(self.record_of), None)
        related = self._relate()
        counts = {
            "people in the extract": len(self.record_of),
            "people new": self.new,
            "people changed": self.changed,
            "people as before": len(self.record_of) - self.new - self.changed,
            "episodes new": self.episodes_new,
            "episodes replaced": self.episodes_replaced,
            "relationships new": related,
        }
        if any((related, self.new, self.changed, self.episodes_new, self.episodes_replaced)):
            trail.record(
                did="import ssd",
                object_type="import",
                object_id=SOURCE,
                by=self.by,
                at=self.at,
                why=f"people={len(self.record_of)} new={self.new} changed={self.changed} "
                f"episodes={self.episodes_new + self.episodes_replaced}",
                council=self.council,
            )
        return counts

    def _keep(self, people: Sequence[Whole], *, known: bool) -> None:
        before = self._kept(people)
        records = [
            RecordIn(self.council, SOURCE, one.ref, self._told(one), self.as_of) for one in people
        ]
        if known:
            make_known(records, "a person of the council's case system", by=self.by, at=self.at)
        else:
            load_records(records, by=self.by, at=self.at)
        after = self._kept(people)
        self.record_of |= {one.ref: after[one.ref][0] for one in people}
        self.new += len(after) - len(before)
        self.changed += sum(after[ref][1] != told for ref, (_, told) in before.items())
        kept = keep_episodes(
            {after[one.ref][0]: one.episodes for one in people}, as_of=self.as_of, at=self.at
        )
        tell_changed(self.council, kept.changed, by=self.by, at=self.at)
        self.episodes_new += kept.added
        self.episodes_replaced += kept.replaced

    def _relate(self) -> int:
        """Mothers, and others of one family. Everybody is kept by now."""
        found = chain(self._mothers(), self._families())
        added = 0
        while batch := list(islice(found, AT_ONCE)):
            added += load_relationships(batch, by=self.by, at=self.at)
        return added

    def _mothers(self) -> Iterator[RelationshipIn]:
        for mother, child in self.parts.mothers():
            yield self._is_to(mother, child, "mother")

    def _families(self) -> Iterator[RelationshipIn]:
        mothers = {frozenset(pair) for pair in self.parts.mothers()}
        for members in self.parts.families():
            for one, other in combinations(members[:LARGEST_FAMILY], 2):
                if frozenset((one, other)) not in mothers:
                    yield self._is_to(one, other, "other_relative", "one family")

    def _is_to(self, one: str, other: str, kind: str, said: str = "") -> RelationshipIn:
        return RelationshipIn(
            council=self.council,
            from_record=self.record_of[one],
            to_record=self.record_of[other],
            kind=kind,
            told_on=self.as_of,
            source=SOURCE,
            said=said,
        )

    def _told(self, one: Whole) -> PersonTold:
        told = one.told
        if one.mothers and (mother := self.parts.told(one.mothers[0])) is not None:
            told = replace(
                told, mother_given_name=mother.given_name, mother_family_name=mother.family_name
            )
        born_on = told.date_of_birth
        grown = self.as_of - born_on >= ADULT if born_on else one.ref in self.mothers
        return replace(told, is_child=not grown)

    def _kept(self, people: Sequence[Whole]) -> dict[str, tuple[UUID, object]]:
        found: dict[str, tuple[UUID, object]] = {}
        for batch in batches([one.ref for one in people]):
            rows = SourceRecord.objects.filter(
                council=self.council, source=SOURCE, source_ref__in=batch
            )
            for ref, record_id, told in rows.values_list("source_ref", "id", "told"):
                found[ref] = record_id, told
        return found
