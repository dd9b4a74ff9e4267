"""What needs one database only is done once, by whichever process of the suite comes to it first.

`dev.py test` gives each of its processes the same empty folder, LINTEL_SHARED. A claim is a file
in it that only one of them can make. It also says which turn it is, LINTEL_TURN: the next run has
the next, and takes the parts of long walks that this one leaves. See conftest.py for what is shared
so, and what goes by turns.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar


class Named(Protocol):
    nodeid: str


Item = TypeVar("Item", bound=Named)


def asked() -> bool:
    return bool(os.environ.get("LINTEL_SHARED"))


def turn() -> int | None:
    """Which run this is, of those that share the walks among them; None where all is taken."""
    said = os.environ.get("LINTEL_TURN", "all")
    return None if said == "all" else int(said)


def mine(key: str) -> bool:
    """The first who asks has it."""
    try:
        (Path(os.environ["LINTEL_SHARED"]) / sha256(key.encode()).hexdigest()).open("x").close()
    except FileExistsError:
        return False
    return True


def kept(
    items: Iterable[Item],
    *,
    walks: Callable[[Item], bool],
    by_turns: Callable[[Item], bool],
    seldom: Callable[[Item], bool],
    once: Callable[[Item], bool],
    second: bool,
    turn: int | None,
) -> list[Item]:
    """Without what the other process takes, or another turn.

    Of a walk of four steps and more each process takes every fourth: both together half of it on
    each turn and all of it on two, each all of it on four. Of a shorter one every step is taken on
    one database, and on the other on the next turn; so are the files that go `by_turns`. What is
    `seldom` is taken on one turn in four. Without a turn each takes every other step and all files.

    In the order of their names, because the other may have collected them in another order. What
    is shared is left whole: who comes to it first does all of it."""
    items = list(items)
    walk_of: dict[str, list[list[Item]]] = defaultdict(list)
    file_of: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if walks(item) and not once(item):
            walk_of[item.nodeid.split("[")[0]].append([item])
        elif by_turns(item) and not once(item):
            file_of[item.nodeid.split("::")[0]].append(item)
    lots = [(steps, 2 if turn is None or len(steps) < 4 else 4) for steps in walk_of.values()]
    if turn is not None:
        lots.append(([*file_of.values()], 2))
    others = {item for item in items if seldom(item) and turn is not None and turn % 4}
    for steps, parts in lots:
        first = ((turn or 0) + second * parts // 2) % parts
        steps.sort(key=lambda step: min(one.nodeid for one in step))
        others.update(one for n, step in enumerate(steps) if n % parts != first for one in step)
    return [item for item in items if item not in others]


def turns(
    items: Sequence[Item], *, once: Callable[[Item], bool], alone: Callable[[Item], bool]
) -> Iterator[Item]:
    """All of my own; then, of what is done once, whatever nobody else has begun: whole files, then
    one by one what is `alone`, so that both processes end together."""
    yield from (item for item in items if not once(item))
    files, single = defaultdict(list), {}
    for item in filter(once, items):
        if alone(item):
            single[item.nodeid] = [item]
        else:
            files[item.nodeid.split("::")[0]].append(item)
    for key, lot in {**files, **single}.items():
        if mine(key):
            yield from lot
