"""What is behind the glass of a contact, and reading it once the glass is broken."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts.models import Contact
from lintel.contacts.queries.visibility import found
from lintel.kernel.references import tidy_reference
from lintel.restrictions.queries.glass import reads_through_glass, what_hides
from lintel.restrictions.rules.glass import Sought, is_as_good_as_absent


@dataclass(frozen=True, slots=True)
class BehindGlass:
    """A contact that somebody asks to see. Shape: `contact` None when there is none."""

    contact: Contact | None
    sought: Sought


def as_read_through_glass(viewer: Viewer, contact_id: UUID, at: datetime) -> Viewer:
    """The viewer as they read this contact: through glass where they have broken it and could not
    open it otherwise, else as they are. What has come between since, as a conflict of their own,
    closes it as it would have kept it shut."""
    if not reads_through_glass(viewer, contact_id, at=at) or found(viewer, contact_id):
        return viewer
    if is_as_good_as_absent(what_hides(viewer, contact_id)):
        return viewer
    return replace(viewer, glass=contact_id)


def behind_glass(viewer: Viewer, which: UUID | str) -> BehindGlass:
    """The contact of this id or reference in the viewer's council, hidden from them or not. For
    breaking the glass, which says nothing of it to whoever may not."""
    rows = Contact.objects.filter(council=viewer.council)
    if isinstance(which, UUID):
        contact = rows.filter(id=which).first()
    else:
        reference = tidy_reference(which)
        contact = rows.filter(reference=reference).first() if reference else None
    if contact is None:
        return BehindGlass(None, Sought())
    sought = what_hides(viewer, contact.id)
    return BehindGlass(contact, replace(sought, is_open=bool(found(viewer, contact.id))))
