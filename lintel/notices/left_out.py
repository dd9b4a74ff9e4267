"""What a context above keeps from a viewer: notices about it are not there for them.

`config.wiring` names who is asked. Each gives the references that the viewer may not know of, as
a part of the query that asks.
"""

from collections.abc import Callable, Iterator
from typing import Any

from lintel.access.viewers import Viewer

# Gives something that can stand on the right of "in": a queryset of references, or a list.
KeepsFrom = Callable[[Viewer], Any]

_keepers: list[KeepsFrom] = []


def leave_out(keeper: KeepsFrom) -> None:
    """Have `keeper` asked whenever notices are read; asking twice changes nothing."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def left_out(viewer: Viewer) -> Iterator[Any]:
    return (keeper(viewer) for keeper in _keepers)
