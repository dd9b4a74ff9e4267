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

    @cached_property
    def wrap_database_errors(self) -> Unwell:
        return Unwell(self)
