"""What needs one database only is done once, by whichever process of the suite comes to it first.

`dev.py test` gives each of its processes the same empty folder, LINTEL_SHARED. A claim is a file
in it that only one of them can make. See conftest.py for what is shared so.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
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


def claimed(own: Iterable[Item], shared: Sequence[Sequence[Item]]) -> Iterator[Item]:
    """All of my own, then, lot by lot, what nobody else has begun."""
    yield from own
    for lot in shared:
        if mine(lot[0].nodeid):
            yield from lot
