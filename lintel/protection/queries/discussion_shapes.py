"""What is seen of a strategy discussion, and how its rows become that.

What was shared is read through the handling marks, here and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lintel.access.viewers import Permission, Viewer
from lintel.protection.models import (
    AgreedAction,
    Attendance,
    DiscussionItem,
    DiscussionOutcome,
    Invitation,
    InvitationAnswer,
)
from lintel.protection.rules.outcomes import State
from lintel.protection.rules.quorum import Part, Quorum
from lintel.sharing.rules.handling import ItemFacts, Mark, Reading, may_change_mark, reading


@dataclass(frozen=True, slots=True)
class ChildAbout:
    record_id: UUID
    name: str
    born_on: date | None
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """Shape: says: "" until answered; `is_mine`: this viewer may answer it."""

    id: UUID
    part: Part
    agency: str
    team: str
    title: str
    because: str
    is_needed: bool
    says: str
    who: str
    reason: str
    answered_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AttendanceSeen:
    id: UUID
    invitation: UUID | None
    part: Part
    agency: str
    title: str
    name: str
    is_deputy: bool
    registered: bool
    sitting: int
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """Shape: text and mark are "" unless `reading` is FULL."""

    id: UUID
    agency: str
    agency_title: str
    text: str
    mark: str
    reading: Reading
    mine: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class OutcomeSeen:
    """As `models.DiscussionOutcome`, with who recorded it by name.

    Shape: `corrected_because` says that it stands in place of the one before, and why; `replaced`
    that a later one stands in place of it.
    """

    how: str
    sitting: int
    at: datetime
    by: str
    reason: str
    adjourned_to: datetime | None
    started_at: datetime | None
    ended_at: datetime
    quorate: bool
    missing: tuple[Part, ...]
    not_quorate_because: str
    section47: str
    section47_because: str
    seeing: tuple[tuple[UUID, str, datetime, bool], ...]
    siblings: str
    parents_told: str
    parents_not_told_because: str
    criminal: bool | None
    criminal_because: str
    medical: str
    medical_because: str
    medical_views: tuple[tuple[str, str], ...]
    answers: bool
    corrected_because: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class ActionSeen:
    id: UUID
    what: str
    owner: str
    agency: str
    due_at: datetime
    done_at: datetime | None
    done_by: str
    done_note: str
    is_late: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class DiscussionSeen:
    """Shape:

    contact_id: None for whoever may not open the contact.
    quorum: of the sitting that goes on, or went on last.
    outcome: the newest, which holds; `earlier` those before it.
    records: this viewer may say who came and what came of it.
    corrects: it is over, and this viewer may correct what was recorded of it.
    """

    id: UUID
    contact_id: UUID | None
    reference: str
    council: str
    state: State
    sitting: int
    version: int
    about: tuple[ChildAbout, ...]
    called_because: str
    convened_at: datetime
    convened_by: str
    planned_for: datetime
    due_at: datetime
    how: str
    where: str
    chair: str
    needed: tuple[Part, ...]
    facts: dict[str, bool]
    invitations: tuple[InvitationSeen, ...]
    attendances: tuple[AttendanceSeen, ...]
    quorum: Quorum
    items: tuple[ItemSeen, ...]
    outcome: OutcomeSeen | None
    earlier: tuple[OutcomeSeen, ...]
    actions: tuple[ActionSeen, ...]
    records: bool
    corrects: bool

    @property
    def parties(self) -> tuple[str, ...]:
        return parties(one for one in self.attendances if one.sitting == self.sitting)


def parties(came: Iterable[AttendanceSeen | Attendance]) -> tuple[str, ...]:
    """Where those who came are from, each once, in the order they came."""
    return tuple(dict.fromkeys(one.title for one in came))


def items_seen(
    rows: Sequence[DiscussionItem], viewer: Viewer, *, pooled: bool
) -> Iterable[ItemSeen]:
    """As the marks let this viewer read them; those they may not know of are left out."""
    for row in rows:
        item = ItemFacts(
            agency=row.agency,
            mark=Mark(row.mark),
            named={UUID(one) for one in row.named},
            onward_leave=row.onward_leave,
            pooled=pooled,
        )
        how_much = reading(item, viewer)
        if how_much is Reading.NOTHING:
            continue
        in_full = how_much is Reading.FULL
        yield ItemSeen(
            id=row.id,
            agency=row.agency,
            agency_title=row.agency_title,
            text=row.text if in_full else "",
            mark=row.mark if in_full else "",
            reading=how_much,
            mine=may_change_mark(item, viewer),
            at=row.at,
        )


def child_about(record_id: UUID, whom: dict) -> ChildAbout:
    told = whom.get(record_id)
    if told is None:
        return ChildAbout(record_id, "A child no longer in the record", None, None)
    name = " ".join(filter(None, (told.given_name, told.family_name))) or "Name not known"
    return ChildAbout(record_id, name, told.date_of_birth, told.expected_on)


def invitation_seen(
    row: Invitation, answer: InvitationAnswer | None, is_mine: bool
) -> InvitationSeen:
    return InvitationSeen(
        id=row.id,
        part=Part(row.part),
        agency=row.agency,
        team=row.team,
        title=row.title,
        because=row.because,
        is_needed=row.is_needed,
        says=answer.says if answer else "",
        who=answer.who if answer else "",
        reason=answer.reason if answer else "",
        answered_at=answer.at if answer else None,
        is_mine=is_mine,
    )


def attendance_seen(row: Attendance) -> AttendanceSeen:
    return AttendanceSeen(
        id=row.id,
        invitation=row.invitation_id,
        part=Part(row.part),
        agency=row.agency,
        title=row.title,
        name=row.name,
        is_deputy=row.is_deputy,
        registered=row.registered,
        sitting=row.sitting,
        arrived_at=row.arrived_at,
        left_at=row.left_at,
    )


def outcome_seen(row: DiscussionOutcome, names, *, replaced: bool) -> OutcomeSeen:
    return OutcomeSeen(
        how=row.how,
        sitting=row.sitting,
        at=row.at,
        by=names.get(row.by_id, ""),
        reason=row.reason,
        adjourned_to=row.adjourned_to,
        started_at=row.started_at,
        ended_at=row.ended_at,
        quorate=row.quorate,
        missing=tuple(Part(part) for part in row.missing),
        not_quorate_because=row.not_quorate_because,
        section47=row.section47,
        section47_because=row.section47_because,
        seeing=tuple(
            (UUID(one["child"]), one["who"], datetime.fromisoformat(one["by"]), one["alone"])
            for one in row.seeing
        ),
        siblings=row.siblings,
        parents_told=row.parents_told,
        parents_not_told_because=row.parents_not_told_because,
        criminal=row.criminal,
        criminal_because=row.criminal_because,
        medical=row.medical,
        medical_because=row.medical_because,
        medical_views=tuple((one["title"], one["view"]) for one in row.medical_views),
        answers=row.answers,
        corrected_because=row.corrected_because,
        replaced=replaced,
    )


def may_end_action(viewer: Viewer, row: AgreedAction, *, opens: bool) -> bool:
    """Whoever records for the hub, and the agency that took it on."""
    if opens and viewer.may(Permission.RECORD_DISCUSSION):
        return True
    own = bool(row.agency) and row.agency == viewer.agency and not viewer.employed_by_council
    return own and viewer.may(Permission.ANSWER_INVITATION)


def action_seen(
    row: AgreedAction, names, viewer: Viewer, *, opens: bool, at: datetime
) -> ActionSeen:
    return ActionSeen(
        id=row.id,
        what=row.what,
        owner=row.owner,
        agency=row.agency,
        due_at=row.due_at,
        done_at=row.done_at,
        done_by=names.get(row.done_by, "") if row.done_by else "",
        done_note=row.done_note,
        is_late=(row.done_at or at) > row.due_at,
        is_mine=row.done_at is None and may_end_action(viewer, row, opens=opens),
    )
