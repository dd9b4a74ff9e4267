"""What is answered of a strategy discussion."""

from dataclasses import fields
from datetime import datetime
from uuid import UUID

from ninja import Schema

from lintel.protection.queries import DiscussionSeen, OutcomeSeen
from lintel.protection.rules.quorum import in_words


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


def discussion_out(seen: DiscussionSeen) -> DiscussionOut:
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
        outcome=outcome_out(seen.outcome) if seen.outcome else None,
        replaced=[outcome_out(one) for one in seen.earlier if one.replaced],
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


def outcome_out(seen: OutcomeSeen) -> OutcomeOut:
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
