"""lintel policy: what the code allows, for people who do not read code."""

import argparse
import json

from lintel.access import published
from lintel.config.commandline import DONE

HELP = "export role, relation, zone and verb as the code enforces them"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("export",))
    parser.add_argument("--markdown", action="store_true", help="as docs/generated/permissions.md")


def run(args: argparse.Namespace) -> int:
    if args.markdown:
        print(published.as_markdown(), end="")
    else:
        print(json.dumps(published.rows(), indent=None if args.json else 1))
    return DONE
