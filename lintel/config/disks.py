"""Whether there is room to write, wherever this instance writes."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

# A disk of less than 20 GB is full when a twentieth is left.
ENOUGH = 1_000_000_000
ENOUGH_PART = 20


def fullest() -> tuple[bool, int]:
    """Whether every place has enough left, and how many bytes the one that has least has."""
    places = {settings.DATA if settings.DATA.exists() else settings.ROOT}
    places.add(Path(tempfile.gettempdir()))
    if connection.vendor == "sqlite":
        places.add(Path(str(connection.settings_dict["NAME"])).parent)
    used = [shutil.disk_usage(place) for place in places if place.is_dir()]
    share, free = min((of.free / min(ENOUGH, of.total / ENOUGH_PART), of.free) for of in used)
    return share >= 1, free
