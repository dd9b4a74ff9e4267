"""Handling marks: who reads what an agency has told the hub.

The agency that gave an item owns it and alone may change its mark. A mark is never lowered by
passing it on: an item keeps its mark in pages, exports and minutes.

Source: access model, section 1 (Z5) and section 2; domain reference 1.1, originator control [M8].
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from lintel.access.viewers import Role, Viewer


class Mark(StrEnum):
    OPEN = "H1"
    HUB_ONLY = "H2"
    DECISION_MAKER = "H3"
    SEALED = "H4"


class Reading(StrEnum):
    """How much of an item somebody is given."""

    FULL = "full"
    THAT_IT_EXISTS = "that it exists"
    NOTHING = "nothing"


MARK_WORDS: Mapping[Mark, str] = MappingProxyType(
    {
        Mark.OPEN: "Open: may go with the case",
        Mark.HUB_ONLY: "Hub only: never leaves the hub",
        Mark.DECISION_MAKER: "Decision-maker: others see that it exists, not what it says",
        Mark.SEALED: "Sealed: only those who gave it, and those they name, know of it",
    }
)

_F, _E, _N = Reading.FULL, Reading.THAT_IT_EXISTS, Reading.NOTHING

# What each role is given of another agency's item. A role that is not here is given nothing.
READS: Mapping[Role, Mapping[Mark, Reading]] = MappingProxyType(
    {
        role: MappingProxyType(dict(zip(Mark, row, strict=True)))
        for role, row in {
            #                              H1  H2  H3  H4
            Role.SCREENER: (_F, _F, _E, _N),
            Role.SENIOR_PRACTITIONER: (_F, _F, _E, _N),
            Role.MANAGER: (_F, _F, _F, _N),
            Role.EMERGENCY_DUTY: (_F, _F, _F, _N),
            Role.SOCIAL_WORKER: (_F, _N, _N, _N),
            Role.CHILD_PROTECTION: (_F, _N, _N, _N),
            Role.EARLY_HELP: (_N, _N, _N, _N),
            Role.PARTNER: (_F, _F, _E, _N),
            Role.QUALITY: (_F, _N, _N, _N),
            Role.INSPECTOR: (_F, _F, _N, _N),
        }.items()
    }
)

# Given to the role only once the decision-maker has pooled the answers.
ONCE_POOLED = frozenset({Role.PARTNER})
# Given what the originator has marked for going onward with the family.
WITH_ONWARD_LEAVE: Mapping[Role, frozenset[Mark]] = MappingProxyType(
    {
        Role.EARLY_HELP: frozenset({Mark.OPEN}),
        Role.CHILD_PROTECTION: frozenset({Mark.OPEN, Mark.HUB_ONLY}),
    }
)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """Shape:

    agency: key of the agency that gave the item.
    named: account ids that the agency has named as readers of a sealed item.
    onward_leave: the agency has said that the item may go on to those the family is passed to.
    pooled: the decision-maker has laid the answers to this contact side by side.
    blind: the council reads answers once all have come, and this is not so yet.
    """

    agency: str
    mark: Mark
    named: Collection[UUID] = ()
    onward_leave: bool = False
    pooled: bool = False
    blind: bool = False


def reading(item: ItemFacts, viewer: Viewer) -> Reading:
    """What `viewer`, who may open the record the item belongs to, is given of it.

    The owner reads its own whatever the mark, and somebody named reads whatever they were named
    for. It does not say whether the viewer may open the record.
    """
    if viewer.agency == item.agency and not viewer.employed_by_council:
        return Reading.FULL
    found = _by_mark(item, viewer)
    if item.blind and viewer.employed_by_council and found is Reading.FULL:
        return Reading.THAT_IT_EXISTS
    return found


def _by_mark(item: ItemFacts, viewer: Viewer) -> Reading:
    if viewer.account_id in item.named:
        return Reading.FULL
    if viewer.role in ONCE_POOLED and not item.pooled:
        return Reading.NOTHING
    if item.onward_leave and item.mark in WITH_ONWARD_LEAVE.get(viewer.role, frozenset()):
        return Reading.FULL
    return READS.get(viewer.role, {}).get(item.mark, Reading.NOTHING)


def may_change_mark(item: ItemFacts, viewer: Viewer) -> bool:
    """Only the agency that gave an item says how it is handled."""
    return viewer.agency == item.agency
