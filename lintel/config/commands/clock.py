"""lintel clock: when a promise made at a moment is due, from the code the board uses."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TextIO

from lintel.config.commandline import USAGE, Cannot
from lintel.kernel.instants import london_day
from lintel.kernel.working_days import OutsideCalendar
from lintel.policy.calendars import calendar
from lintel.policy.clocks import ClockRule, due_at, is_provisional
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import (
    NoSuchCouncil,
    NoSuchRule,
    PolicyFileWrong,
    councils,
    policy_for,
    preset_policy,
    presets,
)

HELP = "read lines RULE,START and write RULE,START,DUE; --rules lists the rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="lines to read; standard input unless given")
    parser.add_argument("--rules", action="store_true", help="list the rules and stop")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--council", metavar="KEY", help="whose rules; Lintel's own unless given")
    whose.add_argument("--preset", metavar="KEY", help="the rules of a scheme councils start from")


def run(args: argparse.Namespace) -> int:
    """0 when every line was answered, 1 when one was not; its number is on standard error."""
    policy = _policy(args)
    if args.rules:
        _list(policy, datetime.now(UTC), args.json)
        return 0
    if args.file is None:
        return _answer(policy, sys.stdin, args.json)
    try:
        with open(args.file, encoding="utf-8-sig") as lines:
            return _answer(policy, lines, args.json)
    except OSError:
        raise Cannot(f"cannot read {args.file}; name a file that is there", USAGE) from None


def _policy(args: argparse.Namespace) -> CouncilPolicy:
    try:
        if args.council:
            return policy_for(args.council)
        return preset_policy(args.preset or "standard")
    except NoSuchCouncil as unknown:
        known = councils() if args.council else presets()
        raise Cannot(f"there is no '{unknown}'; use one of {', '.join(known)}", USAGE) from None
    except PolicyFileWrong as wrong:
        raise Cannot(str(wrong)) from None


def _list(policy: CouncilPolicy, at: datetime, as_json: bool) -> None:
    rules = policy.clock_rules(london_day(at))
    if as_json:
        print(json.dumps([in_json(rule) for rule in rules], indent=1, ensure_ascii=False))
    else:
        print("\n".join(rule.name for rule in rules))


def in_json(rule: ClockRule) -> dict[str, Any]:
    """One rule in the shape the contract promises."""
    shown = {
        "name": rule.name,
        "title": rule.title,
        "start": rule.start,
        "stop": rule.stop,
        "length": rule.length,
        "unit": rule.unit.value,
        "ends": rule.ends.value,
        "calendar": rule.calendar.value,
        "out_of_hours": rule.out_of_hours,
        "source": str(rule.source),
        "standing": rule.source.standing.value,
        "in_force_from": rule.in_force_from.isoformat(),
    }
    return shown | ({"opening": rule.opening.words} if rule.opening else {})


def _answer(policy: CouncilPolicy, lines: TextIO, as_json: bool) -> int:
    wrong = 0
    for number, line in _lines(lines):
        try:
            name, start, due = _due(policy, line)
        except ValueError as problem:
            wrong += 1
            print(f"lintel: line {number}: {problem}", file=sys.stderr)
            continue
        provisional = is_provisional(due, calendar())
        if as_json:
            shown = {"rule": name, "start": start, "due": due.isoformat()}
            print(json.dumps(shown | {"provisional": provisional}))
            continue
        print(f"{name},{start},{due.isoformat()}")
        if provisional:
            print(
                f"lintel: line {number}: provisional, because bank holidays are published "
                f"only to {calendar().last}",
                file=sys.stderr,
            )
    return 1 if wrong else 0


def _lines(lines: TextIO) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line.strip()


def _due(policy: CouncilPolicy, line: str) -> tuple[str, str, datetime]:
    """
    Errors:
        ValueError: the line cannot be answered; the message says how to put it right.
    """
    name, comma, start = (part.strip() for part in line.partition(","))
    if not comma:
        raise ValueError("is not RULE,START")
    try:
        began = datetime.fromisoformat(start)
    except ValueError:
        raise ValueError(
            f"'{start}' is not a moment; write one such as 2027-03-25T16:00:00+00:00"
        ) from None
    if began.tzinfo is None:
        raise ValueError(f"'{start}' has no offset; end it with Z, +00:00 or +01:00")
    try:
        rule = policy.clock_rule(name, london_day(began))
        return name, start, due_at(rule, began, calendar())
    except NoSuchRule:
        raise ValueError(f"there is no rule '{name}'; run lintel clock --rules") from None
    except (OutsideCalendar, OverflowError) as problem:
        raise ValueError(f"'{start}' is out of reach: {problem}") from None
