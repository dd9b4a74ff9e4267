"""What one database leaves out of a walk, the other one does."""

import pytest

from tests import this_half


@pytest.mark.parametrize("length", [0, 1, 2, 7, 25])
def test_two_halves_are_the_whole_and_meet_nowhere(length, monkeypatch):
    walk = range(length)
    halves = []
    for half in ("0", "1"):
        monkeypatch.setenv("LINTEL_HALF", half)
        halves += this_half.of(walk)
    assert sorted(halves) == [*walk]


def test_who_asks_for_no_half_gets_all(monkeypatch):
    monkeypatch.setenv("LINTEL_HALF", "")
    assert this_half.of("abc") == "abc"
