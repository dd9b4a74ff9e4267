"""Protection steps: what must follow for a child, done or declined."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import StrictBool

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Moment, Shape, Words
from lintel.contacts import actions as contacts
from lintel.protection.actions import steps as actions
from lintel.protection.queries import steps as queries
from lintel.protection.queries.steps import StepSeen
from lintel.protection.rules.steps import DeclinedSaid, DoneSaid

router = Router(tags=["protection steps"])

Consented = Literal["parent", "young_person", "court", "emergency", ""]
CameTo = Literal[
    "icpc", "monitor", "continue_assessment", "legal_action", "s17_services", "s17_short_break",
    "no_further_action", "other", "",
]  # fmt: skip


class StepDoneIn(Shape):
    """`happened_at` is when it happened, not when it is sent. A paediatric step asks for who,
    place, paediatrician, consent and words; child seen for who, place and alone; an enquiry for
    outcome and words; a conference for words."""

    happened_at: Moment
    who: Words = ""
    place: Words = ""
    paediatrician: StrictBool | None = None
    consent: Consented = ""
    alone: StrictBool | None = None
    alone_because: Words = ""
    outcome: CameTo = ""
    words: Words = ""


class ViewsIn(Shape):
    social_care: Words = ""
    health: Words = ""
    police: Words = ""


class DeclineIn(Shape):
    """`views` are asked for when there is no opinion of a paediatrician."""

    reason: Words
    views: ViewsIn | None = None


class EndingOut(Schema):
    how: str
    at: datetime
    by: str
    happened_at: datetime
    late_entry: bool
    who: str
    place: str
    paediatrician: bool | None
    consent: str
    alone: bool | None
    alone_because: str
    outcome: str
    words: str
    reason: str
    views: dict[str, str]


class StepOut(Schema):
    """`state` is "open", "done", "declined" or "withdrawn"; `child` a record id."""

    id: UUID
    contact_id: UUID
    reference: str
    kind: str
    title: str
    child: UUID
    name: str
    because: str
    since: datetime
    due: datetime
    state: str
    late: bool
    endings: list[EndingOut]


class StepsOut(Schema):
    items: list[StepOut]
    next_cursor: str | None = None


@router.get(
    "/contacts/{uuid:contact_id}/steps",
    response={200: StepsOut, **REFUSALS},
    summary="What must follow for each child",
)
@asks_for(Permission.VIEW_CONTACT, "contact")
def steps(request: HttpRequest, contact_id: UUID) -> Any:
    """Open ones first, the soonest due first. Reading leaves a trace in the trail."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    contacts.open_contact(contact_id=contact_id, by=viewer, at=at)
    return StepsOut(items=[step_out(one) for one in queries.steps_about(viewer, contact_id, at=at)])


@router.post(
    "/steps/{uuid:step_id}/done", response={200: StepOut, **REFUSALS}, summary="A step was done"
)
@asks_for(Permission.RECORD_PROTECTION, "step")
def step_done(request: HttpRequest, step_id: UUID, sent: StepDoneIn) -> Any:
    """Refusals: already_done, not_a_paediatrician."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.step_done(step_id=step_id, said=DoneSaid(**sent.model_dump()), by=viewer, at=at)
    return step_out(queries.one_step(viewer, step_id, at=at))


@router.post(
    "/steps/{uuid:step_id}/decline",
    response={200: StepOut, **REFUSALS},
    summary="Why a step is not taken",
)
@asks_for(Permission.RECORD_PROTECTION, "step")
def step_decline(request: HttpRequest, step_id: UUID, sent: DeclineIn) -> Any:
    """Refusals: already_settled, has_an_outcome, no_reason."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    views = sent.views.model_dump() if sent.views else {}
    said = DeclinedSaid(sent.reason, views)
    actions.step_declined(step_id=step_id, said=said, by=viewer, at=at)
    return step_out(queries.one_step(viewer, step_id, at=at))


def step_out(seen: StepSeen) -> StepOut:
    endings = [
        EndingOut(
            **{n: getattr(one, n) for n in EndingOut.model_fields if n != "views"},
            views=dict(one.views),
        )
        for one in seen.endings
    ]
    return StepOut(
        id=seen.id,
        contact_id=seen.contact_id,
        reference=seen.reference,
        kind=seen.kind,
        title=seen.title,
        child=seen.child,
        name=seen.name,
        because=seen.because,
        since=seen.since,
        due=seen.due_at,
        state=seen.settled_as or "open",
        late=seen.late,
        endings=endings,
    )
