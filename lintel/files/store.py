"""Keeping bytes in the data folder: sealed, under random names, and safe on the disk before any
row says that they are there.

Put, then commit the row: a crash between the two leaves bytes that nobody knows of, which a job
clears away a day later, and never a row without its bytes. Each content is sealed with a key of
its own, itself sealed with this instance's secret and kept in the row; whoever has the folder
alone reads nothing, and once the row is erased nobody does.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import OperationalError

from lintel.files.rules.room import NoRoom

NONCE = 12
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Lost(OperationalError):
    """The bytes of a row are gone or changed: not available, and for `lintel doctor` to name."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where bytes are. Shape: `key` is sealed; it opens nothing without the instance's secret."""

    name: str
    key: bytes


def folder() -> Path:
    return Path(settings.DATA) / "files"


def put(content: bytes) -> Stored:
    """Keep `content`; it is on the disk when this returns.

    Errors:
        NoRoom: the disk is full, or cannot be written.
    """
    name, key = secrets.token_hex(20), secrets.token_bytes(32)
    where = _path(name)
    part = where.with_suffix(".part")
    try:
        where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_shut(key, content, name))
            file.flush()
            os.fsync(file.fileno())
        part.rename(where)
        for changed in (where.parent, folder()):
            _sync(changed)
    except OSError as problem:
        part.unlink(missing_ok=True)
        if problem.errno in FULL or isinstance(problem, PermissionError):
            raise NoRoom from problem
        raise NoRoom(type(problem).__name__) from problem
    return Stored(name, _shut(_own_key(), key, name))


def get(stored: Stored) -> bytes:
    """What was put, all of it and unchanged.

    Errors:
        Lost: it is not there, or not as it was.
    """
    try:
        key = _opened(_own_key(), stored.key, stored.name)
        return _opened(key, _path(stored.name).read_bytes(), stored.name)
    except (OSError, InvalidTag, ValueError) as wrong:
        raise Lost("a kept file is gone or changed") from wrong


def remove(name: str) -> None:
    """Take bytes away whose row is gone, or never was."""
    _path(name).unlink(missing_ok=True)


def kept_before(moment: datetime) -> Iterator[str]:
    """The names of everything put before `moment`, halves of what was never finished too."""
    for path in folder().glob("??/*"):
        try:
            put_at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        except FileNotFoundError:
            continue
        if put_at < moment:
            yield path.name


def free_bytes() -> int:
    """What the disk still takes."""
    there = folder() if folder().exists() else Path(settings.DATA)
    return shutil.disk_usage(there).free


def _path(name: str) -> Path:
    return folder() / name[:2] / name


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _own_key() -> bytes:
    secret = settings.SECRET_KEY.encode()
    return HKDF(SHA256(), 32, salt=None, info=b"lintel files").derive(secret)


def _shut(key: bytes, content: bytes, name: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, name.encode())


def _opened(key: bytes, shut: bytes, name: str) -> bytes:
    return AESGCM(key).decrypt(shut[:NONCE], shut[NONCE:], name.encode())
