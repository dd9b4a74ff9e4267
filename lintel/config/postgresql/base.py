"""PostgreSQL that is read-only, damaged or out of room says so as one that is away.

psycopg tells these apart in classes that Django takes for mistakes of ours, and so for a 500.
"""

from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper, OperationalError
from django.utils.functional import cached_property

# Source: PostgreSQL 15, appendix A: read-only transaction, resources, intervention, system and
# configuration errors, damage. 57014 is a statement that took too long.
READ_ONLY = "25006"
CLASSES = ("53", "57", "58", "F0", "XX")


class Unwell(DatabaseErrorWrapper):
    """Whatever the server cannot do just now is a database that is not available."""

    def __exit__(self, kind: Any, problem: Any, places: Any) -> None:
        state = getattr(problem, "sqlstate", None) or ""
        if state == READ_ONLY or state[:2] in CLASSES:
            raise OperationalError(*problem.args) from problem
        super().__exit__(kind, problem, places)


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection."""

    def is_usable(self) -> bool:
        """Whether it answers, and takes writes: one to a server that now only stands by is given
        up, and the one that took over is found. Asks no more than Django's own does."""
        if self.connection is None:
            return False
        try:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('transaction_read_only')")
                return bool(cursor.fetchone()[0] == "off")
        except base.Database.Error:
            return False

    @cached_property
    def wrap_database_errors(self) -> Unwell:
        return Unwell(self)
