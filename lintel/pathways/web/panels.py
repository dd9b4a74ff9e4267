"""Hand-overs, as the page of a contact shows them."""

from datetime import datetime
from typing import Any

from lintel.access.viewers import Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.panels import Panel
from lintel.pathways import queries
from lintel.pathways.web.pages import (
    HandOversPanel,
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
