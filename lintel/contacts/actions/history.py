"""Reading the family's history: an act, because a decision rests on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.actions.change import on_the_trail
from lintel.contacts.models import HistoryOpened
from lintel.contacts.queries.family import History, history
from lintel.contacts.queries.visibility import the_contact


@transaction.atomic
def open_history(*, contact_id: UUID, by: Viewer, at: datetime) -> History:
    """The family's earlier contacts; that `by` has read them is kept beside the contact.

    Errors:
        NotThere: there is no such contact, or none for `by`.
        NotPermitted: `by` may see it but not the history.
    """
    contact = the_contact(by, contact_id)
    by.must(Permission.OPEN_HISTORY)
    found = history(by, contact_id)
    HistoryOpened.objects.create(contact=contact, at=at, by_id=by.account_id)
    on_the_trail(Permission.OPEN_HISTORY, contact, by=by, at=at)
    return found
