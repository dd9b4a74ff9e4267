"""What the clock does at the front door: it announces. Late is computed when read, so a worker
that has died delays a word and hides no child."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import the_system
from lintel.contacts.models import Contact
from lintel.contacts.rules.queues import BY_NAME
from lintel.kernel.instants import clock_words, london_day
from lintel.notices import actions as notices
from lintel.notices.queries import already_queued

SOON = timedelta(minutes=30)
LATEST = timedelta(days=2)  # a worker that was dead for longer has more to say than this
BATCH = 200


def announce_due(at: datetime) -> int:
    """Tell the owner of each contact that is nearly late, and again once it is; how many were new.

    Once for each due time: a contact whose clock moves is announced anew.
    """
    told = 0
    soon = Contact.objects.filter(closed_at=None, due_at__lte=at + SOON, due_at__gt=at)
    late = Contact.objects.filter(closed_at=None, due_at__lte=at, due_at__gt=at - LATEST)
    for kind, contacts in (("due_soon", soon), ("overdue", late)):
        ids = list(contacts.order_by("due_at").values_list("id", flat=True))
        for start in range(0, len(ids), BATCH):
            told += _announce_batch(kind, ids[start : start + BATCH], at=at)
    return told


@transaction.atomic
def _announce_batch(kind: str, ids: Sequence[UUID], *, at: datetime) -> int:
    keys = {_key(kind, contact): contact for contact in Contact.objects.filter(id__in=ids)}
    fresh = keys.keys() - already_queued(keys)
    for key in sorted(fresh):
        _announce(kind, keys[key], key=key, at=at)
    return len(fresh)


def _key(kind: str, contact: Contact) -> str:
    return f"{kind}:{contact.id}:{contact.due_at.isoformat() if contact.due_at else ''}"


def _announce(kind: str, contact: Contact, *, key: str, at: datetime) -> None:
    queue = BY_NAME[contact.queue]
    notices.queue(
        kind=kind,
        council=contact.council,
        channel="task",
        to=str(contact.owner_account_id or contact.awaiting_team or contact.owner_team),
        subject=f"{contact.reference}: {clock_words(contact.due_at, at=at)}",
        body=f"{queue.next_step}.",
        about=contact.reference,
        due_at=contact.due_at,
        once_key=key,
        by=the_system(contact.council, today=london_day(at)),
        at=at,
    )
