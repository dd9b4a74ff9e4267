"""The role that serves pages adds to the trail and cannot change it, nor any table (PostgreSQL)."""

import pytest
from django.db import DatabaseError, connection, transaction

from lintel.access.tests.given import NOON, the_house
from lintel.audit import checking, trail, triggers
from lintel.config import database_roles
from lintel.config.commandline import Cannot

pytestmark = pytest.mark.django_db

WEB, OWNER = "lintel_test_web", "lintel_test_owner"
FORBIDDEN = (
    "UPDATE audit_auditentry SET why = 'x'",
    "DELETE FROM audit_auditentry",
    "TRUNCATE audit_auditentry",
    "DELETE FROM audit_trailhead",
    "TRUNCATE audit_trailhead",
    "DELETE FROM audit_anchorwritten",
    "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_entry_no_change ON audit_auditentry",
    "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica",
    "ALTER TABLE audit_auditentry OWNER TO lintel_test_web",
    "DROP TABLE audit_auditentry",
    "CREATE TABLE audit_other (id int)",
    "ALTER TABLE contacts_contact ADD COLUMN x int",
    "DELETE FROM django_migrations",
)


def sql(words):
    with connection.cursor() as cursor:
        cursor.execute(words)


@pytest.fixture
def two_roles():
    """Made by a superuser, as an administrator of the database would; undone with the test."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    triggers.put_up(connection)
    database_roles.make_owner(connection, OWNER)
    for _ in range(2):
        database_roles.make_web(connection, WEB, password="it's 100% secret")
    yield
    if connection.vendor == "postgresql":
        sql("RESET ROLE")


def note():
    with transaction.atomic():
        trail.record(
            did="view contact", object_type="contact", object_id="c", by=the_house(), at=NOON
        )


def test_the_web_role_can_add_to_the_trail_and_not_change_it(two_roles):
    sql(f"SET ROLE {WEB}")
    note()
    note()
    assert checking.verify() == checking.Verdict(2, None)
    assert database_roles.too_much(connection) == []
    for words in FORBIDDEN:
        with (
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            transaction.atomic(),
        ):
            sql(words)
    # SET ROLE asks who signed in, who here is the superuser: whether it is a member is asked.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [WEB, OWNER])
        assert cursor.fetchone() == (False,)


def test_a_role_that_is_there_and_may_do_too_much_does_not_become_the_web_role(two_roles):
    sql("CREATE ROLE lintel_test_boss SUPERUSER CREATEROLE")
    for wrong, remedy in (
        ("is a superuser", "ALTER ROLE lintel_test_boss NOSUPERUSER"),
        ("may make roles", "ALTER ROLE lintel_test_boss NOCREATEROLE"),
        (f"may become {OWNER}", f"REVOKE {OWNER} FROM lintel_test_boss"),
    ):
        if wrong.startswith("may become"):
            sql(f"GRANT {OWNER} TO lintel_test_boss")
        with pytest.raises(Cannot, match=wrong):
            database_roles.make_web(connection, "lintel_test_boss")
        sql(remedy)
    database_roles.make_web(connection, "lintel_test_boss")
    with pytest.raises(Cannot, match="owns the trail"):
        database_roles.make_web(connection, OWNER)


def test_its_password_is_kept_hashed(two_roles):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [WEB])
        (kept,) = cursor.fetchone()
    assert kept.startswith("SCRAM-SHA-256$")


def test_the_owner_and_a_superuser_are_told_they_may_do_too_much(two_roles):
    assert database_roles.too_much(connection) == ["is a superuser"]
    sql(f"SET ROLE {OWNER}")
    assert database_roles.too_much(connection) == [
        "owns audit_auditentry",
        "owns audit_trailhead",
        "may add tables",
    ]


def test_a_table_that_a_migration_adds_is_the_web_role_s_to_use_and_the_trail_still_is_not(
    two_roles,
):
    sql(f"SET ROLE {OWNER}")
    sql("CREATE TABLE added_later (id int)")
    assert database_roles.grant_again(connection) == [WEB]
    sql(f"SET ROLE {WEB}")
    sql("INSERT INTO added_later VALUES (1)")
    assert database_roles.too_much(connection) == []


def test_sqlite_says_nothing_of_roles():
    if connection.vendor == "sqlite":
        assert database_roles.too_much(connection) == []
