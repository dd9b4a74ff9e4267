"""Whether there is room to write, wherever this instance writes."""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from lintel.files import store

# A disk of less than 20 GB is full when a twentieth is left.
ENOUGH = 1_000_000_000
ENOUGH_PART = 20


def fullest() -> tuple[bool, int]:
    """Whether every place has enough left, and how many bytes the one that has least has."""
    places = {settings.DATA if settings.DATA.exists() else settings.ROOT}
    places.add(Path(tempfile.gettempdir()))
    if connection.vendor == "sqlite":
        places.add(Path(str(connection.settings_dict["NAME"])).parent)
    places.add(store.folder())
    used = [shutil.disk_usage(place) for place in places if place.is_dir()]
    log = _log()
    if log is not None:
        used.append(shutil.disk_usage(log))
    share, free = min((of.free / min(ENOUGH, of.total / ENOUGH_PART), of.free) for of in used)
    return share >= 1, free


def _log() -> int | None:
    """The file this process writes its log to, open; None when it is no file, but a terminal or
    another program's."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        opened = sys.__stderr__.fileno()
        return opened if stat.S_ISREG(os.fstat(opened).st_mode) else None
    return None
