"""The board: one row a contact, in the order a tired person should take them.

Pinned first, then late, then the rest; within each by rating and least time left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.worded_once import worded_afresh, worded_once
from lintel.access.zones import sees
from lintel.contacts.models import Contact, ContactChild
from lintel.contacts.queries.rows import BoardRow, lightly, rows_for
from lintel.contacts.queries.visibility import visible_of, visible_to
from lintel.contacts.rules.facts import RANK
from lintel.contacts.rules.queues import CLOSED, SENIOR_READ
from lintel.contacts.rules.telling import Kind
from lintel.people.rules.told import folded_name

PAGE = 50


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the person looking wants to see. Shape: "" or False asks for nothing in particular."""

    queue: str = ""
    rating: str = ""
    kind: str = ""
    source: str = ""
    mine: bool = False
    my_team: bool = False
    late: bool = False
    senior_read: bool = False
    agencies: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class BoardPage:
    rows: Sequence[BoardRow]
    number: int
    has_next: bool
    wanted: BoardFilter = field(default_factory=BoardFilter)


def board(
    viewer: Viewer, *, wanted: BoardFilter, number: int = 1, at: datetime, size: int = PAGE
) -> BoardPage:
    """One page of open contacts; of the closed, newest first, when that is what is wanted.

    Errors:
        NotPermitted: the viewer's role has no board.
    """
    viewer.must(Permission.VIEW_BOARD)
    start = (number - 1) * size
    if wanted.queue == CLOSED:
        closed = _narrowed(visible_to(viewer).exclude(closed_at=None), viewer, wanted, at)
        rows = list(lightly(closed).order_by("-closed_at", "id")[start : start + size + 1])
    else:
        # What somebody searches for, and a page far down, is worded anew: there is no end to it.
        often = number <= 3 and not wanted.words.strip()
        ask = _part_of_board if often else partial(worded_afresh, _part_of_board)
        ids = _parts_in_order(
            lambda part, most: ask(viewer, wanted, at, part, most),
            first=start,
            count=size + 1,
            queue=wanted.queue,
        )
        known = visible_of(viewer, ids)
        rows = [known[each] for each in ids if each in known]
    return BoardPage(
        rows=rows_for(viewer, rows[:size], at=at),
        number=number,
        has_next=len(rows) > size,
        wanted=wanted,
    )


def _narrowed(
    contacts: "QuerySet[Contact]", viewer: Viewer, wanted: BoardFilter, at: datetime
) -> "QuerySet[Contact]":
    if wanted.queue:
        contacts = contacts.filter(queue=wanted.queue)
    if wanted.rating:
        rating = "" if wanted.rating == "unrated" else wanted.rating
        contacts = contacts.filter(rating_rank=RANK[rating])
    if wanted.rating == "unrated":
        contacts = contacts.filter(kind=Kind.WELFARE)
    if wanted.kind:
        contacts = contacts.filter(kind=wanted.kind)
    if wanted.source:
        contacts = contacts.filter(source=wanted.source)
    if wanted.mine:
        contacts = contacts.filter(owner_account=viewer.account_id)
    if wanted.my_team:
        contacts = contacts.filter(owner_team__in=sorted(viewer.teams))
    if wanted.late:
        contacts = contacts.filter(due_at__lte=at)
    if wanted.senior_read:
        contacts = contacts.filter(awaits_senior_read=True)
    if wanted.agencies:
        contacts = contacts.filter(answers_due_at__isnull=False)
    if wanted.words.strip():
        contacts = contacts.filter(_said(viewer, wanted.words))
    return contacts


def _said(viewer: Viewer, words: str) -> Q:
    """Contacts by reference, or by the start of a name for whoever may see names."""
    by_reference = Q(reference__icontains=words.strip())
    if not sees(viewer, Zone.IDENTITY):
        return by_reference
    names = ContactChild.objects.filter(council=viewer.council)
    for word in folded_name(words, "").split():
        names = names.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
    return by_reference | Q(id__in=names.values("contact_id"))


def in_order(
    contacts: "QuerySet[Contact]", *, at: datetime, first: int = 0, count: int, queue: str = ""
) -> list[UUID]:
    """Ids of open contacts: immediate and late first; within a rating, least time left.

    One query for each part of the order, so that each is read from an index and stops when it
    has enough. The least urgent is read first: a contact that becomes urgent in between is read
    twice and shown once. `queue` says that `contacts` are of one queue, where none is pinned
    above the others.
    """
    return _parts_in_order(
        lambda part, most: list(_part(contacts, at, part, most, of_a_queue=bool(queue))),
        first=first,
        count=count,
        queue=queue,
    )


class Part(StrEnum):
    """The parts of the board, from its top."""

    PINNED = "pinned"
    LATE = "late"
    IN_TIME = "in_time"


def _part(
    contacts: "QuerySet[Contact]", at: datetime, part: Part, most: int, *, of_a_queue: bool
) -> "QuerySet[Contact, UUID]":
    if part is Part.PINNED:
        contacts = contacts.filter(immediate_since__isnull=False)
    else:
        contacts = contacts if of_a_queue else contacts.filter(immediate_since=None)
        late = part is Part.LATE
        contacts = contacts.filter(due_at__lte=at) if late else contacts.filter(due_at__gt=at)
    return contacts.order_by("rating_rank", "due_at", "id").values_list("id", flat=True)[:most]


@worded_once
def _part_of_board(
    viewer: Viewer, wanted: BoardFilter, at: datetime, part: Part, most: int
) -> "QuerySet[Contact, UUID]":
    chosen = _narrowed(visible_to(viewer).filter(closed_at=None), viewer, wanted, at)
    return _part(chosen, at, part, most, of_a_queue=bool(wanted.queue))


def _parts_in_order(
    ask: Callable[[Part, int], list[UUID]], *, first: int, count: int, queue: str
) -> list[UUID]:
    parts = [part for part in Part if not (queue and part is Part.PINNED)]
    read = [ask(part, first + count) for part in reversed(parts)]
    ids = dict.fromkeys(each for part in reversed(read) for each in part)
    return list(ids)[first : first + count]


def listed(
    viewer: Viewer,
    *,
    queue: str = "",
    tag: str = "",
    after: tuple[datetime, UUID] | None = None,
    size: int = PAGE,
    at: datetime,
) -> tuple[list[BoardRow], tuple[datetime, UUID] | None]:
    """Every contact the viewer may see, oldest first, by a cursor that inserts do not disturb.

    Shape: `after` and the cursor given back are the receipt time and id of the last row; None
        at the end. `queue` "closed" lists the closed; `tag` narrows to what is marked so.
    """
    chosen = visible_to(viewer)
    if queue == CLOSED:
        chosen = chosen.exclude(closed_at=None)
    elif queue:
        chosen = chosen.filter(closed_at=None, queue=queue)
    if tag == SENIOR_READ:
        chosen = chosen.filter(awaits_senior_read=True)
    elif tag:
        chosen = chosen.none()
    if after is not None:
        when, last = after
        chosen = chosen.filter(Q(received_at__gt=when) | Q(received_at=when, id__gt=last))
    rows = list(lightly(chosen).order_by("received_at", "id")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    cursor = (rows[-1].received_at, rows[-1].id) if more else None
    return rows_for(viewer, rows, at=at), cursor
