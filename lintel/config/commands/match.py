"""lintel match: who a person described may be, a JSON line in and a JSON line out."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from lintel.config import match_in_bulk
from lintel.config.commandline import DONE, FAILED, USAGE, Cannot, say_to_stderr
from lintel.kernel.instants import london_day, when_in_words
from lintel.people.candidate_shape import best_band, candidate_plain
from lintel.people.finding import Candidate, candidates
from lintel.people.finding_beside import with_those_beside
from lintel.people.learning import learn
from lintel.people.loading import every_telling
from lintel.people.rules.described import COLUMNS, NotAPerson, person_from
from lintel.people.rules.facts import facts_of
from lintel.people.rules.likeness import Relation
from lintel.people.rules.told import PersonTold
from lintel.people.rules.weighing import CALIBRATIONS, weights_from
from lintel.people.scoring import weights_file
from lintel.people.warm_people import WarmPeople
from lintel.people.weights import shipped_data
from lintel.policy.in_force import councils

HELP = "who a person may be: JSON lines in, JSON lines out; --serve keeps everybody in memory"

Find = Callable[..., list[Candidate]]
LONGEST_LINE = 100_000


class BadLine(ValueError):
    """Shape: `query_id` where the line had one."""

    def __init__(self, message: str, query_id: object = None) -> None:
        super().__init__(message)
        self.query_id = query_id


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="lines to read; standard input unless given")
    parser.add_argument("--council", metavar="KEY", help="whose people to look among")
    parser.add_argument("--limit", type=int, default=10, help="candidates in an answer, at most")
    parser.add_argument("--serve", action="store_true", help="answer line by line from memory")
    parser.add_argument(
        "--household", action="store_true", help="also show who is of the likeliest's household"
    )
    parser.add_argument(
        "--learn", metavar="OUT", type=Path, help="learn weights from what is held, and stop"
    )
    parser.add_argument(
        "--cross-check", action="store_true", help="with --learn: what Splink makes of the same"
    )
    match_in_bulk.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0 when every line was answered, 1 when one was not."""
    council = _council(args.council)
    if args.limit < 1:
        raise Cannot("--limit must be 1 or more", USAGE)
    if args.bulk:
        return match_in_bulk.run(args, council, today=london_day(datetime.now(UTC)))
    if args.learn:
        return _learn(council, args.learn, cross_check=args.cross_check)
    if args.file is None:
        return _answer(sys.stdin, council, args)
    try:
        with open(args.file, encoding="utf-8-sig") as lines:
            return _answer(lines, council, args)
    except (OSError, UnicodeDecodeError):
        raise Cannot(f"cannot read {args.file}; name a UTF-8 file that is there", USAGE) from None


def _council(given: str | None) -> str:
    known = councils()
    if given is not None and given not in known:
        raise Cannot(f"say whose people: --council {' or '.join(known)}", USAGE)
    return given or known[0]


def _answer(lines: Any, council: str, args: argparse.Namespace) -> int:
    find: Find
    if args.serve:
        warm = WarmPeople(council, at=datetime.now(UTC))
        made = when_in_words(warm.made_at)
        say_to_stderr(f"ready, with {warm.rows:,} records of {made} in memory, and any newer one")
        find = warm.candidates
    else:

        def find(told: PersonTold, **more: Any) -> list[Candidate]:
            return candidates(council, told, **more)

    if args.household:
        alone = find

        def find(told: PersonTold, **more: Any) -> list[Candidate]:
            return with_those_beside(council, alone(told, **more), limit=more["limit"])

    outcome, today = DONE, london_day(datetime.now(UTC))
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        began = perf_counter()
        try:
            answer = answer_to(line, find, limit=args.limit, today=today)
        except BadLine as wrong:
            outcome = FAILED
            say_to_stderr(f"line {number}: {wrong}")
            answer = {"query_id": wrong.query_id, "error": str(wrong)}
        answer["milliseconds"] = round((perf_counter() - began) * 1000, 3)
        print(json.dumps(answer, ensure_ascii=False), flush=args.serve)
    return outcome


def answer_to(line: str, find: Find, *, limit: int, today: date) -> dict[str, Any]:
    """
    Errors:
        BadLine: the line is no question; the message says why.
    """
    asked = _read(line)
    query_id, person = asked.get("query_id"), asked.get("person")
    if not isinstance(person, dict):
        raise BadLine("has no person; write {'query_id': ..., 'person': {...}}", query_id)
    told, on = _person(person, query_id, today)
    found = find(told, limit=limit, on=on or today)
    sibling = asked.get("sibling")
    if isinstance(sibling, dict):
        found = _with_family(found, find, person, sibling, query_id, limit=limit, today=today)
    return {
        "query_id": query_id,
        "band": best_band(found),
        "candidates": [candidate_plain(one) for one in found],
    }


def _with_family(
    found: list[Candidate],
    find: Find,
    person: Mapping[str, Any],
    sibling: Mapping[str, Any],
    query_id: object,
    *,
    limit: int,
    today: date,
) -> list[Candidate]:
    """Whoever the named sibling may be is of the household, however little else is known."""
    shared = {
        name: person.get(name)
        for name in COLUMNS
        if name.startswith(("mother_", "father_", "address", "postcode", "family_", "phone"))
    }
    told, _ = _person({**shared, **sibling}, query_id, today)
    there = {one.person_id for one in found}
    for one in find(told, limit=limit, on=today):
        if one.relation is Relation.SAME and one.person_id not in there and len(found) < limit:
            found = [*found, _as_household(one)]
    return found


def _as_household(one: Candidate) -> Candidate:
    return replace(one, relation=Relation.HOUSEHOLD)


def _read(line: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadLine("is longer than any question")
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("is not JSON") from None
    if not isinstance(asked, dict):
        raise BadLine("is not a JSON object")
    return asked


def _person(
    columns: Mapping[str, Any], query_id: object, today: date
) -> tuple[PersonTold, date | None]:
    if any(isinstance(value, dict | list) for value in columns.values()):
        raise BadLine("has a column that is not a word or a number", query_id)
    try:
        return person_from(columns, today=today)
    except NotAPerson as wrong:
        raise BadLine(str(wrong), query_id) from None


def _learn(council: str, out: Path, *, cross_check: bool) -> int:
    """Weights from what this council holds; the calibration stays the shipped one.

    Put where `people.scoring` looks, they are used from the next start on.
    """
    records = [facts_of(told, as_of=as_of) for told, as_of in every_telling(council)]
    if len(records) < 1_000:
        raise Cannot(f"{len(records)} records are too few to learn from; 1,000 is the least")
    made = f"By lintel match --learn from {len(records)} records of {council}, without labels."
    version = f"{out.stem} {london_day(datetime.now(UTC)):%Y-%m-%d}"
    before = shipped_data()
    data = learn(records, version=version, made=made, tell=say_to_stderr, before=before["fields"])
    data |= {name: before[name] for name in CALIBRATIONS if name in before}
    weights_from(data)  # what cannot be used is not written
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if cross_check:
        match_in_bulk.cross_check(council, data)
    used = out.resolve() == weights_file(council).resolve()
    print(json.dumps({"written": str(out), "pairs": data["pairs"], "used from now on": used}))
    return DONE
