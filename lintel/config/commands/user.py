"""lintel user: who may sign in, letting somebody in, and putting an end to it at once."""

import argparse
import json
from datetime import date

from django.utils import timezone

from lintel.access import actions, queries
from lintel.access.rules import Appointment, tidy_number
from lintel.access.viewers import Role, Viewer, the_system
from lintel.config.beginning import begin_directory, invitation_address, site
from lintel.config.commandline import DONE, USAGE, Cannot
from lintel.directory import queries as directory
from lintel.directory.rules.kinds import own_agency
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid
from lintel.policy.in_force import councils

HELP = "list accounts, invite somebody, disable an account, or end its sessions at once"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("list", "invite", "disable", "expire-sessions"))
    parser.add_argument(
        "username", nargs="?", default="", help="whose account; for an invitation, proposed"
    )
    invited = parser.add_argument_group("lintel user invite")
    invited.add_argument("--name", default="", help="how colleagues know them")
    invited.add_argument("--email", default="", help="the link is e-mailed there too")
    invited.add_argument("--role", default="", metavar="ROLE", help=", ".join(Role))
    invited.add_argument("--council", default="", help="key of the council they are for")
    invited.add_argument(
        "--agency", default="", help="key of their employer; the council if left out"
    )
    invited.add_argument(
        "--team", action="append", default=[], metavar="KEY", help="again for another"
    )
    invited.add_argument(
        "--registration", default="", metavar="NUMBER", help="Social Work England's"
    )
    invited.add_argument("--registered-until", type=_day, metavar="DAY", help="2027-11-30")
    invited.add_argument("--employed-until", type=_day, metavar="DAY", help="2027-11-30")


def run(args: argparse.Namespace) -> int:
    if args.what == "list":
        return _list(args)
    if args.what == "invite":
        return _invite(args)
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


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a day like 2027-11-30") from None


def _invite(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: usage, when the role or the council is left out or unknown; else what is wrong
            with the terms.
    """
    if args.role not in [*Role]:
        raise Cannot(f"say what they are: --role, one of {', '.join(Role)}", USAGE)
    if args.role == Role.AGENCY_SYSTEM:
        raise Cannot("a system cannot accept an invitation; add it on the accounts page", USAGE)
    if args.council not in councils():
        raise Cannot(f"say for which council: --council, one of {', '.join(councils())}", USAGE)
    at = timezone.now()
    begin_directory(args.council, at=at)
    own = own_agency(args.council)
    _must_be_known("--agency", [args.agency or own], directory.agencies(args.council))
    _must_be_known("--team", args.team, directory.teams(args.council))
    try:
        token = actions.invite(
            appointed=Appointment(
                role=Role(args.role),
                agency=args.agency or own,
                employed_by_council=args.agency in ("", own),
                teams=frozenset(args.team),
                registration_number=tidy_number(args.registration),
                registered_until=args.registered_until,
                employed_until=args.employed_until,
            ),
            council=args.council,
            name=args.name,
            username=args.username,
            email=args.email,
            site=site(),
            by=the_system(args.council, today=london_day(at)),
            at=at,
        )
    except Invalid as wrong:
        raise Cannot("; ".join(refusal.message for refusal in wrong.refusals)) from None
    link = invitation_address(token)
    if args.json:
        print(json.dumps({"invitation": link, "emailed": bool(args.email)}))
    else:
        print("This link makes one account, once, within 7 days:")
        print(link)
    return DONE


def _must_be_known(what: str, keys: list[str], entries: list) -> None:
    known = [entry.key for entry in entries]
    for key in keys:
        if key not in known:
            raise Cannot(f"{what} {key} is not in the directory; there are {', '.join(known)}")


def _list(args: argparse.Namespace) -> int:
    kept = queries.accounts()
    if args.json:
        print(json.dumps([account.as_row() for account in kept]))
        return DONE
    for account in kept:
        row = account.as_row()
        print("\t".join(str(row[key]) for key in ("username", "role", "council", "state")))
    return DONE
