"""lintel import: bring in what others hold, and say what did not come in and why."""

import argparse
import dataclasses
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from lintel.access.viewers import the_system
from lintel.config.commandline import NOT_READY, USAGE, Cannot, say_to_stderr
from lintel.config.imports import KINDS, bring_in
from lintel.kernel.importing import FileRefused, ImportReport
from lintel.kernel.instants import london_day
from lintel.policy.in_force import councils

BAR = 30
HELP = "bring in a file of a kind; --kinds lists the kinds"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("file", nargs="?", metavar="FILE", type=Path)
    parser.add_argument("--kinds", action="store_true", help="list the kinds and stop")
    parser.add_argument("--council", metavar="KEY", help="whose records these are")
    parser.add_argument(
        "--match",
        action="store_true",
        help="link what is certainly somebody known and leave the uncertain for review",
    )
    parser.add_argument(
        "--as-of",
        metavar="DAY",
        type=date.fromisoformat,
        help="ssd: the day of the extract; the last day anything in it happened unless given",
    )
    parser.add_argument(
        "--strict", action="store_true", help="keep nothing when anything is refused"
    )


def run(args: argparse.Namespace) -> int:
    """0 when the file was kept, 3 when nothing of it was."""
    if args.kinds:
        _list(args.json)
        return 0
    if args.kind is None or args.file is None:
        raise Cannot("say what to import: lintel import KIND FILE", USAGE)
    if args.kind not in KINDS:
        raise Cannot(f"there is no kind '{args.kind}'; use one of {', '.join(KINDS)}", USAGE)
    if args.match and not KINDS[args.kind].matches:
        raise Cannot(f"{args.kind} cannot be matched; leave out --match", USAGE)
    if not args.file.is_file() and not (KINDS[args.kind].folders and args.file.is_dir()):
        raise Cannot(f"cannot read {args.file}; name a file that is there", USAGE)
    council, at = _council(args.council), datetime.now(UTC)
    if args.as_of and (not KINDS[args.kind].folders or args.as_of > london_day(at)):
        raise Cannot("--as-of is the day of an ssd extract, today or before", USAGE)
    by = the_system(council, today=london_day(at))
    try:
        report = bring_in(
            args.kind,
            args.file,
            council=council,
            by=by,
            at=at,
            strict=args.strict,
            match_them=args.match,
            as_of=args.as_of,
            tell=_progress if sys.stderr.isatty() else None,
        )
    except FileRefused as refused:
        report = ImportReport(troubles=(refused.trouble,), stored=False)
    _show(report, args.json)
    if report.stored:
        return 0
    raise Cannot(f"nothing was imported: {_first(report)}", NOT_READY)


def _progress(what: str, done: int, of: int | None) -> None:
    """One line, written over: how far it is, with a bar where that is known."""
    line = f"{done:,} {what}"
    if of:
        filled = BAR * done // of
        line = f"[{'#' * filled}{'.' * (BAR - filled)}] {done:,} of {of:,} {what}"
    print(f"\r{line:<70}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _council(given: str | None) -> str:
    known = councils()
    if given is None:
        if len(known) > 1:
            say_to_stderr(f"importing for {known[0]}; --council chooses another")
        return known[0]
    if given not in known:
        raise Cannot(f"say whose records these are: --council {' or '.join(known)}", USAGE)
    return given


def _first(report: ImportReport) -> str:
    first = report.refused[0]
    more = len(report.refused) - 1
    where = f"line {first.line}: " if first.line else ""
    where = f"{first.file} {where}" if first.file else where
    return f"{where}{first.message}" + (f" (and {more} more)" if more else "")


def _list(as_json: bool) -> None:
    if as_json:
        listed = [
            {"kind": kind, "title": k.title, "columns": list(k.columns)}
            for kind, k in KINDS.items()
        ]
        print(json.dumps(listed))
    else:
        for kind, what in KINDS.items():
            print(f"{kind}  {what.title}")
            if what.columns:
                print(f"    {', '.join(what.columns)}")


def _show(report: ImportReport, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(
                {
                    "stored": report.stored,
                    "counts": dict(report.counts),
                    "troubles": [dataclasses.asdict(trouble) for trouble in report.troubles],
                },
                ensure_ascii=False,
            )
        )
        return
    for trouble in report.troubles:
        lost = "kept" if trouble.lost == "nothing" else f"{trouble.lost} refused"
        where = " ".join(filter(None, (trouble.row, trouble.field)))
        file = f"{trouble.file} " if trouble.file else ""
        print(f"{file}line {trouble.line}: {where}: {trouble.message} [{trouble.code}, {lost}]")
    if report.troubles:
        print()
        for lost, message, times in report.by_reason():
            print(f"{times:6}  {'kept' if lost == 'nothing' else lost + ' refused'}: {message}")
        print()
    for what, number in report.counts.items():
        print(f"{number:6}  {what}")
