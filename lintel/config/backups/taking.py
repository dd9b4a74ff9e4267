"""Making a backup while people work: one moment of the database, and the files that go with it."""

import contextlib
import fcntl
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

import lintel
from lintel.audit import checking, seals
from lintel.config.backups.archive import DATABASE, FILES, SECRET, Manifest, Unreadable, Writing
from lintel.config.backups.sealed import Key
from lintel.config.commandline import FAILED, Cannot
from lintel.config.commands.digest import conservation_line, digest, held
from lintel.config.instance import instance_id
from lintel.contacts.queries import conservation_everywhere

# What belongs to this machine or is made again by itself; the secret goes only when asked for.
LEFT_OUT = frozenset({"outbox", "matching", "secret.key", "demo.json", "manifest.json"})
HALF = ".backup-"
# Nobody waits at these, and what is in them is stale by the time anybody reads it.
PASSING_TABLES = frozenset({"lintel_cache", "django_session", "django_migrations"})


def take(out: Path, key: Key, *, with_secret: bool, at: datetime, hashed: bool = False) -> Manifest:
    """Write a whole backup to `out`, or nothing; `hashed` with a hash of each kind of record.

    Errors:
        Cannot: `out` is there already or cannot be written, a file cannot be read, or the
            database is damaged.
    """
    if out.exists():
        raise Cannot(f"{out} is there already; choose another --out")
    half = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with half.open("xb") as file:
            half.chmod(0o600)
            writing = Writing(file, key)
            if connection.vendor == "sqlite":
                manifest = _from_sqlite(writing, at, hashed)
            else:
                manifest = _from_postgres(writing, at, hashed)
            # After the database: a file is kept before the record that names it.
            for name, path in _folder():
                # Gone since it was listed: of something thrown away meanwhile.
                with contextlib.suppress(FileNotFoundError):
                    writing.add_file(f"{FILES}{name}", path)
            if with_secret:
                writing.add(SECRET, settings.SECRET_KEY.encode() + b"\n")
            writing.finish(manifest)
            file.flush()
            os.fsync(file.fileno())
        half.replace(out)
        _keep_name(out)
    except Unreadable as problem:
        raise Cannot(str(problem), FAILED) from problem
    except OSError as problem:
        there = out if problem.filename in {None, str(half)} else problem.filename
        raise Cannot(f"{there} cannot be written: {problem.strerror or problem}") from problem
    finally:
        half.unlink(missing_ok=True)
    return manifest


def _keep_name(out: Path) -> None:
    folder = os.open(out.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _folder() -> Iterator[tuple[str, Path]]:
    """What the instance keeps beside its database, by its place in the folder.

    Errors:
        Unreadable: what is in a folder cannot be told, and would be missing from the backup.
    """
    database = Path(str(connection.settings_dict["NAME"])).name
    for path in _files_in(settings.DATA):
        place = path.relative_to(settings.DATA)
        if path.suffix == ".part":
            continue
        if connection.vendor == "sqlite" and place.parts[0].startswith(database):
            continue
        if path.resolve() == settings.SECRET_FILE.resolve():
            continue
        yield place.as_posix(), path


def _files_in(data: Path) -> Iterator[Path]:
    """Plain files, in order of their names; nothing that is left out, and behind no link."""

    def unreadable(problem: OSError) -> None:
        # Gone since it was listed: of something thrown away meanwhile.
        if not isinstance(problem, FileNotFoundError):
            raise Unreadable(problem.filename, problem) from problem

    for here, folders, names in os.walk(data, onerror=unreadable):
        if Path(here) == data:
            kept = [name for name in (*folders, *names) if not _is_left_out(name)]
            folders[:], names = [n for n in folders if n in kept], [n for n in names if n in kept]
        folders.sort()
        for path in sorted(Path(here, name) for name in names):
            if _is_plain(path):
                yield path


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False
    except OSError as problem:
        raise Unreadable(path, problem) from problem


def _is_left_out(name: str) -> bool:
    return name in LEFT_OUT or name.startswith(".")


def counted(*, hashed: bool) -> dict[str, list[Any]]:
    """Of each kind of record how many there are and, where it is worth the time, a hash."""
    if hashed:
        return {name: [count, mark] for name, (count, mark) in digest().items()}
    return {m._meta.label_lower: [m._base_manager.count(), ""] for m in held()}


def _told(at: datetime, *, hashed: bool, **more: Any) -> Manifest:
    """What the database of the connection says of itself."""
    anchored, fault = checking.anchor(at), checking.verify().fault
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations or {}
    newest = [node for node in loader.graph.leaf_nodes() if node in applied]
    return Manifest(
        version=lintel.__version__,
        instance=instance_id(),
        made_at=at.isoformat(),
        database=connection.vendor,
        kinds=counted(hashed=hashed),
        conservation=conservation_line(*conservation_everywhere())[0],
        anchor=None if isinstance(anchored, seals.Fault) else asdict(anchored),
        migrations=sorted([app, name] for app, name in newest),
        trail_fault="" if fault is None else f"{fault.sequence}: {fault.message}",
        **more,
    )


def _from_sqlite(writing: Writing, at: datetime, hashed: bool) -> Manifest:
    """A copy by SQLite's own hand: one read of the write-ahead log, which keeps no writer waiting.

    The copy is looked through before it is packed: a backup of a damaged file helps nobody.
    """
    there = Path(str(connection.settings_dict["NAME"]))
    with folder_for_copy() as folder:
        copy = folder / "lintel.sqlite3"
        with (
            closing(sqlite3.connect(f"file:{there}?mode=rw", uri=True, timeout=20)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            try:
                source.backup(target)
                found = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
            except sqlite3.DatabaseError as problem:
                found = str(problem)
            if found != "ok":
                raise Cannot(f"the database is damaged ({found}); run lintel doctor", FAILED)
            target.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        connection.settings_dict["NAME"] = str(copy)
        try:
            manifest = _told(at, hashed=hashed)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(there)
        writing.add_file(DATABASE, copy)
    return manifest


@contextlib.contextmanager
def folder_for_copy() -> Iterator[Path]:
    """Ours until the end. What backups that were killed left behind is gone."""
    with contextlib.ExitStack() as ours:
        with _in_use(settings.DATA):
            for left in _not_in_use():
                shutil.rmtree(left)
            folder = Path(tempfile.mkdtemp(prefix=HALF, dir=settings.DATA))
            ours.enter_context(_in_use(folder))
            ours.callback(shutil.rmtree, folder)
        yield folder


def left_behind() -> list[Path]:
    """Folders with a plain copy of the database, of backups that were killed."""
    with _in_use(settings.DATA):
        return _not_in_use()


def _not_in_use() -> list[Path]:
    found = []
    for folder in sorted(settings.DATA.glob(f"{HALF}*")):
        # One that is gone by now, or that is held, is of a backup that runs.
        with (
            contextlib.suppress(FileNotFoundError, BlockingIOError),
            _in_use(folder, wait=False),
        ):
            found.append(folder)
    return found


@contextlib.contextmanager
def _in_use(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Held by this process until the end; the end of the process ends it too.

    Of the instance's own folder: only while it is looked through, or a copy begun. So no backup
    takes another's folder, made and not yet held, for one that was left behind.

    Errors:
        BlockingIOError: another holds it, and it is not to be waited for.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


def _from_postgres(writing: Writing, at: datetime, hashed: bool) -> Manifest:
    """Every table out of one snapshot, which keeps nobody waiting."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = [*_tables()]
        manifest = _told(at, hashed=hashed, tables=tables)
        for number, table in enumerate(tables):
            _copy_out(writing, number, table)
    return manifest


def _tables() -> Iterator[dict[str, Any]]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name in PASSING_TABLES:
                continue
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                "AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                [quote(name)],
            )
            yield {"name": name, "columns": [row[0] for row in cursor.fetchall()]}


def _copy_out(writing: Writing, number: int, table: dict[str, Any]) -> None:
    """In parts, so that no table has to fit into memory or onto this machine's disk."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table["columns"]))
    held, part = bytearray(), 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(table['name'])} ({columns}) TO STDOUT") as rows,
    ):
        for row in rows:
            held += row
            if len(held) >= 8 << 20:
                writing.add(part_name(number, part), bytes(held))
                held, part = bytearray(), part + 1
    if held:
        writing.add(part_name(number, part), bytes(held))


def part_name(table: int, part: int) -> str:
    return f"tables/{table:04}/{part:06}"
