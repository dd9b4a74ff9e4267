"""lintel init: an empty instance, and the one link that lets the first person in."""

import argparse
import json

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from lintel.access.actions import invite
from lintel.access.rules import Appointment
from lintel.access.viewers import Role, the_system
from lintel.config.beginning import begin_directory, invitation_address
from lintel.config.commandline import Cannot
from lintel.config.instance import instance_id, make_instance
from lintel.directory.rules.kinds import own_agency
from lintel.kernel.instants import london_day
from lintel.policy.in_force import councils

HELP = "make an empty instance and print a one-use link for its first administrator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose instance it is; the rest are the common ones."""
    parser.add_argument("--council", default="", help="key of the council the first account is for")


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: there is an instance here already.
    """
    if instance_id():
        raise Cannot(f"there is an instance in {settings.DATA} already; choose another --data")
    make_instance()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    at = timezone.now()
    council = args.council or councils()[0]
    begin_directory(council, at=at)
    token = invite(
        appointed=Appointment(Role.SYSADMIN, own_agency(council), employed_by_council=True),
        council=council,
        by=the_system(council, today=london_day(at)),
        at=at,
    )
    link = invitation_address(token)
    if args.json:
        print(json.dumps({"instance": instance_id(), "invitation": link}))
    else:
        print(f"An empty instance is in {settings.DATA}")
        print("Start it with lintel serve, then open this link once, within 7 days:")
        print(link)
    return 0
