"""Taking a snapshot: read, put on the trail, sealed, and on a disk that is not the database's."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.template.loader import render_to_string

from lintel.access.viewers import the_system
from lintel.audit import trail
from lintel.continuity import keeping
from lintel.continuity.queries import snapshot
from lintel.continuity.rules.sealing import seal
from lintel.kernel.instants import london_day
from lintel.policy.in_force import councils

TAKEN = "snapshot taken"


class NotAsked(Exception):
    """No snapshots are wanted here, or nobody could open them. The message says what is missing."""


def take_snapshots(*, at: datetime) -> Sequence[Path]:
    """One for each council, sealed; where they lie, and the oldest gone.

    What is on the disk is on the trail: a file gets its name only after the entry is committed.

    Errors:
        NotAsked: there is no folder for them, or no key.
        OSError: the folder cannot be written.
    """
    place, public = keeping.folder(), keeping.public_key()
    if place is None:
        raise NotAsked(f"Name a folder on another disk in {keeping.FOLDER}")
    if public is None:
        raise NotAsked("There is no key to seal with; run lintel snapshot keys")
    return [_take(council, place, public, at=at) for council in councils()]


def _take(council: str, place: Path, public: bytes, *, at: datetime) -> Path:
    part, whole = keeping.beside(place, council, at)
    with transaction.atomic():
        drawn = snapshot(council, at=at)
        page = render_to_string("continuity/snapshot.html", {"page": drawn}, using="jinja2")
        keeping.write(part, seal(page.encode(), public))
        trail.record(
            did=TAKEN,
            object_type="snapshot",
            object_id=whole.name,
            by=the_system(council, today=london_day(at)),
            at=at,
            why=f"{len(drawn.entries)} contacts",
            council=council,
        )
    part.rename(whole)
    keeping.forget_old(place, council)
    return whole
