"""What the clock does: a snapshot every five minutes, where one is wanted."""

from datetime import datetime

from lintel.continuity import keeping
from lintel.continuity.actions import take_snapshots


def write_snapshots(at: datetime) -> int:
    """How many were written; none where no folder or no key says that they are wanted."""
    if keeping.folder() is None or keeping.public_key() is None:
        return 0
    return len(take_snapshots(at=at))
