"""Finding a contact by what somebody remembers of it."""

from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.models import ContactAdult, ContactChild
from lintel.contacts.queries.rows import BoardRow, lightly, rows_for
from lintel.contacts.queries.visibility import visible_to, within_relation
from lintel.kernel.references import tidy_reference
from lintel.people.by_name import PersonFound, ids_named, people_found, refs_named
from lintel.people.queries import BATCH
from lintel.people.rules.best_known import HEARSAY
from lintel.restrictions.queries import CONTACT, PERSON, Signal, safety_signal, tells_anybody

MOST = 50


def search(viewer: Viewer, words: str, *, at: datetime) -> list[BoardRow]:
    """Contacts, open and closed, newest first: by reference, or by the names of who they are
    about, as they begin or as they sound. Never more than 50; somebody who may not see names
    finds by reference only.

    Errors:
        NotPermitted: the viewer's role may not search.
    """
    viewer.must(Permission.SEARCH)
    reference = tidy_reference(words)
    if reference is not None:
        found = visible_to(viewer).filter(reference=reference)
        return rows_for(viewer, list(found[:MOST]), at=at)
    if not sees(viewer, Zone.IDENTITY):
        return []
    ids = _contacts_naming(viewer, words)
    found = lightly(visible_to(viewer)).filter(id__in=ids).order_by("-received_at", "id")
    return rows_for(viewer, list(found[:MOST]), at=at)


def people(viewer: Viewer, words: str) -> list[PersonFound]:
    """Whoever is known and called so, or has that number; nobody for whoever opens nobody."""
    viewer.must(Permission.SEARCH)
    if not viewer.may(Permission.VIEW_PERSON) or tidy_reference(words) is not None:
        return []
    return people_found(viewer, words)


def signal_named(viewer: Viewer, words: str) -> Signal | None:
    """Whom to call, where a record kept from this viewer may be about somebody called so, has that
    number or that reference, and its kind tells their role; else None."""
    if not tells_anybody(viewer):
        return None
    reference = tidy_reference(words)
    contacts = within_relation(viewer)
    if reference is not None:
        ids = list(contacts.filter(reference=reference).values_list("id", flat=True))
        return safety_signal(viewer, CONTACT, ids)
    if not sees(viewer, Zone.IDENTITY):
        return None
    ids = list(contacts.filter(id__in=_contacts_naming(viewer, words)).values_list("id", flat=True))
    return safety_signal(viewer, CONTACT, ids) or safety_signal(
        viewer, PERSON, ids_named(viewer.council, words)
    )


def _contacts_naming(viewer: Viewer, words: str) -> list[UUID]:
    """The newest of the contacts that tell of somebody called so."""
    told = [UUID(ref) for ref in refs_named(viewer.council, words, source=HEARSAY)]
    rows: list[tuple[datetime, UUID]] = []
    for model in (ContactChild, ContactAdult):
        for start in range(0, len(told), BATCH):
            own = model.objects.filter(id__in=told[start : start + BATCH], council=viewer.council)
            rows += own.values_list("contact__received_at", "contact_id")
    return list(dict.fromkeys(contact for _, contact in sorted(rows, reverse=True)))[:BATCH]
