"""What the clock does at the front door: it announces. Late is computed when read, so a worker
that has died delays a word and hides no child."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import the_system
from lintel.audit import trail
from lintel.contacts.actions.change import CLOCK_ALERTS, index
from lintel.contacts.actions.senders import look_over_senders as look_over
from lintel.contacts.models import Contact
from lintel.contacts.queries.rows import lightly, owner_address
from lintel.contacts.rules.clocks import running_clocks
from lintel.contacts.rules.queues import BY_NAME
from lintel.kernel.instants import london_day
from lintel.notices import actions as notices
from lintel.notices.queries import already_queued
from lintel.policy.calendars import calendar, is_new_to, reckoned_with
from lintel.policy.in_force import councils, policy_for

SOON = timedelta(minutes=30)
LATEST = timedelta(days=31)  # a worker that was dead for longer has more to say than this
READ, BATCH = 200, 20  # on SQLite nobody else writes while a batch is told


def announce_due(at: datetime) -> int:
    """Tell the owner of each contact that is nearly late, and again once it is; how many were new.

    Once for each due time: a contact whose clock moves is announced anew.
    """
    told = 0
    for kind, after, by_then in (("due_soon", at, at + SOON), ("overdue", at - LATEST, at)):
        ids = _untold(kind, _due(after, by_then))
        for start in range(0, len(ids), BATCH):
            told += _announce_batch(kind, ids[start : start + BATCH], at=at)
    return told


def _due(after: datetime, by_then: datetime) -> list[UUID]:
    """Open contacts of which a clock of the hub's own runs out in between.

    What an agency owes is announced by whoever asks agencies, and must not hide our own clock.
    """
    still_open = Contact.objects.filter(closed_at=None)
    ours = still_open.filter(answers_due_at=None, due_at__gt=after, due_at__lte=by_then)
    ids = list(ours.order_by("due_at").values_list("id", flat=True))
    waiting = still_open.filter(answers_due_at__isnull=False)
    found = ((contact.id, _own_due(contact)) for contact in waiting.iterator(chunk_size=500))
    return ids + [id_ for id_, due in found if due is not None and after < due <= by_then]


def _untold(kind: str, ids: Sequence[UUID]) -> list[UUID]:
    """Those to be told of, found before anybody is made to wait: most have long been told."""
    found: list[UUID] = []
    for start in range(0, len(ids), READ):
        rows = lightly(Contact.objects.filter(id__in=ids[start : start + READ]))
        keys = {_key(kind, contact): contact.id for contact in rows}
        told = already_queued(keys)
        found += [contact_id for key, contact_id in sorted(keys.items()) if key not in told]
    return found


def _own_due(contact: Contact) -> datetime | None:
    if contact.answers_due_at is None:
        return contact.due_at
    facts = replace(contact.facts(), answers_due_at=None)
    clocks = running_clocks(facts, policy=policy_for(contact.council), calendar=calendar())
    return clocks[0].due_at if clocks else None


@transaction.atomic
def _announce_batch(kind: str, ids: Sequence[UUID], *, at: datetime) -> int:
    keys = {_key(kind, contact): contact for contact in Contact.objects.filter(id__in=ids)}
    fresh = keys.keys() - already_queued(keys)
    for key in sorted(fresh):
        _announce(kind, keys[key], key=key, at=at)
    if kind == "overdue" and fresh:
        soon = [_key("due_soon", keys[key]) for key in fresh]
        by = the_system(keys[min(fresh)].council, today=london_day(at))
        notices.supersede(once_keys=soon, by=by, at=at)
    return len(fresh)


def _key(kind: str, contact: Contact) -> str:
    due = _own_due(contact)
    return f"{kind}:{contact.id}:{due.isoformat() if due else ''}"


def _announce(kind: str, contact: Contact, *, key: str, at: datetime) -> None:
    # Its own clock stands beside it wherever it is read: a time in the words would go stale.
    step, due = BY_NAME[contact.queue].next_step, _own_due(contact)
    late = " is late" if kind == "overdue" else ""
    notices.queue(
        kind=kind,
        council=contact.council,
        channel="task",
        to=owner_address(contact),
        subject=f"{contact.reference}{late}: {step[0].lower()}{step[1:]}",
        body=f"{step}.",
        about=contact.reference,
        due_at=due,
        once_key=key,
        by=the_system(contact.council, today=london_day(at)),
        at=at,
    )


def look_over_senders(at: datetime) -> int:
    """Raise whoever has fallen silent, and end what is over, in every council; how many are new."""
    today = london_day(at)
    return sum(
        look_over(council=council, by=the_system(council, today=today), at=at)
        for council in councils()
    )


def reckon_again(at: datetime) -> int:
    """Where bank holidays have changed, work out anew when each open contact falls due: how many
    moved. What is shown is worked out when it is read; this is for order, counts and alerts."""
    if not is_new_to("contacts"):
        return 0
    ids, moved = list(Contact.objects.filter(closed_at=None).values_list("id", flat=True)), 0
    for start in range(0, len(ids), BATCH):
        moved += _reckon_batch(ids[start : start + BATCH], at=at)
    reckoned_with("contacts")
    return moved


@transaction.atomic
def _reckon_batch(ids: Sequence[UUID], *, at: datetime) -> int:
    moved = 0
    for contact in Contact.objects.select_for_update().filter(id__in=ids, closed_at=None):
        was = contact.due_at
        index(contact)
        if contact.due_at == was:
            continue
        moved += 1
        contact.save(update_fields=["due_at"])
        by = the_system(contact.council, today=london_day(at))
        notices.settle(about=contact.reference, kinds=CLOCK_ALERTS, by=by, at=at)
        trail.record(
            did="reckon due time again",
            object_type="contact",
            object_id=str(contact.id),
            by=by,
            at=at,
            council=contact.council,
        )
    return moved
