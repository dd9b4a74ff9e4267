"""lintel ask: questions by token between agencies without a network, and the keys they share."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from lintel.access.viewers import Viewer, the_system
from lintel.config.commandline import USAGE, Cannot
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import TooOften
from lintel.policy.in_force import councils, policy_for
from lintel.scoping import carrying, kept
from lintel.scoping.shared_keys import KeyFileWrong, keep, new_secret

HELP = "questions by token, by file: export ours, answer theirs, import answers; new keys"
LONGEST_FILE = 10_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which council and partner, and what to do."""
    parser.add_argument("--council", metavar="KEY", help="whose questions and answers")
    parser.add_argument("--partner", metavar="KEY", help="whom we ask, or share a new key with")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--export", metavar="FILE", type=Path, help="write questions that wait")
    what.add_argument("--answer", metavar="FILE", type=Path, help="answer theirs, into --out")
    what.add_argument("--import", metavar="FILE", type=Path, dest="bring", help="take answers in")
    what.add_argument("--new-key", metavar="ID", help="make a key to share, like 2026-11")
    what.add_argument("--make-tokens", action="store_true", help="make our tokens now")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where --answer writes")


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: a file cannot be read, or what is needed was not given.
        NotThere, Invalid, Refused: as the actions; the command line says them.
    """
    try:
        return _run(args)
    except KeyFileWrong as problem:
        raise Cannot(str(problem)) from problem
    except TooOften as problem:
        minutes = int(problem.wait.total_seconds() // 60) + 1
        raise Cannot(f"this partner may ask again in {minutes} minutes; answer it then") from None


def _run(args: argparse.Namespace) -> int:
    at = timezone.now()
    if args.make_tokens:
        _say(args, {"parts": kept.make_tokens(at=at)}, "Tokens are up to date")
        return 0
    council = _council(args.council)
    by: Viewer = the_system(council, today=london_day(at))
    if args.new_key:
        path = keep(council, _partner(args, council), args.new_key, new_secret())
        words = f"Made {path}. Carry it to the partner by hand; both sides keep the same file"
        _say(args, {"file": str(path)}, words)
    elif args.export:
        held = carrying.questions_file(council, _partner(args, council), at=at)
        _write(args.export, held)
        _say(args, {"questions": len(held["questions"])}, f"{len(held['questions'])} questions")
    elif args.answer:
        if args.out is None:
            raise Cannot("say with --out where the answers go", USAGE)
        held = carrying.answers_file(council, _read(args.answer), by=by, at=at)
        _write(args.out, held)
        _say(args, {"answers": len(held["answers"])}, f"{len(held['answers'])} answers")
    else:
        taken = carrying.take_file(council, _read(args.bring), by=by, at=at)
        _say(args, {"answers": taken}, f"{taken} answers taken in")
    return 0


def _council(given: str | None) -> str:
    known = councils()
    if given is None and len(known) == 1:
        return known[0]
    if given not in known:
        raise Cannot(f"say with --council which of {', '.join(known)}", USAGE)
    return str(given)


def _partner(args: argparse.Namespace, council: str) -> str:
    known = policy_for(council).asking_by_token.partners
    if args.partner not in known:
        names = ", ".join(known) or "none: the council's policy names no partner"
        raise Cannot(f"say with --partner which of {names}", USAGE)
    return str(args.partner)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise Cannot(f"{path} is too large for a file of questions")
        held = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Cannot(f"{path} cannot be read: {problem.strerror}") from problem
    except ValueError as problem:
        raise Cannot(f"{path} is not JSON; ask for it again") from problem
    if not isinstance(held, dict):
        raise Cannot(f"{path} is no file of questions or answers")
    return held


def _write(path: Path, held: dict[str, Any]) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def _say(args: argparse.Namespace, plain: dict[str, Any], words: str) -> None:
    print(json.dumps(plain) if args.json else words)
