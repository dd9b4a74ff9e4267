"""Whether the database's bytes can be trusted: quickly before serving, and thoroughly by doctor."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from django.db import connection

from lintel.config import at_rest

# Somebody is waiting for the service to come back; what is not seen by then, doctor sees.
AT_START_SECONDS = 5.0


def database_file() -> Path | None:
    """None for a server's database."""
    if connection.vendor != "sqlite":
        return None
    return Path(str(connection.settings_dict["NAME"]))


def damage_at_start() -> str:
    """What is wrong with the database's file, in words; "" when nothing is seen in the time."""
    file = database_file()
    if file is None or not file.is_file():
        return ""
    return at_rest.damage(file) or _quick_check(file)


def _quick_check(file: Path) -> str:
    end = time.monotonic() + AT_START_SECONDS
    with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=20)) as looking:
        looking.set_progress_handler(lambda: int(time.monotonic() > end), 10_000)
        try:
            said = looking.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as problem:
            return "" if "interrupted" in str(problem) else str(problem)
    return "" if said == "ok" else str(said)


def integrity() -> tuple[bool, str]:
    """Every page, index and constraint, however long it takes."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)")
        said = "; ".join(str(row[0]) for row in cursor.fetchall())
    return said == "ok", said


def foreign_keys() -> tuple[bool, str]:
    """Nothing names a row that is not there."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        first = cursor.fetchone()
    if first is None:
        return True, "every row that is named is there"
    return False, f"row {first[1]} of {first[0]} names one in {first[2]} that is not there"


def as_left() -> tuple[bool, str]:
    """The file against the note of whoever let go of it last."""
    file = database_file()
    if file is None or not at_rest.is_noted(file):
        return True, "in use, or not closed in good order: no note to hold it against"
    wrong = at_rest.damage(file)
    if wrong:
        return False, f"{wrong}; put a backup back, or lintel doctor --accept if you changed it"
    return True, "byte for byte as it was left"


def every_row_can_be_read() -> tuple[bool, str]:
    """PostgreSQL checks the sums of what it reads, so everything is read, table and index."""
    checked = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'")
        has_amcheck = bool(cursor.fetchone()[0])
        for name in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(name)
            # to the text of a row, so that what is stored apart from it is read too
            cursor.execute(
                f"SELECT count(*), sum(length(t::text)) FROM {quoted} AS t"  # noqa: S608 - quoted
            )
            checked += cursor.fetchone()[0]
        if has_amcheck:
            cursor.execute(
                "SELECT bt_index_check(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = "
                "i.indexrelid JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = "
                "c.relnamespace WHERE a.amname = 'btree' AND n.nspname = current_schema() "
                "AND i.indisready AND i.indisvalid"
            )
            cursor.fetchall()
    return True, f"{checked:,} rows read" + (", indexes checked" if has_amcheck else "")
