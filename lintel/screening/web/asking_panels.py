"""What agencies were asked, as the page of a contact shows it."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.panels import Panel
from lintel.screening import queries
from lintel.screening.web.asking_pages import AskedPanel, request_shown
from lintel.screening.web.shares import SharesPanel, agency_titles, share_shown
from lintel.sharing import queries as sharing

SHOWN = 3


def agencies_asked(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """Answered or silent, and the way to ask; nothing for who may not know of it."""
    may_ask = viewer.may(Permission.ASK_AGENCIES)
    if not sees(viewer, Zone.AGENCY_ITEMS) or viewer.role is Role.EARLY_HELP:
        return None
    found = queries.requests_about(viewer, contact.id, at=at)
    if not found and not (may_ask and contact.closed_at is None):
        return None
    return Panel(
        key="agencies",
        title="Agencies asked",
        template="screening/asked_panel.html",
        page=AskedPanel(
            [request_shown(one, viewer, at=at) for one in found],
            reverse("requests_about", args=[contact.id]),
            reverse("ask_agencies", args=[contact.id])
            if may_ask and contact.closed_at is None
            else "",
        ),
        beside=True,
    )


def what_was_shared(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """The newest lines of the ledger, for who may share."""
    if not viewer.may(Permission.SHARE):
        return None
    found = sharing.shares_about(contact.id)
    titles = agency_titles(contact.council)
    lines = [share_shown(one, titles) for one in found[:SHOWN]]
    return Panel(
        key="shared",
        title="Shared",
        template="screening/shares_panel.html",
        page=SharesPanel(
            [(line.title, line.when) for line in lines],
            len(found) - len(lines),
            reverse("shares", args=[contact.id]),
            reverse("record_share", args=[contact.id]),
        ),
        beside=True,
    )
