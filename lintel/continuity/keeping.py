"""Where snapshots lie: a folder that is not the database's, and the key they are sealed with."""

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

KEPT = 12  # of each council: an hour, should the newest have been written in the middle of trouble
ENDING = ".sealed"
KEY_FILE = "snapshot.pub"
FOLDER = "LINTEL_SNAPSHOTS"
_MOMENT = re.compile(r"\d{8}T\d{6}Z")


def folder() -> Path | None:
    """Where snapshots go; None where nobody has asked for any.

    Errors:
        ValueError: it lies with the database, where what takes one takes both.
    """
    given = os.environ.get(FOLDER, "")
    if not given:
        return None
    place = Path(given).absolute()
    if place == settings.DATA or settings.DATA in place.parents:
        raise ValueError(f"{FOLDER} is inside the data folder; name a place on another disk")
    return place


def public_key() -> bytes | None:
    """What snapshots are sealed with; None until `lintel snapshot keys` has made it."""
    kept = settings.DATA / KEY_FILE
    return bytes.fromhex(kept.read_text().strip()) if kept.is_file() else None


def keep_public_key(key: bytes) -> None:
    (settings.DATA / KEY_FILE).write_text(key.hex() + "\n")


def beside(place: Path, council: str, at: datetime) -> tuple[Path, Path]:
    """Where one is written first, and where it stands once it is whole."""
    name = f"{council}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDING}"
    return place / f".{name}.part", place / name


def write(part: Path, sealed: bytes) -> None:
    """On the disk, and not only on its way there."""
    part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(part, "wb", opener=_private) as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def clear_unfinished(place: Path, council: str) -> None:
    """What a full disk or a closed trail left half done, so that there is room again."""
    for part in place.glob(f".{council}-*{ENDING}.part"):
        if _MOMENT.fullmatch(part.name.removeprefix(f".{council}-").removesuffix(f"{ENDING}.part")):
            part.unlink(missing_ok=True)


def forget_old(place: Path, council: str) -> None:
    for old in _of(place, council)[:-KEPT]:
        old.unlink(missing_ok=True)


def newest(place: Path, councils: tuple[str, ...]) -> Mapping[str, datetime | None]:
    """When the newest snapshot of each council was written."""
    found = {council: _of(place, council) for council in councils}
    return {
        council: datetime.fromtimestamp(files[-1].stat().st_mtime, UTC) if files else None
        for council, files in found.items()
    }


def _of(place: Path, council: str) -> list[Path]:
    # A council's key may begin as another's does, and a moment is all that may follow.
    found = place.glob(f"{council}-*{ENDING}")
    return sorted(
        file
        for file in found
        if _MOMENT.fullmatch(file.name.removeprefix(f"{council}-").removesuffix(ENDING))
    )
