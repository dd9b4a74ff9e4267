"""Challenges, as the page of a contact shows them; and the way to raise one."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.panels import Panel
from lintel.oversight import queries
from lintel.oversight.queries.allegations import allegation_of
from lintel.oversight.web.allegation_pages import AllegationPanel, allegation_shown
from lintel.oversight.web.pages import ChallengesPanel, challenge_shown
from lintel.policy.in_force import policy_for


def challenges(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """Those this viewer may know of, before the record while one is open; else the way to one."""
    may = viewer.may(Permission.CHALLENGE)
    found = queries.challenges_about(viewer, contact.id, at=at)
    if not found and not may:
        return None
    policy = policy_for(viewer.council).challenging
    page = ChallengesPanel(
        [challenge_shown(one, policy=policy, at=at) for one in found],
        reverse("challenge_contact", args=[contact.id]) if may else "",
    )
    is_open = any(one.is_open for one in found)
    return Panel(
        "challenges", "Challenges", "oversight/challenges_panel.html", page, beside=not is_open
    )


def allegation(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """For the few who see allegations, where the contact told of one. No query for a contact that
    did not."""
    if not contact.allegation:
        return None
    found = allegation_of(viewer, contact.id)
    if found is None:
        return None
    page = AllegationPanel(allegation_shown(found, at=at))
    return Panel("allegation", "Allegation", "oversight/allegation_panel.html", page)
