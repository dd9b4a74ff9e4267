"""What has been promised to whom, and by when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.contacts.rules.obstacles import Stands
from lintel.duty.models import Promise
from lintel.duty.rules.promises import Settled, promises_stand
from lintel.kernel.refusals import NotThere


@dataclass(frozen=True, slots=True)
class PromiseSeen:
    """Shape: `settled_as` is "" while it is open; `late`: open past its time."""

    id: UUID
    contact_id: UUID
    reference: str
    what: str
    to_whom: str
    due_at: datetime
    made_at: datetime
    by: str
    settled_as: str
    settled_at: datetime | None
    settled_by: str
    settled_words: str
    late: bool

    @property
    def is_open(self) -> bool:
        return not self.settled_as


def promises_about(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[PromiseSeen]:
    """Open ones first, the soonest due first; none for who does not read concerns.

    Errors:
        NotThere: no such contact, or none for this viewer.
    """
    contacts.the_contact(viewer, contact_id)
    return promises_of(viewer, contact_id, at=at)


def promises_of(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[PromiseSeen]:
    """The same of a contact that has been opened. One query where there is no promise."""
    if not sees(viewer, Zone.CONCERN):
        return []
    found = _seen(_of_contact(contact_id), at=at)
    return sorted(found, key=lambda one: (not one.is_open, one.due_at))


@worded_once
def _of_contact(contact_id: UUID) -> QuerySet[Promise]:
    return Promise.objects.filter(contact_id=contact_id)


def one_promise(viewer: Viewer, promise_id: UUID, *, at: datetime) -> PromiseSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    row = Promise.objects.filter(id=promise_id).first()
    if row is None or not sees(viewer, Zone.CONCERN):
        raise NotThere("promise")
    contacts.the_contact(viewer, row.contact_id)
    return _seen([row], at=at)[0]


def open_promises(
    contact_ids: Collection[UUID], *, at: datetime
) -> Mapping[UUID, Sequence[PromiseSeen]]:
    """Open ones by contact, the soonest first; the caller has asked who may read them."""
    rows = Promise.objects.filter(contact_id__in=contact_ids, settled_at=None).order_by("due_at")
    found: dict[UUID, list[PromiseSeen]] = {}
    for one in _seen(rows, at=at):
        found.setdefault(one.contact_id, []).append(one)
    return found


def _seen(rows: Iterable[Promise], *, at: datetime) -> list[PromiseSeen]:
    rows = list(rows)
    if not rows:
        return []
    who = access.names_of({row.by for row in rows} | {r.settled_by for r in rows if r.settled_by})
    return [
        PromiseSeen(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            what=row.what,
            to_whom=row.to_whom,
            due_at=row.due_at,
            made_at=row.at,
            by=who.get(row.by, "Somebody who has left"),
            settled_as=row.settled_as,
            settled_at=row.settled_at,
            settled_by=who.get(row.settled_by, "Somebody who has left") if row.settled_by else "",
            settled_words=row.settled_words,
            late=not row.settled_as and at >= row.due_at,
        )
        for row in rows
    ]


def what_stands(contact: Any, by: Viewer) -> Iterable[Stands]:
    """A promise that is open stops the closing: somebody is waiting for it."""
    waiting = _open(contact.id)
    if waiting:
        yield promises_stand(len(waiting))


@worded_once
def _open(contact_id: UUID) -> QuerySet[Promise, UUID]:
    return Promise.objects.filter(contact_id=contact_id, settled_at=None).values_list(
        "id", flat=True
    )


SETTLED_WORDS = {"": "Open", Settled.KEPT: "Kept", Settled.NOT_KEPT: "Not kept"}
