"""How many contacts a sender has handed in, so that its count can be held against ours."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AwareDatetime

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.contacts.queries import senders
from lintel.kernel.refusals import Invalid, Refusal

router = Router(tags=["contacts"])


class BetweenIn(Schema):
    """Two moments with an offset; received from the first on, and before the second."""

    since: AwareDatetime
    until: AwareDatetime


class HandedInOut(Schema):
    """received = open + closed. One that is no longer shown to its sender is counted as open."""

    since: AwareDatetime
    until: AwareDatetime
    received: int
    open: int
    closed: int


@router.get("/handed-in", response={200: HandedInOut, **REFUSALS}, summary="Counts of own contacts")
@asks_for(Permission.SUBMIT_CONTACT, "figures")
def handed_in(request: HttpRequest, asked: Query[BetweenIn]) -> Any:
    """How many contacts this account has handed in between two moments, and how many of them are
    open or closed: the sender's count should be ours. Counts of the account's own only. A token
    that may send contacts may ask."""
    if asked.until <= asked.since:
        words = "Enter a moment after the first"
        raise Invalid(Refusal("until_before_since", words, field="until"))
    viewer = request.viewer  # type: ignore[attr-defined]
    found = senders.handed_in(viewer, since=asked.since, until=asked.until)
    return HandedInOut(
        since=asked.since,
        until=asked.until,
        received=found.received,
        open=found.open,
        closed=found.closed,
    )
