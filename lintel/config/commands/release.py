"""lintel release: let an instance that was put back from a backup send again."""

import argparse
import json

from django.utils import timezone

from lintel.access.viewers import the_system
from lintel.config.commandline import DONE
from lintel.config.commands.serve import ready_to_work
from lintel.kernel.instants import london_day
from lintel.notices import fencing

HELP = "let an instance put back from a backup send again, when no other one is running"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Refused: it is not fenced.
    """
    ready_to_work()
    at = timezone.now()
    waiting = fencing.take_down(by=the_system("", today=london_day(at)), at=at)
    if args.json:
        print(json.dumps({"released": True, "emails_waiting": waiting}))
    else:
        print(f"Released. {waiting} e-mails were waiting and leave as soon as a worker runs.")
    return DONE
