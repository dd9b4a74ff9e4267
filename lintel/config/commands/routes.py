"""lintel routes: every address, who may use it and how."""

import argparse
import json

from lintel.config.commandline import DONE
from lintel.config.routes import routes

HELP = "list every route of the live resolver with its methods and permission"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    found = routes()
    if args.json:
        print(json.dumps([route.as_row() for route in found]))
        return DONE
    for route in found:
        needs = "public" if route.public else route.permission or "signed in"
        print(f"{','.join(route.methods):10} {route.pattern:50} {needs}")
    return DONE
