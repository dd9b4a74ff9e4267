"""Two roles of PostgreSQL: one owns the tables, the other serves pages and can only use them.

The web role reads and writes records, adds to the trail and moves its head on, and nothing more
of the trail; it changes no table, no trigger and nothing of the migrations. So a fault in a page
cannot rewrite who has seen what, whatever the fault is. On SQLite whoever can write the file can
change it: there the triggers refuse by accident or by a page, and the anchors tell the rest.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from lintel.config.commandline import Cannot

TRAIL, HEAD = "audit_auditentry", "audit_trailhead"
# What the web role may do with a table that is not simply for use.
ONLY = {
    TRAIL: "SELECT, INSERT",
    "audit_anchorwritten": "SELECT, INSERT",
    HEAD: "SELECT, INSERT, UPDATE",
    "django_migrations": "SELECT",
}
OF_TABLE = "FROM pg_class WHERE oid = %s::regclass"
FORBIDDEN = {TRAIL: ("UPDATE", "DELETE", "TRUNCATE"), HEAD: ("DELETE", "TRUNCATE")}


def make_owner(connection: BaseDatabaseWrapper, owner: str, *, password: str = "") -> None:
    """A role that owns the schema and every table in it; whoever asks must be a superuser or the
    owner of today who may make roles. Safe to run again."""
    name = connection.ops.quote_name(owner)
    with connection.cursor() as cursor:
        _make(cursor, owner, password)
        cursor.execute("SELECT current_database()")
        (database,) = cursor.fetchone()
        cursor.execute(f"ALTER DATABASE {connection.ops.quote_name(database)} OWNER TO {name}")
        cursor.execute(f"ALTER SCHEMA public OWNER TO {name}")
        for table in _tables(cursor):
            # Sequences that belong to a column go with their table.
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} OWNER TO {name}")
        cursor.execute(f"ALTER FUNCTION audit_append_only() OWNER TO {name}")


def make_web(connection: BaseDatabaseWrapper, web: str, *, password: str = "") -> None:
    """A role for `lintel serve` and `lintel worker`. Safe to run again.

    Errors:
        Cannot: there is such a role already, which may do more than serve.
    """
    with connection.cursor() as cursor:
        _make(cursor, web, password)
        _must_be_small(cursor, web)
    grant(connection, web)


def _must_be_small(cursor, web: str) -> None:
    quote = cursor.db.ops.quote_name
    cursor.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = %s", [web])
    is_super, may_make_roles = cursor.fetchone()
    cursor.execute(
        f"SELECT pg_get_userbyid(relowner), pg_has_role(%s, relowner, 'MEMBER') {OF_TABLE}",
        [web, TRAIL],
    )
    owner, is_owner = cursor.fetchone()
    if is_super:
        wrong, remedy = "is a superuser", f"ALTER ROLE {quote(web)} NOSUPERUSER"
    elif may_make_roles:
        wrong, remedy = "may make roles", f"ALTER ROLE {quote(web)} NOCREATEROLE"
    elif owner == web:
        wrong, remedy = "owns the trail", "run lintel roles --owner with another name first"
    elif is_owner:
        wrong, remedy = f"may become {owner}", f"REVOKE {quote(owner)} FROM {quote(web)}"
    else:
        return
    raise Cannot(f"the role {web} {wrong}, and could change the trail: {remedy}, or name another")


def grant(connection: BaseDatabaseWrapper, web: str) -> None:
    """What the web role may do with the tables as they are now."""
    name, quote = connection.ops.quote_name(web), connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute(f"REVOKE ALL ON SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in _tables(cursor):
            may = ONLY.get(table, "SELECT, INSERT, UPDATE, DELETE")
            cursor.execute(f"GRANT {may} ON {quote(table)} TO {name}")


def grant_again(connection: BaseDatabaseWrapper) -> list[str]:
    """After the tables have changed: every role that may add to the trail gets its rights anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT grantee FROM information_schema.role_table_grants
               WHERE table_schema = 'public' AND table_name = %s AND privilege_type = 'INSERT'
               AND grantee NOT IN ('PUBLIC', (SELECT tableowner::text FROM pg_tables
                                   WHERE schemaname = 'public' AND tablename = %s))
               AND grantor = current_user""",
            [TRAIL, TRAIL],
        )
        found = [row[0] for row in cursor.fetchall()]
    for web in found:
        grant(connection, web)
    return found


def too_much(connection: BaseDatabaseWrapper) -> list[str]:
    """What the role of this connection may do that a process which serves pages must not."""
    return list(_too_much(connection)) if connection.vendor == "postgresql" else []


def _too_much(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:

        def holds(question: str, *values: str) -> bool:
            cursor.execute(f"SELECT {question}", values)
            return bool(cursor.fetchone()[0])

        if holds("rolsuper FROM pg_roles WHERE rolname = current_user"):
            yield "is a superuser"
            return
        for table, verbs in FORBIDDEN.items():
            # Asked first: whether it owns the table, or may become who does.
            if holds(f"pg_has_role(current_user, relowner, 'MEMBER') {OF_TABLE}", table):
                yield f"owns {table}"
                continue
            for verb in verbs:
                if holds("has_table_privilege(current_user, %s, %s)", table, verb):
                    yield f"may {verb.lower()} {table}"
        if holds("has_schema_privilege(current_user, 'public', 'CREATE')"):
            yield "may add tables"


def _make(cursor, role: str, password: str) -> None:
    quote = cursor.db.ops.quote_name
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    if cursor.fetchone() is None:
        cursor.execute(f"CREATE ROLE {quote(role)} {rights}")
    if password:
        # Hashed here, so that the password itself is in no statement and no log of the server.
        pgconn = cursor.db.connection.pgconn
        hashed = pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
        cursor.execute(f"ALTER ROLE {quote(role)} PASSWORD '{hashed.decode()}'")


def _tables(cursor) -> list[str]:
    cursor.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in cursor.fetchall()]
