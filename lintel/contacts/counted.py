"""What contexts above count on the board. `config.wiring` lists who counts what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Counted:
    """A count that opens its list. Shape: `page` is the name of the address of the list."""

    page: str
    words: str
    count: int
    late: int = 0


# Gives None for a viewer who is not to see it; one query.
Counts = Callable[[Viewer, datetime], Counted | None]

_counting: list[Counts] = []


def count_on_board(counts: Counts) -> None:
    """Have `counts` asked on every board; asking twice changes nothing."""
    if counts not in _counting:
        _counting.append(counts)


def counted_for(viewer: Viewer, *, at: datetime) -> tuple[Counted, ...]:
    """The counts above the board, in the order of the table, and none that is nothing."""
    found = (counts(viewer, at) for counts in _counting)
    return tuple(one for one in found if one is not None and one.count)
