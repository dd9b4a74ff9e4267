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


def a_process(items: list[One], *, second: bool, turn: int | None = None) -> Iterator[One]:
    """What conftest.py lets each process run, in turn."""
    kept = whoever_is_free.kept(
        items,
        walks=lambda one: one.walk,
        by_turns=lambda one: one.by_turns,
        seldom=lambda one: one.seldom,
        once=lambda one: one.once,
        second=second,
        turn=turn,
    )
    return whoever_is_free.turns(kept, once=lambda one: one.once, alone=lambda one: one.journey)


def a_test(nodeid: str, **said: bool) -> One:
    nothing = dict.fromkeys(("walk", "by_turns", "seldom", "once", "journey"), False)
    return One(nodeid=nodeid, **{**nothing, **said})


def ones(*sizes: int) -> list[One]:
    return [
        a_test(f"{file}.py::{one}", once=True)
        for file, size in enumerate(sizes)
        for one in range(size)
    ]


@pytest.mark.parametrize("sizes", [(), (1,), (3, 1, 1, 2), [1] * 25])
def test_each_runs_its_own_and_everything_shared_is_run_once(sizes, tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_SHARED", str(tmp_path))
    shared, own = ones(*sizes), a_test("own.py::own")
    both = [a_process([*shared, own], second=second) for second in (False, True)]
    turns = [*zip_longest(*both)]
    assert turns[0] == (own, own)
    taken = [one.nodeid for turn in turns[1:] for one in turn if one is not None]
    assert sorted(taken) == sorted(one.nodeid for one in shared)


# Every kind of test beside every other one, in one file and in several: walks of none, one, two
# and many steps, walks that need one database only, walks that are journeys, files by turns.
KINDS = product((1, 2, 3, 11), *[(True, False)] * 4)
MIX = [
    a_test(f"{file}.py::test_{n}[{step}]", walk=walk, by_turns=by, once=once, journey=journey)
    for file in "abc"
    for n, (steps, walk, by, once, journey) in enumerate(KINDS)
    for step in range(steps)
]


def run_by_both(turn: int | None, chance: random.Random) -> list[One]:
    """What two processes that go on as it happens have done in the end."""
    # What a set names is collected in another order by each process.
    todo = [
        a_process(chance.sample(MIX, len(MIX)), second=second, turn=turn)
        for second in (False, True)
    ]
    done = []
    while todo:
        process = chance.choice(todo)
        one = next(process, None)
        todo.remove(process) if one is None else done.append(one)
    return done


@pytest.mark.parametrize("seed", range(5))
def test_of_walks_and_shared_lots_in_one_suite_none_is_lost_and_none_done_twice(
    seed, tmp_path, monkeypatch
):
    monkeypatch.setenv("LINTEL_SHARED", str(tmp_path))
    done = run_by_both(None, random.Random(seed))
    expected = {one.nodeid: 1 if one.walk or one.once else 2 for one in MIX}
    assert Counter(one.nodeid for one in done) == expected


@pytest.mark.parametrize("seed", range(5))
def test_in_each_turn_only_steps_of_long_walks_are_left_for_the_next(seed, tmp_path, monkeypatch):
    of_long_walks = {one.nodeid for one in MIX if one.walk and not one.once and is_long(one)}
    seen: Counter[str] = Counter()
    for turn in range(seed, seed + 4):
        monkeypatch.setenv("LINTEL_SHARED", str(tmp_path / str(turn)))
        (tmp_path / str(turn)).mkdir()
        done = Counter(one.nodeid for one in run_by_both(turn, random.Random(seed + turn)))
        assert {one.nodeid for one in MIX} - done.keys() <= of_long_walks
        both = {one.nodeid for one in MIX if not (one.walk or one.by_turns or one.once)}
        assert all(times == (2 if name in both else 1) for name, times in done.items())
        seen += done
        if turn == seed + 1:
            assert seen.keys() == {one.nodeid for one in MIX}


def is_long(one: One) -> bool:
    return sum(other.nodeid.split("[")[0] == one.nodeid.split("[")[0] for other in MIX) >= 4


def test_in_four_turns_each_database_has_everything_and_what_is_seldom_is_taken_once():
    items = [a_test(f"a.py::walk[{n}]", walk=True) for n in range(11)]
    items += [a_test("a.py::short", walk=True), a_test("b.py::rare", seldom=True)]
    items += [a_test(f"{file}.py::by", by_turns=True) for file in "cde"]
    for second in (False, True):
        kept = [
            one.nodeid for turn in range(4) for one in a_process(items, second=second, turn=turn)
        ]
        assert set(kept) == {one.nodeid for one in items}
        assert {n for n, times in Counter(kept).items() if times == 2} == {
            *("a.py::short", "c.py::by", "d.py::by", "e.py::by")
        }


def test_a_run_without_a_turn_takes_what_is_seldom_and_all_that_goes_by_turns():
    items = [a_test("a.py::rare", seldom=True), a_test("b.py::by", by_turns=True)]
    for second in (False, True):
        assert [*a_process(items, second=second)] == items


def test_each_process_takes_half_of_a_walk():
    walk = [a_test(f"a.py::test[{n}]", walk=True) for n in range(11)]
    assert [len([*a_process(walk, second=second)]) for second in (False, True)] == [6, 5]


def test_who_is_given_no_folder_shares_with_nobody(monkeypatch):
    monkeypatch.delenv("LINTEL_SHARED", raising=False)
    assert not whoever_is_free.asked()
    monkeypatch.setenv("LINTEL_SHARED", "")
    assert not whoever_is_free.asked()
