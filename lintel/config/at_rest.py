"""What the database file was like when Lintel last let go of it, so that damage at rest is found.

SQLite has no sums over its pages: `integrity_check` finds a broken tree, and not a letter that has
become another. So whoever closes the file last, with nothing left in the write-ahead log, notes a
sum over each part of it beside it; whoever opens it to write takes the note away. While there is a
note, the file must be as noted, byte for byte.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

PART = 1 << 20
# A larger file takes longer to read than a service may take to stop.
LARGEST = 4 << 30


def note(database: Path) -> bool:
    """Write down what the file is like, if nobody has it open for writing; whether it was done.

    A note that is there already stands: nobody has opened the file to write since, and one that was
    refused because it is damaged must not be noted as it is now.
    """
    if is_noted(database) or not database.is_file() or _log_of(database).exists():
        return False
    before = database.stat()
    if before.st_size > LARGEST:
        return False
    told = json.dumps({"size": before.st_size, "part": PART, "sums": [*_sums(database)]})
    after = database.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        return False
    half = database.with_name(f".{database.name}.{os.getpid()}.sums")
    with contextlib.suppress(OSError):  # a disk that is full: then there is no note
        half.write_text(told)
        half.replace(_note_of(database))
        if not _log_of(database).exists():  # or somebody opened it while we read
            return True
        forget(database)
    half.unlink(missing_ok=True)
    return False


def forget(database: Path) -> None:
    """From here on the file may change."""
    with contextlib.suppress(OSError):
        _note_of(database).unlink()


def damage(database: Path) -> str:
    """Where the file is not as it was left, in words; "" when it is, or when there is no note."""
    try:
        told = json.loads(_note_of(database).read_text())
    except (OSError, ValueError):
        return ""
    size = database.stat().st_size if database.is_file() else 0
    if size != told["size"]:
        return f"the file was {told['size']:,} bytes when it was left and is {size:,} now"
    for number, (was, now) in enumerate(zip(told["sums"], _sums(database), strict=False)):
        if was != now:
            first = number * told["part"]
            return f"bytes {first:,} to {first + told['part'] - 1:,} are not as they were left"
    return ""


def is_noted(database: Path) -> bool:
    return _note_of(database).is_file()


def _sums(database: Path) -> Iterator[str]:
    with database.open("rb") as file:
        while part := file.read(PART):
            yield hashlib.sha256(part).hexdigest()


def _note_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.sums")


def _log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")
