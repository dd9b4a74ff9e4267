"""A database file that was let go of in good order is as it was left, byte for byte, or damaged."""

import random
import sqlite3
from contextlib import closing

import pytest

from lintel.config import at_rest


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "lintel.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE told (words TEXT)")
        made.executemany("INSERT INTO told VALUES (?)", [("Hungry on three days " * 50,)] * 2000)
        made.commit()
    assert at_rest.note(path)
    return path


def flipped(path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << bit)]))


def test_any_flipped_bit_is_found_though_the_letters_still_make_sense(database):
    chance, size = random.Random(5), database.stat().st_size
    assert at_rest.damage(database) == ""
    for _ in range(60):
        place, bit = chance.randrange(size), chance.randrange(8)
        flipped(database, place, bit)
        first = place // at_rest.PART * at_rest.PART
        assert at_rest.damage(database).startswith(f"bytes {first:,} to ")
        flipped(database, place, bit)
    assert at_rest.damage(database) == ""


def test_a_file_cut_short_is_found(database):
    with database.open("r+b") as file:
        file.truncate(database.stat().st_size - 4096)
    assert "bytes when it was left" in at_rest.damage(database)


def test_nothing_is_noted_while_somebody_has_it_open_to_write(database):
    with closing(sqlite3.connect(database)) as writing:
        writing.execute("INSERT INTO told VALUES ('once more')")
        writing.commit()
        at_rest.forget(database)
        assert not at_rest.note(database)
        assert at_rest.damage(database) == ""
    assert at_rest.note(database)
