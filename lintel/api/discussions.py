"""Strategy discussions: convened, answered, attended, recorded."""

from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.agencies import ItemIn, MadeOut
from lintel.api.asking import stated_version
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Moment, Shape, Words
from lintel.contacts import queries as contacts
from lintel.protection import actions, queries
from lintel.protection.queries import DiscussionSeen, OutcomeSeen
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
from lintel.protection.rules.quorum import CaseFacts, Part, in_words
from lintel.sharing.rules.handling import Mark

router = Router(tags=["discussions"])

PartName = Literal[
    "social_worker", "health", "police", "school", "midwife", "hospital", "senior_doctor",
    "home_authority", "referrer", "legal", "other",
]  # fmt: skip


class InviteeIn(Shape):
    """An agency or a team of the directory, or the title of a body that is not in it."""

    part: PartName
    agency: Words = ""
    team: Words = ""
    title: Words = ""


class DiscussionIn(Shape):
    """`about` are record ids, without it every child. Whether a baby is unborn, a school known or
    a medical likely is read from the contact, and may be added to; never taken away."""

    because: Words
    planned_for: Moment
    how: Literal["meeting", "video", "telephone"]
    chair: Words
    where: Words = ""
    about: list[UUID] | None = None
    hospital: StrictBool = False
    lives_elsewhere: StrictBool = False
    medical: StrictBool = False
    invite: list[InviteeIn] = Field(default_factory=list, max_length=40)


class SharedIn(Shape):
    """Handling as for a request: H1 open, H2 hub only, H3 decision-maker, H4 sealed."""

    text: Words
    handling: Literal["H1", "H2", "H3", "H4"]
    named: list[UUID] = Field(default_factory=list)
    onward_leave: StrictBool = False
    invitation: UUID | None = None


class InvitationAnswerIn(Shape):
    says: Literal["attending", "deputy", "information", "cannot"]
    who: Words = ""
    reason: Words = ""
    items: list[ItemIn] = Field(default_factory=list)


class ArrivalIn(Shape):
    """Somebody who came. Without `invitation` they need a part and where they are from."""

    name: Words
    arrived_at: Moment
    invitation: UUID | None = None
    part: PartName = "other"
    title: Words = ""
    account: UUID | None = None
    deputy: StrictBool = False


class DepartureIn(Shape):
    attendance: UUID
    left_at: Moment


class AttendanceIn(Shape):
    arrivals: list[ArrivalIn] = Field(default_factory=list, max_length=60)
    departures: list[DepartureIn] = Field(default_factory=list, max_length=60)


class SeeingIn(Shape):
    child: UUID
    who: Words
    by: Moment
    alone: StrictBool = True


class ViewIn(Shape):
    title: Words
    view: Words


class ActionIn(Shape):
    what: Words
    owner: Words
    due: Moment
    agency: Words = ""


class OutcomeIn(Shape):
    how: Literal["held", "not_held", "adjourned"]
    reason: Words = ""
    adjourned_to: Moment | None = None
    not_quorate_because: Words = ""
    section47: Literal["no", "single", "joint"] | None = None
    section47_because: Words = ""
    seeing: list[SeeingIn] = Field(default_factory=list, max_length=40)
    siblings: Words = ""
    parents_told: Words = ""
    parents_not_told_because: Words = ""
    criminal: StrictBool | None = None
    criminal_because: Words = ""
    medical: Literal["needed", "done", "not_needed"] | None = None
    medical_because: Words = ""
    medical_views: list[ViewIn] = Field(default_factory=list, max_length=40)
    actions: list[ActionIn] = Field(default_factory=list, max_length=60)


class CorrectionIn(Shape):
    """The whole of what holds from now on, not only what differs; what was agreed is left as it
    is. `corrected_because` is for the record."""

    how: Literal["held", "not_held"]
    corrected_because: Words
    reason: Words = ""
    not_quorate_because: Words = ""
    section47: Literal["no", "single", "joint"] | None = None
    section47_because: Words = ""
    seeing: list[SeeingIn] = Field(default_factory=list, max_length=40)
    siblings: Words = ""
    parents_told: Words = ""
    parents_not_told_because: Words = ""
    criminal: StrictBool | None = None
    criminal_because: Words = ""
    medical: Literal["needed", "done", "not_needed"] | None = None
    medical_because: Words = ""
    medical_views: list[ViewIn] = Field(default_factory=list, max_length=40)


class DoneIn(Shape):
    note: Words = ""


class InvitationOut(Schema):
    id: UUID
    part: str
    agency: str
    team: str
    title: str
    because: str
    needed: bool
    says: str
    who: str
    reason: str


class AttendanceOut(Schema):
    id: UUID
    part: str
    title: str
    name: str
    deputy: bool
    registered: bool
    sitting: int
    arrived_at: datetime
    left_at: datetime | None


class QuorumOut(Schema):
    """Computed from who attended. `missing` are parts."""

    quorate: bool
    missing: list[str]
    since: datetime | None
    until: datetime | None
    words: str


class SharedItemOut(Schema):
    """`reading` is "full", or "that it exists": then text and handling are empty."""

    id: UUID
    agency: str
    text: str
    handling: str
    reading: str
    at: datetime


class SeeingOut(Schema):
    child: UUID
    who: str
    by: datetime
    alone: bool


class ViewOut(Schema):
    title: str
    view: str


class OutcomeOut(Schema):
    """`corrected_because` is empty unless it stands in place of the one before it."""

    how: str
    at: datetime
    by: str
    reason: str
    adjourned_to: datetime | None
    quorate: bool
    missing: list[str]
    not_quorate_because: str
    section47: str
    section47_because: str
    seeing: list[SeeingOut]
    siblings: str
    parents_told: str
    parents_not_told_because: str
    criminal: bool | None
    criminal_because: str
    medical: str
    medical_because: str
    medical_views: list[ViewOut]
    corrected_because: str


class ActionOut(Schema):
    id: UUID
    what: str
    owner: str
    agency: str
    due: datetime
    done_at: datetime | None
    late: bool


class DiscussionOut(Schema):
    """`contact_id` is null for whoever may not open the contact. `replaced` are outcomes that were
    corrected, as they were recorded, oldest first."""

    id: UUID
    contact_id: UUID | None
    reference: str
    state: str
    sitting: int
    version: int
    called_because: str
    planned_for: datetime
    due: datetime
    how: str
    where: str
    chair: str
    needed: list[str]
    quorum: QuorumOut
    invitations: list[InvitationOut]
    attendance: list[AttendanceOut]
    items: list[SharedItemOut]
    outcome: OutcomeOut | None
    replaced: list[OutcomeOut]
    actions: list[ActionOut]


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
    return _out(actions.open_discussion(discussion_id=discussion_id, by=viewer, at=at))


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
    of section 47 follow. Refusals: not_ended, not_chair, section47_needs_manager."""
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
    return _out(queries.seen([row], viewer, at=at)[0])


def _out(seen: DiscussionSeen) -> DiscussionOut:
    plain = {field.name: getattr(seen, field.name) for field in fields(seen)}
    return DiscussionOut(
        **{name: plain[name] for name in DiscussionOut.model_fields if name in _AS_THEY_ARE},
        state=str(seen.state),
        due=seen.due_at,
        needed=[str(part) for part in seen.needed],
        quorum=QuorumOut(
            quorate=seen.quorum.is_quorate,
            missing=[str(part) for part in seen.quorum.missing],
            since=seen.quorum.since,
            until=seen.quorum.until,
            words=in_words(seen.quorum),
        ),
        invitations=[
            InvitationOut(
                id=one.id,
                part=str(one.part),
                agency=one.agency,
                team=one.team,
                title=one.title,
                because=one.because,
                needed=one.is_needed,
                says=one.says,
                who=one.who,
                reason=one.reason,
            )
            for one in seen.invitations
        ],
        attendance=[
            AttendanceOut(
                id=one.id,
                part=str(one.part),
                title=one.title,
                name=one.name,
                deputy=one.is_deputy,
                registered=one.registered,
                sitting=one.sitting,
                arrived_at=one.arrived_at,
                left_at=one.left_at,
            )
            for one in seen.attendances
        ],
        items=[
            SharedItemOut(
                id=one.id,
                agency=one.agency,
                text=one.text,
                handling=one.mark,
                reading=one.reading,
                at=one.at,
            )
            for one in seen.items
        ],
        outcome=_outcome(seen.outcome) if seen.outcome else None,
        replaced=[_outcome(one) for one in seen.earlier if one.replaced],
        actions=[
            ActionOut(
                id=one.id,
                what=one.what,
                owner=one.owner,
                agency=one.agency,
                due=one.due_at,
                done_at=one.done_at,
                late=one.is_late,
            )
            for one in seen.actions
        ],
    )


_AS_THEY_ARE = frozenset(
    {"id", "contact_id", "reference", "sitting", "version", "called_because", "planned_for"}
    | {"how", "where", "chair"}
)


def _outcome(seen: OutcomeSeen) -> OutcomeOut:
    built = {"missing", "seeing", "medical_views"}
    return OutcomeOut(
        **{name: getattr(seen, name) for name in OutcomeOut.model_fields if name not in built},
        missing=[str(part) for part in seen.missing],
        seeing=[
            SeeingOut(child=child, who=who, by=by, alone=alone)
            for child, who, by, alone in seen.seeing
        ],
        medical_views=[ViewOut(title=title, view=view) for title, view in seen.medical_views],
    )
