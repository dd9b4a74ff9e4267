"""What oversight does about news from below."""

from lintel.contacts.events import AllegationTold
from lintel.oversight import actions


def open_allegation(told: AllegationTold) -> None:
    actions.open_allegation(
        contact_id=told.contact_id,
        reference=told.reference,
        council=told.council,
        by=told.by,
        at=told.at,
    )
