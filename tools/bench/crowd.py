"""Very many invented people in a database, written as rows: what `load_people` keeps, but no trail.

For measurements alone. Indexes are made afterwards.
"""

import csv
import json
from array import array
from collections.abc import Iterator
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

COUNCIL, AS_OF = "northbeck", date(2026, 11, 1)
_AT, _AT_ONCE, _KEYS_AT_ONCE = "2026-11-01 09:00:00+00:00", 5_000, 500_000


def ready(row: dict[str, str]) -> tuple[Any, ...]:
    from lintel.people.rules.described import person_from
    from lintel.people.rules.facts import facts_of
    from lintel.people.rules.hashed import hashed
    from lintel.people.rules.keys import keys
    from lintel.people.rules.packed import packed
    from lintel.people.rules.told import as_plain

    told, said_on = person_from(row, today=AS_OF)
    as_of = said_on or AS_OF
    facts = facts_of(told, as_of=as_of)
    return (
        *(row["source"], row["source_ref"], as_of.isoformat(), json.dumps(as_plain(told))),
        packed(facts),
        array("q", sorted(set(hashed(COUNCIL, keys(facts))))).tobytes(),
        *(told.given_name, told.family_name, told.date_of_birth, told.sex),
    )


def _all_ready(rows: list[dict[str, str]]) -> list[tuple[Any, ...]]:
    return list(map(ready, rows))


def _batches(file: Path) -> Iterator[list[dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        while batch := list(islice(rows, _AT_ONCE)):
            yield batch


def fill(file: Path) -> int:
    """The records of `file`, each a person of its own, in Django's database, which is empty."""
    from django.db import connection

    from lintel.people.models import Link, MatchRow, Person, SourceRecord
    from lintel.people.rules.keys import VERSION

    by, number, kept = uuid4(), 0, (array("q"), array("q"))
    tables = (Person, SourceRecord, Link, MatchRow)
    indexes = _without_indexes([model._meta.db_table for model in tables])
    with get_context("spawn").Pool(2) as pool, connection.cursor() as cursor:
        for batch in pool.imap(_all_ready, _batches(file)):
            rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in tables}
            for source, ref, as_of, told, packed, keys, given, family, born_on, sex in batch:
                number += 1
                person, record = uuid4(), uuid4()
                rows[Person].append(
                    {"id": person, "council": COUNCIL, "number": f"L{number:011}"}
                    | {"given_name": given, "family_name": family, "born_on": born_on, "sex": sex}
                    | {"created_at": _AT, "created_by": by, "is_child": True, "version": 1}
                )
                rows[SourceRecord].append(
                    {"id": record, "council": COUNCIL, "source": source, "source_ref": ref}
                    | {"as_of": as_of, "told": told, "keys_version": VERSION}
                    | {"recorded_at": _AT, "recorded_by": by}
                )
                rows[Link].append(
                    {"id": uuid4(), "record_id": record, "person_id": person, "about_id": person}
                    | {"linked_at": _AT, "linked_by": by, "method": "import", "reasons": "{}"}
                )
                rows[MatchRow].append(
                    {"id": number, "record_id": record, "council": COUNCIL, "packed": packed}
                    | {"kept_under": keys, "version": VERSION}
                )
                kept[0].frombytes(keys)
                kept[1].extend([number] * (len(keys) // 8))
            for model, of_model in rows.items():
                _write(cursor, model, of_model)
        _write_keys(cursor, *kept)
        for statement in indexes:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('people_matchrow', 'id'), %s)", [number]
            )
        cursor.execute("ANALYZE")
    return number


def _without_indexes(tables: list[str]) -> list[str]:
    """Drops what can be made again, and says how; those of constraints stay."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                "AND tbl_name IN (SELECT value FROM json_each(%s))",
                [json.dumps(tables)],
            )
        else:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
                "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
                [tables],
            )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _write(cursor: Any, model: Any, rows: list[dict[str, Any]]) -> None:
    """One statement for each batch, and on PostgreSQL a COPY."""
    from django.db import connection, transaction

    fields = model._meta.concrete_fields
    empty = {f.column: None if f.null else f.get_default() for f in fields}
    plain = connection.vendor == "sqlite"
    lines = [
        [_plain(value) if plain else value for value in (empty | row).values()] for row in rows
    ]
    columns = ", ".join(f'"{column}"' for column in empty)
    table = model._meta.db_table
    if not plain:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        return
    marks = ", ".join(["%s"] * len(empty))
    with transaction.atomic():
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", lines)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _write_keys(cursor: Any, keys: array, rows: array) -> None:
    """In the order of the index, so that it is written once."""
    import numpy as np
    from django.db import connection, transaction

    every, of_row = np.frombuffer(keys, dtype=np.int64), np.frombuffer(rows, dtype=np.int64)
    order = np.lexsort((of_row, every))
    with transaction.atomic():
        for start in range(0, len(order), _KEYS_AT_ONCE):
            part = order[start : start + _KEYS_AT_ONCE]
            pairs = zip(every[part].tolist(), of_row[part].tolist(), strict=True)
            if connection.vendor == "postgresql":
                with cursor.copy('COPY people_matchkey ("key", "row") FROM STDIN') as copy:
                    for pair in pairs:
                        copy.write_row(pair)
            else:
                cursor.executemany(
                    "INSERT INTO people_matchkey (key, row) VALUES (%s, %s)", list(pairs)
                )
