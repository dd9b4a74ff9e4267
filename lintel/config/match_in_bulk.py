"""lintel match --bulk: an extract linked whole, by stages that a killed run goes on from."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from lintel.config.commandline import DONE, NOT_READY, USAGE, Cannot
from lintel.people.bulk.engines import ENGINES, NotInstalled
from lintel.people.bulk.linking import Extract, OtherWork, extract_of, link
from lintel.people.bulk.rows import CannotRead, Refused, Told
from lintel.people.bulk.second_opinion import opinions
from lintel.people.loading import every_record
from lintel.people.rules.told import as_plain
from lintel.people.scoring import in_use

THE_COUNCIL = "council"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    bulk = parser.add_argument_group("in bulk")
    bulk.add_argument("--bulk", metavar="FILE.csv", type=Path, help="link a whole extract")
    bulk.add_argument(
        "--against",
        metavar="FILE.csv",
        help=f"another extract, or '{THE_COUNCIL}' for whom it knows; without it, find doubles",
    )
    bulk.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="where Splink runs")
    bulk.add_argument("--out", metavar="FOLDER", type=Path, help="where the answers go")


def run(args: argparse.Namespace, council: str, *, today: date) -> int:
    """0 when all is linked; run it again after it was stopped, and it goes on."""
    if args.out is None:
        raise Cannot("say where the answers go: --out FOLDER", USAGE)
    extracts = [_extract(args.bulk, today)]
    if args.against == THE_COUNCIL:
        extracts.append(known_to(council))
    elif args.against:
        extracts.append(_extract(Path(args.against), today))
    try:
        linked = link(
            extracts,
            engine=args.engine,
            out=args.out,
            weights=in_use(council).weights,
            tell=progress(),
        )
    except (NotInstalled, OtherWork) as problem:
        raise Cannot(str(problem), NOT_READY) from None
    except CannotRead as problem:
        raise Cannot(str(problem), USAGE) from None
    answer = {"pairs": str(linked.pairs), "people": str(linked.people), **linked.counts}
    print(json.dumps(answer, ensure_ascii=False))
    return DONE


def cross_check(council: str, weights: Mapping[str, Any]) -> None:
    """Our weights beside Splink's, a line for each level; the last column is bits apart."""
    try:
        found = opinions(every_record(council), weights)
    except NotInstalled as problem:
        raise Cannot(str(problem), NOT_READY) from None
    heads = " ".join(f"{head:>9}" for head in ("our m", "our u", "Splink m", "Splink u"))
    print(f"{'field':<14} {'level':<9} {heads}  bits")
    for one in found:
        numbers = (one.our_m, one.our_u, one.their_m, one.their_u)
        words = " ".join(f"{'-' if n is None else format(n, '.3g'):>9}" for n in numbers)
        apart = "-" if one.apart is None else f"{one.apart:+.1f}"
        print(f"{one.field:<14} {one.level:<9} {words} {apart:>5}")


def _extract(path: Path, today: date) -> Extract:
    if not path.is_file():
        raise Cannot(f"cannot read {path}; name a file that is there", USAGE)
    return extract_of(path, today=today)


def known_to(council: str) -> Extract:
    """Every record this council holds, as an extract."""
    seen = sha256()
    for source, ref, told, as_of in every_record(council):
        seen.update(f"{source}\0{ref}\0{as_of}\0{as_plain(told)}\n".encode())

    def read(refuse: Callable[[Refused], None]) -> Iterable[Told]:
        return every_record(council)

    return Extract(council, seen.hexdigest(), read)


def progress() -> Callable[[str, int, int], None]:
    """A bar on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda stage, done, whole: None

    def tell(stage: str, done: int, whole: int) -> None:
        if whole:
            full = 30 * done // whole
            words = f"[{'#' * full}{'.' * (30 - full)}] {done} of {whole}"
        else:
            words = f"{done:,} records"
        end = "\n" if whole and done == whole else ""
        print(f"\r\033[K{stage:<10} {words}", end=end, file=sys.stderr, flush=True)

    return tell
