"""A snapshot opens for any two holders together, for nobody alone, and not once it was changed."""

from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as some

from lintel.continuity.rules.sealing import CannotOpen, new_keys, opened, seal

PUBLIC, PARTS = new_keys(4)


@settings(max_examples=15)  # each puts the key together seven times, which is slow on purpose
@given(some.binary(max_size=2000))
def test_any_two_open_what_was_sealed(content):
    sealed = seal(content, PUBLIC)
    for two in combinations(PARTS, 2):
        assert opened(sealed, two) == content
    assert opened(sealed, PARTS) == content


@pytest.mark.parametrize("parts", [[], PARTS[:1], [PARTS[0], PARTS[0]]])
def test_one_alone_opens_nothing(parts):
    with pytest.raises(CannotOpen, match="Two different parts"):
        opened(seal(b"Mia", PUBLIC), parts)


def test_the_seal_does_not_show_what_it_holds():
    assert b"Mia" not in seal(b"Mia" * 50, PUBLIC)
    assert seal(b"Mia", PUBLIC) != seal(b"Mia", PUBLIC)


@given(some.data())
def test_a_changed_bit_anywhere_is_found(data):
    sealed = bytearray(seal(b"Mia Ashgrove", PUBLIC))
    place = data.draw(some.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(CannotOpen):
        opened(bytes(sealed), PARTS[:2])


@given(some.integers(0, 200))
def test_a_snapshot_cut_short_is_found(kept):
    sealed = seal(b"Mia Ashgrove" * 20, PUBLIC)
    with pytest.raises(CannotOpen):
        opened(sealed[: min(kept, len(sealed) - 1)], PARTS[:2])


def test_parts_of_another_key_are_named():
    _, others = new_keys(2)
    with pytest.raises(CannotOpen, match="another key"):
        opened(seal(b"Mia", PUBLIC), others)


def test_a_slip_in_copying_a_part_is_named():
    wrong = PARTS[0][:-12] + ("A" if PARTS[0][-12] != "A" else "B") + PARTS[0][-11:]
    with pytest.raises(CannotOpen, match="copied"):
        opened(seal(b"Mia", PUBLIC), [wrong, PARTS[1]])


def test_spaces_and_lines_in_a_part_do_not_matter():
    assert opened(seal(b"Mia", PUBLIC), [f"  {PARTS[0]}\n", PARTS[2].replace(" ", "  ")]) == b"Mia"


@pytest.mark.parametrize("holders", [0, 1, 16])
def test_too_few_or_too_many_holders_are_refused(holders):
    with pytest.raises(ValueError, match="people hold"):
        new_keys(holders)
