"""lintel roles: the two roles of PostgreSQL, one that owns the tables and one that serves pages."""

import argparse
import json
from pathlib import Path

from django.db import connection, transaction

from lintel.config import database_roles
from lintel.config.commandline import DONE, NOT_READY, USAGE, Cannot

HELP = "make the database role that serves pages and cannot change the trail (PostgreSQL)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Names of roles, and files with their passwords, which no list of processes then shows."""
    parser.add_argument("--web", metavar="NAME", help="the role of lintel serve and lintel worker")
    parser.add_argument("--owner", metavar="NAME", help="the role that is to own the tables")
    parser.add_argument("--web-password", metavar="FILE", help="a file with its password")
    parser.add_argument("--owner-password", metavar="FILE", help="a file with its password")


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: not PostgreSQL, no tables yet, no name, or a password that cannot be read.
    """
    if connection.vendor != "postgresql":
        raise Cannot("only PostgreSQL has roles; on SQLite the triggers refuse", NOT_READY)
    if not (args.web or args.owner):
        raise Cannot("say which role to make with --web NAME", USAGE)
    if database_roles.TRAIL not in connection.introspection.table_names():
        raise Cannot("there are no tables yet; run lintel migrate first", NOT_READY)
    with transaction.atomic():
        if args.owner:
            password = _password(args.owner_password)
            database_roles.make_owner(connection, args.owner, password=password)
        if args.web:
            database_roles.make_web(connection, args.web, password=_password(args.web_password))
    made = {"owner": args.owner or "", "web": args.web or ""}
    if args.json:
        print(json.dumps(made))
    else:
        print("; ".join(f"{what} role {name} is ready" for what, name in made.items() if name))
    return DONE


def _password(name: str | None) -> str:
    if not name:
        return ""
    try:
        return Path(name).read_text().strip()
    except OSError as problem:
        raise Cannot(f"the password file {name} cannot be read", USAGE) from problem
