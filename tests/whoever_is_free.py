"""What needs one database only is done once, by whichever process of the suite comes to it first.

`dev.py test` gives each of its processes the same empty folder, LINTEL_SHARED. A claim is a file
in it that only one of them can make. See conftest.py for what is shared so.
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
    once: Callable[[Item], bool],
    second: bool,
) -> list[Item]:
    """Without the steps of walks that the other process takes: of each walk every other one.

    In the order of their names, because the other may have collected them in another order. What
    is shared is left whole: who comes to it first does all of it."""
    steps = defaultdict(list)
    items = list(items)
    for item in items:
        if walks(item) and not once(item):
            steps[item.nodeid.split("[")[0]].append(item)
    ordered = (sorted(walk, key=lambda step: step.nodeid) for walk in steps.values())
    others = {step for walk in ordered for step in walk[not second :: 2]}
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
