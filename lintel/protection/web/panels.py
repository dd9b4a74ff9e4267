"""Strategy discussions, as the page of a contact shows them."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.panels import Panel
from lintel.govuk.words import clock
from lintel.protection import queries
from lintel.protection.rules.outcomes import State
from lintel.protection.web.pages import DiscussionsPanel, discussion_shown


def discussions(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """Those there are, and that one is due; a way to convene it for whoever may."""
    if not sees(viewer, Zone.DECISION):
        return None
    found = queries.discussions_about(viewer, contact.id, at=at)
    is_open = any(one.state is State.CONVENED for one in found)
    over = contact.closed_at is not None and not contact.accepted_team
    called = None if is_open or over else queries.called_for(contact)
    may = viewer.may(Permission.CONVENE) and not is_open and not over and contact.kind == "welfare"
    if not found and called is None:
        if not may:
            return None
        return Panel(
            "discussions", "Strategy discussion", "protection/discussions_panel.html",
            DiscussionsPanel((), None, (), reverse("convene_discussion", args=[contact.id])),
            beside=True,
        )  # fmt: skip
    return Panel(
        key="discussions",
        title="Strategy discussion",
        template="protection/discussions_panel.html",
        page=DiscussionsPanel(
            discussions=[discussion_shown(one, at=at) for one in found],
            due=clock(called.due_at, at) if called else None,
            signs=called.signs if called else (),
            convene=reverse("convene_discussion", args=[contact.id]) if may else "",
        ),
    )
