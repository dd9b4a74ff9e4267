"""Breaking the glass of a contact, ending it, and reviewing what others did."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from lintel.access.guards import asks_for
from lintel.access.stepping_up import must_step_up
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Shape, Words
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.restrictions import actions
from lintel.restrictions.queries.glass import must_make_sense, one_open_glass

router = Router(tags=["contacts"])


class BreakGlassIn(Shape):
    category: Literal["immediate_safety", "legal_requirement", "public_interest", "other"]
    reason: Words
    code: Words = ""


class GlassOut(Schema):
    """`ends_at`: when the record is shut again; `review_due`: by when somebody else reviews it."""

    id: UUID
    contact_id: UUID
    reference: str
    ends_at: datetime
    review_due: datetime


class ReviewGlassIn(Shape):
    outcome: Literal["justified", "not_justified"]
    words: Words


class EndGlassIn(Shape):
    """Nothing needs to be said."""


@router.post(
    "/contacts/{uuid:contact_id}/break-glass",
    response={201: GlassOut, **REFUSALS},
    summary="Break the glass",
)
@asks_for(Permission.BREAK_GLASS, "contact")
def break_glass(request: HttpRequest, contact_id: UUID, sent: BreakGlassIn) -> Any:
    """Open one hidden contact for 60 minutes, to read with `GET /contacts/{id}` and nothing else.
    `code` is a one-time code of the account. The guardians and the data protection officer are
    told at once. Everything but the last answer is the same for a contact that is not there.
    Refusals: too_many_unreviewed, already_open."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if not viewer.may(Permission.BREAK_GLASS):
        contact_queries.the_contact(viewer, contact_id)
    must_make_sense(category=sent.category, reason=sent.reason, by=viewer)
    must_step_up(by=viewer, code=sent.code, permission=Permission.BREAK_GLASS, at=at)
    try:
        contacts.break_glass(
            which=contact_id, category=sent.category, reason=sent.reason, by=viewer, at=at
        )
    except OperationalError:
        raise
    except DatabaseError as problem:  # nobody could be told, so nothing was opened
        raise OperationalError("the alert cannot be written") from problem
    row = one_open_glass(viewer, contact_id, at=at)
    return Status(
        201,
        GlassOut(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            ends_at=row.ends_at,
            review_due=row.review_due_at,
        ),
    )


@router.post(
    "/broken-glass/{uuid:glass_id}/end",
    response={204: None, **REFUSALS},
    summary="Shut a record again",
)
@asks_for(None, "broken_glass")
def end_glass_early(request: HttpRequest, glass_id: UUID, sent: EndGlassIn) -> Any:
    """Only one's own; one that is shut already stays shut."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.end_glass(glass_id=glass_id, by=viewer, at=at)
    return Status(204, None)


@router.post(
    "/broken-glass/{uuid:glass_id}/review",
    response={204: None, **REFUSALS},
    summary="Review a use",
)
@asks_for(Permission.REVIEW_GLASS, "broken_glass")
def review_glass(request: HttpRequest, glass_id: UUID, sent: ReviewGlassIn) -> Any:
    """One that was not justified opens an incident. Refusals: own_use, already_reviewed."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.review_glass(
        glass_id=glass_id, outcome=sent.outcome, words=sent.words, by=viewer, at=at
    )
    return Status(204, None)
