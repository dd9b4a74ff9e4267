"""Asking who keeps hand-overs how many places a team has left.

The directory knows how many families a team can help; how many it does help is known above.
`config.wiring` lists who is asked.
"""

from collections.abc import Callable, Iterable, Mapping

from lintel.directory.rules.kinds import Team
from lintel.directory.rules.places import Places

# Given a council and those of its teams that count places: one query.
CountsPlaces = Callable[[str, Iterable[Team]], Mapping[str, Places]]

_counting: list[CountsPlaces] = []


def ask_about_places(counts: CountsPlaces) -> None:
    """Have `counts` asked how many places are taken; asking twice changes nothing."""
    if counts not in _counting:
        _counting.append(counts)


def places_of(council: str, teams: Iterable[Team]) -> dict[str, Places]:
    """By the team's key: those of `teams` that count places, and no query when none does."""
    counted = [team for team in teams if team.places is not None]
    found = {team.key: Places(team.key, team.places) for team in counted}
    if counted:
        for counts in _counting:
            found |= counts(council, counted)
    return found
