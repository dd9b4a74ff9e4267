"""Making a promise on behalf of the hub, and saying how it ended."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.duty.models import Promise
from lintel.duty.rules.promises import Settled, reasons_not_to_promise, reasons_not_to_settle
from lintel.kernel.refusals import NotThere, Refused
from lintel.notices import actions as notices

ALERTS = ("promise_due_soon", "promise_overdue")


@transaction.atomic
def make_promise(
    *, contact_id: UUID, what: str, to_whom: str, due_at: datetime, by: Viewer, at: datetime
) -> Promise:
    """Somebody has been told that something will be done, by a time.

    Errors:
        NotThere, NotPermitted: as every change to a contact.
        Refused: it is closed; nothing, nobody, or a time gone by.
    """
    contact = contacts.to_change(contact_id, version=None, permission=Permission.PROMISE, by=by)
    refusals = reasons_not_to_promise(
        is_open=contact.facts().is_open, what=what, to_whom=to_whom, due_at=due_at, at=at
    )
    if refusals:
        raise Refused(*refusals)
    promise = Promise.objects.create(
        contact_id=contact.id,
        reference=contact.reference,
        council=contact.council,
        what=what.strip(),
        to_whom=to_whom.strip(),
        due_at=due_at,
        at=at,
        by=by.account_id,
    )
    _on_the_trail(promise, "promised", by=by, at=at)
    return promise


@transaction.atomic
def settle_promise(
    *, promise_id: UUID, how: Settled, words: str, by: Viewer, at: datetime
) -> Promise:
    """Say that it was kept, or why not.

    Errors:
        NotThere, NotPermitted: as every change to a contact.
        Refused: it has been settled, or nothing is said.
    """
    promise = Promise.objects.select_for_update().filter(id=promise_id).first()
    if promise is None:
        raise NotThere("promise")
    contact_queries.the_contact(by, promise.contact_id)
    by.must(Permission.PROMISE)
    refusals = reasons_not_to_settle(promise.settled_as, how=how, words=words)
    if refusals:
        raise Refused(*refusals)
    promise.settled_as, promise.settled_words = how, words.strip()
    promise.settled_at, promise.settled_by = at, by.account_id
    promise.save(update_fields=["settled_as", "settled_words", "settled_at", "settled_by"])
    for kind in ALERTS:
        notices.cancel(once_key=f"{kind}:{promise.id}", by=by, at=at)
    _on_the_trail(promise, str(how), by=by, at=at)
    return promise


def _on_the_trail(promise: Promise, why: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=Permission.PROMISE,
        object_type="contact",
        object_id=str(promise.contact_id),
        by=by,
        at=at,
        why=why,
        council=promise.council,
    )
