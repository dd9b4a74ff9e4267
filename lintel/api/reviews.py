"""The records that imports left for somebody to say whose they are: listed, read, settled."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import StrictBool

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.api.operations import operations
from lintel.api.people_shapes import CandidateOut
from lintel.api.shapes import Shape, Words
from lintel.kernel.refusals import Invalid, Refusal
from lintel.people import actions, review_queue
from lintel.people.candidate_shape import candidate_plain
from lintel.people.review_queue import Filter

router = Router(tags=["people"])
on = operations(router, "record_to_review")
REVIEW = "/people/reviews/{uuid:review_id}"
ID_OR_NOTHING = "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"


class ReviewRowOut(Schema):
    """Who it is about is not in a list. `band` is of the likeliest when it was left."""

    id: UUID
    source: str
    band: str
    left_at: datetime
    reviewed: bool


class ReviewsOut(Schema):
    """`reviewed` of `total` records of this filter are done."""

    items: list[ReviewRowOut]
    next_cursor: str | None
    reviewed: int
    total: int


class ReviewOut(Schema):
    """A record as its source tells it, and who it may be. Addresses are null for whoever may not
    see them; `person_id` is whom it was said to be."""

    id: UUID
    source: str
    source_ref: str
    as_of: date
    name: str
    date_of_birth: date | None
    expected_on: date | None
    sex: str
    address_lines: list[str] | None
    postcode: str | None
    person_id: UUID | None
    candidates: list[CandidateOut]


class SettleIn(Shape):
    """Whose it is: a `person`, or `new` and no person."""

    person: UUID | None = None
    new: StrictBool = False


class UndoReviewIn(Shape):
    reason: Words


class NotThemIn(Shape):
    person: UUID


@on("GET", "/people/reviews", ReviewsOut, "Records to review", Permission.LINK_PERSON)
def reviews(
    request: HttpRequest,
    source: str = Query("", max_length=60, pattern=r"^[^\x00]*$"),
    band: str = Query("", max_length=20, pattern="^[a-z]*$"),
    reviewed: bool = Query(False),
    cursor: str = Query("", max_length=36, pattern=ID_OR_NOTHING),
) -> Any:
    """Those that wait, the surest first; `reviewed`: those somebody has settled."""
    viewer = _linker(request)
    which = Filter(source, band)
    after = UUID(cursor) if cursor else None
    rows = review_queue.queue(viewer, which, reviewed=reviewed, after=after)
    progress = review_queue.progress(viewer, which)
    return ReviewsOut(
        items=[
            ReviewRowOut(
                id=row.review_id,
                source=row.source,
                band=row.band.value,
                left_at=row.left_at,
                reviewed=row.reviewed,
            )
            for row in rows
        ],
        next_cursor=str(rows[-1].review_id) if len(rows) == review_queue.PAGE else None,
        reviewed=progress.reviewed,
        total=progress.of,
    )


@on("GET", REVIEW, ReviewOut, "A record to review", Permission.LINK_PERSON)
def review(request: HttpRequest, review_id: UUID) -> Any:
    """What the source tells and who it may be. Reading it leaves a trace in the trail."""
    return _as_it_is(_linker(request), review_id)


@on("POST", f"{REVIEW}/settle", ReviewOut, "Say whose it is", Permission.LINK_PERSON)
def settle_review(request: HttpRequest, review_id: UUID, sent: SettleIn) -> Any:
    """Refusals: linked_already."""
    viewer = _linker(request)
    review_queue.the_review(viewer, review_id)
    if sent.new == (sent.person is not None):
        raise Invalid(Refusal("missing", "Send a person, or new and no person", field="person"))
    actions.settle_review(review_id, sent.person, by=viewer, at=timezone.now())
    return _as_it_is(viewer, review_id)


@on("POST", f"{REVIEW}/undo", ReviewOut, "Undo whose it is", Permission.LINK_PERSON)
def undo_review(request: HttpRequest, review_id: UUID, sent: UndoReviewIn) -> Any:
    """It waits again. Refusals: not_linked."""
    viewer = _linker(request)
    actions.undo_review(review_id, sent.reason, by=viewer, at=timezone.now())
    return _as_it_is(viewer, review_id)


@on("POST", f"{REVIEW}/not-the-same", ReviewOut, "Say whose it is not", Permission.LINK_PERSON)
def review_is_not(request: HttpRequest, review_id: UUID, sent: NotThemIn) -> Any:
    """They are not offered for it again. Refusals: linked_already."""
    viewer = _linker(request)
    actions.not_them(review_id, sent.person, by=viewer, at=timezone.now())
    return _as_it_is(viewer, review_id)


def _linker(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    viewer.must(Permission.LINK_PERSON)
    return viewer


def _as_it_is(viewer: Viewer, review_id: UUID) -> ReviewOut:
    found = actions.open_review(review_id, by=viewer, at=timezone.now())
    told = found.record.told
    shows_name, shows_place = sees(viewer, Zone.IDENTITY), sees(viewer, Zone.LOCATION)
    return ReviewOut(
        id=review_id,
        source=found.record.source,
        source_ref=found.record.source_ref,
        as_of=found.record.as_of,
        name=told.name if shows_name else "",
        date_of_birth=told.date_of_birth,
        expected_on=told.expected_on,
        sex=told.sex,
        address_lines=list(told.address_lines) if shows_place else None,
        postcode=told.postcode if shows_place else None,
        person_id=found.record.person_id,
        candidates=[CandidateOut(**candidate_plain(one)) for one in found.candidates],
    )
