"""lintel backup: a whole instance in one sealed file, made while people work."""

import argparse
import json
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from lintel.config.backups import keys
from lintel.config.backups.taking import take
from lintel.config.commandline import DONE, USAGE, Cannot, say_to_stderr
from lintel.config.health import pending_migrations
from lintel.config.instance import instance_id

HELP = "write a whole instance into one sealed file, while it serves"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", help="where to write it; must not be there yet")
    add_keys(parser)
    parser.add_argument(
        "--digest", action="store_true", help="hash every record, and hold it against that later"
    )
    parser.add_argument(
        "--with-secret",
        action="store_true",
        help="the instance's secret too: whoever opens the backup can then also forge the trail",
    )


def add_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key-file", default="", metavar="FILE", help="a key of 32 bytes or more")
    parser.add_argument("--passphrase-file", default="", metavar="FILE", help="words to lock with")


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: no instance here, no key to be read, or the file cannot be written.
    """
    if not args.out:
        raise Cannot("say where to write it with --out FILE", USAGE)
    if not instance_id():
        raise Cannot(f"there is no instance in {settings.DATA}")
    pending = pending_migrations()
    if pending:
        raise Cannot(f"the tables are {len(pending)} changes behind; run lintel migrate first")
    began, out = time.monotonic(), Path(args.out).absolute()
    opener = keys.given(key_file=args.key_file, passphrase_file=args.passphrase_file)
    own = None if opener else keys.beside(out)
    if out.exists():
        raise Cannot(f"{out} is there already; choose another --out")
    if opener is None:
        opener = keys.make_key(keys.beside(out), secret=settings.SECRET_KEY)
    try:
        manifest = take(
            out,
            opener.key,
            with_secret=args.with_secret,
            at=timezone.now(),
            hashed=args.digest,
        )
    except BaseException:
        if own:
            own.unlink(missing_ok=True)
        raise
    if own:
        say_to_stderr(f"keep {own} in another place than the backup: together they open everything")
    told = {
        "out": str(out),
        "key_file": str(own or args.key_file or args.passphrase_file),
        "size": out.stat().st_size,
        "made_at": manifest.made_at,
        "conservation": manifest.conservation,
        "anchor": manifest.anchor,
        "trail_fault": manifest.trail_fault,
        "seconds": round(time.monotonic() - began, 2),
    }
    if args.json:
        print(json.dumps(told))
    else:
        print(f"{out}: {told['size']:,} bytes in {told['seconds']} s; {manifest.conservation}")
    if manifest.trail_fault:
        say_to_stderr(f"the trail in it does not hold: {manifest.trail_fault}; lintel audit verify")
    return DONE
