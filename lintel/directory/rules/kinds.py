"""Kinds of team, and who takes the work when no team of the kind is in the directory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

TEAM_KINDS = frozenset(
    {"front_door", "assessment", "child_protection", "early_help", "duty", "send", "other"}
)

# Work never falls on the floor: the next kind is asked when the council has no such team.
FALLS_TO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "child_protection": ("assessment", "duty", "front_door"),
        "assessment": ("duty", "front_door"),
        "duty": ("assessment", "front_door"),
        "early_help": ("front_door",),
        "send": ("front_door",),
        "front_door": ("duty",),
        "other": ("front_door",),
    }
)


@dataclass(frozen=True, slots=True)
class Agency:
    key: str
    title: str
    kind: str
    council: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """Shape: `opening` is words for people; `takes_by_default` is first choice of its kind."""

    key: str
    title: str
    kind: str
    council: str
    email: str = ""
    phone: str = ""
    opening: str = ""
    takes_by_default: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    key: str
    title: str
    council: str
    summary: str = ""
    phone: str = ""
    url: str = ""
    for_ages: str = ""


def team_to_take(kind: str, teams: Sequence[Team]) -> Team | None:
    """The team that work of this kind goes to unless somebody chooses; None when there is none.

    The default of the kind, else the first of the kind by key, else the same of the next kind.
    """
    for wanted in (kind, *FALLS_TO.get(kind, ())):
        of_kind = [team for team in teams if team.kind == wanted]
        if of_kind:
            return min(of_kind, key=lambda team: (not team.takes_by_default, team.key))
    return None
