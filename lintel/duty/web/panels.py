"""Promises and the night, as the page of a contact shows them."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.panels import Panel
from lintel.contacts.rules.sides import side_of_role
from lintel.duty import queries
from lintel.duty.queries.plan import turn_in
from lintel.duty.rules.items import SIDE_WORDS, State
from lintel.duty.web.pages import PromisesPanel, promise_shown


def promises(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """What has been promised, small and beside; and where it stands at the close of day."""
    if not viewer.may(Permission.PROMISE):
        return None
    found = queries.promises_of(viewer, contact.id, at=at)
    is_open = contact.facts().is_open
    if not is_open and not found:
        return None
    still = [one for one in found if one.is_open]
    page = PromisesPanel(
        promises=[promise_shown(one, viewer=viewer, at=at) for one in still],
        all_href=reverse("promises", args=[contact.id]),
        more="Record a promise" if is_open else "All promises",
        standing=_standing(viewer, contact, at) if is_open else "",
        say=_say(viewer, contact, at) if is_open else "",
    )
    return Panel("promises", "Promises", "duty/promises_panel.html", page, beside=True)


def _standing(viewer: Viewer, contact: Any, at: datetime) -> str:
    turn = turn_in(contact.council, at)
    state = queries.state_of(contact.id, turn)
    words = {
        State.DRAWN: f"To be handed over to {SIDE_WORDS[turn.to]}",
        State.READY: f"Waits for {SIDE_WORDS[turn.to]} to accept it",
        State.ACCEPTED: f"{SIDE_WORDS[turn.to].capitalize()} has accepted it",
        State.KEPT: "Stays with the hub past the close of day",
    }
    return words.get(state, "") if state else ""


def _say(viewer: Viewer, contact: Any, at: datetime) -> str:
    if not viewer.may(Permission.HAND_OVER_DUTY):
        return ""
    gives = side_of_role(viewer.role) is turn_in(contact.council, at).giver
    return reverse("say_for_duty", args=[contact.id]) if gives else ""
