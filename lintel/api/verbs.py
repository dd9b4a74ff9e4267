"""What can be done to a contact, one verb a route. Each states the version it saw."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api import answers
from lintel.api.answers import ItemOut, with_version
from lintel.api.asking import version_seen
from lintel.api.routes import REFUSALS
from lintel.api.shapes import (
    AcknowledgeIn,
    AssignIn,
    DecisionIn,
    HandoverIn,
    HoldIn,
    LookIn,
    NoteIn,
    RateIn,
    ReasonIn,
    SeniorReadIn,
)
from lintel.contacts import actions, queries
from lintel.contacts.rules.facts import Rating
from lintel.pathways import actions as pathways
from lintel.screening import actions as screening

router = Router(tags=["contacts"])
DONE = {200: ItemOut, 204: None, **REFUSALS}


class DecidedOut(ItemOut):
    decision_id: UUID


def do(
    request: HttpRequest,
    response: HttpResponse,
    contact_id: UUID,
    permission: Permission,
    act: Callable[..., Any],
    **said: Any,
) -> Any:
    """One verb as one action, and the contact as it stands after."""
    viewer, version = version_seen(request, contact_id, permission)
    at = timezone.now()
    act(contact_id=contact_id, version=version, by=viewer, at=at, **said)
    still_visible = queries.found(viewer, contact_id)
    if not still_visible:
        # A team that has sent a contact back no longer sees it.
        return Status(204, None)
    row = queries.rows_for(viewer, still_visible, at=at)[0]
    with_version(response, row.version)
    return answers.item(row)


@router.post("/contacts/{uuid:contact_id}/look", response=DONE, summary="Look first")
@asks_for(Permission.LOOK, "contact")
def look(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: LookIn) -> Any:
    """Refusals: cannot_look, immediate_not_explained."""
    return do(
        request,
        response,
        contact_id,
        Permission.LOOK,
        actions.look_at_contact,
        immediate=sent.immediate,
        note=sent.note,
    )


@router.post("/contacts/{uuid:contact_id}/acknowledge", response=DONE, summary="Take in hand")
@asks_for(Permission.ACKNOWLEDGE_IMMEDIATE, "contact")
def acknowledge(
    request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: AcknowledgeIn
) -> Any:
    """Answer an immediate need. Refusals: no_immediate_need, no_action."""
    return do(
        request,
        response,
        contact_id,
        Permission.ACKNOWLEDGE_IMMEDIATE,
        actions.acknowledge_immediate,
        action=sent.action,
    )


@router.post("/contacts/{uuid:contact_id}/rate", response=DONE, summary="Rate")
@asks_for(Permission.RATE, "contact")
def rate(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: RateIn) -> Any:
    """Refusals: not_looked_at, cannot_rate, no_reason, lowering_red_needs_senior,
    lowering_red_needs_second_person."""
    return do(
        request,
        response,
        contact_id,
        Permission.RATE,
        actions.rate_contact,
        rating=Rating(sent.rating),
        reason=sent.reason,
    )


@router.post("/contacts/{uuid:contact_id}/assign", response=DONE, summary="Give to somebody")
@asks_for(Permission.ASSIGN, "contact")
def assign(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: AssignIn) -> Any:
    """Refusals: already_closed, unknown_assignee."""
    return do(
        request,
        response,
        contact_id,
        Permission.ASSIGN,
        actions.assign_contact,
        to=sent.to,
        reason=sent.reason,
    )


@router.post("/contacts/{uuid:contact_id}/hold", response=DONE, summary="Hold in plain sight")
@asks_for(Permission.HOLD, "contact")
def hold(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: HoldIn) -> Any:
    """No clock stops. Refusals: not_looked_at, cannot_hold, immediate_unanswered, no_reason,
    review_in_the_past."""
    return do(
        request,
        response,
        contact_id,
        Permission.HOLD,
        actions.hold_contact,
        reason=sent.reason,
        review_at=sent.review_at,
    )


@router.post("/contacts/{uuid:contact_id}/release", response=DONE, summary="Take off hold")
@asks_for(Permission.HOLD, "contact")
def release(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: ReasonIn) -> Any:
    """Refusals: not_held."""
    return do(
        request,
        response,
        contact_id,
        Permission.HOLD,
        actions.release_contact,
        reason=sent.reason,
    )


@router.post("/contacts/{uuid:contact_id}/notes", response=DONE, summary="Add a note")
@asks_for(Permission.ADD_NOTE, "contact")
def note(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: NoteIn) -> Any:
    """What becomes known after receipt."""
    return do(request, response, contact_id, Permission.ADD_NOTE, actions.add_note, text=sent.text)


@router.post(
    "/contacts/{uuid:contact_id}/decisions",
    response={201: DecidedOut, **REFUSALS},
    summary="Decide",
)
@asks_for(Permission.DECIDE, "contact")
def decide(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: DecisionIn) -> Any:
    """Refusals: not_looked_at, already_decided, immediate_unanswered, not_rated,
    strategy_indicated, harm_indicated, child_not_linked, history_not_opened,
    lowered_without_reason, senior_read_needed, senior_read_needs_second_person,
    override_needs_manager. Invalid: another team than a rule suggests, without route_reason."""
    made: list[screening.Decided] = []

    def act(**said: Any) -> None:
        made.append(screening.decide_contact(**said))

    shown = do(
        request,
        response,
        contact_id,
        Permission.DECIDE,
        act,
        outcome=sent.outcome,
        rationale=sent.rationale,
        destination=sent.destination,
        override_reason=sent.override_reason,
        route_reason=sent.route_reason,
    )
    return Status(201, {**shown.dict(), "decision_id": made[0].id})


@router.post("/contacts/{uuid:contact_id}/senior-read", response=DONE, summary="Read what adds up")
@asks_for(Permission.SENIOR_READ, "contact")
def senior_read(
    request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: SeniorReadIn
) -> Any:
    """Somebody else than whoever made it may then end a raised contact. Refusals: no_words."""
    return do(
        request,
        response,
        contact_id,
        Permission.SENIOR_READ,
        actions.senior_read,
        words=sent.words,
    )


@router.post("/contacts/{uuid:contact_id}/close", response=DONE, summary="Close")
@asks_for(Permission.CLOSE, "contact")
def close(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: ReasonIn) -> Any:
    """Refusals: not_looked_at, not_decided, already_closed, handover_not_accepted, held,
    immediate_unanswered, senior_read_needed, senior_read_needs_second_person, no_reason."""
    return do(
        request,
        response,
        contact_id,
        Permission.CLOSE,
        actions.close_contact,
        reason=sent.reason,
    )


@router.post("/contacts/{uuid:contact_id}/reopen", response=DONE, summary="Reopen")
@asks_for(Permission.REOPEN, "contact")
def reopen(request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: ReasonIn) -> Any:
    """Its clocks start again. Refusals: cannot_reopen, no_reason."""
    return do(
        request,
        response,
        contact_id,
        Permission.REOPEN,
        actions.reopen_contact,
        reason=sent.reason,
    )


@router.post("/contacts/{uuid:contact_id}/handover", response=DONE, summary="Accept or return")
@asks_for(Permission.RECEIVE_HANDOVER, "contact")
def handover(
    request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: HandoverIn
) -> Any:
    """For the team it was offered to. To have it wait is no acceptance. Refusals: not_offered,
    no_reason, already_waiting, no_waiting_list."""
    if sent.answer == "accept":
        return do(
            request,
            response,
            contact_id,
            Permission.RECEIVE_HANDOVER,
            pathways.accept_handover,
        )
    if sent.answer == "wait":
        return do(
            request,
            response,
            contact_id,
            Permission.RECEIVE_HANDOVER,
            pathways.wait_for_place,
            waiting_for=sent.reason,
        )
    return do(
        request,
        response,
        contact_id,
        Permission.RECEIVE_HANDOVER,
        pathways.return_handover,
        reason=sent.reason,
    )
