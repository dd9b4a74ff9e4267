"""One address says which database."""

from pathlib import Path

import pytest

from lintel.config.databases import database


def test_without_an_address_it_is_a_file_in_the_data_folder():
    entry = database("", data=Path("/var/lintel"))
    assert entry["NAME"] == "/var/lintel/lintel.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in entry["OPTIONS"]["init_command"]


def test_four_slashes_are_a_path_from_the_root_and_three_from_here():
    assert database("sqlite:////srv/a%20b.db", data=Path("."))["NAME"] == "/srv/a b.db"
    assert database("sqlite:///a.db", data=Path("."))["NAME"] == str(Path("a.db").absolute())


def test_a_postgres_address_is_taken_apart():
    entry = database("postgres://li:p%40ss@db.example:5433/hub?sslmode=require", data=Path("."))
    assert entry["ENGINE"].endswith("postgresql")
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"]) == ("li", "p@ss", "db.example")
    assert (entry["PORT"], entry["NAME"]) == ("5433", "hub")
    assert entry["OPTIONS"]["sslmode"] == "require"


def test_several_servers_are_one_database_and_the_one_that_takes_writes_is_meant():
    entry = database("postgres://li:p@db1:5433,db2:5434/hub?sslmode=require", data=Path("."))
    assert (entry["USER"], entry["PASSWORD"], entry["NAME"]) == ("li", "p", "hub")
    assert (entry["HOST"], entry["PORT"]) == ("db1,db2", "5433,5434")
    assert entry["OPTIONS"]["target_session_attrs"] == "read-write"
    entry = database("postgres://[fd00::1],db2/hub?target_session_attrs=any", data=Path("."))
    assert (entry["HOST"], entry["PORT"]) == ("fd00::1,db2", "")
    assert entry["OPTIONS"]["target_session_attrs"] == "any"
    alone = database("postgres://db1:5433/hub", data=Path("."))["OPTIONS"]
    assert "target_session_attrs" not in alone


@pytest.mark.parametrize("servers", ["db1:x", "db1,", "db1:5433:5434", ",db2"])
def test_servers_that_cannot_be_read_say_how_to_put_them_right(servers):
    with pytest.raises(ValueError, match="must name its servers like db1"):
        database(f"postgres://li@{servers}/hub", data=Path("."))


def test_nobody_waits_long_for_a_server_that_says_nothing():
    waits = database("postgres://db1,db2/hub?connect_timeout=2", data=Path("."))["OPTIONS"]
    assert (waits["connect_timeout"], waits["tcp_user_timeout"]) == ("2", "10000")


def test_nobody_waits_for_a_lock_for_ever():
    waits = database("postgres://hub/hub", data=Path("."))["OPTIONS"]["options"]
    assert waits == "-c lock_timeout=20s"
    assert "busy_timeout=20000" in database("", data=Path("."))["OPTIONS"]["init_command"]


def test_any_other_address_says_how_to_put_it_right():
    with pytest.raises(ValueError, match="must begin with sqlite: or postgres:"):
        database("mysql://x", data=Path("."))
