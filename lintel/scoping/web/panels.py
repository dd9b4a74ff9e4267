"""Askings, as the page of a contact shows them."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.panels import Panel
from lintel.scoping import queries
from lintel.scoping.web.pages import AskingsPanel, asking_shown


def askings(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """Who was asked and what they said, for who may ask; nothing where asking is off."""
    if not viewer.may(Permission.ASK_BY_TOKEN) or not sees(viewer, Zone.IDENTITY):
        return None
    if not queries.partners(viewer):
        return None
    found = queries.askings_about(viewer, contact.id)
    return Panel(
        key="askings",
        title="Known elsewhere?",
        template="scoping/askings_panel.html",
        page=AskingsPanel(
            [asking_shown(seen, contact_id=contact.id) for seen in found],
            reverse("ask_by_token", args=[contact.id]),
            reverse("token_questions") if viewer.may(Permission.VIEW_AUDIT) else "",
        ),
        beside=True,
    )
