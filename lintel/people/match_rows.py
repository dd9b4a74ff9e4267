"""The index that people are found by, kept in the same transaction as the records."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from lintel.audit.in_bulk import insert_many
from lintel.people.models import MatchKey, MatchRow, SourceRecord
from lintel.people.rules import keys as match_keys
from lintel.people.rules.facts import facts_of
from lintel.people.rules.hashed import hashed
from lintel.people.rules.packed import packed
from lintel.people.rules.told import from_plain

ESCAPE = "match rows"
VERSION = match_keys.VERSION
_AT_ONCE = 500
_KEY_BYTES = "q"


def keep(records: Sequence[SourceRecord]) -> None:
    """Make these records, of which none has a row, to be found. Two statements and a question."""
    if not records:
        return
    rows = [_row(record) for record in records]
    insert_many(MatchRow, rows, reason=ESCAPE)
    ids: dict[UUID, int] = {}
    for batch in _batches([record.id for record in records]):
        ids.update(MatchRow.objects.filter(record__in=batch).values_list("record_id", "id"))
    _keep_keys([(key, ids[row.record_id]) for row in rows for key in keys_in(row.kept_under)])


def forget(record_ids: Iterable[UUID]) -> None:
    """Nobody finds these records any more, by whatever keys they were kept."""
    table = connection.ops.quote_name(MatchKey._meta.db_table)
    for batch in _batches(list(record_ids)):
        rows = MatchRow.objects.filter(record__in=batch)
        gone = [
            (key, row_id)
            for row_id, kept_under in rows.values_list("id", "kept_under")
            for key in keys_in(kept_under)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {table} WHERE key = %s AND row = %s",  # noqa: S608
                gone,
            )
        rows.delete()


def keys_in(kept_under: Any) -> list[int]:
    keys = array(_KEY_BYTES)
    keys.frombytes(bytes(kept_under))
    return keys.tolist()


def outdated() -> int:
    """How many records are kept under no keys, or under those of another version."""
    return SourceRecord.objects.count() - MatchRow.objects.filter(version=VERSION).count()


def make_again() -> Iterator[int]:
    """Keys for every record that has none of this version; how many are done, after each batch.

    Each batch is a transaction of its own: stopped and begun again, it goes on.
    """
    ids = list(_without_current(SourceRecord.objects.order_by("id")).values_list("id", flat=True))
    done = 0
    for batch in _batches(ids, 2_000):
        with transaction.atomic():
            records: list[SourceRecord] = []
            for part in _batches(batch):
                held = SourceRecord.objects.select_for_update(of=("self",)).filter(id__in=part)
                records += _without_current(held.order_by("id"))
            forget(record.id for record in records)
            keep(records)
        done += len(batch)
        yield done


def _without_current(records: QuerySet[SourceRecord]) -> QuerySet[SourceRecord]:
    return records.exclude(match_row__version=VERSION)


def _row(record: SourceRecord) -> MatchRow:
    facts = facts_of(from_plain(record.told), as_of=record.as_of)
    keys = hashed(record.council, match_keys.keys(facts))
    return MatchRow(
        record_id=record.id,
        council=record.council,
        packed=packed(facts),
        kept_under=array(_KEY_BYTES, sorted(set(keys))).tobytes(),
        version=VERSION,
    )


def _keep_keys(pairs: Sequence[tuple[int, int]]) -> None:
    table = connection.ops.quote_name(MatchKey._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            keys, rows = zip(*pairs, strict=True) if pairs else ((), ())
            cursor.execute(
                f"INSERT INTO {table} (key, row) "  # noqa: S608
                "SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
                [list(keys), list(rows)],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {table} (key, row) VALUES (%s, %s)",  # noqa: S608
                sorted(pairs),
            )


def _batches(rows: Sequence[Any], size: int = _AT_ONCE) -> Iterator[Sequence[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
