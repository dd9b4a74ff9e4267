"""The hub as a whole: who I am, the queues, finding a contact."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema

from lintel.access import queries as access
from lintel.access.guards import asks_for
from lintel.access.viewers import GRANTS, NotPermitted, Permission
from lintel.api import answers
from lintel.api.answers import ListOut, MeOut, QueueOut, QueuesOut
from lintel.api.routes import REFUSALS
from lintel.api.shapes import SearchIn
from lintel.contacts import actions, queries
from lintel.contacts.queries.search import people as search_people, signal_named
from lintel.contacts.rules.queues import SENIOR_READ, SENIOR_READ_TITLE

router = Router(tags=["hub"])


@router.get("/me", response={200: MeOut, **REFUSALS}, summary="Who the token is")
@asks_for(None, "account")
def me(request: HttpRequest) -> Any:
    viewer = request.viewer  # type: ignore[attr-defined]
    return MeOut(
        account=access.username_of(viewer.account_id),
        id=viewer.account_id,
        name=viewer.name,
        role=viewer.role,
        agency=viewer.agency,
        council=viewer.council,
        registered=viewer.is_registered,
        permissions=sorted(str(p) for p in GRANTS[viewer.role] if viewer.may(p)),
    )


@router.get("/queues", response={200: QueuesOut, **REFUSALS}, summary="Every queue and its count")
@asks_for(Permission.VIEW_COUNTS)
def queues(request: HttpRequest) -> Any:
    """Every open contact the account may see is in exactly one; received = open + closed."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(Permission.VIEW_COUNTS) and not viewer.may(Permission.VIEW_CONTACT):
        raise NotPermitted(Permission.VIEW_COUNTS)
    found = queries.conservation(viewer, at=timezone.now())
    reads = queries.senior_reads(viewer, at=timezone.now())
    address = reverse("api:listed")
    return QueuesOut(
        items=[
            QueueOut(
                name=queue.name,
                title=queue.title,
                count=queue.count,
                late=queue.late,
                url=f"{address}?queue={queue.name}",
            )
            for queue in found.queues
        ],
        tags=[
            QueueOut(
                name=SENIOR_READ,
                title=SENIOR_READ_TITLE,
                count=reads.open + reads.closed,
                late=reads.late,
                url=f"{address}?tag={SENIOR_READ}",
            )
        ],
        open=found.open,
        closed=found.closed,
        received=found.received,
    )


class KnownOut(Schema):
    """Somebody known, as much as a line about them needs."""

    id: UUID
    number: str
    name: str
    born_on: date | None
    is_child: bool


class FoundOut(ListOut):
    """`people` are known to the hub, whether or not a contact tells of them. `guardian_phone` is
    there where a restricted record may be about them, and this role is told so."""

    people: list[KnownOut]
    guardian_phone: str | None = None


@router.post("/search", response={200: FoundOut, **REFUSALS}, summary="Find a contact or a person")
@asks_for(Permission.SEARCH, "contact")
def search(request: HttpRequest, sent: SearchIn) -> Any:
    """By reference, by name or by a number; a body, so that no name is ever in an address.
    Misspelt names are found too."""
    viewer = request.viewer  # type: ignore[attr-defined]
    rows = actions.search_contacts(words=sent.text, by=viewer, at=timezone.now())
    known = search_people(viewer, sent.text)
    signal = signal_named(viewer, sent.text)
    return FoundOut(
        items=[answers.item(row) for row in rows],
        next_cursor=None,
        people=[
            KnownOut(
                id=one.person_id,
                number=one.number,
                name=one.name,
                born_on=one.born_on,
                is_child=one.is_child,
            )
            for one in known
        ],
        guardian_phone=signal.phone if signal else None,
    )
