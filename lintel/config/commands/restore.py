"""lintel restore: put a backup back where there is nothing yet. It sends nothing until released."""

import argparse
import json
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from lintel.config.backups import keys
from lintel.config.backups.restoring import look_through, put_back
from lintel.config.commandline import DONE, USAGE, Cannot, say_to_stderr
from lintel.config.commands.backup import add_keys

HELP = "put a backup back into an empty place, fenced: it sends nothing until lintel release"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="source", metavar="FILE", help="the backup")
    add_keys(parser)
    parser.add_argument("--check", action="store_true", help="only look through it to its end")
    parser.add_argument(
        "--force",
        action="store_true",
        help="though something is there: the folder is put aside, a PostgreSQL database emptied",
    )


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: exit code 1 when the backup is refused, 3 when the place is not empty.
    """
    if not args.source:
        raise Cannot("say which backup with --from FILE", USAGE)
    began, source = time.monotonic(), Path(args.source).absolute()
    beside = keys.beside(source)
    by_itself = not (args.key_file or args.passphrase_file) and beside.is_file()
    opener = keys.given(
        key_file=str(beside) if by_itself else args.key_file, passphrase_file=args.passphrase_file
    )
    if opener is None:
        raise Cannot(f"{beside} is not there; name the key with --key-file", USAGE)
    if args.check:
        manifest = look_through(source, opener)
        told = {"whole": True, "made_at": manifest.made_at, "conservation": manifest.conservation}
        print(json.dumps(told) if args.json else f"Whole and unchanged, of {manifest.made_at}.")
        return DONE
    done = put_back(source, opener, force=args.force, at=timezone.now())
    told = {
        "data": str(settings.DATA),
        "instance": done.manifest.instance,
        "made_at": done.manifest.made_at,
        "conservation": done.manifest.conservation,
        "compared": done.compared,
        "trail_entries": done.entries,
        "trail_fault": done.trail_fault,
        "replaced": done.replaced,
        "files_lost": done.lost,
        "fenced": True,
        "seconds": round(time.monotonic() - began, 2),
    }
    if done.trail_fault:
        say_to_stderr(f"the trail does not hold: {done.trail_fault}; tell who looks after privacy")
    if args.json:
        print(json.dumps(told))
        return DONE
    print(f"Put back as of {done.manifest.made_at}: {done.manifest.conservation}")
    if not done.trail_fault:
        print(f"The trail holds: {done.entries} entries, through the anchor of the backup.")
    if not done.compared:
        print("Its tables were brought up to date, so counts were not compared.")
    if done.lost:
        say_to_stderr(f"{done.lost} attached files were gone or changed already; run lintel doctor")
    if done.replaced:
        print(f"What was there is in {done.replaced}")
    print("It sends nothing. When it is the only one: lintel release")
    return DONE
