"""What the clock does: a snapshot every five minutes, where one is wanted."""

from datetime import datetime
from pathlib import Path

from lintel.access.viewers import the_system
from lintel.continuity import keeping
from lintel.continuity.actions import take_snapshot
from lintel.kernel.instants import london_day
from lintel.policy.in_force import councils


def take_snapshots(at: datetime) -> list[Path]:
    """One of each council; where they lie.

    Errors: as of `take_snapshot`.
    """
    day = london_day(at)
    return [take_snapshot(key, by=the_system(key, today=day), at=at) for key in councils()]


def write_snapshots(at: datetime) -> int:
    """How many were written; none where no folder or no key says that they are wanted."""
    if keeping.folder() is None or keeping.public_key() is None:
        return 0
    return len(take_snapshots(at))
