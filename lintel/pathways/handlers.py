"""What pathways does about news from below."""

from lintel.contacts.events import AddedUp, ContactReopened
from lintel.pathways import actions
from lintel.screening.events import DecisionRecorded


def offer_to_team(decided: DecisionRecorded) -> None:
    """A decision that names a team becomes an offer to it, in the same transaction."""
    if decided.team:
        actions.offer_handover(
            contact_id=decided.contact_id,
            decision_id=decided.decision_id,
            reference=decided.reference,
            council=decided.council,
            outcome=decided.outcome,
            team=decided.team,
            by=decided.by,
            at=decided.at,
        )


def withdraw(reopened: ContactReopened) -> None:
    """Nothing is offered any more, and what a team had taken on has come back."""
    actions.withdraw_offer(contact_id=reopened.contact_id, by=reopened.by, at=reopened.at)
    held = actions.end_by_reopening(contact_id=reopened.contact_id, by=reopened.by, at=reopened.at)
    if held is not None:
        actions.note_reopened(held, by=reopened.by, at=reopened.at)


def note_came_back(added: AddedUp) -> None:
    """What more counts as a family's may show that it was stepped down before."""
    actions.note_came_back(
        contact_id=added.contact_id,
        reference=added.reference,
        council=added.council,
        came_at=added.received_at,
        tells=added.is_open,
        earlier=added.earlier,
        by=added.by,
        at=added.at,
    )
