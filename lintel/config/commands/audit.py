"""lintel audit: describe, check, anchor and hand over the trail."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TextIO

from django.utils import timezone

from lintel.audit import anchors, checking, seals
from lintel.config.commandline import DONE, FAILED, USAGE, Cannot

HELP = "describe, verify, anchor or export the audit trail"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("describe", "verify", "anchor", "export"))
    parser.add_argument("--out", metavar="FILE", help="where anchor and export write")
    parser.add_argument(
        "--anchor",
        metavar="FILE",
        help="what verify holds the trail against: an anchor file, or a folder of them",
    )


def run(args: argparse.Namespace) -> int:
    return {"describe": _describe, "verify": _verify, "anchor": _anchor, "export": _export}[
        args.what
    ](args)


def _describe(args: argparse.Namespace) -> int:
    told = {"table": checking.TABLE, "sequence_column": checking.SEQUENCE_COLUMN}
    print(
        json.dumps(told)
        if args.json
        else "{table}, in the order of {sequence_column}".format(**told)
    )
    return DONE


def _verify(args: argparse.Namespace) -> int:
    held, started = _read_anchors(args.anchor) if args.anchor else [], perf_counter()
    verdict = checking.verify(*held)
    fault, seconds = verdict.fault, perf_counter() - started
    if args.json:
        told = {"ok": fault is None, "entries": verdict.entries, "seconds": round(seconds, 3)}
        told |= {"anchors": len(held)}
        if fault is not None:
            told |= {"first_bad": fault.sequence, "code": fault.code, "message": fault.message}
        print(json.dumps(told))
    elif fault is None:
        print(f"The trail holds: {verdict.entries} entries.")
    else:
        print(f"{fault.sequence}: {fault.message}.")
    return DONE if fault is None else FAILED


def _anchor(args: argparse.Namespace) -> int:
    anchored = checking.anchor(timezone.now())
    if isinstance(anchored, seals.Fault):
        raise Cannot(f"{anchored.message}; run lintel audit verify", FAILED)
    with _out(args) as out:
        out.write(json.dumps(asdict(anchored)) + "\n")
    if args.json:
        print(json.dumps(asdict(anchored)))
    else:
        print(f"Anchored at entry {anchored.sequence}. Keep the file away from this machine.")
    return DONE


def _export(args: argparse.Namespace) -> int:
    """JSON lines, one an entry, exactly the words that were sealed."""
    if not args.out:
        for entry in checking.entries():
            sys.stdout.write(json.dumps(entry) + "\n")
        return DONE
    count = 0
    with _out(args) as out:
        for entry in checking.entries():
            out.write(json.dumps(entry) + "\n")
            count += 1
    print(json.dumps({"entries": count}) if args.json else f"{count} entries written.")
    return DONE


@contextmanager
def _out(args: argparse.Namespace) -> Iterator[TextIO]:
    """A new file. An anchor or an export that is there is what others are held against.

    Errors:
        Cannot: none was named, it is there already, or cannot be written.
    """
    if not args.out:
        raise Cannot("say where to write it with --out FILE", USAGE)
    try:
        with Path(args.out).open("x") as out:
            yield out
    except FileExistsError:
        raise Cannot(f"{args.out} is there already; choose another --out") from None
    except OSError as problem:
        raise Cannot(f"{args.out} cannot be written: {problem.strerror}", FAILED) from problem


def _read_anchors(name: str) -> list[seals.Anchor]:
    try:
        return anchors.read(Path(name))
    except OSError as problem:
        raise Cannot(f"the anchor file {name} cannot be read", USAGE) from problem
    except anchors.NotAnAnchor as problem:
        raise Cannot(str(problem), FAILED) from problem
