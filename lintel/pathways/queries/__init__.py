"""What a viewer may see of hand-overs, of places and waiting lists, and of what came back."""

from lintel.pathways.queries.back import (
    Line,
    Returned,
    back_counted,
    came_back,
    step_downs_of,
    stepped_down_before,
)
from lintel.pathways.queries.handovers import (
    HandOverSeen,
    handover_count,
    handovers,
    handovers_of,
    handovers_of_family,
)
from lintel.pathways.queries.places import (
    Family,
    Listed,
    Pages,
    Part,
    TeamPlaces,
    places_by_team,
    places_listed,
    places_seen,
)
from lintel.pathways.rules.step_downs import WITHIN

__all__ = [
    "WITHIN",
    "Family",
    "HandOverSeen",
    "Line",
    "Listed",
    "Pages",
    "Part",
    "Returned",
    "TeamPlaces",
    "back_counted",
    "came_back",
    "handover_count",
    "handovers",
    "handovers_of",
    "handovers_of_family",
    "places_by_team",
    "places_listed",
    "places_seen",
    "step_downs_of",
    "stepped_down_before",
]
