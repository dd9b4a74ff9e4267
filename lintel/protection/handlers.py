"""What protection does about news: whoever decides, and whatever is decided, a step opens."""

from lintel.contacts.events import (
    ContactCorrected,
    ContactReceived,
    ContactReopened,
    IndicatorDismissed,
)
from lintel.protection.actions import steps
from lintel.protection.events import Section47Decided
from lintel.protection.rules.outcomes import Medical
from lintel.screening.events import DecisionRecorded


def open_paediatric(
    happened: ContactReceived | ContactCorrected | ContactReopened | DecisionRecorded,
) -> None:
    """What is alleged is asked again at each turn, so that no way in is without its step."""
    steps.open_paediatric(contact_id=happened.contact_id, by=happened.by, at=happened.at)


def withdraw_paediatric(dismissed: IndicatorDismissed) -> None:
    steps.withdraw_paediatric(
        contact_id=dismissed.contact_id, reason=dismissed.reason, by=dismissed.by, at=dismissed.at
    )


def open_section_47(decided: Section47Decided) -> None:
    steps.open_section_47(
        contact_id=decided.contact_id,
        discussion_id=decided.discussion_id,
        children=decided.children,
        started_at=decided.started_at,
        by=decided.by,
        at=decided.at,
    )
    if decided.paediatric == Medical.NEEDED:
        steps.medical_needed(contact_id=decided.contact_id, by=decided.by, at=decided.at)
