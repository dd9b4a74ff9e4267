"""What helps somebody at work on one contact: the next one, and others that may be the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from lintel.access import queries as access
from lintel.access.viewers import Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts.models import Contact, ContactChild
from lintel.contacts.queries.board import in_order
from lintel.contacts.queries.family import ratings_given, rows_of
from lintel.contacts.queries.rows import BoardRow, rows_for
from lintel.contacts.queries.visibility import visible_of, visible_to
from lintel.restrictions.queries.conflicts import passed_over

MOST, ROWS = 10, 50


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
    told, _ = rows_of(contact.id)
    names = [child.search_name for child in told if child.search_name]
    born = [
        (child.date_of_birth, child.family_name.strip())
        for child in told
        if child.date_of_birth and child.family_name
    ]
    asked = (viewer, contact.id, contact.council)
    rows = set(_named(*asked, names) if names else ())
    if born:
        rows |= set(_born(*asked, [day for day, _ in born], [family for _, family in born]))
    found: dict[UUID, list[_Alike]] = {}
    for row in sorted(map(_Alike._make, rows), key=lambda row: (row.place, row.contact_id)):
        found.setdefault(row.contact_id, []).append(row)
    newest = sorted(found.items(), key=lambda one: one[1][0].received_at, reverse=True)
    shows_words = sees(viewer, Zone.CONCERN)
    return [
        Duplicate(
            contact_id=contact_id,
            reference=children[0].reference,
            received_at=children[0].received_at,
            source=children[0].source,
            children=tuple(f"{c.given_name} {c.family_name}".strip() for c in children),
            same_words=shows_words and children[0].concern == contact.concern,
        )
        for contact_id, children in newest[:MOST]
    ]


class _Alike(NamedTuple):
    """A child told of in another contact, and that contact."""

    contact_id: UUID
    place: int
    given_name: str
    family_name: str
    reference: str
    received_at: datetime
    source: str
    concern: str


# Two questions and not one: asked for a name or a birthday, SQLite reads every child there is.
@worded_once
def _named(
    viewer: Viewer, but: UUID, council: str, names: list[str]
) -> QuerySet[ContactChild, tuple[Any, ...]]:
    return _newest(viewer, but, council).filter(search_name__in=names)[:ROWS]


@worded_once
def _born(
    viewer: Viewer, but: UUID, council: str, days: list[date], families: list[str]
) -> QuerySet[ContactChild, tuple[Any, ...]]:
    """On one of `days`, into the family at its place in `families`, in capitals or not."""
    into = Q()
    for day, family in zip(days, families, strict=True):
        into |= Q(Exact(Upper("family_name"), Upper(Value(family))), date_of_birth=day)
    return _newest(viewer, but, council).filter(into, date_of_birth__in=days)[:ROWS]


def _newest(viewer: Viewer, but: UUID, council: str) -> QuerySet[ContactChild, tuple[Any, ...]]:
    """Children in other open contacts, the newest first."""
    there = visible_to(viewer).filter(closed_at=None, id=OuterRef("contact_id")).exclude(id=but)
    rows = ContactChild.objects.filter(Exists(there), council=council)
    return rows.order_by("-contact__received_at", "place").values_list(
        *("contact_id", "place", "given_name", "family_name"),
        *("contact__reference", "contact__received_at", "contact__source", "contact__concern"),
    )


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
