"""What is shared among processes is run once, all of it, and not by one of them alone."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import product, zip_longest
from types import SimpleNamespace

import pytest

from tests import whoever_is_free


class One(SimpleNamespace):
    """A test, as far as sharing goes."""

    __hash__ = object.__hash__


def a_process(items: list[One], *, second: bool) -> Iterator[One]:
    """What conftest.py lets each process run, in turn."""
    kept = whoever_is_free.kept(
        items, walks=lambda one: one.walk, once=lambda one: one.once, second=second
    )
    return whoever_is_free.turns(kept, once=lambda one: one.once, alone=lambda one: one.journey)


def ones(*sizes: int) -> list[One]:
    return [
        One(nodeid=f"{file}.py::{one}", walk=False, once=True, journey=False)
        for file, size in enumerate(sizes)
        for one in range(size)
    ]


@pytest.mark.parametrize("sizes", [(), (1,), (3, 1, 1, 2), [1] * 25])
def test_each_runs_its_own_and_everything_shared_is_run_once(sizes, tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_SHARED", str(tmp_path))
    shared, own = ones(*sizes), One(nodeid="own.py::own", walk=False, once=False, journey=False)
    both = [a_process([*shared, own], second=second) for second in (False, True)]
    turns = [*zip_longest(*both)]
    assert turns[0] == (own, own)
    taken = [one.nodeid for turn in turns[1:] for one in turn if one is not None]
    assert sorted(taken) == sorted(one.nodeid for one in shared)


# Every kind of test beside every other one, in one file and in several: walks of none, one, two
# and many steps, walks that need one database only, and walks that are journeys.
MIX = [
    One(nodeid=f"{file}.py::test_{n}[{step}]", walk=walk, once=once, journey=journey)
    for file in "abc"
    for n, (steps, walk, once, journey) in enumerate(product((1, 2, 3, 11), *[(True, False)] * 3))
    for step in range(steps)
]


@pytest.mark.parametrize("seed", range(5))
def test_of_walks_and_shared_lots_in_one_suite_none_is_lost_and_none_done_twice(
    seed, tmp_path, monkeypatch
):
    monkeypatch.setenv("LINTEL_SHARED", str(tmp_path))
    chance = random.Random(seed)
    # What a set names is collected in another order by each process.
    todo = [a_process(chance.sample(MIX, len(MIX)), second=second) for second in (False, True)]
    done = []
    while todo:
        process = chance.choice(todo)
        one = next(process, None)
        todo.remove(process) if one is None else done.append(one.nodeid)

    assert Counter(done) == {one.nodeid: 1 if one.walk or one.once else 2 for one in MIX}


def test_each_process_takes_half_of_a_walk():
    walk = [One(nodeid=f"a.py::test[{n}]", walk=True, once=False, journey=False) for n in range(11)]
    assert [len([*a_process(walk, second=second)]) for second in (False, True)] == [6, 5]


def test_who_is_given_no_folder_shares_with_nobody(monkeypatch):
    monkeypatch.delenv("LINTEL_SHARED", raising=False)
    assert not whoever_is_free.asked()
    monkeypatch.setenv("LINTEL_SHARED", "")
    assert not whoever_is_free.asked()
