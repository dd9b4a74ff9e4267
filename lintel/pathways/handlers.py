"""What pathways does about news from below."""

from lintel.contacts.events import ContactReopened
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
    actions.withdraw_offer(contact_id=reopened.contact_id, by=reopened.by, at=reopened.at)
