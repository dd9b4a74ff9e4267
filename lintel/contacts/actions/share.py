"""Giving information about a family to another body, and saying why and on what basis."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.actions.change import on_the_trail, to_change
from lintel.kernel.refusals import Invalid, Refusal
from lintel.restrictions.queries import places_never_sent
from lintel.sharing.actions import record_share
from lintel.sharing.rules.disclosures import Disclosure, Gave


@transaction.atomic
def share_information(
    *, contact_id: UUID, disclosure: Disclosure, by: Viewer, at: datetime
) -> UUID:
    """A line in the ledger by hand; its id. Nothing is sent: it says what somebody gave.

    Errors:
        NotThere, NotPermitted: as every change to a contact.
        Invalid: everything that must be put right first; a basis is required.
    """
    contact = to_change(contact_id, version=None, permission=Permission.SHARE, by=by)
    shared = disclosure.gave is Gave.SHARED
    if shared and places_never_sent(contact.council).said_in(disclosure.items):
        words = "Take out the address, telephone or school: it is protected, and is never shared"
        raise Invalid(Refusal("says_protected", words, "items"))
    line = record_share(
        disclosure,
        contact_id=contact.id,
        reference=contact.reference,
        council=contact.council,
        by=by,
        at=at,
    )
    on_the_trail(Permission.SHARE, contact, by=by, at=at, why=disclosure.gave)
    return line
