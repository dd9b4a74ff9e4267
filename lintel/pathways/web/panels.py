"""Hand-overs, as the page of a contact shows them."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.contacts.panels import Panel
from lintel.directory import queries as directory
from lintel.directory.rules.routing import suggest
from lintel.kernel.instants import london_day
from lintel.pathways import queries
from lintel.pathways.web.pages import (
    HandOversPanel,
    OtherHubPanel,
    SteppedDownPanel,
    handover_shown,
    returned_shown,
)
from lintel.screening.queries import outcome_title


def handovers(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """Where it has been offered and what was answered: an outcome, so for who may see those."""
    if not sees(viewer, Zone.OUTCOME):
        return None
    found = queries.handovers_of(viewer, contact.id)
    if not found:
        return None
    offers = [
        handover_shown(
            seen,
            council=contact.council,
            outcome=outcome_title(contact.council, seen.outcome, contact.kind),
            row=None,
            mine=seen.team in viewer.teams,
            at=at,
        )
        for seen in found
    ]
    return Panel("handover", "Hand-over", "pathways/handovers_panel.html", HandOversPanel(offers))


def stepped_down_before(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """For whoever decides next: this family was stepped down, and came back."""
    found = queries.stepped_down_before(viewer, contact.id)
    if not found:
        return None
    return Panel(
        "stepped-down",
        "Stepped down before, and back",
        "pathways/stepped_down_panel.html",
        SteppedDownPanel([returned_shown(each) for each in found]),
    )


def other_hub(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """Where a council has several hubs: the one that covers where the child lives, if another has
    the contact. Nothing moves by itself."""
    if not viewer.may(Permission.ASSIGN) or contact.closed_at or contact.decided_at:
        return None
    hubs = [team for team in directory.teams(contact.council) if team.kind == "front_door"]
    if len(hubs) < 2 or contact.owner_team not in {hub.key for hub in hubs}:
        return None
    found = suggest(["front_door"], hubs, contacts.children_to_route(contact, on=london_day(at)))
    if found.team is None or not found.by_rule or found.team.key == contact.owner_team:
        return None
    return Panel(
        "other-hub",
        "Another hub covers this",
        "pathways/other_hub_panel.html",
        OtherHubPanel(found.team.title, found.because, reverse("assign", args=[contact.id])),
        beside=True,
    )
