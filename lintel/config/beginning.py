"""What a council starts with, for the commands that let its first people in."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from lintel.access.viewers import the_system
from lintel.directory import queries
from lintel.directory.loading import load
from lintel.directory.rules.kinds import first_entries, own_agency
from lintel.kernel.instants import london_day
from lintel.policy.in_force import policy_for


def site() -> str:
    """Where people find this instance; this machine until it is told otherwise."""
    return settings.PUBLIC_URL.rstrip("/") or "http://127.0.0.1:8000"


def invitation_address(token: str) -> str:
    """Where an invitation is taken up. No command loads every page and the API for one address."""
    return site() + reverse("invitation_link", args=[token], urlconf="lintel.access.web.urls")


def begin_directory(council: str, *, at: datetime) -> None:
    """The council as an employer, and the front door that every contact comes to."""
    if any(agency.key == own_agency(council) for agency in queries.agencies(council)):
        return
    agency, team = first_entries(council, policy_for(council).council_title)
    by = the_system(council, today=london_day(at))
    load(agencies=[agency], teams=[team], by=by, at=at)
