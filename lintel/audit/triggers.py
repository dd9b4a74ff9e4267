"""The triggers that make the trail append-only, for each database.

There is no bypass in them. Tests take them down once, after the test database is made, so that
tables can be emptied between tests, and put them up again in the test that proves them.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_UP = (
    """CREATE TRIGGER IF NOT EXISTS audit_entry_no_update BEFORE UPDATE ON audit_auditentry
       BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_entry_no_delete BEFORE DELETE ON audit_auditentry
       BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_head_no_delete BEFORE DELETE ON audit_trailhead
       BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_head_only_on BEFORE UPDATE ON audit_trailhead
       WHEN NEW.sequence <= OLD.sequence OR NEW.id <> OLD.id
       BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
)
SQLITE_DOWN = (
    "DROP TRIGGER IF EXISTS audit_entry_no_update",
    "DROP TRIGGER IF EXISTS audit_entry_no_delete",
    "DROP TRIGGER IF EXISTS audit_head_no_delete",
    "DROP TRIGGER IF EXISTS audit_head_only_on",
)
POSTGRES_UP = (
    """CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$""",
    """CREATE OR REPLACE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE
       ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
    """CREATE OR REPLACE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE
       ON audit_auditentry FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()""",
    """CREATE OR REPLACE TRIGGER audit_head_no_delete BEFORE DELETE
       ON audit_trailhead FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
    """CREATE OR REPLACE TRIGGER audit_head_no_truncate BEFORE TRUNCATE
       ON audit_trailhead FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()""",
    """CREATE OR REPLACE TRIGGER audit_head_only_on BEFORE UPDATE ON audit_trailhead
       FOR EACH ROW WHEN (NEW.sequence <= OLD.sequence OR NEW.id <> OLD.id)
       EXECUTE FUNCTION audit_append_only()""",
)
POSTGRES_DOWN = (
    "DROP TRIGGER IF EXISTS audit_entry_no_change ON audit_auditentry",
    "DROP TRIGGER IF EXISTS audit_entry_no_truncate ON audit_auditentry",
    "DROP TRIGGER IF EXISTS audit_head_no_delete ON audit_trailhead",
    "DROP TRIGGER IF EXISTS audit_head_no_truncate ON audit_trailhead",
    "DROP TRIGGER IF EXISTS audit_head_only_on ON audit_trailhead",
    "DROP FUNCTION IF EXISTS audit_append_only()",
)


def put_up(connection: BaseDatabaseWrapper) -> None:
    _run(connection, SQLITE_UP if connection.vendor == "sqlite" else POSTGRES_UP)


def take_down(connection: BaseDatabaseWrapper) -> None:
    _run(connection, SQLITE_DOWN if connection.vendor == "sqlite" else POSTGRES_DOWN)


def are_up(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger is in place; `lintel doctor` asks."""
    sqlite = connection.vendor == "sqlite"
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(names)
        there = {row[0] for row in cursor.fetchall()}
    wanted = SQLITE_DOWN if sqlite else POSTGRES_DOWN
    return {down.split()[4] for down in wanted if down.startswith("DROP TRIGGER")} <= there


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
