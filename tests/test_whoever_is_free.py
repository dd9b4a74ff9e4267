"""What is shared among processes is run once, all of it, and not by one of them alone."""

from itertools import zip_longest
from types import SimpleNamespace

import pytest

from tests import whoever_is_free


def lots(*sizes: int) -> list[list[SimpleNamespace]]:
    return [
        [SimpleNamespace(nodeid=f"{lot}::{one}") for one in range(size)]
        for lot, size in enumerate(sizes)
    ]


@pytest.mark.parametrize("shared", [lots(), lots(1), lots(3, 1, 1, 2), lots(*[1] * 25)])
def test_each_runs_its_own_and_everything_shared_is_run_once(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_SHARED", str(tmp_path))
    own = [SimpleNamespace(nodeid="own")]
    both = [whoever_is_free.claimed(own, shared) for _ in range(2)]
    turns = [*zip_longest(*both)]
    assert [one.nodeid for one in turns[0]] == ["own", "own"]
    taken = [one.nodeid for turn in turns[1:] for one in turn if one is not None]
    assert sorted(taken) == sorted(one.nodeid for lot in shared for one in lot)


def test_who_is_given_no_folder_shares_with_nobody(monkeypatch):
    monkeypatch.delenv("LINTEL_SHARED", raising=False)
    assert not whoever_is_free.asked()
    monkeypatch.setenv("LINTEL_SHARED", "")
    assert not whoever_is_free.asked()
