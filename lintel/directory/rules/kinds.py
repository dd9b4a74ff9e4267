"""Kinds of team, and who takes the work when no team of the kind is in the directory."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

LONGEST_KEY = 50

TEAM_KINDS = frozenset(
    {"front_door", "assessment", "child_protection", "early_help", "duty", "send", "other"}
)

TEAM_KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "front_door": "Front door",
        "duty": "Emergency duty",
        "assessment": "Assessment",
        "child_protection": "Child protection",
        "early_help": "Early help",
        "send": "Special educational needs",
        "other": "Other",
    }
)
AGENCY_KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "council": "The council itself",
        "police": "Police",
        "health": "Health",
        "education": "School, college or nursery",
        "housing": "Housing",
        "justice": "Probation or youth justice",
        "provider": "Provider that works for the council",
        "voluntary": "Charity or community group",
        "other": "Other",
    }
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
    """Shape: `opening` is words for people; `takes_by_default` is first choice of its kind;
    `covers` are beginnings of postcodes, "NB4, NB6 1", "" for anywhere; `ages_from`, `ages_to` in
    whole years, both counted in; `places` is how many families it can help at once, None unsaid.
    """

    key: str
    title: str
    kind: str
    council: str
    email: str = ""
    phone: str = ""
    opening: str = ""
    takes_by_default: bool = False
    covers: str = ""
    ages_from: int | None = None
    ages_to: int | None = None
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    key: str
    title: str
    council: str
    summary: str = ""
    phone: str = ""
    url: str = ""
    for_ages: str = ""


def key_from(title: str, taken: Collection[str]) -> str:
    """A key for something new, from its title, that nothing else has.

    >>> key_from("Early help: North", {"early-help-north"})
    'early-help-north-2'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-") or "entry"
    if key not in taken:
        return key
    return next(f"{key}-{n}" for n in range(2, len(taken) + 3) if f"{key}-{n}" not in taken)


def first_entries(council: str, title: str) -> tuple[Agency, Team]:
    """What the directory of a new council begins with: the council, and its front door."""
    return (
        Agency(own_agency(council), title, "council", council),
        Team("front-door", "Front door", "front_door", council, takes_by_default=True),
    )


def own_agency(council: str) -> str:
    """The key of the council as an employer."""
    return f"{council}-council"


def team_to_take(kind: str, teams: Sequence[Team]) -> Team | None:
    """The team that work of this kind goes to unless somebody chooses; None when there is none.

    The default of the kind, else the first of the kind by key, else the same of the next kind.
    """
    for wanted in (kind, *FALLS_TO.get(kind, ())):
        of_kind = [team for team in teams if team.kind == wanted]
        if of_kind:
            return min(of_kind, key=lambda team: (not team.takes_by_default, team.key))
    return None
