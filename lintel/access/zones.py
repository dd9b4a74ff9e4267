"""Which parts of a record each role may see: the access model's table, as data.

The letters are the model's: F full, R read, W write only, O own submission, A own agency's,
E existence, S summary, M masked until a logged click, "." none. Only F and R show a part; what a
letter grants beyond that arrives with the part it belongs to. Zones 2 and 4 are M in the model
for the hub's social workers, where somebody is protected; the table says R, since they cannot
ring a family or answer a referrer they cannot see, and a protected place is masked for everybody
by `restrictions.queries.protected_places`. Zone 5 says only that the role comes near agencies'
items, and zone 8 near files; which of them it reads is `sharing.rules.handling`'s and
`files.rules.reading`'s to say.

Source: access model, section 2.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lintel.access.viewers import Role, Viewer, Zone

_ROWS: Mapping[Role, str] = {
    #                           Z0 Z1 Z2 Z3 Z4 Z5 Z6 Z7 Z8 Z9 Z10
    Role.REFERRER: "            O  W  W  W  W  .  .  S  W  .  .",
    Role.AGENCY_SYSTEM: "       O  W  W  W  W  W  .  S  W  .  .",
    Role.SCREENER: "            F  F  R  F  R  F  F  F  F  O  R",
    Role.SENIOR_PRACTITIONER: " F  F  R  F  R  F  F  F  F  O  R",
    Role.MANAGER: "             F  F  R  F  F  F  F  F  F  R  R",
    Role.SOCIAL_WORKER: "       F  F  R  F  E  F  R  F  F  O  O",
    Role.EARLY_HELP: "          R  R  .  S  .  F  .  F  F  .  O",
    Role.EMERGENCY_DUTY: "      F  F  R  F  R  F  F  F  F  O  .",
    Role.CHILD_PROTECTION: "    F  F  R  F  .  F  F  F  F  O  R",
    Role.PARTNER: "             R  R  .  R  .  A  .  S  A  O  R",
    Role.AGENCY_LEAD: "         A  A  .  A  .  A  .  S  A  O  O",
    Role.LADO: "                F  F  R  F  F  .  F  F  F  O  .",
    Role.ADMIN: "               F  R  .  W  .  .  .  R  W  .  .",
    Role.ADMIN_PROVIDER: "      F  M  .  W  .  .  .  .  W  .  .",
    Role.QUALITY: "             R  M  .  R  .  R  R  R  R  .  R",
    Role.INSPECTOR: "           R  R  .  R  .  R  R  R  R  .  R",
    Role.VIEWER: "              .  .  .  .  .  .  .  .  .  .  R",
    Role.ANALYST: "             .  .  .  .  .  .  .  .  .  .  R",
    Role.DPO: "                 R  .  .  .  .  .  .  .  .  F  R",
    Role.GUARDIAN: "            F  R  .  .  .  .  .  .  .  .  .",
    Role.SYSADMIN: "            .  .  .  .  .  .  .  .  .  .  .",
}

ZONES: Mapping[Role, Mapping[Zone, str]] = MappingProxyType(
    {
        role: MappingProxyType(dict(zip(Zone, letters.split(), strict=True)))
        for role, letters in _ROWS.items()
    }
)


# Which records the role comes near at all, before any zone is asked about.
RELATIONS: Mapping[Role, str] = MappingProxyType(
    {
        Role.REFERRER: "own submission",
        Role.AGENCY_SYSTEM: "own submission",
        Role.SCREENER: "own council's front door",
        Role.SENIOR_PRACTITIONER: "own council's front door",
        Role.MANAGER: "own council's front door",
        Role.SOCIAL_WORKER: "handed over to own team",
        Role.EARLY_HELP: "handed over to own team",
        Role.EMERGENCY_DUTY: "own council's front door",
        Role.CHILD_PROTECTION: "handed over to own team",
        Role.PARTNER: "asked, until 14 days after the decision",
        Role.AGENCY_LEAD: "own agency's requests",
        Role.LADO: "an allegation against somebody who works with children, own route; invited to "
        "a discussion",
        Role.ADMIN: "own council's front door",
        Role.ADMIN_PROVIDER: "own council's front door",
        Role.QUALITY: "a sample, between two dates",
        Role.INSPECTOR: "a sample, between two dates",
        Role.VIEWER: "none",
        Role.ANALYST: "none",
        Role.DPO: "an assigned review",
        Role.GUARDIAN: "the restricted register",
        Role.SYSADMIN: "none",
    }
)

# The parts in the words of whoever reads them.
ZONE_WORDS: Mapping[Zone, str] = MappingProxyType(
    {
        Zone.ENVELOPE: "That there is a contact: reference, times, who has it",
        Zone.IDENTITY: "Who the child and family are",
        Zone.LOCATION: "Where they live and how to reach them",
        Zone.CONCERN: "What was said, and what has happened since",
        Zone.REFERRER: "Who told us",
        Zone.AGENCY_ITEMS: "What agencies have shared",
        Zone.DECISION: "What was decided, and why",
        Zone.OUTCOME: "What the family, the referrer and the next team are told",
        Zone.FILES: "Files",
        Zone.AUDIT: "Who has opened or done what",
        Zone.FIGURES: "Figures without names",
    }
)


def sees(viewer: Viewer, zone: Zone) -> bool:
    """Whether the viewer's role shows this part of a record they may open."""
    return ZONES[viewer.role][zone] in {"F", "R"}


def is_masked(viewer: Viewer, zone: Zone) -> bool:
    """Whether the role is shown this part only once it has said what for."""
    return ZONES[viewer.role][zone] == "M"
