"""SQLite whose file may go away, be damaged or be full, and which then says that it is not there.

SQLite itself goes on writing into a file that was moved or deleted, and makes an empty one where
there is none: a contact would be acknowledged and be nowhere. And it has several classes of error
for "the file cannot be trusted", where the rest of Lintel asks for one.
"""

import os
import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.backends.sqlite3 import base
from django.db.utils import DatabaseErrorWrapper, OperationalError
from django.utils.functional import cached_property

from lintel.config import at_rest

UNWELL = ("malformed", "not a database", "disk image", "readonly", "disk I/O", "is full")


class Unwell(DatabaseErrorWrapper):
    """A file that is damaged, gone or not to be written to is a database that is not available."""

    def __exit__(self, kind: Any, problem: Any, places: Any) -> None:
        if isinstance(problem, sqlite3.DatabaseError) and any(w in str(problem) for w in UNWELL):
            raise OperationalError(*problem.args) from problem
        super().__exit__(kind, problem, places)


class Operations(base.DatabaseOperations):
    """A page reads the same keys in many rows: each is made into a UUID once."""

    def convert_uuidfield_value(self, value: Any, expression: Any, connection: Any) -> UUID | None:
        return value if value is None else _uuid(value)


_uuid = lru_cache(maxsize=20_000)(UUID)


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection to the file that was there when it was opened."""

    ops_class = Operations
    _file: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """
        Errors:
            OperationalError: there is no file, where one must be.
        """
        path = _path(conn_params)
        if path is not None and getattr(settings, "DATABASE_IS_THERE", False) and not path.exists():
            raise OperationalError("the database file is not there")
        opened = super().get_new_connection(conn_params)
        self._file = _number(path)
        if path is not None and not getattr(settings, "ONLY_LOOKS", False):
            at_rest.forget(path)
        return opened

    def _start_transaction_under_autocommit(self) -> None:
        """
        Errors:
            OperationalError: the file was moved, deleted or replaced since it was opened.
        """
        if self._file is not None and _number(_path(self.settings_dict)) != self._file:
            self.close()
            raise OperationalError("the database file is not the one that was opened")
        super()._start_transaction_under_autocommit()

    @cached_property
    def wrap_database_errors(self) -> Unwell:
        return Unwell(self)


def _path(params: dict[str, Any]) -> Path | None:
    """None for a database in memory."""
    name = str(params.get("NAME") or params.get("database") or "")
    return None if not name or name.startswith(("file:", ":memory:")) else Path(name)


def _number(path: Path | None) -> tuple[int, int] | None:
    """Which file it is, whatever it is called."""
    if path is None:
        return None
    try:
        found = os.stat(path)
    except OSError:
        return (0, 0)
    return found.st_dev, found.st_ino
