"""What a backup is locked with, and where that is kept."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from lintel.config.backups.sealed import FILE, PASSPHRASE, Key
from lintel.config.commandline import USAGE, Cannot

SHORTEST_KEY, SHORTEST_PASSPHRASE = 32, 20


@dataclass(frozen=True, slots=True)
class Opener:
    """A key, and the instance's secret where it was kept with it."""

    key: Key
    secret: str = ""


def beside(backup: Path) -> Path:
    """Where the key of a backup is written when none was given."""
    return backup.with_name(f"{backup.name}.key")


def make_key(path: Path, *, secret: str) -> Opener:
    """A key of its own for one backup, with the instance's secret, for the owner's eyes only.

    Errors:
        Cannot: there is one already.
    """
    made = secrets.token_hex(32)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Cannot(f"{path} is there already; choose another --out") from None
    with os.fdopen(descriptor, "w") as file:
        json.dump({"for": "lintel backup", "key": made, "secret": secret}, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    return Opener(Key(FILE, made.encode()), secret)


def given(*, key_file: str, passphrase_file: str) -> Opener | None:
    """The key that was named, None when none was.

    Errors:
        Cannot: it cannot be read, is too short, or two were named.
    """
    if key_file and passphrase_file:
        raise Cannot("give --key-file or --passphrase-file, and not both", USAGE)
    if not key_file and not passphrase_file:
        return None
    path = Path(key_file or passphrase_file)
    try:
        said = path.read_bytes().strip()
    except OSError as problem:
        raise Cannot(f"{path} cannot be read", USAGE) from problem
    if passphrase_file:
        if len(said) < SHORTEST_PASSPHRASE:
            raise Cannot(f"the passphrase in {path} needs {SHORTEST_PASSPHRASE} characters", USAGE)
        return Opener(Key(PASSPHRASE, said))
    try:
        told = json.loads(said)
        return Opener(Key(FILE, str(told["key"]).encode()), str(told.get("secret", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    if len(said) < SHORTEST_KEY:
        raise Cannot(f"{path} needs {SHORTEST_KEY} bytes or more to be a key", USAGE)
    return Opener(Key(FILE, said))
