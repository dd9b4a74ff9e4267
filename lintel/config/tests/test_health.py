"""/readyz tells the truth: each thing that can be wrong is named, and is well again when mended."""

import shutil
import sys
from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lintel.access.viewers import the_system
from lintel.audit import trail, triggers
from lintel.config import health
from lintel.config.commandline import Cannot
from lintel.config.commands import migrate, serve
from lintel.notices import fencing, schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return the_system("northbeck", today=timezone.now().date())


@pytest.fixture
def well(by):
    """An instance with nothing wrong: a worker that lives, and a trail that is guarded and holds.

    Tests have no triggers, and so nothing guards the trail until they are put up."""
    at = timezone.now()
    schedule.beat(worker="w1", at=at, build="0.1.0")
    with transaction.atomic():
        for number in range(3):
            trail.record(did="looked", object_type="contact", object_id=str(number), by=by, at=at)
    triggers.put_up(connection)
    assert failed(at) == []


def failed(at: datetime) -> list[str]:
    found = health.components(at=at)
    return [one.name for one in found if not one.ok and one.needed_to_serve]


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_worker_that_died_is_named_within_half_a_minute(well):
    assert failed(timezone.now() + timedelta(seconds=30)) == ["worker"]


def test_a_worker_that_was_never_started_keeps_nobody_waiting(client):
    named = {one.name: one for one in health.components(at=timezone.now())}
    assert (named["worker"].ok, named["worker"].needed_to_serve) == (False, False)


@pytest.mark.parametrize("where", ["files", "log"])
def test_a_disk_of_its_own_for_files_or_the_log_is_named_when_it_is_full(
    well, where, monkeypatch, settings, tmp_path
):
    settings.DATA = tmp_path
    (tmp_path / "files").mkdir()
    there = shutil.disk_usage

    def usage(place):
        is_it = place == tmp_path / "files" if where == "files" else place == log.fileno()
        return there(place)._replace(free=0) if is_it else there(place)

    with (tmp_path / "server.log").open("w") as log:
        monkeypatch.setattr(sys, "__stderr__", log)
        assert failed(timezone.now()) == []
        monkeypatch.setattr(shutil, "disk_usage", usage)
        assert failed(timezone.now()) == ["disk"]


@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(hours=-1)])
def test_a_clock_that_jumped_is_named(well, jump):
    assert "clock" in failed(timezone.now() + jump)
    assert "clock" not in failed(timezone.now())


def test_bank_holidays_that_run_out_are_named(well):
    assert "calendar" in failed(datetime(2028, 11, 1, tzinfo=UTC))


def test_tables_that_are_behind_are_named_until_they_are_not(well):
    sql("UPDATE django_migrations SET name = 'x_0002' WHERE name = '0002_append_only'")
    assert failed(timezone.now()) == ["migrations"]
    sql("UPDATE django_migrations SET name = '0002_append_only' WHERE name = 'x_0002'")
    assert failed(timezone.now()) == []


def test_tables_of_a_newer_version_are_named_and_nothing_is_started_on_them(well, settings):
    sql(
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('contacts', '9001_of_next_year', CURRENT_TIMESTAMP)"
    )
    assert failed(timezone.now()) == ["migrations"]
    for start in (serve.ready_to_work, lambda: migrate.run(Namespace(json=False))):
        with pytest.raises(Cannot, match="of a newer Lintel: run that version"):
            start()
    sql("DELETE FROM django_migrations WHERE name = '9001_of_next_year'")
    assert failed(timezone.now()) == []


def test_a_trail_that_was_changed_is_named_until_it_is_as_it_was(well):
    for change in ("object_id = '9'", "seal = 'x'"):
        before = "SELECT object_id, seal FROM audit_auditentry WHERE sequence = 2"
        with connection.cursor() as cursor:
            cursor.execute(before)
            number, seal = cursor.fetchone()
        triggers.take_down(connection)
        sql(f"UPDATE audit_auditentry SET {change} WHERE sequence = 2")
        triggers.put_up(connection)
        assert failed(timezone.now()) == ["audit"]
        triggers.take_down(connection)
        sql(
            f"UPDATE audit_auditentry SET object_id = '{number}', seal = '{seal}' "
            "WHERE sequence = 2"
        )
        triggers.put_up(connection)
        assert failed(timezone.now()) == []


def test_a_trail_without_its_end_or_its_triggers_is_named(well):
    triggers.take_down(connection)
    assert failed(timezone.now()) == ["audit"]
    sql("DELETE FROM audit_auditentry WHERE sequence = 3")
    triggers.put_up(connection)
    assert failed(timezone.now()) == ["audit"]


def test_a_fenced_instance_says_so_until_it_is_released(well, by, client):
    at = timezone.now()
    fencing.put_up(backup_made_at=at, by=by, at=at)
    schedule.beat(worker="w2", at=at, build="0.1.0")
    assert failed(at) == ["release"]

    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["components"]["release"]) == (503, "failed")
    assert set(answer.json()) == {"status", "components"}
    assert set(answer.json()["components"].values()) == {"ok", "failed"}

    fencing.take_down(by=by, at=at)
    assert client.get("/readyz").status_code == 200


def test_a_fence_stands_even_where_the_trail_takes_no_entry(well, by):
    triggers.take_down(connection)
    sql("DELETE FROM audit_trailhead")
    at = timezone.now()
    fencing.put_up(backup_made_at=at, by=by, at=at)
    assert fencing.is_fenced()


def test_a_database_that_takes_no_writes_is_named(well, tmp_path, monkeypatch):
    if connection.vendor == "postgresql":
        sql("SET LOCAL transaction_read_only = on")
        assert failed(timezone.now()) == ["database"]
        return
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "gone.sqlite3"))
    assert failed(timezone.now()) == ["database"]
    monkeypatch.undo()
    assert failed(timezone.now()) == []
