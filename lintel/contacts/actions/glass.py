"""Breaking the glass of a contact: it is looked for past what hides it, here and nowhere else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer, Zone
from lintel.audit import trail
from lintel.contacts.queries.through import BehindGlass, behind_glass
from lintel.kernel.refusals import NotThere, Refused
from lintel.restrictions import actions as restrictions
from lintel.restrictions.queries.glass import must_make_sense
from lintel.restrictions.rules.glass import is_as_good_as_absent, reasons_not_open_already

# Words of its own: whoever reads the trail must not take it for a record that was opened.
NOT_GIVEN = "break glass refused"


def break_glass(*, which: UUID | str, category: str, reason: str, by: Viewer, at: datetime) -> UUID:
    """Open one contact, by id or reference, to `by` for sixty minutes, read only; its id.

    The caller has asked for the second factor again. What is wrong with what was asked is said
    before anything is looked for, so that it is the same for a contact that is not there. That
    somebody asked for one they were not given is kept.

    Errors:
        NotPermitted, Invalid; Refused: too many uses wait for a review, or they can open it anyway.
        NotThere: there is none, or none for them even so.
    """
    must_make_sense(category=category, reason=reason, by=by)
    behind = behind_glass(by, which)
    if behind.contact is None or is_as_good_as_absent(behind.sought):
        _note_refusal(behind, by=by, at=at)
        raise NotThere("contact")
    refused = reasons_not_open_already(behind.sought)
    if refused:
        raise Refused(*refused)
    contact = behind.contact
    restrictions.break_glass(
        behind=restrictions.Behind(
            contact_id=contact.id,
            reference=contact.reference,
            council=contact.council,
            kinds=tuple(sorted(behind.sought.kinds)),
        ),
        category=category,
        reason=reason,
        by=by,
        at=at,
    )
    return contact.id


def _note_refusal(behind: BehindGlass, *, by: Viewer, at: datetime) -> None:
    contact, conflicted = behind.contact, behind.sought.conflicted
    with transaction.atomic():
        trail.record(
            did=NOT_GIVEN,
            object_type="contact",
            object_id=str(contact.id) if contact else "",
            by=by,
            at=at,
            why=f"refused {conflicted or 'not there'}",
            council=by.council,
            zone=Zone.ENVELOPE,
        )
