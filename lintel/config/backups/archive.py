"""What is in a backup: named parts, and at the end a manifest that says what each must be."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from lintel.config.backups.sealed import Key, NotAsSealed, Opening, Sealing

MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
FILES = "folder/"
SECRET = "secret.key"  # noqa: S105 - the name of a file
BLOCK = 1 << 20
# Fast: a backup that takes long is one that is not made.
SQUEEZE = 1


@dataclass
class Manifest:
    """What a backup is of.

    Shape:
        kinds: of each kind of record its count, and its hash as `lintel digest` gives it; "" where
            hashes were not asked for.
        anchor: where the trail stood, as `lintel audit anchor` writes it; None when its head was
            not Lintel's. `trail_fault`: where the trail did not hold already, in words; "" when
            it held.
        migrations: the newest change to the tables, of each app.
        tables: of a PostgreSQL backup, each table and its columns, in the order of the parts.
        parts: size and SHA-256 of each.
    """

    version: str
    instance: str
    made_at: str
    database: str
    kinds: dict[str, list[Any]]
    conservation: str
    anchor: dict[str, Any] | None
    migrations: list[list[str]]
    tables: list[dict[str, Any]] = field(default_factory=list)
    parts: dict[str, list[Any]] = field(default_factory=dict)
    trail_fault: str = ""


class Writing:
    """A backup being made: add each part, then finish with the manifest."""

    def __init__(self, out: BinaryIO, key: Key) -> None:
        self._sealing = Sealing(out, key)
        self._gzip = gzip.GzipFile("", "wb", SQUEEZE, self._sealing, mtime=0)  # type: ignore[arg-type]
        self._tar = tarfile.open(  # noqa: SIM115 - closed when it is finished
            fileobj=self._gzip, mode="w|"
        )
        self.parts: dict[str, list[Any]] = {}

    def add(self, name: str, words: bytes) -> None:
        self._tar.addfile(_member(name, len(words)), io.BytesIO(words))
        self.parts[name] = [len(words), hashlib.sha256(words).hexdigest()]

    def add_file(self, name: str, path: Path) -> None:
        """A file that does not change while it is read.

        Errors:
            FileNotFoundError. Unreadable.
        """
        with _opened(path) as file:
            told = _Told(file)
            size = os.fstat(file.fileno()).st_size
            self._tar.addfile(_member(name, size), told)  # type: ignore[arg-type]
            self.parts[name] = [size, told.sum.hexdigest()]

    def finish(self, manifest: Manifest) -> None:
        manifest.parts = self.parts
        words = json.dumps(asdict(manifest)).encode()
        self._tar.addfile(_member(MANIFEST, len(words)), io.BytesIO(words))
        self._tar.close()
        self._gzip.close()
        self._sealing.finish()


class Unreadable(Exception):
    """A file that belongs into the backup cannot be read; says which."""

    def __init__(self, path: object, problem: OSError) -> None:
        super().__init__(f"{path} cannot be read: {problem.strerror or problem}")


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise Unreadable(path, problem) from problem


class _Told:
    """A file that is summed up while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, count: int = -1) -> bytes:
        try:
            words = self.file.read(count)
        except OSError as problem:
            raise Unreadable(self.file.name, problem) from problem
        self.sum.update(words)
        return words


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def parts(file: BinaryIO, key: Key) -> Iterator[tuple[str, BinaryIO]]:
    """Each part and its content, in order; the manifest last.

    Errors:
        NotAsSealed: it is not whole, not unchanged, or this is not its key.
    """
    opening = Opening(file, key)
    squeezed = gzip.GzipFile("", "rb", fileobj=io.BufferedReader(opening, BLOCK))
    try:
        with tarfile.open(fileobj=squeezed, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if not member.isfile() or content is None:
                    raise NotAsSealed("it holds what no backup holds")
                yield member.name, content  # type: ignore[misc]
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as problem:
        raise NotAsSealed("what is in it cannot be read") from problem
    opening.at_end()


def looked_through(path: Path, key: Key) -> Manifest:
    """Read a backup from its first byte to its last, and hold every part against the manifest.

    Errors:
        NotAsSealed: anything at all is wrong with it.
    """
    found: dict[str, list[Any]] = {}
    manifest = None
    with path.open("rb") as file:
        for name, content in parts(file, key):
            if name == MANIFEST:
                manifest = Manifest(**json.loads(content.read()))
                continue
            total, size = hashlib.sha256(), 0
            while block := content.read(BLOCK):
                total.update(block)
                size += len(block)
            if name in found or not _is_plain(name):
                raise NotAsSealed("it holds what no backup holds")
            found[name] = [size, total.hexdigest()]
    if manifest is None or manifest.parts != found:
        raise NotAsSealed("its parts are not those its manifest names")
    return manifest


def _is_plain(name: str) -> bool:
    """No way out of the folder it is unpacked into."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
