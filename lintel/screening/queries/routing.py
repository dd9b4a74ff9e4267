"""Which team the rules suggest for a contact, for each outcome that goes to one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lintel.contacts import queries as contacts
from lintel.directory.rules.kinds import Team
from lintel.directory.rules.routing import Suggestion, suggest
from lintel.kernel.instants import london_day
from lintel.policy.codes import Needs, Outcome


def suggestions(
    contact: Any, outcomes: Iterable[Outcome], teams: Iterable[Team], *, at: datetime
) -> dict[str, Suggestion]:
    """By the key of the outcome. One query, and none while no team has an area or ages.

    `contact` is a row contacts has already shown to be visible.
    """
    teams = list(teams)
    routed = [outcome for outcome in outcomes if outcome.needs == Needs.TEAM and outcome.routed]
    ruled = any(
        team.covers or team.ages_from is not None or team.ages_to is not None for team in teams
    )
    if not routed:
        return {}
    children = contacts.children_to_route(contact, on=london_day(at)) if ruled else []
    return {outcome.key: suggest(outcome.team_kinds, teams, children) for outcome in routed}
