"""A layer under SQLite that remembers what the disk was not yet told to keep, and takes it back.

    python -m tools.torture._power LOG [--careless] serve --port 8000

runs `lintel serve` with it. Each write notes what was there before; each sync of a file notes how
far its writes are now kept. After the process was killed, `cut` does to the files what a power cut
may do: of the writes since its last sync none, some, or some first ones are there. SQLite's own
code reads, locks and syncs; only the calls that write are listened to. What a real disk does that
lies about having synced is not shown by this.

A kill from outside falls between two commits nearly always, and then there is nothing to take back.
So `fails_at(LOG, 3)` has the process kill itself right after the third write from then on, which
no sync has followed.
"""

import contextlib
import ctypes
import os
import random
import signal
import struct
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path

RECORD = struct.Struct(">cHqqII")  # kind, length of path, offset, size before, old, new
OK = 0


class Vfs(Structure):
    _fields_ = [
        *(("iVersion", c_int), ("szOsFile", c_int), ("mxPathname", c_int)),
        *(("pNext", c_void_p), ("zName", c_char_p), ("pAppData", c_void_p)),
        *((f"x{number}", c_void_p) for number in range(18)),  # xOpen first, then xDelete
    ]


class Methods(Structure):
    """sqlite3_io_methods. Shape: xClose, xRead, xWrite, xTruncate, xSync, and the rest."""

    _fields_ = [("iVersion", c_int), *((f"x{number}", c_void_p) for number in range(18))]


class File(Structure):
    _fields_ = [("methods", c_void_p)]


OPEN = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p, c_int, POINTER(c_int))
WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class Layer:
    """Registered as SQLite's way to the disk, for this process."""

    def __init__(self, log: Path) -> None:
        import pysqlite3._sqlite3

        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.failing = failing(log)
        self.paths: dict[int, bytes] = {}
        self.readers: dict[bytes, int] = {}
        self.own: dict[int, Methods] = {}
        self.kept: list[object] = []  # what C points at must not be collected
        library = ctypes.CDLL(pysqlite3._sqlite3.__file__)
        library.sqlite3_vfs_find.restype = c_void_p
        library.sqlite3_vfs_find.argtypes = [c_char_p]
        library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
        self.there = library.sqlite3_vfs_find(None)
        self.vfs = Vfs.from_buffer_copy(Vfs.from_address(self.there))
        self.vfs.zName = b"remembering"
        self.open_there = OPEN(self.vfs.x0)
        opens = OPEN(self.open)
        self.kept.append(opens)
        self.vfs.x0 = ctypes.cast(opens, c_void_p)
        assert library.sqlite3_vfs_register(ctypes.addressof(self.vfs), 1) == OK

    def open(self, vfs, name, file, flags, out) -> int:
        code = self.open_there(self.there, name, file, flags, out)
        if code == OK and name:
            opened = File.from_address(file)
            self.paths[file] = bytes(name)
            opened.methods = ctypes.addressof(self.methods(opened.methods))
        return code

    def methods(self, there: int) -> Methods:
        """The methods of this kind of file, with those that write listened to."""
        if there not in self.own:
            own = Methods.from_buffer_copy(Methods.from_address(there))
            write, truncate, sync = WRITE(own.x2), TRUNCATE(own.x3), SYNC(own.x4)

            def writes(file, words, count, offset) -> int:
                path = self.paths[file]
                size, old = self.before(path, offset, count)
                self.note(b"W", path, offset, size, old, ctypes.string_at(words, count))
                code = write(file, words, count, offset)
                self.count_down()
                return code

            def truncates(file, length) -> int:
                path = self.paths[file]
                size, old = self.before(path, length, 1 << 30)
                self.note(b"T", path, length, size, old, b"")
                return truncate(file, length)

            def syncs(file, flags) -> int:
                upto = os.fstat(self.log).st_size
                code = sync(file, flags)
                if code == OK:
                    self.note(b"S", self.paths[file], upto, 0, b"", b"")
                return code

            listening = WRITE(writes), TRUNCATE(truncates), SYNC(syncs)
            self.kept += [*listening, write, truncate, sync]
            own.x2, own.x3, own.x4 = (ctypes.cast(one, c_void_p) for one in listening)
            self.own[there] = own
        return self.own[there]

    def count_down(self) -> None:
        """End here with the whole process group, where this is the write after which to."""
        try:
            left = int(self.failing.read_text())
        except (FileNotFoundError, ValueError):  # nobody asked, or is about to
            return
        if left <= 1:
            os.killpg(0, signal.SIGKILL)
        self.failing.write_text(str(left - 1))

    def before(self, path: bytes, offset: int, count: int) -> tuple[int, bytes]:
        reader = self.readers.get(path)
        # A file of the same name made anew is another file.
        with contextlib.suppress(OSError):
            if reader is not None and os.fstat(reader).st_ino != os.stat(path).st_ino:
                reader = None
        if reader is None:
            reader = self.readers[path] = os.open(path, os.O_RDONLY)
        size = os.fstat(reader).st_size
        return size, os.pread(reader, max(0, min(count, size - offset)), offset)

    def note(self, kind: bytes, path: bytes, offset: int, size: int, old: bytes, new: bytes):
        head = RECORD.pack(kind, len(path), offset, size, len(old), len(new))
        os.write(self.log, head + path + old + new)


def failing(log: Path) -> Path:
    return log.with_suffix(".fails")


def fails_at(log: Path, write: int) -> None:
    """Have the process of this log kill its group after so many more writes, before a sync."""
    failing(log).write_text(str(write))


LAYERS: list[Layer] = []  # as long as the process lives, for SQLite calls it


@dataclass(frozen=True, slots=True)
class Written:
    """Shape: `kind` is W or T; `place` is where in the log it was noted."""

    place: int
    kind: bytes
    offset: int
    size: int
    old: bytes
    new: bytes


def unsynced(log: Path) -> dict[Path, list[Written]]:
    """Of each file, the writes after its last sync, in order."""
    words, place = log.read_bytes(), 0
    left: dict[Path, list[Written]] = {}
    while place + RECORD.size <= len(words):
        kind, named, offset, size, old, new = RECORD.unpack_from(words, place)
        start = place + RECORD.size
        path = Path(os.fsdecode(words[start : start + named]))
        start += named
        if start + old + new > len(words):
            break  # killed while noting: then it was not yet written either
        each = left.setdefault(path, [])
        if kind == b"S":
            each[:] = [one for one in each if one.place >= offset]
        else:
            was, now = words[start : start + old], words[start + old : start + old + new]
            each.append(Written(place, kind, offset, size, was, now))
        place = start + old + new
    return left


def cut(log: Path, chance: random.Random, *, how: str = "") -> int:
    """Leave each file as a power cut may; how many writes were taken back.

    Shape: `how` is what stays of what was not synced: "none", "some", "first", or by chance.
    """
    taken = 0
    how = how or chance.choice(("none", "some", "first"))
    for path, writes in unsynced(log).items():
        if not path.exists() or not writes:
            continue
        first = chance.randrange(len(writes) + 1)
        stays = {
            "none": [False] * len(writes),
            "some": [chance.random() < 0.5 for _ in writes],
            "first": [number < first for number in range(len(writes))],
        }[how]
        with path.open("r+b") as file:
            for one in reversed(writes):
                file.truncate(one.size)
                file.seek(one.offset)
                file.write(one.old)
            for one, kept in zip(writes, stays, strict=True):
                if not kept:
                    taken += 1
                elif one.kind == b"T":
                    file.truncate(one.offset)
                else:
                    file.seek(one.offset)
                    file.write(one.new)
    log.unlink()
    for path in log.parent.glob("instance/*-shm"):  # memory, not disk
        path.unlink()
    return taken


def main() -> int:
    log, *words = sys.argv[1:]
    import lintel  # noqa: F401 brings the SQLite we ship

    LAYERS.append(Layer(Path(log)))
    from lintel.config import databases
    from lintel.config.commandline import main as lintel_main

    if "--careless" in words:
        words.remove("--careless")
        careful = databases.SQLITE_AT_CONNECT
        databases.SQLITE_AT_CONNECT = careful.replace("synchronous=FULL", "synchronous=NORMAL")
    return lintel_main(words)


if __name__ == "__main__":
    raise SystemExit(main())
