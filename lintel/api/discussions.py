"""Strategy discussions: convened, answered, attended, recorded."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.agencies import MadeOut
from lintel.api.asking import stated_version
from lintel.api.discussion_answers import DiscussionOut, discussion_out
from lintel.api.discussion_shapes import (
    AttendanceIn,
    CorrectionIn,
    DiscussionIn,
    DoneIn,
    InvitationAnswerIn,
    OutcomeIn,
    SharedIn,
)
from lintel.api.routes import REFUSALS
from lintel.contacts import queries as contacts
from lintel.protection import actions, queries
from lintel.protection.rules.convening import Arrival, Call, Departure, Invitee, ItemSaid
from lintel.protection.rules.outcomes import (
    ActionAgreed,
    How,
    Medical,
    OutcomeSaid,
    Says,
    Section47,
    Seeing,
    View,
)
from lintel.protection.rules.quorum import CaseFacts, Part
from lintel.sharing.rules.handling import Mark

router = Router(tags=["discussions"])


@router.post(
    "/contacts/{uuid:contact_id}/discussions",
    response={201: DiscussionOut, **REFUSALS},
    summary="Convene a strategy discussion",
)
@asks_for(Permission.CONVENE, "contact")
def convene(request: HttpRequest, contact_id: UUID, sent: DiscussionIn) -> Any:
    """Everybody who must be there is asked. Refusals: already_convened, already_closed."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    contact = contacts.the_contact(viewer, contact_id)
    viewer.must(Permission.CONVENE)
    about = sent.about
    if about is None:
        about = [one.record_id for one in contacts.children_in_brief(contact)]
    told = asdict(queries.case_facts(contact, medical=sent.medical))
    said = {"hospital": sent.hospital, "lives_elsewhere": sent.lives_elsewhere}
    call = Call(
        about=tuple(about),
        because=sent.because,
        planned_for=sent.planned_for,
        how=sent.how,
        chair=sent.chair,
        where=sent.where,
        facts=CaseFacts(**(told | said)),
        invite=[Invitee(Part(one.part), one.agency, one.team, one.title) for one in sent.invite],
    )
    made = actions.convene_discussion(contact_id=contact_id, call=call, by=viewer, at=at)
    return Status(201, _now(request, made, at))


@router.get(
    "/discussions/{uuid:discussion_id}",
    response={200: DiscussionOut, **REFUSALS},
    summary="One strategy discussion",
)
@asks_for(Permission.ANSWER_INVITATION, "discussion")
def discussion(request: HttpRequest, discussion_id: UUID) -> Any:
    """For whoever may open the contact, and whoever was asked. Reading leaves a trace."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    return discussion_out(actions.open_discussion(discussion_id=discussion_id, by=viewer, at=at))


@router.post(
    "/discussions/{uuid:discussion_id}/invitations/{uuid:invitation_id}/answer",
    response={200: DiscussionOut, **REFUSALS},
    summary="Answer an invitation",
)
@asks_for(Permission.ANSWER_INVITATION, "discussion")
def answer_invitation(
    request: HttpRequest, discussion_id: UUID, invitation_id: UUID, sent: InvitationAnswerIn
) -> Any:
    """A deputy wants a name; information its items; that nobody can come a reason."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.answer_invitation(
        discussion_id=discussion_id,
        invitation_id=invitation_id,
        says=Says(sent.says),
        who=sent.who,
        reason=sent.reason,
        items=[
            ItemSaid(one.text, Mark(one.handling), tuple(one.named), one.onward_leave)
            for one in sent.items
        ],
        by=viewer,
        at=at,
    )
    return _now(request, discussion_id, at)


@router.post(
    "/discussions/{uuid:discussion_id}/items",
    response={201: MadeOut, **REFUSALS},
    summary="Share something at a discussion",
)
@asks_for(Permission.ANSWER_INVITATION, "discussion")
def share_item(request: HttpRequest, discussion_id: UUID, sent: SharedIn) -> Any:
    """An agency its own; whoever records, what an agency said there: `invitation` says whose."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    made = actions.share_at_discussion(
        discussion_id=discussion_id,
        item=ItemSaid(sent.text, Mark(sent.handling), tuple(sent.named), sent.onward_leave),
        invitation_id=sent.invitation,
        by=viewer,
        at=at,
    )
    return Status(201, MadeOut(id=made))


@router.post(
    "/discussions/{uuid:discussion_id}/attendance",
    response={200: DiscussionOut, **REFUSALS},
    summary="Say who came and who left",
)
@asks_for(Permission.RECORD_DISCUSSION, "discussion")
def attendance(request: HttpRequest, discussion_id: UUID, sent: AttendanceIn) -> Any:
    """Quorum is computed from it. The social worker counts with an `account` whose registration is
    in date."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.take_attendance(
        discussion_id=discussion_id,
        arrivals=[
            Arrival(
                name=one.name,
                arrived_at=one.arrived_at,
                invitation=one.invitation,
                part=Part(one.part),
                title=one.title,
                account=one.account,
                is_deputy=one.deputy,
            )
            for one in sent.arrivals
        ],
        departures=[Departure(one.attendance, one.left_at) for one in sent.departures],
        by=viewer,
        at=at,
    )
    return _now(request, discussion_id, at)


@router.post(
    "/discussions/{uuid:discussion_id}/outcome",
    response={200: DiscussionOut, **REFUSALS},
    summary="Record what came of it",
)
@asks_for(Permission.RECORD_DISCUSSION, "discussion")
def outcome(request: HttpRequest, discussion_id: UUID, sent: OutcomeIn) -> Any:
    """Held, not held or adjourned. Refusals: already_ended, not_quorate, nobody_there,
    needs_manager."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    said = replace(
        _said(sent),
        adjourned_to=sent.adjourned_to,
        actions=[ActionAgreed(one.what, one.owner, one.due, one.agency) for one in sent.actions],
    )
    actions.record_outcome(discussion_id=discussion_id, said=said, by=viewer, at=at)
    return _now(request, discussion_id, at)


@router.post(
    "/discussions/{uuid:discussion_id}/correct",
    response={200: DiscussionOut, **REFUSALS},
    summary="Correct what was recorded of it",
)
@asks_for(Permission.RECORD_DISCUSSION, "discussion")
def correct_outcome(request: HttpRequest, discussion_id: UUID, sent: CorrectionIn) -> Any:
    """Needs If-Match with the `version` of the discussion. What was recorded is kept; the clocks
    of section 47 follow. Refusals: not_ended, not_recorder, section47_needs_manager."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    row = queries.one_discussion(viewer, discussion_id, at=at)
    viewer.must(Permission.RECORD_DISCUSSION)
    actions.correct_outcome(
        discussion_id=discussion_id,
        version=stated_version(request, lambda: row.version),
        said=_said(sent),
        because=sent.corrected_because,
        by=viewer,
        at=at,
    )
    return _now(request, discussion_id, at)


def _said(sent: OutcomeIn | CorrectionIn) -> OutcomeSaid:
    """But for what was agreed, and when it goes on."""
    return OutcomeSaid(
        how=How(sent.how),
        reason=sent.reason,
        not_quorate_because=sent.not_quorate_because,
        section47=Section47(sent.section47) if sent.section47 else None,
        section47_because=sent.section47_because,
        seeing=[Seeing(one.child, one.who, one.by, one.alone) for one in sent.seeing],
        siblings=sent.siblings,
        parents_told=sent.parents_told,
        parents_not_told_because=sent.parents_not_told_because,
        criminal=sent.criminal,
        criminal_because=sent.criminal_because,
        medical=Medical(sent.medical) if sent.medical else None,
        medical_because=sent.medical_because,
        medical_views=[View(one.title, one.view) for one in sent.medical_views],
    )


@router.post(
    "/discussions/{uuid:discussion_id}/actions/{uuid:action_id}/done",
    response={204: None, **REFUSALS},
    summary="Say that something agreed is done",
)
@asks_for(Permission.ANSWER_INVITATION, "discussion")
def action_done(request: HttpRequest, discussion_id: UUID, action_id: UUID, sent: DoneIn) -> Any:
    """Whoever records, and the agency that took it on. Refusals: already_done."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.end_action(
        discussion_id=discussion_id, action_id=action_id, note=sent.note, by=viewer, at=at
    )
    return Status(204, None)


def _now(request: HttpRequest, discussion_id: UUID, at: datetime) -> DiscussionOut:
    viewer = request.viewer  # type: ignore[attr-defined]
    row = queries.one_discussion(viewer, discussion_id, at=at)
    return discussion_out(queries.seen([row], viewer, at=at)[0])
