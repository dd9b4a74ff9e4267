"""Opening a contact as it stood: a reading like any other, with the moment on its entry."""

from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid
from lintel.pathways.queries.stood import AllThen, all_as_it_stood, decided_last
from lintel.pathways.rules.stood import reasons_not_then


def open_as_it_stood(
    *, contact_id: UUID, moment: datetime | None, by: Viewer, at: datetime
) -> AllThen:
    """Everything that was known at a moment; by default when the newest decision was made, or now.

    Errors:
        NotThere: no such contact, or none for `by`.
        Invalid: a moment to come, or from before it was received.
    """
    contact = contact_queries.the_contact(by, contact_id)
    if moment and (wrong := reasons_not_then(moment, received_at=contact.received_at, at=at)):
        raise Invalid(*wrong)
    asked = moment or decided_last(by, contact_id) or at
    said = f"as it stood on {when_in_words(asked)}"
    contact = contacts.open_contact(contact_id=contact_id, by=by, at=at, why=said)
    return all_as_it_stood(by, contact, moment=asked, at=at)
