"""lintel migrate: bring the tables up to date."""

import argparse

from django.core.management import call_command

from lintel.config.instance import make_instance

HELP = "bring the tables up to date; safe to run again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """The data folder is made where it is missing, so that SQLite has somewhere to be."""
    make_instance()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    print("The tables are up to date." if not args.json else '{"migrated": true}')
    return 0
