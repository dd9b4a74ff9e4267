"""Figures of how the partnership works, each with the list it counts."""

from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Schema

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.screening import queries

router = Router(tags=["measures"])

Rating = Literal["all", "red", "amber", "green", "blue", "unrated"]
Figure = Literal["asked", "answered", "nil", "refused", "more_time", "silent", "late"]


class MeasureOut(Schema):
    """`value` is a count, or minutes for a length; `list` opens what a count counts."""

    measure: str
    agency: str
    rating: str
    value: float | None
    unit: str
    list: str


class MeasuresOut(Schema):
    items: list[MeasureOut]


class CountedOut(Schema):
    request_id: UUID
    contact_id: UUID
    reference: str
    asked_at: datetime
    minutes: float | None


class CountedListOut(Schema):
    items: list[CountedOut]
    next_cursor: str | None = None


class FigureIn(Schema):
    agency: str
    rating: Rating = "all"
    figure: Figure


@router.get("/measures", response={200: MeasuresOut, **REFUSALS}, summary="Figures")
@asks_for(Permission.VIEW_COUNTS, "figures")
def measures(request: HttpRequest) -> Any:
    """How agencies answer, by rating, in the last 90 days. For accounts that may open the lists:
    a figure without its list is on the page, where small numbers are hidden."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    viewer.must(Permission.VIEW_COUNTS)
    viewer.must(Permission.VIEW_BOARD)
    items = []
    for line in queries.agency_measures(viewer, at=at):
        rating = line.rating or "unrated"
        address = reverse("api:measured")
        for key, count in line.figures.items():
            asked = urlencode({"agency": line.agency, "rating": rating, "figure": key})
            items.append(
                MeasureOut(
                    measure=f"agency_{key}",
                    agency=line.agency,
                    rating=rating,
                    value=count,
                    unit="requests",
                    list=f"{address}?{asked}",
                )
            )
        for name, length in (("median", line.median), ("p90", line.ninetieth)):
            items.append(
                MeasureOut(
                    measure=f"agency_answer_{name}",
                    agency=line.agency,
                    rating=rating,
                    value=None if length is None else length.total_seconds() / 60,
                    unit="minutes",
                    list=f"{address}?"
                    + urlencode({"agency": line.agency, "rating": rating, "figure": "asked"}),
                )
            )
    return MeasuresOut(items=items)


@router.get("/measures/agencies", response={200: CountedListOut, **REFUSALS}, summary="Counted")
@asks_for(Permission.VIEW_COUNTS, "request")
def measured(request: HttpRequest, asked: Query[FigureIn]) -> Any:
    """The requests that one figure counts, newest first, 500 at the most."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    rating = "" if asked.rating == "unrated" else asked.rating
    found = queries.counted_in(
        viewer, agency=asked.agency, rating=rating, figure=asked.figure, at=at
    )
    return CountedListOut(
        items=[
            CountedOut(
                request_id=one.request_id,
                contact_id=one.contact_id,
                reference=one.reference,
                asked_at=one.asked.asked_at,
                minutes=one.asked.took.total_seconds() / 60 if one.asked.took else None,
            )
            for one in found
        ]
    )
