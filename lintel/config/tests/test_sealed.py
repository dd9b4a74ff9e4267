"""A backup opens whole, unchanged and by its key, or not at all."""

import io

import pytest

from lintel.config.backups import archive
from lintel.config.backups.sealed import FILE, PART, PASSPHRASE, Key, NotAsSealed, Opening, Sealing

KEY = Key(FILE, b"k" * 64)
WORDS = bytes(range(256)) * 9000  # two whole parts and some


def sealed(words: bytes = WORDS, key: Key = KEY) -> bytes:
    out = io.BytesIO()
    writing = Sealing(out, key)
    writing.write(words)
    writing.finish()
    return out.getvalue()


def opened(file: bytes, key: Key = KEY) -> bytes:
    return io.BufferedReader(Opening(io.BytesIO(file), key)).read()


@pytest.mark.parametrize("length", [0, 1, PART - 1, PART, PART + 1, len(WORDS)])
def test_what_was_sealed_is_what_is_opened(length):
    assert opened(sealed(WORDS[:length])) == WORDS[:length]


def test_a_changed_byte_anywhere_is_refused():
    whole = sealed()
    for place in [
        0,
        14,
        17,
        30,
        48,
        52,
        53,
        PART,
        PART + 60,
        PART + 90,
        *range(0, len(whole), 99_991),
    ]:
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises(NotAsSealed):
            opened(bytes(changed))


def test_a_backup_cut_short_anywhere_is_refused():
    whole, part = sealed(), PART + 4 + 16
    head = whole.index(b"\n") + 1 + 32
    for length in [0, 5, 20, head, head + part, head + 2 * part, len(whole) - 1]:
        with pytest.raises(NotAsSealed):
            opened(whole[:length])


def test_parts_in_another_order_left_out_or_added_are_refused():
    whole = sealed()
    head = whole.index(b"\n") + 1 + 32
    part = PART + 4 + 16
    first, second, rest = (
        whole[head : head + part],
        whole[head + part : head + 2 * part],
        whole[head + 2 * part :],
    )
    for wrong in (second + first + rest, first + rest, first + second + rest + rest, rest):
        with pytest.raises(NotAsSealed):
            opened(whole[:head] + wrong)


@pytest.mark.parametrize("key", [Key(FILE, b"j" * 64), Key(PASSPHRASE, b"k" * 64)])
def test_another_key_is_refused(key):
    with pytest.raises(NotAsSealed):
        opened(sealed(), key)


def test_a_passphrase_opens_what_it_locked():
    key = Key(PASSPHRASE, b"four words nobody would guess")
    assert opened(sealed(b"words", key), key) == b"words"


def test_two_backups_of_the_same_are_not_alike():
    assert sealed(b"words") != sealed(b"words")


def test_a_part_with_a_way_out_of_the_folder_is_refused(tmp_path):
    path = tmp_path / "backup"
    with path.open("wb") as file:
        writing = archive.Writing(file, KEY)
        writing.add("folder/../../elsewhere", b"words")
        writing.finish(archive.Manifest("", "", "", "sqlite", {}, "", None, []))
    with pytest.raises(NotAsSealed, match="no backup holds"):
        archive.looked_through(path, KEY)
