"""lintel user: who may sign in, and putting an end to it at once."""

import argparse
import json

from django.utils import timezone

from lintel.access import actions, queries
from lintel.access.viewers import Viewer, the_system
from lintel.config.commandline import DONE, USAGE, Cannot
from lintel.kernel.instants import london_day

HELP = "list accounts, disable one, or end its sessions; takes effect on the next request"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("list", "disable", "expire-sessions"))
    parser.add_argument("username", nargs="?", default="")


def run(args: argparse.Namespace) -> int:
    if args.what == "list":
        return _list(args)
    if not args.username:
        raise Cannot(f"say whose account: lintel user {args.what} USERNAME", USAGE)
    account_id = queries.account_id_of(args.username)
    if account_id is None:
        raise Cannot("there is no account with that user name; see lintel user list")
    at = timezone.now()
    by: Viewer = the_system("", today=london_day(at))
    if args.what == "disable":
        actions.disable_account(account_id=account_id, by=by, at=at, why="command_line")
    else:
        actions.expire_sessions(account_id=account_id, by=by, at=at)
    done = {"disable": "disabled", "expire-sessions": "sessions expired"}[args.what]
    print(json.dumps({"username": args.username, "done": done}) if args.json else f"Done: {done}.")
    return DONE


def _list(args: argparse.Namespace) -> int:
    kept = queries.accounts()
    if args.json:
        print(json.dumps([account.as_row() for account in kept]))
        return DONE
    for account in kept:
        row = account.as_row()
        print("\t".join(str(row[key]) for key in ("username", "role", "council", "state")))
    return DONE
