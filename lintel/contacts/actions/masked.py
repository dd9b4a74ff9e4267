"""Opening a part of a contact that a role is shown masked: an act, with a purpose."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import is_masked
from lintel.audit import trail
from lintel.contacts.models import MaskOpened
from lintel.contacts.queries.record import AdultSeen, ChildSeen, masked_people
from lintel.contacts.queries.visibility import the_contact
from lintel.contacts.rules.masked import what_is_wrong_with
from lintel.kernel.refusals import Invalid, NotThere


@transaction.atomic
def open_masked(
    *, contact_id: UUID, zone: Zone, purpose: str, words: str, by: Viewer, at: datetime
) -> tuple[list[ChildSeen], list[AdultSeen]]:
    """The children and adults of a contact with what `zone` masks, for this once.

    Errors:
        NotThere: there is no such contact for `by`, or their role is not shown this part masked.
        NotPermitted: `by` opens no masks.
        Invalid: no purpose, or too few words.
    """
    contact = the_contact(by, contact_id)
    by.must(Permission.OPEN_MASKED)
    if not is_masked(by, zone):
        raise NotThere("part")
    wrong = what_is_wrong_with(purpose, words)
    if wrong:
        raise Invalid(*wrong)
    shown = masked_people(by, contact)
    MaskOpened.objects.create(
        contact=contact,
        zone=zone,
        purpose=purpose,
        words=words.strip(),
        at=at,
        by_id=by.account_id,
    )
    trail.record(
        did=Permission.OPEN_MASKED,
        object_type="contact",
        object_id=str(contact.id),
        by=by,
        at=at,
        why=purpose,
        council=contact.council,
        zone=zone,
    )
    return shown
