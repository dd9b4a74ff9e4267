"""lintel migrate: bring the tables up to date."""

import argparse
import json

from django.core.management import call_command
from django.db import connection

from lintel.config.commandline import Cannot, say_to_stderr
from lintel.config.database_roles import grant_again
from lintel.config.health import NEWER, is_of_a_newer
from lintel.config.instance import make_instance
from lintel.people import match_rows

HELP = "bring the tables up to date; safe to run again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """The data folder is made where it is missing, so that SQLite has somewhere to be.

    Errors:
        Cannot: a newer version has been here.
    """
    make_instance()
    if is_of_a_newer():
        raise Cannot(NEWER)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "postgresql":
        grant_again(connection)
    keyed = _made_findable()
    if args.json:
        print(json.dumps({"migrated": True, "records_keyed_again": keyed}))
    else:
        print("The tables are up to date.")
    return 0


def _made_findable() -> int:
    """Keys made anew for every record that has none of this version; how many. Stopped, it goes on
    where it was."""
    left, done = match_rows.outdated(), 0
    for done in match_rows.make_again():
        say_to_stderr(f"records made ready to be found: {done:,} of {left:,}")
    return done
