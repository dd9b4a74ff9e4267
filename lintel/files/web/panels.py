"""What is attached, as the page of a contact shows it; and the way to attach more."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import ZONES
from lintel.contacts.panels import Panel
from lintel.files import queries
from lintel.files.shown import FilesPanel, file_shown


def attached(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """For everybody whose role comes near files, if only to add to them."""
    may = viewer.may(Permission.ATTACH_FILE)
    if not may and ZONES[viewer.role][Zone.FILES] == ".":
        return None
    page = FilesPanel(
        [file_shown(one) for one in queries.files_of(viewer, contact.id, at=at)],
        reverse("attach_to_contact", args=[contact.id]) if may else "",
    )
    if not page.files and not may:
        return None
    return Panel("files", "Files", "files/files_panel.html", page, beside=True)
