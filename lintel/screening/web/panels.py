"""Decisions, as the page of a contact shows them."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from lintel.access.viewers import Viewer
from lintel.contacts.panels import Panel
from lintel.kernel.instants import when_in_words
from lintel.screening import queries
from lintel.screening.queries import DecisionSeen
from lintel.screening.web.pages import DecisionShown, DecisionsPanel, past_words


def decisions(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    found = queries.decisions_about(viewer, contact.id)
    if not found:
        return None
    newest, *older = [decision_shown(decision) for decision in found]
    return Panel(
        key="decision",
        title="Decision" if contact.outcome else "Decisions that no longer hold",
        template="screening/decisions_panel.html",
        page=DecisionsPanel(newest, older),
    )


def decision_shown(seen: DecisionSeen) -> DecisionShown:
    return DecisionShown(
        outcome=seen.outcome_title,
        destination=seen.destination,
        rationale=seen.rationale,
        by=seen.by or "Somebody who has left",
        when=when_in_words(seen.at),
        past=[past_words(code) for code in seen.overridden],
        override_reason=seen.override_reason,
        policy_version=seen.policy_version,
        routed=seen.suggested_because,
        instead=seen.route_reason,
        reference=seen.reference,
        href=reverse("contact", args=[seen.contact_id]),
    )
