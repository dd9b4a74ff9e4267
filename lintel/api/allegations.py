"""Allegations against people who work with children: for the designated officer and few others."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Shape, Words
from lintel.oversight import actions
from lintel.oversight.queries import allegations as queries
from lintel.oversight.queries.allegations import AllegationSeen
from lintel.oversight.rules.allegations import ConsideredSaid

router = Router(tags=["allegations"])

LOOKS_BACK = timedelta(days=90)
HarmTestMet = Literal["yes", "no", "not_known"]


class HarmTestsIn(Shape):
    harmed: HarmTestMet
    offence: HarmTestMet
    risk: HarmTestMet
    unsuitable: HarmTestMet


class ConsiderIn(Shape):
    person: Words
    work: Words
    employer: Words = ""
    tests: HarmTestsIn
    reasons: Words


class CourseIn(Shape):
    course: Literal["joint_meeting", "employer", "no_threshold", "not_an_allegation"]
    reasons: Words


class AllegationEndIn(Shape):
    finding: Literal[
        "substantiated", "malicious", "false", "unsubstantiated", "unfounded", "not_applicable"
    ]
    words: Words


class TakeIn(Shape):
    """Nothing needs to be said."""


class ConsideredOut(Schema):
    at: datetime
    by: str
    person: str
    work: str
    employer: str
    tests: dict[str, str]
    reasons: str


class CourseOut(Schema):
    at: datetime
    by: str
    course: str
    reasons: str


class AllegationEndOut(Schema):
    at: datetime
    by: str
    finding: str
    words: str


class AllegationOut(Schema):
    """`due` is by when the designated officer must have it. The last of `considered` and of
    `courses` holds."""

    id: UUID
    contact_id: UUID
    reference: str
    told_at: datetime
    due: datetime
    taken_at: datetime | None
    taken_by: str
    considered: list[ConsideredOut]
    courses: list[CourseOut]
    ending: AllegationEndOut | None


class AllegationItemOut(Schema):
    """One in the list: nobody is named. `state` is "open" or "closed"."""

    id: UUID
    contact_id: UUID
    reference: str
    told_at: datetime
    due: datetime
    taken_at: datetime | None
    state: str


class AllegationsOut(Schema):
    items: list[AllegationItemOut]
    next_cursor: str | None = None


@router.get("/allegations", response={200: AllegationsOut, **REFUSALS}, summary="Allegations")
@asks_for(Permission.VIEW_ALLEGATION, "allegation")
def allegations(request: HttpRequest) -> Any:
    """Open ones, the least time left first; then those closed in the last 90 days."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.allegations(viewer, since=at - LOOKS_BACK)
    return AllegationsOut(
        items=[
            AllegationItemOut(
                id=one.id,
                contact_id=one.contact_id,
                reference=one.reference,
                told_at=one.at,
                due=one.due_at,
                taken_at=one.taken_at,
                state="open" if one.is_open else "closed",
            )
            for one in found
        ]
    )


@router.get(
    "/allegations/{uuid:allegation_id}",
    response={200: AllegationOut, **REFUSALS},
    summary="One allegation",
)
@asks_for(Permission.VIEW_ALLEGATION, "allegation")
def allegation(request: HttpRequest, allegation_id: UUID) -> Any:
    """Reading leaves a trace in the trail."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    return _out(actions.read_allegation(allegation_id=allegation_id, by=viewer, at=at))


@router.post(
    "/allegations/{uuid:allegation_id}/take",
    response={200: AllegationOut, **REFUSALS},
    summary="The designated officer has it",
)
@asks_for(Permission.RECORD_ALLEGATION, "allegation")
def take_allegation(request: HttpRequest, allegation_id: UUID, sent: TakeIn) -> Any:
    """Refusals: taken, closed."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.take_allegation(allegation_id=allegation_id, by=viewer, at=at)
    return _out(queries.one_allegation(viewer, allegation_id))


@router.post(
    "/allegations/{uuid:allegation_id}/tests",
    response={200: AllegationOut, **REFUSALS},
    summary="Record who it is against and the four tests",
)
@asks_for(Permission.RECORD_ALLEGATION, "allegation")
def consider_allegation(request: HttpRequest, allegation_id: UUID, sent: ConsiderIn) -> Any:
    """Refusals: closed."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    said = ConsideredSaid(
        person=sent.person,
        work=sent.work,
        employer=sent.employer,
        tests=sent.tests.model_dump(),
        reasons=sent.reasons,
    )
    actions.consider_allegation(allegation_id=allegation_id, said=said, by=viewer, at=at)
    return _out(queries.one_allegation(viewer, allegation_id))


@router.post(
    "/allegations/{uuid:allegation_id}/course",
    response={200: AllegationOut, **REFUSALS},
    summary="Decide what happens",
)
@asks_for(Permission.RECORD_ALLEGATION, "allegation")
def decide_allegation(request: HttpRequest, allegation_id: UUID, sent: CourseIn) -> Any:
    """A joint meeting does not replace a strategy discussion. Refusals: closed, not_considered."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.decide_allegation(allegation_id=allegation_id, **sent.model_dump(), by=viewer, at=at)
    return _out(queries.one_allegation(viewer, allegation_id))


@router.post(
    "/allegations/{uuid:allegation_id}/ending",
    response={200: AllegationOut, **REFUSALS},
    summary="Say what was found, and close it",
)
@asks_for(Permission.RECORD_ALLEGATION, "allegation")
def end_allegation(request: HttpRequest, allegation_id: UUID, sent: AllegationEndIn) -> Any:
    """Refusals: closed, not_decided."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.end_allegation(allegation_id=allegation_id, **sent.model_dump(), by=viewer, at=at)
    return _out(queries.one_allegation(viewer, allegation_id))


def _out(seen: AllegationSeen) -> AllegationOut:
    ending = seen.ending
    return AllegationOut(
        id=seen.id,
        contact_id=seen.contact_id,
        reference=seen.reference,
        told_at=seen.at,
        due=seen.due_at,
        taken_at=seen.taken_at,
        taken_by=seen.taken_by,
        considered=[
            ConsideredOut(
                at=one.at,
                by=one.by,
                person=one.person,
                work=one.work,
                employer=one.employer,
                tests=dict(one.tests),
                reasons=one.reasons,
            )
            for one in seen.considered
        ],
        courses=[
            CourseOut(at=one.at, by=one.by, course=one.course, reasons=one.reasons)
            for one in seen.courses
        ],
        ending=AllegationEndOut(
            at=ending.at, by=ending.by, finding=ending.finding, words=ending.words
        )
        if ending
        else None,
    )
