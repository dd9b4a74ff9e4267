"""What the clock does: a snapshot every five minutes, where one is wanted."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from lintel.access.viewers import the_system
from lintel.continuity import keeping
from lintel.continuity.actions import note_new_key, take_snapshot
from lintel.kernel.instants import london_day
from lintel.policy.in_force import councils


def take_snapshots(at: datetime) -> list[Path]:
    """One of each council; where they lie. One that fails keeps no other council from its own.

    Errors: as of `take_snapshot`, the first there was, once every council has been tried.
    """
    taken: list[Path] = []
    wrong: list[Exception] = []
    for key in councils():
        try:
            taken.append(take_snapshot(key, by=the_system(key, today=london_day(at)), at=at))
        except Exception as problem:  # a disk, a row: the next council's may be well
            wrong.append(problem)
    if wrong:
        raise wrong[0]
    return taken


def write_snapshots(at: datetime) -> int:
    """How many were written; none where no folder or no key says that they are wanted."""
    if keeping.folder() is None or keeping.public_key() is None:
        return 0
    return len(take_snapshots(at))


def keep_key(public: bytes, holders: int, at: datetime) -> None:
    """From now on every council's snapshots are sealed with this, and each one's trail says so.

    Whoever runs the command has the machine, and the trail cannot know their name.

    Errors: OSError, and nothing is on any trail, when the instance's folder cannot be written.
    """
    with transaction.atomic():
        for key in councils():
            by = the_system(key, today=london_day(at))
            note_new_key(key, public, holders=holders, by=by, at=at)
        keeping.keep_public_key(public)
