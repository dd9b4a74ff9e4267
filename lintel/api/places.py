"""Places of teams, their waiting lists, and what came back after it was stepped down."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Shape, Words
from lintel.api.verbs import DONE, do
from lintel.pathways import actions, queries
from lintel.pathways.queries import Family, Returned, TeamPlaces

router = Router(tags=["places"])

How = Literal["helped", "withdrew", "moved", "more_needed"]


class EndPlaceIn(Shape):
    """`words`: how the children are now."""

    how: How
    words: Words


class WaitingOut(Schema):
    """`contact_id` is null and `reference` empty for what the caller may not open."""

    contact_id: UUID | None
    reference: str
    since: datetime
    waits_for: str


class HolderOut(Schema):
    """As WaitingOut; `since` is when the team took the family on."""

    contact_id: UUID | None
    reference: str
    since: datetime


class PlacesOut(Schema):
    """`offered` are passed to the team and not answered; `waiting` in the order of the list;
    `holders` have a place, who has had it for the longest first. Both are the first of as many as
    the count says: `GET /places/list` goes on from the cursor, which is null when these are all."""

    team: str
    title: str
    covers: str
    places: int | None
    taken: int
    left: int | None
    offered: int
    is_exceeded: bool
    waiting: list[WaitingOut]
    waiting_count: int
    waiting_cursor: str | None
    holders: list[HolderOut]
    holders_count: int
    holders_cursor: str | None


class PlacesListOut(Schema):
    items: list[PlacesOut]


class FamilyOut(WaitingOut):
    """`waits_for` is empty for who has a place."""

    team: str


class FamiliesOut(Schema):
    items: list[FamilyOut]
    next_cursor: str | None


class BackCountOut(Schema):
    months: int
    count: int


class BackLineOut(Schema):
    """`whose` is "mine", "team:<key>" or "council"."""

    whose: str
    title: str
    stepped_down: int
    came_back: list[BackCountOut]


class BackLinesOut(Schema):
    items: list[BackLineOut]


class ReturnedOut(Schema):
    """`contact_id` and `stepped_down_id` are null for what the caller may not open."""

    contact_id: UUID | None
    reference: str
    came_at: datetime
    reopened: bool
    within: int
    stepped_down_id: UUID | None
    stepped_down: str
    taken_on_at: datetime
    team: str
    by: str


class ReturnedListOut(Schema):
    items: list[ReturnedOut]


@router.post("/contacts/{uuid:contact_id}/place/end", response=DONE, summary="Give a place back")
@asks_for(Permission.RECEIVE_HANDOVER, "contact")
def end_place(
    request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: EndPlaceIn
) -> Any:
    """For the team that took it on. Refusals: no_place, already_ended, no_reason."""
    return do(
        request,
        response,
        contact_id,
        Permission.RECEIVE_HANDOVER,
        actions.end_place,
        how=sent.how,
        words=sent.words,
    )


@router.get("/places", response={200: PlacesListOut, **REFUSALS}, summary="Places left")
@asks_for(Permission.VIEW_BOARD, "handover")
def places(request: HttpRequest) -> Any:
    """Of the teams that count places: one's own, or for the hub all of the council."""
    found = queries.places_seen(request.viewer, at=timezone.now())  # type: ignore[attr-defined]
    return PlacesListOut(items=[_places(each) for each in found])


@router.get("/places/list", response={200: FamiliesOut, **REFUSALS}, summary="Who has a place")
@asks_for(Permission.VIEW_BOARD, "handover")
def places_list(
    request: HttpRequest,
    part: queries.Part = queries.Part.HOLDERS,
    team: str = Query("", max_length=60, pattern=r"^[^\x00]*$"),
    cursor: str = Query("", max_length=34, pattern="^([0-9]-[0-9a-f]{32})?$"),
) -> Any:
    """Who has a place, or waits for one, with a team or with all that one sees; 25 at a time."""
    found, after = queries.places_listed(
        request.viewer,  # type: ignore[attr-defined]
        part,
        team=team,
        after=cursor,
        at=timezone.now(),
    )
    return FamiliesOut(
        items=[FamilyOut(team=one.team, **_waiting(one).dict()) for one in found],
        next_cursor=after or None,
    )


@router.get("/came-back", response={200: BackLinesOut, **REFUSALS}, summary="Counts of returns")
@asks_for(Permission.VIEW_BOARD, "handover")
def came_back(request: HttpRequest) -> Any:
    """Step-downs taken on in the last twelve months, and how many came back."""
    found = queries.back_counted(request.viewer, at=timezone.now())  # type: ignore[attr-defined]
    return BackLinesOut(
        items=[
            BackLineOut(
                whose=line.whose,
                title=line.title,
                stepped_down=line.stepped_down,
                came_back=[
                    BackCountOut(months=months, count=count)
                    for months, count in zip(queries.WITHIN, line.back, strict=True)
                ],
            )
            for line in found
        ]
    )


@router.get(
    "/came-back/list", response={200: ReturnedListOut, **REFUSALS}, summary="What came back"
)
@asks_for(Permission.VIEW_BOARD, "handover")
def came_back_list(
    request: HttpRequest, whose: str = "council", months: Literal["3", "6", "12"] = "12"
) -> Any:
    """The families behind one count, the newest return first, 200 at the most."""
    found = queries.came_back(
        request.viewer,  # type: ignore[attr-defined]
        whose=whose,
        months=int(months),
        at=timezone.now(),
    )
    return ReturnedListOut(items=[_returned(each) for each in found])


def _places(seen: TeamPlaces) -> PlacesOut:
    return PlacesOut(
        team=seen.team.key,
        title=seen.team.title,
        covers=seen.team.covers,
        places=seen.places.places,
        taken=seen.places.taken,
        left=seen.places.left,
        offered=seen.places.offered,
        is_exceeded=seen.places.is_exceeded,
        waiting=[_waiting(each) for each in seen.waiting.families],
        waiting_count=seen.waiting.count,
        waiting_cursor=seen.waiting.after or None,
        holders=[_holder(each) for each in seen.holders.families],
        holders_count=seen.holders.count,
        holders_cursor=seen.holders.after or None,
    )


def _waiting(seen: Family) -> WaitingOut:
    return WaitingOut(
        contact_id=seen.contact_id if seen.row else None,
        reference=seen.reference if seen.row else "",
        since=seen.since,
        waits_for=seen.words if seen.row else "",
    )


def _holder(seen: Family) -> HolderOut:
    return HolderOut(
        contact_id=seen.contact_id if seen.row else None,
        reference=seen.reference if seen.row else "",
        since=seen.since,
    )


def _returned(seen: Returned) -> ReturnedOut:
    return ReturnedOut(
        contact_id=seen.contact_id,
        reference=seen.reference,
        came_at=seen.came_at,
        reopened=seen.reopened,
        within=seen.within,
        stepped_down_id=seen.stepped_down_id,
        stepped_down=seen.stepped_down,
        taken_on_at=seen.taken_on_at,
        team=seen.team,
        by=seen.by,
    )
