"""Contacts that are allegations against people who work with children: seen by few."""

from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts.actions.change import settle
from lintel.contacts.events import AllegationTold
from lintel.contacts.models import Contact
from lintel.kernel import news


def tell_allegation(contact: Contact, *, by: Viewer, at: datetime) -> None:
    """Tell the contexts above, in the transaction that makes it one."""
    news.tell(
        AllegationTold(
            contact_id=contact.id,
            reference=contact.reference,
            council=contact.council,
            by=by,
            at=at,
        )
    )


def mark_allegation(*, contact_id: UUID, is_one: bool, by: Viewer, at: datetime) -> None:
    """Hide a contact from most of the hub, or show it again. The contact's side of what the
    designated officer decides, in its transaction, which leaves the trail entry."""
    contact = Contact.objects.select_for_update().get(id=contact_id)
    if contact.allegation != is_one:
        contact.allegation = is_one
        settle(contact, by=by, at=at)
