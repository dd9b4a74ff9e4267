"""Taking a snapshot: read, put on the trail, sealed, and on a disk that is not the database's."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.template.loader import render_to_string

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.continuity import keeping
from lintel.continuity.queries import snapshot
from lintel.continuity.rules.sealing import seal

TAKEN = "snapshot taken"

KEY_MADE = "snapshot key made"


class NotAsked(Exception):
    """No snapshots are wanted here, or nobody could open them. The message says what is missing."""


def take_snapshot(council: str, *, by: Viewer, at: datetime) -> Path:
    """One of a council, sealed; where it lies. The oldest goes.

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
    keeping.clear_unfinished(place, council)
    part, whole = keeping.beside(place, council, at)
    drawn = snapshot(council, at=at)
    page = render_to_string("continuity/snapshot.html", {"page": drawn}, using="jinja2")
    keeping.write(part, seal(page.encode(), public))
    with transaction.atomic():  # only now: the other disk may be slow, and nobody waits for it
        trail.record(
            did=TAKEN,
            object_type="snapshot",
            object_id=whole.name,
            by=by,
            at=at,
            why=f"{len(drawn.entries)} contacts",
            council=council,
        )
    part.rename(whole)
    keeping.forget_old(place, council)
    return whole


def note_new_key(council: str, public: bytes, *, holders: int, by: Viewer, at: datetime) -> None:
    """That a council's snapshots are sealed with this from now on, and how many hold a part."""
    with transaction.atomic():
        trail.record(
            did=KEY_MADE,
            object_type="snapshot key",
            object_id=hashlib.sha256(public).hexdigest()[:16],
            by=by,
            at=at,
            why=f"{holders} holders, two open it",
            council=council,
        )
