"""Bringing in people as an agency holds them, a line each: all at once, and never twice.

A row that cannot be read is left out and named; the rest comes in in one transaction. With
`match_them`, a record that is certainly somebody known is linked, with what the scorer made of it
kept as the reason; one that looks like nobody becomes somebody new; whatever is in between is
left for a person to say. Matching that was stopped goes on when the same file comes in again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.kernel.csv_rows import csv_rows
from lintel.kernel.importing import ImportReport, Lost, Trouble, refuse_file
from lintel.kernel.instants import london_day
from lintel.people.loading import RecordIn, load_records
from lintel.people.matching_in import Progress, match_records
from lintel.people.models import SourceRecord
from lintel.people.queries import batches
from lintel.people.rules.described import COLUMNS, NotAPerson, doubtful_numbers, person_from

LARGEST = 2_000_000_000  # bytes
AT_ONCE = 2_000
Ref = tuple[str, str]


class _Strict(Exception):
    """Something was refused, and nothing is to be kept then."""


def import_people(
    path: Path,
    *,
    council: str,
    by: Viewer,
    at: datetime,
    strict: bool = False,
    match_them: bool = False,
    tell: Progress | None = None,
) -> ImportReport:
    """Every person of the file as a record of its source. The same file again changes nothing.

    Errors:
        FileRefused: it cannot be read as such a file. Nothing is written.
    """
    if path.stat().st_size > LARGEST:
        raise refuse_file("The file is larger than any extract", code="too_large")
    file = _File(council, at)
    try:
        with path.open("rb") as stream, transaction.atomic():
            for records in file.records(stream):
                file.keep(records, by=by, at=at)
                if tell:
                    tell("records", len(file.ids), None)
            if strict and file.refused:
                raise _Strict
            if file.new or file.changed:
                trail.record(
                    did="import people-csv",
                    object_type="import",
                    object_id="people-csv",
                    by=by,
                    at=at,
                    why=f"rows={file.seen} new={file.new} changed={file.changed}",
                    council=council,
                )
    except _Strict:
        return ImportReport({"rows in the file": file.seen}, tuple(file.troubles), stored=False)
    counts = file.counts()
    if match_them:
        counts |= match_records(file.ids, council, by=by, at=at, tell=tell)
    return ImportReport(counts, tuple(file.troubles))


class _File:
    """What has been read of a file so far, and what became of it."""

    def __init__(self, council: str, at: datetime) -> None:
        self.council, self.today = council, london_day(at)
        self.troubles: list[Trouble] = []
        self.lines: dict[Ref, int] = {}
        self.ids: list[UUID] = []
        self.seen = self.new = self.changed = 0

    @property
    def refused(self) -> bool:
        return any(one.lost is not Lost.NOTHING for one in self.troubles)

    def counts(self) -> dict[str, int]:
        return {
            "rows in the file": self.seen,
            "records new": self.new,
            "records changed": self.changed,
            "records as before": len(self.ids) - self.new - self.changed,
        }

    def records(self, stream: Any) -> Iterator[list[RecordIn]]:
        """Those that can be kept, so many at a time."""
        columns, rows = csv_rows(stream)
        _must_have_columns(columns)
        waiting: list[RecordIn] = []
        for line, row in rows:
            self.seen += 1
            record = self._record(line, row)
            if record is not None:
                waiting.append(record)
            if len(waiting) >= AT_ONCE:
                yield waiting
                waiting = []
        if waiting:
            yield waiting

    def _record(self, line: int, row: dict[str, str] | None) -> RecordIn | None:
        if row is None:
            words = "the line has more or fewer values than the first line has columns"
            self._refuse(line, "", {"": words})
            return None
        ref = row["source"].strip(), row["source_ref"].strip()
        wrong = self._wrong_with(row, ref)
        if not wrong:
            try:
                told, as_of = person_from(row, today=self.today)
            except NotAPerson as problem:
                wrong = problem.wrong
        if wrong:
            self._refuse(line, ref[1], wrong)
            return None
        self.troubles += [
            Trouble(line, ref[1][:40], name, f"doubtful_{name}", words, Lost.NOTHING)
            for name, words in doubtful_numbers(told).items()
        ]
        self.lines[ref] = line
        return RecordIn(self.council, *ref, told, as_of)

    def _refuse(self, line: int, ref: str, wrong: dict[str, str]) -> None:
        self.troubles += [
            Trouble(line, ref[:40], field, f"bad_{field or 'line'}", words, Lost.ROW)
            for field, words in wrong.items()
        ]

    def _wrong_with(self, row: dict[str, str], ref: Ref) -> dict[str, str]:
        wrong = {
            name: f"Enter a {name} of 1 to {longest} characters"
            for name, value, longest in zip(COLUMNS[:2], ref, (60, 100), strict=True)
            if not 0 < len(value) <= longest
        }
        wrong |= {
            name: f"{name} has a character that is no letter: NUL"
            for name, value in row.items()
            if "\x00" in value
        }
        if ref in self.lines:
            wrong["source_ref"] = f"the same source_ref is on line {self.lines[ref]}"
        return wrong

    def keep(self, records: Sequence[RecordIn], *, by: Viewer, at: datetime) -> None:
        before = _kept(records)
        self.ids += load_records(records, by=by, at=at)
        after = _kept(records)
        self.new += len(after) - len(before)
        self.changed += sum(after[ref] != told for ref, told in before.items())


def _must_have_columns(names: Sequence[str]) -> None:
    missing = [name for name in COLUMNS[:2] if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing:
        raise refuse_file(f"The first line must name {' and '.join(missing)}", code="no_column")
    if unknown:
        raise refuse_file(f"There is no column '{unknown[0][:40]}'", code="unknown_column", line=1)


def _kept(records: Sequence[RecordIn]) -> dict[Ref, object]:
    found: dict[Ref, object] = {}
    for source in sorted({record.source for record in records}):
        refs = [record.source_ref for record in records if record.source == source]
        for batch in batches(refs):
            rows = SourceRecord.objects.filter(
                council=records[0].council, source=source, source_ref__in=batch
            )
            found |= {(source, ref): told for ref, told in rows.values_list("source_ref", "told")}
    return found
