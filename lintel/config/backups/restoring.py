"""Putting a backup back where there is nothing yet: looked through first, fenced at the end."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from lintel.access.viewers import the_system
from lintel.audit import checking, seals, triggers
from lintel.config import at_rest
from lintel.config.backups import archive
from lintel.config.backups.archive import DATABASE, FILES, SECRET, Manifest
from lintel.config.backups.keys import Opener
from lintel.config.backups.sealed import NotAsSealed
from lintel.config.backups.taking import counted
from lintel.config.commandline import FAILED, Cannot
from lintel.config.health import NEWER, is_of_a_newer, pending_migrations
from lintel.files import queries as files
from lintel.kernel.instants import london_day
from lintel.notices import fencing

# What an operator may have put into the folder first.
WELCOME = frozenset({"secret.key"})


@dataclass(frozen=True, slots=True)
class PutBack:
    """Shape: `lost` files had been gone or changed already when the backup was made; `entries` of
    the trail were checked, and `trail_fault` says in words where it does not hold; `compared` is
    False where an older backup's tables had to be brought up to date, so that counts and hashes
    need not be the same."""

    manifest: Manifest
    entries: int
    trail_fault: str
    compared: bool
    replaced: str
    lost: int


def look_through(path: Path, opener: Opener) -> Manifest:
    """
    Errors:
        Cannot: with exit code 1, when the backup is not whole, not unchanged or not of this key.
    """
    try:
        return archive.looked_through(path, opener.key)
    except FileNotFoundError:
        raise Cannot(f"there is no backup at {path}") from None
    except NotAsSealed as problem:
        raise Cannot(f"{path} is refused: {problem}; nothing was touched", FAILED) from problem


def put_back(path: Path, opener: Opener, *, force: bool, at: datetime) -> PutBack:
    """The whole instance as it was, in settings.DATA and its database, sending nothing.

    Nothing is touched before the backup was read to its end and found whole, and the folder of
    the instance is only filled once everything in it was checked.

    Errors:
        Cannot: the backup is refused, there is something already, or it does not add up.
    """
    manifest = look_through(path, opener)
    if manifest.database != connection.vendor:
        raise Cannot(f"it is a backup of {manifest.database}; give --db one of those")
    _must_know(manifest)
    target, replaced = settings.DATA, ""
    _must_be_empty(force=force)
    target.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    database = Path(str(connection.settings_dict["NAME"]))
    try:
        _use_secret(_unpacked(path, opener, stage) or opener.secret)
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = str(stage / database.name)
            (stage / DATABASE).rename(stage / database.name)
        else:
            _into_postgres(path, opener, manifest, force=force, at=at)
        entries, fault, compared = _check(manifest, at)
        _keep_secret(stage, target, force=force)
        connection.close()
        connection.settings_dict["NAME"] = str(database)
        if force:
            replaced = _put_aside(target, database, at)
        _move(stage, target, database)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(database)
        shutil.rmtree(stage, ignore_errors=True)
    lost = len(files.soundness().lost)
    connection.close()
    if connection.vendor == "sqlite":
        at_rest.note(database)
    return PutBack(manifest, entries, fault, compared, replaced, lost)


def _must_be_empty(*, force: bool) -> None:
    """
    Errors:
        Cannot: there is an instance, or anything else, and no --force.
    """
    if force:
        return
    target, database = settings.DATA, Path(str(connection.settings_dict["NAME"]))
    if target.exists() and {found.name for found in target.iterdir()} - WELCOME:
        raise Cannot(f"{target} is not empty; choose another --data, or give --force")
    if connection.vendor == "sqlite":
        if database.exists():
            raise Cannot(f"there is a database at {database}; choose another, or give --force")
    elif connection.introspection.table_names():
        raise Cannot("the database is not empty; give --db one that is, or --force")


def _must_know(manifest: Manifest) -> None:
    """
    Errors:
        Cannot: a newer Lintel made it.
    """
    known = MigrationLoader(None).disk_migrations
    missing = [name for app, name in manifest.migrations if (app, name) not in known]
    if missing:
        raise Cannot(
            f"Lintel {manifest.version} made it, which knows {len(missing)} changes to the tables "
            f"that this one does not ({missing[0]}); restore it with that version"
        )


def _unpacked(path: Path, opener: Opener, stage: Path) -> str:
    """Everything but tables, into `stage`; the secret, if it is in the backup."""
    secret = ""
    with path.open("rb") as file:
        for name, content in archive.parts(file, opener.key):
            if name == SECRET:
                secret = content.read().decode().strip()
            elif name == DATABASE or name.startswith(FILES):
                place = stage / name.removeprefix(FILES)
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with place.open("xb") as out:
                    place.chmod(0o600)
                    shutil.copyfileobj(content, out, archive.BLOCK)
                    out.flush()
                    os.fsync(out.fileno())
    return secret


def _use_secret(secret: str) -> None:
    """
    Errors:
        Cannot: there is none, or the one that is there is another instance's.
    """
    there = settings.SECRET_FILE.read_text().strip() if settings.SECRET_FILE.is_file() else ""
    if there and secret and there != secret:
        raise Cannot(f"{settings.SECRET_FILE} is the secret of another instance; move it away")
    if not (there or secret):
        raise Cannot(
            "the instance's secret is not in the backup; put it into LINTEL_SECRET_FILE and name "
            "that, for without it nobody can check the trail"
        )
    settings.SECRET_KEY = there or secret


def _check(manifest: Manifest, at: datetime) -> tuple[int, str, bool]:
    """What was put back is what was backed up. Then nobody is signed in, and nothing is sent.

    A trail that does not hold is put back and said: it did not when the backup was made, and what
    else there is must not be lost for it.

    Errors:
        Cannot: a count or a hash differs, or the trail is sealed with another secret.
    """
    if is_of_a_newer():
        raise Cannot(NEWER)
    compared = not pending_migrations()
    if compared:
        hashed = any(mark for _, mark in manifest.kinds.values())
        found = counted(hashed=hashed)
        wrong = [name for name, told in manifest.kinds.items() if found.get(name) != told]
        if wrong:
            raise Cannot(f"what was put back differs from what was saved: {wrong[0]}", FAILED)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    anchor = seals.Anchor(**manifest.anchor) if manifest.anchor else None
    verdict = checking.verify(*filter(None, [anchor]))
    fault = verdict.fault
    if fault is not None and fault.code == "anchor":
        raise Cannot(f"the secret is not the one of this backup: {fault.message}", FAILED)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    fencing.put_up(
        backup_made_at=datetime.fromisoformat(manifest.made_at),
        by=the_system("", today=london_day(at)),
        at=at,
    )
    words = "" if fault is None else f"{fault.sequence}: {fault.message}"
    return verdict.entries, words, compared


def _into_postgres(
    path: Path, opener: Opener, manifest: Manifest, *, force: bool, at: datetime
) -> None:
    """The tables as the backup knew them, and their rows in one transaction with the fence: a
    worker that is left on this database must never find queued e-mails without it."""
    if force:
        _drop_everything()
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name) for app, name in manifest.migrations])
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        triggers.take_down(connection)  # there is a head of a trail that has not begun
        for table in manifest.tables:
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM {quote(table['name'])})"  # noqa: S608 - quoted
            )
            if cursor.fetchone()[0]:  # what making the tables put in
                cursor.execute(f"DELETE FROM {quote(table['name'])}")  # noqa: S608 - quoted
        with path.open("rb") as file:
            for name, content in archive.parts(file, opener.key):
                if not name.startswith("tables/"):
                    continue
                table = manifest.tables[int(name.split("/")[1])]
                columns = ", ".join(map(quote, table["columns"]))
                into = f"COPY {quote(table['name'])} ({columns}) FROM STDIN"
                with cursor.copy(into) as rows:
                    while block := content.read(archive.BLOCK):
                        rows.write(block)
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        triggers.put_up(connection)
        if fencing.can_be_raised():
            fencing.raise_one(backup_made_at=datetime.fromisoformat(manifest.made_at), at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _drop_everything() -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {quote(name)} CASCADE")


def _put_aside(target: Path, database: Path, at: datetime) -> str:
    """Nothing is deleted by putting something back: what was there stands beside it."""
    sqlite = connection.vendor == "sqlite"
    beside = [database.with_name(database.name + end) for end in ("", "-wal", "-shm", ".sums")]
    aside = ""
    for there in (target, *(beside if sqlite else ())):
        if there.exists():
            moved = there.with_name(f"{there.name}.replaced-{at:%Y%m%dT%H%M%S}")
            there.rename(moved)
            aside = aside or str(moved)
    return aside


def _keep_secret(stage: Path, target: Path, *, force: bool) -> None:
    """Where LINTEL_SECRET_FILE looks for it, unless it is there and stays: without it nothing is
    served, and another in its place would break the trail.

    Errors:
        Cannot: it cannot be written there.
    """
    secret = settings.SECRET_FILE.absolute()
    inside = secret.is_relative_to(target)
    if secret.is_file() and not (inside and force):
        return
    place = stage / secret.relative_to(target) if inside else secret
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
        place.write_text(f"{settings.SECRET_KEY}\n")
    except OSError as problem:
        raise Cannot(f"the secret cannot be written to {secret}: {problem.strerror}") from problem


def _move(stage: Path, target: Path, database: Path) -> None:
    target.mkdir(exist_ok=True, mode=0o700)
    for found in sorted(stage.iterdir()):
        elsewhere = found.name == database.name and connection.vendor == "sqlite"
        place = database if elsewhere else target / found.name
        shutil.move(found, place)
