"""Handing over the night and taking it back; promises."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Moment, Shape, Words
from lintel.contacts import actions as contacts
from lintel.duty import actions, queries
from lintel.duty.queries import ItemSeen, PromiseSeen
from lintel.duty.rules.promises import Settled
from lintel.kernel.as_seen import letters_of

router = Router(tags=["duty"])


class HandOverIn(Shape):
    """`note` is what the other side must know and do, or in the morning what was done. `instead_of`
    is the note that it takes the place of, as it was read."""

    contact_id: UUID
    note: Words
    instead_of: str = ""
    next_check: Moment | None = None


class KeepIn(Shape):
    contact_id: UUID
    reason: Words


class AcceptIn(Shape):
    """All of them, or none."""

    contact_ids: list[UUID] = Field(min_length=1, max_length=200)


class PromiseIn(Shape):
    what: Words
    to_whom: Words
    by_when: Moment


class SettleIn(Shape):
    how: Literal["kept", "not_kept"]
    words: Words


class PromiseOut(Schema):
    """`state` is "open", "kept" or "not_kept"."""

    id: UUID
    contact_id: UUID
    reference: str
    what: str
    to_whom: str
    by_when: datetime
    made_at: datetime
    by: str
    state: str
    late: bool
    settled_at: datetime | None
    settled_by: str
    settled_words: str


class PromisesOut(Schema):
    items: list[PromiseOut]
    next_cursor: str | None = None


class DutyItemOut(Schema):
    """`state`: drawn, ready, accepted, kept, off or left. `holder` is who has it at this moment;
    `answer_by` when a manager is told that nobody has accepted it."""

    contact_id: UUID
    reference: str
    state: str
    why: list[str]
    note: str
    next_check: datetime | None
    holder: str
    answer_by: datetime
    late: bool
    promises: list[PromiseOut]


class DutyOut(Schema):
    """The hand-over that is on. `to` is the side that takes over, "duty" or "hub"; `turns_at` when
    the hub closes or opens, and `back_at` when it turns again."""

    to: str
    turns_at: datetime
    back_at: datetime
    items: list[DutyItemOut]
    next_cursor: str | None = None


@router.get("/duty", response={200: DutyOut, **REFUSALS}, summary="The hand-over that is on")
@asks_for(Permission.HAND_OVER_DUTY, "duty")
def duty(request: HttpRequest) -> Any:
    return _night(request)


@router.post(
    "/duty/hand-over", response={200: DutyOut, **REFUSALS}, summary="Say what they must know"
)
@asks_for(Permission.HAND_OVER_DUTY, "duty")
def duty_hand_over(request: HttpRequest, sent: HandOverIn) -> Any:
    """It stays where it is until they accept. Refusals: no_note, changed_meanwhile,
    check_in_the_past, not_yours_to_hand_over, already_with_them, already_closed,
    already_accepted, no_such_team."""
    actions.hand_over(
        contact_id=sent.contact_id,
        note=sent.note,
        next_check_at=sent.next_check,
        seen=letters_of(sent.instead_of),
        by=request.viewer,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return _night(request)


@router.post("/duty/keep", response={200: DutyOut, **REFUSALS}, summary="Keep one with the hub")
@asks_for(Permission.HAND_OVER_DUTY, "duty")
def duty_keep(request: HttpRequest, sent: KeepIn) -> Any:
    """Refusals: no_reason, not_on_the_list, hub_takes_back, not_yours_to_hand_over,
    already_accepted, already_with_them, already_closed."""
    actions.keep_with_hub(
        contact_id=sent.contact_id,
        reason=sent.reason,
        by=request.viewer,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return _night(request)


@router.post("/duty/accept", response={200: DutyOut, **REFUSALS}, summary="Take them on")
@asks_for(Permission.HAND_OVER_DUTY, "duty")
def duty_accept(request: HttpRequest, sent: AcceptIn) -> Any:
    """Responsibility moves now. Refusals: not_yours_to_accept, not_ready, kept, not_on_the_list,
    already_accepted, already_with_you, already_closed, no_such_team."""
    actions.accept_duty(
        contact_ids=sent.contact_ids,
        by=request.viewer,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return _night(request)


@router.get(
    "/contacts/{uuid:contact_id}/promises",
    response={200: PromisesOut, **REFUSALS},
    summary="What has been promised to whom",
)
@asks_for(Permission.VIEW_CONTACT, "contact")
def promises(request: HttpRequest, contact_id: UUID) -> Any:
    """Open ones first, the soonest due first. Reading leaves a trace in the trail."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    contacts.open_contact(contact_id=contact_id, by=viewer, at=at)
    found = queries.promises_about(viewer, contact_id, at=at)
    return PromisesOut(items=[_promise(one) for one in found])


@router.post(
    "/contacts/{uuid:contact_id}/promises",
    response={201: PromiseOut, **REFUSALS},
    summary="Somebody was promised something",
)
@asks_for(Permission.PROMISE, "contact")
def make_promise(request: HttpRequest, contact_id: UUID, sent: PromiseIn) -> Any:
    """Refusals: already_closed, no_promise, to_nobody, due_in_the_past, too_long."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    made = actions.make_promise(
        contact_id=contact_id,
        what=sent.what,
        to_whom=sent.to_whom,
        due_at=sent.by_when,
        by=viewer,
        at=at,
    )
    return Status(201, _promise(queries.one_promise(viewer, made.id, at=at)))


@router.post(
    "/promises/{uuid:promise_id}/settle",
    response={200: PromiseOut, **REFUSALS},
    summary="A promise was kept, or why not",
)
@asks_for(Permission.PROMISE, "promise")
def settle_promise(request: HttpRequest, promise_id: UUID, sent: SettleIn) -> Any:
    """Refusals: already_settled, no_words."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.settle_promise(
        promise_id=promise_id, how=Settled(sent.how), words=sent.words, by=viewer, at=at
    )
    return _promise(queries.one_promise(viewer, promise_id, at=at))


def _night(request: HttpRequest) -> DutyOut:
    night = queries.the_night(request.viewer, at=timezone.now())  # type: ignore[attr-defined]
    return DutyOut(
        to=night.turn.to,
        turns_at=night.turn.at,
        back_at=night.turn.next_at,
        items=[_item(one) for one in night.items],
    )


def _item(seen: ItemSeen) -> DutyItemOut:
    return DutyItemOut(
        contact_id=seen.contact_id,
        reference=seen.reference,
        state=seen.state,
        why=[str(why) for why in seen.why],
        note=seen.note,
        next_check=seen.next_check_at,
        holder=seen.holder,
        answer_by=seen.answer_by,
        late=seen.late,
        promises=[_promise(one) for one in seen.promises],
    )


def _promise(seen: PromiseSeen) -> PromiseOut:
    return PromiseOut(
        id=seen.id,
        contact_id=seen.contact_id,
        reference=seen.reference,
        what=seen.what,
        to_whom=seen.to_whom,
        by_when=seen.due_at,
        made_at=seen.made_at,
        by=seen.by,
        state=seen.settled_as or "open",
        late=seen.late,
        settled_at=seen.settled_at,
        settled_by=seen.settled_by,
        settled_words=seen.settled_words,
    )
