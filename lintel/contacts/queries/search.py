"""Finding a contact by what somebody remembers of it."""

from datetime import datetime

from django.db.models import Q

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.models import ContactAdult, ContactChild
from lintel.contacts.queries.rows import BoardRow, lightly, rows_for
from lintel.contacts.queries.visibility import visible_to
from lintel.kernel.references import tidy_reference
from lintel.people.rules.told import folded_name

MOST = 50


def search(viewer: Viewer, words: str, *, at: datetime) -> list[BoardRow]:
    """Contacts, open and closed, newest first: by reference, or by the names of who they are
    about. Never more than 50; somebody who may not see names finds by reference only.

    Errors:
        NotPermitted: the viewer's role may not search.
    """
    viewer.must(Permission.SEARCH)
    reference = tidy_reference(words)
    if reference is not None:
        found = visible_to(viewer).filter(reference=reference)
        return rows_for(viewer, list(found[:MOST]), at=at)
    tokens = folded_name(words, "").split()
    if not tokens or not sees(viewer, Zone.IDENTITY):
        return []
    named = Q()
    for model in (ContactChild, ContactAdult):
        people = model.objects.filter(council=viewer.council)
        for token in tokens:
            people = people.filter(
                Q(search_name__startswith=token) | Q(search_name__contains=f" {token}")
            )
        named |= Q(id__in=people.values("contact_id"))
    found = lightly(visible_to(viewer)).filter(named).order_by("-received_at", "id")
    return rows_for(viewer, list(found[:MOST]), at=at)
