"""Bringing in a children in need census return: read safely, keep what can be kept, report.

A file that is not XML, is too large or too deep, or declares entities is refused whole and
quickly. Otherwise whatever cannot be is left out and named, and all the rest comes in in one
transaction; `strict` refuses the whole file instead. The same file again changes nothing.
"""

from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import transaction
from lxml import etree

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.kernel.importing import FileRefused, ImportReport, refuse_file
from lintel.kernel.instants import london_day
from lintel.people.families import tell_changed
from lintel.people.known_history import keep_episodes
from lintel.people.loading import RecordIn, load_records
from lintel.people.matching_in import Progress, make_known, match_records
from lintel.people.models import SourceRecord
from lintel.people.queries import batches
from lintel.people.rules.cin_census import Element, Return, read_return

SOURCE = "cin-census"
LARGEST = 200_000_000  # bytes; the return of the largest council is a tenth of this
DEEPEST = 16
MOST_ELEMENTS = 10_000_000


def import_cin(
    path: Path,
    *,
    council: str,
    by: Viewer,
    at: datetime,
    strict: bool = False,
    match_them: bool = False,
    tell: Progress | None = None,
) -> ImportReport:
    """Every child of a return with what is said to have happened to them.

    Without `match_them` each is somebody known; with it, whoever is certainly somebody known
    already is linked and the uncertain are left for review.

    Errors:
        FileRefused: it cannot be read as a return. Nothing is written.
    """
    sent = read_return(read_file(path), today=london_day(at))
    report = ImportReport(troubles=sent.troubles, counts={"children in the file": sent.seen})
    if strict and report.refused:
        return ImportReport(report.counts, report.troubles, stored=False)
    counts, ids = _bring_in(sent, known=not match_them, council=council, by=by, at=at)
    if match_them:
        counts |= match_records(ids, council, by=by, at=at, tell=tell)
    return ImportReport(counts, sent.troubles)


def read_file(path: Path) -> Element:
    """The return as plain values, with no network, no entities and no document type.

    Errors:
        FileRefused: too large, too deep, not XML, with a document type, or not a return.
    """
    if path.stat().st_size > LARGEST:
        raise refuse_file("The file is larger than any return", code="too_large")
    try:
        with path.open("rb") as stream:
            return _read(stream)
    except etree.XMLSyntaxError as problem:
        raise refuse_file(
            f"This is not well-formed XML: {problem.msg}", code="not_xml", line=problem.lineno or 0
        ) from problem


def _read(stream: IO[bytes]) -> Element:
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    open_now: list[list[Element]] = [[]]
    seen = 0
    for event, element in events:
        if event == "start":
            seen += 1
            if seen == 1:
                _must_be_a_return(element)
            if len(open_now) > DEEPEST or seen > MOST_ELEMENTS:
                raise refuse_file(
                    "The file is deeper or longer than any return",
                    code="too_deep",
                    line=element.sourceline or 0,
                )
            open_now.append([])
            continue
        inside = open_now.pop()
        text = "" if inside else "".join(element.itertext())
        open_now[-1].append(
            Element(_local(element.tag), text[:1000], element.sourceline or 0, tuple(inside))
        )
        element.clear(keep_tail=True)
    return open_now[0][0]


def _must_be_a_return(element: etree._Element) -> None:
    if element.getroottree().docinfo.doctype:
        raise refuse_file("The file declares a document type, which a return never does",
                          code="doctype", line=1)  # fmt: skip
    if _local(element.tag) != "Message":
        raise refuse_file("The file is not a census return: it does not begin with Message",
                          code="not_a_return", line=element.sourceline or 1)  # fmt: skip


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _bring_in(
    sent: Return, *, known: bool, council: str, by: Viewer, at: datetime
) -> tuple[dict[str, int], list[UUID]]:
    with transaction.atomic():
        refs = [child.la_child_id for child in sent.children]
        before = _records(council, refs)
        records = [
            RecordIn(council, SOURCE, child.la_child_id, child.told, sent.reference_date)
            for child in sent.children
        ]
        if known:
            make_known(records, "a child of a census return", by=by, at=at)
        else:
            load_records(records, by=by, at=at)
        after = _records(council, refs)
        told = {after[child.la_child_id].id: child.episodes for child in sent.children}
        kept = keep_episodes(told, as_of=sent.reference_date, at=at)
        added, replaced = kept.added, kept.replaced
        tell_changed(council, kept.changed, by=by, at=at)
        new = len(after) - len(before)
        changed = sum(after[ref].told != row.told for ref, row in before.items())
        if new or changed or added or replaced:
            trail.record(
                did="import cin-xml",
                object_type="import",
                object_id=SOURCE,
                by=by,
                at=at,
                why=f"children={len(refs)} new={new} changed={changed} episodes={added}",
                council=council,
            )
    counts = {
        "children in the file": sent.seen,
        "children new": new,
        "children changed": changed,
        "children as before": len(refs) - new - changed,
        "episodes new": added,
        "episodes replaced": replaced,
    }
    return counts, [after[ref].id for ref in refs]


def _records(council: str, refs: list[str]) -> dict[str, SourceRecord]:
    rows: dict[str, SourceRecord] = {}
    for batch in batches(refs):
        found = SourceRecord.objects.filter(council=council, source=SOURCE, source_ref__in=batch)
        rows.update({row.source_ref: row for row in found})
    return rows


__all__ = ["FileRefused", "import_cin", "read_file"]
