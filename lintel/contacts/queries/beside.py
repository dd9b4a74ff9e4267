"""What helps somebody at work on one contact: the next one, and others that may be the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lintel.access import queries as access
from lintel.access.viewers import Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.models import Contact, ContactChild
from lintel.contacts.queries.board import in_order
from lintel.contacts.queries.family import ratings_given
from lintel.contacts.queries.rows import BoardRow, rows_for
from lintel.contacts.queries.visibility import visible_of, visible_to
from lintel.restrictions.queries.conflicts import passed_over

MOST = 10


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another open contact that tells of a child by the same name or birthday.

    Shape: `children` are the names that meet; `same_words`: the concern is word for word the same.
    """

    contact_id: UUID
    reference: str
    received_at: datetime
    source: str
    children: tuple[str, ...]
    same_words: bool


@dataclass(frozen=True, slots=True)
class Onward:
    """The next contact in a queue, and how many wait there."""

    contact_id: UUID
    reference: str
    waiting: int


def possible_duplicates(viewer: Viewer, contact: Contact) -> Sequence[Duplicate]:
    """Other open contacts about a child of the same name, or the same birthday and family name;
    newest first. Two queries however many there are; none for whoever may not see names."""
    if not sees(viewer, Zone.IDENTITY):
        return ()
    alike = Q()
    for child in ContactChild.objects.filter(contact=contact):
        if child.search_name:
            alike |= Q(search_name=child.search_name)
        if child.date_of_birth and child.family_name:
            alike |= Q(
                date_of_birth=child.date_of_birth, family_name__iexact=child.family_name.strip()
            )
    if not alike:
        return ()
    found: dict[UUID, list[ContactChild]] = {}
    open_ones = visible_to(viewer).filter(closed_at=None).exclude(id=contact.id)
    rows = ContactChild.objects.filter(alike, council=contact.council, contact__in=open_ones)
    for row in rows.select_related("contact").order_by("-contact__received_at", "place")[:50]:
        found.setdefault(row.contact_id, []).append(row)
    shows_words = sees(viewer, Zone.CONCERN)
    return [
        Duplicate(
            contact_id=contact_id,
            reference=children[0].contact.reference,
            received_at=children[0].contact.received_at,
            source=children[0].contact.source,
            children=tuple(f"{c.given_name} {c.family_name}".strip() for c in children),
            same_words=shows_words and children[0].contact.concern == contact.concern,
        )
        for contact_id, children in list(found.items())[:MOST]
    ]


def onward_from(viewer: Viewer, queue: str, *, but: UUID | None, at: datetime) -> Onward | None:
    """Which contact of a queue to take next, in the order of the board; None when it is empty.
    What may be of the viewer's own family is passed over."""
    waiting = visible_to(viewer).filter(closed_at=None, queue=queue).exclude(id=but)
    waiting = waiting.exclude(id__in=passed_over(viewer))
    first = in_order(waiting, at=at, count=1, queue=queue)
    if not first:
        return None
    reference = waiting.values_list("reference", flat=True).filter(id=first[0]).first()
    return Onward(first[0], reference or "", waiting.count())


def ratings_of(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, str]:
    """How contacts are rated, by id; those not there for this viewer are left out."""
    return {one.id: one.rating for one in visible_of(viewer, ids).values()}


def board_rows(viewer: Viewer, ids: Iterable[UUID], *, at: datetime) -> dict[UUID, BoardRow]:
    """Contacts as the board shows them, by id; those not there for this viewer are left out."""
    contacts = list(visible_of(viewer, ids).values())
    return {row.id: row for row in rows_for(viewer, contacts, at=at)}


@dataclass(frozen=True, slots=True)
class LastRating:
    rating: str
    reason: str
    by: str
    at: datetime


def last_rating(contact: Contact) -> LastRating | None:
    """The rating that stands, who gave it and why; None when nobody has rated."""
    given = ratings_given(contact.id)
    if not given:
        return None
    row = given[-1]
    names = access.names_of({row.by_id})
    return LastRating(row.rating, row.reason, names.get(row.by_id, "somebody"), row.at)
