"""lintel snapshot: what the hub works from while Lintel is down."""

import argparse
import json
import os
import sys
from pathlib import Path

from django.utils import timezone

from lintel.config.commandline import DONE, FAILED, USAGE, Cannot
from lintel.continuity import keeping
from lintel.continuity.actions import NotAsked
from lintel.continuity.jobs import keep_key, take_snapshots
from lintel.continuity.rules.sealing import CannotOpen, new_keys, opened

HELP = "make the parts of the key, take a snapshot now, or open one with two parts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["keys", "take", "open"])
    parser.add_argument("file", nargs="?", metavar="FILE", help="open: the snapshot")
    parser.add_argument("--holders", type=int, default=3, help="keys: how many people hold a part")
    parser.add_argument(
        "--out", metavar="PATH", help="keys: a folder for the parts; open: the page to write"
    )
    parser.add_argument(
        "--part", action="append", default=[], metavar="FILE", help="open: a holder's part, twice"
    )
    parser.add_argument("--replace", action="store_true", help="keys: take the place of a key")


def run(args: argparse.Namespace) -> int:
    return {"keys": _keys, "take": _take, "open": _open}[args.what](args)


def _keys(args: argparse.Namespace) -> int:
    """One file for each holder, to be handed over and then to be gone from this machine."""
    if not args.out:
        raise Cannot("name a folder for the parts with --out", USAGE)
    if keeping.public_key() is not None and not args.replace:
        raise Cannot("there is a key already; --replace makes another, which opens no old snapshot")
    try:
        public, parts = new_keys(args.holders)
    except ValueError as wrong:
        raise Cannot(str(wrong), USAGE) from wrong
    folder = Path(args.out)
    files = [folder / f"holder-{number}.txt" for number in range(1, len(parts) + 1)]
    taken = next((file for file in files if file.exists()), None)
    if taken is not None:
        raise Cannot(f"{taken.name} is there already; name an empty folder")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file, part in zip(files, parts, strict=True):
            _write_privately(file, f"{part}\n".encode())
        keep_key(public, len(parts), timezone.now())
    except OSError as problem:
        raise Cannot(f"a folder cannot be written: {problem}", FAILED) from problem
    if args.json:
        print(json.dumps({"parts": [str(file) for file in files], "needed": 2}))
    else:
        print(f"{len(files)} parts written. Give each to one person, and remove it from here.")
    return DONE


def _take(args: argparse.Namespace) -> int:
    try:
        files = take_snapshots(timezone.now())
    except (NotAsked, ValueError) as missing:
        raise Cannot(str(missing)) from missing
    except OSError as problem:
        raise Cannot(f"the folder cannot be written: {problem.strerror}", FAILED) from problem
    print(json.dumps([str(file) for file in files]) if args.json else "\n".join(map(str, files)))
    return DONE


def _open(args: argparse.Namespace) -> int:
    """Needs no instance and no database: any machine that has Lintel will do."""
    if not args.file or not args.out:
        raise Cannot("name the snapshot, and with --out the page to write", USAGE)
    try:
        sealed = Path(args.file).read_bytes()
        page = opened(sealed, [Path(part).read_text() for part in args.part])
    except CannotOpen as wrong:
        raise Cannot(str(wrong), FAILED) from wrong
    except (OSError, UnicodeDecodeError) as problem:
        raise Cannot(f"a file cannot be read: {problem}", FAILED) from problem
    if args.out == "-":
        sys.stdout.buffer.write(page)
        return DONE
    try:
        _write_privately(Path(args.out), page)
    except FileExistsError as taken:
        raise Cannot(f"{args.out} is there already; choose another --out") from taken
    except OSError as problem:
        raise Cannot(f"{args.out} cannot be written: {problem.strerror}", FAILED) from problem
    print(f"Opened. Print {args.out}, and remove it from this machine when Lintel is back.")
    return DONE


def _write_privately(file: Path, content: bytes) -> None:
    with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        out.write(content)
