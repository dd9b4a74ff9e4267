"""lintel doctor: whether this instance can be trusted with a record, said honestly."""

import argparse
import json
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lintel.audit import checking, triggers
from lintel.config import at_rest, health, soundness
from lintel.config.backups.taking import left_behind
from lintel.config.database_roles import too_much
from lintel.config.health import Component
from lintel.config.instance import instance_id, secret_is_missing
from lintel.continuity import keeping
from lintel.files import scanner
from lintel.files.queries import soundness as soundness_of_files
from lintel.people import match_rows
from lintel.people.scoring import in_use
from lintel.policy.in_force import councils

HELP = "say what is well and what is not; exit 1 when anything is not"

# The first release without the fault that can corrupt a write-ahead log.
SQLITE_MENDED = (3, 51, 3)

Look = Callable[[], tuple[bool, str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accept",
        action="store_true",
        help="take the database file as it is now, because you changed it yourself",
    )


def run(args: argparse.Namespace) -> int:
    """0 when everything is well, 1 when anything is not."""
    if args.accept and (file := soundness.database_file()) is not None:
        at_rest.forget(file)
    found = list(findings(at=timezone.now()))
    well = all(each.ok for each in found)
    if args.json:
        listed = [{"name": each.name, "ok": each.ok, "found": each.words} for each in found]
        print(json.dumps({"well": well, "instance": instance_id(), "checks": listed}, indent=2))
    else:
        for each in found:
            print(f"{'ok    ' if each.ok else 'FAILED'}  {each.name:<24} {each.words}")
    return 0 if well else 1


def findings(*, at: datetime) -> Iterator[Component]:
    """Everything looked at, in the order a person would want to put it right."""
    looks: list[tuple[str, Look]] = [("data folder", _data_folder), ("secret", _secret)]
    looks += _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    for name, look in looks:
        yield health.asked(name, look)
    yield from health.components(at=at)
    yield health.asked("audit triggers", _triggers)
    yield health.asked("audit trail", _trail)
    yield health.asked("offline snapshot", partial(_snapshot, at))
    yield health.asked("files", _files)
    yield health.asked("virus scanner", _scanner)
    yield health.asked("matching weights", _weights)
    yield health.asked("match keys", _match_keys)
    yield health.asked("address", _address)


def _files() -> tuple[bool, str]:
    """Every file read and compared with what was given."""
    found = soundness_of_files()
    if found.lost:
        named = ", ".join(str(file_id) for file_id in found.lost[:5])
        return False, f"{len(found.lost)} of {found.files} are gone or changed, the first: {named}"
    return True, f"{found.files} as they were given; {found.held} held back for a virus"


def _scanner() -> tuple[bool, str]:
    """Who looks at what is attached. Having none is a choice; one that is silent is a fault."""
    if not scanner.is_set_up():
        return True, "none: every file waits and nobody opens it; see LINTEL_CLAMD in running.md"
    try:
        return True, scanner.version(within=5)
    except scanner.NotAsked:
        return False, "it does not answer, so what is attached now waits; start clamd"


SNAPSHOT_OLD = timedelta(minutes=15)


def _snapshot(at: datetime) -> tuple[bool, str]:
    """What the hub would work from now if Lintel went down."""
    place = keeping.folder()
    if place is None:
        return True, f"none is asked for; name a folder on another disk in {keeping.FOLDER}"
    if keeping.public_key() is None:
        return False, "no key to seal with; run lintel snapshot keys"
    taken = keeping.newest(place, tuple(councils()))
    late = [key for key, when in taken.items() if when is None or at - when > SNAPSHOT_OLD]
    if late:
        return False, f"none in the last 15 minutes for {', '.join(late)}; is a worker running?"
    return True, f"taken for {len(taken)} councils in the last 15 minutes"


def _data_folder() -> tuple[bool, str]:
    if not instance_id():
        return False, f"no instance in {settings.DATA}; run lintel init"
    mode = stat.S_IMODE(settings.DATA.stat().st_mode)
    private = not mode & 0o077
    return private, f"instance {instance_id()}, mode {mode:o}" + (
        "" if private else "; others on this machine can look in: chmod 700"
    )


def _secret() -> tuple[bool, str]:
    if not settings.SECRET_FILE.is_file():
        return False, secret_is_missing() if instance_id() else "no secret file; run lintel init"
    mode = stat.S_IMODE(settings.SECRET_FILE.stat().st_mode)
    private = not mode & 0o077
    return private, f"mode {mode:o}" + ("" if private else "; chmod 600 the secret file")


def _half_backups() -> tuple[bool, str]:
    left = left_behind()
    if not left:
        return True, "none left behind"
    return False, f"{left[0]} is a plain copy that a killed backup left; the next backup clears it"


def _pragma(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")  # the names below, never from outside
        return str(cursor.fetchone()[0])


def _sqlite_version() -> tuple[bool, str]:
    version = connection.Database.sqlite_version_info
    words = ".".join(map(str, version))
    if version < SQLITE_MENDED:
        return False, f"{words} can corrupt a write-ahead log; 3.51.3 or later is needed"
    return True, words


def _pragma_is(name: str, *wanted: str) -> Look:
    def look() -> tuple[bool, str]:
        value = _pragma(name)
        return value in wanted, value

    return look


def _transaction_mode() -> tuple[bool, str]:
    mode = settings.DATABASES["default"]["OPTIONS"].get("transaction_mode", "DEFERRED")
    return mode == "IMMEDIATE", mode


def _setting_is(name: str, *wanted: str) -> Look:
    def look() -> tuple[bool, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s)", [name])
            value = str(cursor.fetchone()[0])
        return value in wanted, value

    return look


def _postgres_version() -> tuple[bool, str]:
    version = connection.pg_version  # type: ignore[attr-defined]
    return version >= 150000, f"{version // 10000}.{version % 10000}"


def _checksums() -> tuple[bool, str]:
    """Worth knowing, and only settable when the cluster is made: never a failure."""
    return True, _setting_is("data_checksums")()[1]


def _database_role() -> tuple[bool, str]:
    found = too_much(connection)
    return not found, "; ".join(found) or "can add to the trail and change no table"


_SQLITE: list[tuple[str, Look]] = [
    ("sqlite version", _sqlite_version),
    ("journal mode", _pragma_is("journal_mode", "wal")),
    ("synchronous", _pragma_is("synchronous", "2", "3")),  # FULL or EXTRA
    ("foreign keys", _pragma_is("foreign_keys", "1")),
    ("transaction mode", _transaction_mode),
    ("file as left", soundness.as_left),
    ("integrity", soundness.integrity),
    ("references", soundness.foreign_keys),
    ("half backups", _half_backups),
]
_POSTGRES: list[tuple[str, Look]] = [
    ("postgresql version", _postgres_version),
    ("fsync", _setting_is("fsync", "on")),
    ("synchronous commit", _setting_is("synchronous_commit", "on", "remote_apply", "remote_write")),
    ("full page writes", _setting_is("full_page_writes", "on")),
    ("server encoding", _setting_is("server_encoding", "UTF8")),
    ("data checksums", _checksums),
    ("rows", soundness.every_row_can_be_read),
    ("database role", _database_role),
]


def _triggers() -> tuple[bool, str]:
    up = triggers.are_up(connection)
    return up, "the trail can only be added to" if up else "missing: the trail could be changed"


def _trail() -> tuple[bool, str]:
    verdict = checking.verify()
    if verdict.fault is None:
        return True, f"{verdict.entries:,} entries hold"
    return False, f"{verdict.fault.sequence}: {verdict.fault.message}"


def _weights() -> tuple[bool, str]:
    used = {council: in_use(council) for council in councils()}
    wrong = [one.wrong for one in used.values() if one.wrong]
    words = [f"{council} {one.weights.version}" for council, one in used.items()]
    return not wrong, "; ".join([*wrong, ", ".join(words)])


def _match_keys() -> tuple[bool, str]:
    left = match_rows.outdated()
    if left:
        return False, f"{left:,} records cannot be found by today's rules; run lintel migrate"
    return True, "every record can be found"


def _address() -> tuple[bool, str]:
    if not settings.PUBLIC_URL:
        return True, "this machine only; set LINTEL_URL to the https address people use"
    return settings.HTTPS, settings.PUBLIC_URL + ("" if settings.HTTPS else " is not https")
