"""Ways to begin a test of the close of day. Monday 2 March 2026: the hub closes at five."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from lintel.access.viewers import Role, Viewer
from lintel.contacts import actions as contacts
from lintel.contacts.rules.sides import Side
from lintel.contacts.tests import given
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Team
from lintel.duty.queries.plan import turn_in

CLOSES = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
OPENS = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
DRAWN = CLOSES - timedelta(minutes=30)
NIGHT_TEAM = "night"


def the_hub_and_the_night() -> None:
    """The teams of a small council, and its emergency duty team."""
    given.teams()
    add_duty_team(by=given.a_viewer(Role.SYSADMIN))


def add_duty_team(*, by: Viewer) -> None:
    team = Team(NIGHT_TEAM, "Emergency duty team", "duty", given.COUNCIL, phone="01632 960199")
    directory.add_team(team=team, by=by, at=given.NOON)


def a_duty_worker(**differences) -> Viewer:
    return given.a_viewer(Role.EMERGENCY_DUTY, teams=[NIGHT_TEAM], **differences)


def now_to_be_handed_over(contact_id, *, manager: Viewer, worker: Viewer) -> tuple[Viewer, Viewer]:
    """Whoever gives and whoever takes at the hour of the test, with the contact in the giver's
    hands: pages and the API read the clock."""
    at = timezone.now()
    if turn_in(given.COUNCIL, at).to is Side.DUTY:
        return manager, worker
    contacts.assign_contact(
        contact_id=contact_id, version=None, to=str(worker.account_id), by=worker, at=at
    )
    return worker, manager
