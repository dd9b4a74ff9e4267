"""Bringing in people as an agency holds them, a line each: all at once, and never twice.

A row that cannot be read is left out and named; the rest comes in in one transaction. With
`match_them`, a record that is certainly somebody known is linked, with what the scorer made of it
kept as the reason; one that looks like nobody becomes somebody new; whatever is in between is
left for a person to say.
"""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.kernel.importing import ImportReport, Lost, Trouble, refuse_file
from lintel.kernel.instants import london_day
from lintel.people.finding import Candidate, candidates
from lintel.people.loading import LinkIn, PersonIn, RecordIn, load_links, load_people, load_records
from lintel.people.models import NotTheSame, SourceRecord
from lintel.people.queries import batches, person_of
from lintel.people.rules.described import COLUMNS, NotAPerson, doubtful_numbers, person_from
from lintel.people.rules.likeness import Band, Relation
from lintel.people.weights import shipped

Progress = Callable[[int], None]
LARGEST = 2_000_000_000  # bytes


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
    records, troubles, seen = _read(path, council, at)
    report = ImportReport({"rows in the file": seen}, tuple(troubles))
    if strict and report.refused:
        return ImportReport(report.counts, report.troubles, stored=False)
    with transaction.atomic():
        before = _kept(records)
        ids: list[UUID] = []
        for batch in batches(records, 2_000):
            ids += load_records(batch, by=by, at=at)
            if tell:
                tell(len(ids))
        after = _kept(records)
        new = len(after) - len(before)
        changed = sum(after[ref] != told for ref, told in before.items())
        counts = {
            "rows in the file": seen,
            "records new": new,
            "records changed": changed,
            "records as before": len(after) - new - changed,
        }
        if match_them:
            counts |= _match(records, ids, council, by=by, at=at, tell=tell)
        if new or changed or counts.get("linked as certain") or counts.get("somebody new"):
            trail.record(
                did="import people-csv",
                object_type="import",
                object_id="people-csv",
                by=by,
                at=at,
                why=f"rows={seen} new={new} changed={changed}",
                council=council,
            )
    return ImportReport(counts, tuple(troubles))


def _read(path: Path, council: str, at: datetime) -> tuple[list[RecordIn], list[Trouble], int]:
    if path.stat().st_size > LARGEST:
        raise refuse_file("The file is larger than any extract", code="too_large")
    today = london_day(at)
    records: dict[tuple[str, str], RecordIn] = {}
    troubles: list[Trouble] = []
    seen = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            _must_have_columns(reader.fieldnames)
            for row in reader:
                seen += 1
                line = reader.line_num
                ref = (row["source"] or "").strip(), (row["source_ref"] or "").strip()
                wrong = _wrong_with(row, ref, records)
                if wrong:
                    troubles += [_refused(line, ref[1], *one) for one in wrong.items()]
                    continue
                try:
                    told, as_of = person_from(row, today=today)
                except NotAPerson as problem:
                    troubles += [_refused(line, ref[1], *one) for one in problem.wrong.items()]
                    continue
                troubles += [
                    Trouble(line, ref[1], name, f"doubtful_{name}", words, Lost.NOTHING)
                    for name, words in doubtful_numbers(told).items()
                ]
                records[ref] = RecordIn(council, *ref, told, as_of)
    except UnicodeDecodeError as problem:
        raise refuse_file(
            "The file is not UTF-8; save it as CSV UTF-8", code="not_utf8"
        ) from problem
    except csv.Error as problem:
        raise refuse_file(f"This is not CSV: {problem}", code="not_csv") from problem
    return list(records.values()), troubles, seen


def _must_have_columns(names: Sequence[str] | None) -> None:
    names = names or ()
    missing = [name for name in COLUMNS[:2] if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing:
        raise refuse_file(f"The first line must name {' and '.join(missing)}", code="no_column")
    if unknown:
        raise refuse_file(f"There is no column '{unknown[0][:40]}'", code="unknown_column", line=1)
    if len(set(names)) != len(names):
        raise refuse_file("A column is named twice", code="column_twice", line=1)


def _wrong_with(row: dict, ref: tuple[str, str], records: dict) -> dict[str, str]:
    if None in row or None in row.values():
        return {"": "the line has more or fewer values than the first line has columns"}
    wrong = {
        name: f"Enter a {name} of 1 to {longest} characters"
        for name, value, longest in zip(COLUMNS[:2], ref, (60, 100), strict=True)
        if not 0 < len(value) <= longest
    }
    if ref in records:
        wrong["source_ref"] = "the same source_ref is on an earlier line"
    return wrong


def _refused(line: int, ref: str, field: str, words: str) -> Trouble:
    return Trouble(line, ref[:40], field, f"bad_{field or 'line'}", words, Lost.ROW)


def _kept(records: Sequence[RecordIn]) -> dict[tuple[str, str], object]:
    found: dict[tuple[str, str], object] = {}
    for source in sorted({record.source for record in records}):
        refs = [record.source_ref for record in records if record.source == source]
        for batch in batches(refs):
            rows = SourceRecord.objects.filter(
                council=records[0].council, source=source, source_ref__in=batch
            )
            found |= {(source, ref): told for ref, told in rows.values_list("source_ref", "told")}
    return found


def _match(
    records: Sequence[RecordIn],
    ids: Sequence[UUID],
    council: str,
    *,
    by: Viewer,
    at: datetime,
    tell: Progress | None,
) -> dict[str, int]:
    """Record by record, so that the second telling of a new person finds the first."""
    linked = person_of(ids)
    counts: Counter[str] = Counter()
    for place, (record, record_id) in enumerate(zip(records, ids, strict=True), start=1):
        if record_id in linked:
            counts["linked before"] += 1
            continue
        offered = candidates(council, record_id, limit=3)
        what = _decided(offered)
        counts[what] += 1
        if what == "linked as certain":
            best = offered[0]
            link = LinkIn(record_id, best.person_id, by.account_id, at, "import", _grounds(best))
            load_links([link], by=by, at=at)
        elif what == "somebody new" and not _was_refused(record_id):
            reasons = {"said": ["nobody known looks like this record"]}
            load_people([PersonIn([record], reasons=reasons)], by=by, at=at)
        if tell and place % 500 == 0:
            tell(place)
    names = ("linked as certain", "somebody new", "left for review", "linked before")
    return {name: counts[name] for name in names}


def _was_refused(record_id: UUID) -> bool:
    """Whether somebody has said of this record whom it is not: then a person goes on."""
    return NotTheSame.objects.filter(record=record_id, withdrawn_at=None).exists()


def _decided(offered: Sequence[Candidate]) -> str:
    same = [one for one in offered if one.relation is Relation.SAME]
    if not same:
        return "somebody new"
    best = same[0]
    sure = [one for one in same if one.band is Band.CERTAIN]
    return "linked as certain" if len(sure) == 1 and _may_link(best) else "left for review"


def _may_link(best: Candidate) -> bool:
    """Never two who share a birthday and a surname but not a first name, whatever the sum."""
    levels = {one.field: one.level for one in best.agreements}
    given = levels.get("given_name")
    if given is None and "family_name" in levels:
        return False
    return best.band is Band.CERTAIN and given in ("same", "alias", "form", None)


def _grounds(best: Candidate) -> dict:
    return {
        "band": best.band,
        "weight": best.weight,
        "probability": best.probability,
        "scorer": shipped().version,
        "agrees": list(best.reasons),
        "differs": list(best.differs),
        "said": ["certain, by an import that was told to match"],
    }
