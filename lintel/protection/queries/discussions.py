"""Strategy discussions as each viewer may see them.

Somebody of the hub, or of the team that has the family, sees the discussions of the contacts they
may open. Everybody else sees those they were asked to, and no others: not asked is as if there
were none.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.kernel.refusals import NotThere
from lintel.people import queries as people
from lintel.protection.models import (
    AgreedAction,
    Attendance,
    Discussion,
    DiscussionItem,
    DiscussionOutcome,
    Invitation,
    InvitationAnswer,
)
from lintel.protection.queries.discussion_shapes import (
    DiscussionSeen,
    action_seen,
    attendance_seen,
    child_about,
    invitation_seen,
    items_seen,
    outcome_seen,
)
from lintel.protection.rules.correcting import Corrector, who_may_not_correct
from lintel.protection.rules.outcomes import State
from lintel.protection.rules.quorum import Part, Present, Quorum, quorum
from lintel.restrictions.queries import hidden_contacts

# Somebody asked keeps sight of a discussion this long after it ended, and for as long as their
# agency has something to do from it. Source: access model, section 2.
AFTER_IT_ENDED = timedelta(days=14)


def open_to(viewer: Viewer, *, at: datetime) -> QuerySet[Discussion]:
    """The discussions this viewer was asked to and may still come near."""
    if not viewer.may(Permission.ANSWER_INVITATION):
        return Discussion.objects.none()
    found = Discussion.objects.filter(
        council=viewer.council, invitations__in=_asked(viewer)
    ).distinct()
    found = found.exclude(contact_id__in=hidden_contacts(viewer))
    if viewer.role is Role.AGENCY_LEAD:
        return found
    waiting = AgreedAction.objects.filter(
        council=viewer.council, agency=viewer.agency, done_at=None
    ).values("discussion")
    recent = Q(ended_at=None) | Q(ended_at__gte=at - AFTER_IT_ENDED)
    return found.filter(recent | Q(id__in=waiting))


def _asked(viewer: Viewer) -> QuerySet[Invitation]:
    """An agency's own people by its key; people of the council by their team or account alone,
    for the council is everybody's employer and not everybody is asked."""
    by = Q(account=viewer.account_id) | Q(team__in=[team for team in viewer.teams if team])
    if not viewer.employed_by_council and viewer.agency:
        by |= Q(agency=viewer.agency)
    return Invitation.objects.filter(by, council=viewer.council)


def of_the_contact(viewer: Viewer, contact_id: UUID) -> bool:
    """Whether the viewer sees discussions because they may open the contact."""
    if not viewer.may(Permission.VIEW_CONTACT) or not sees(viewer, Zone.DECISION):
        return False
    return bool(contacts.found(viewer, contact_id))


def _opens(viewer: Viewer, contact_ids: set[UUID]) -> dict[UUID, bool]:
    """Which of these contacts the viewer may open, in one query."""
    if not viewer.may(Permission.VIEW_CONTACT) or not sees(viewer, Zone.DECISION):
        return dict.fromkeys(contact_ids, False)
    visible = contacts.visible_to(viewer).filter(id__in=contact_ids)
    found = set(visible.values_list("id", flat=True))
    return {contact_id: contact_id in found for contact_id in contact_ids}


def one_discussion(viewer: Viewer, discussion_id: UUID, *, at: datetime) -> Discussion:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    row = Discussion.objects.filter(id=discussion_id, council=viewer.council).first()
    if row is None:
        raise NotThere("discussion")
    if not of_the_contact(viewer, row.contact_id):
        row = open_to(viewer, at=at).filter(id=discussion_id).first()
    if row is None:
        raise NotThere("discussion")
    return row


def discussions_about(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[DiscussionSeen]:
    """Of one contact, newest first; the caller has shown that the contact is visible."""
    if not of_the_contact(viewer, contact_id):
        return []
    return seen(_newest_first(contact_id, viewer.council), viewer, at=at)


@worded_once
def _newest_first(contact_id: UUID, council: str) -> QuerySet[Discussion]:
    rows = Discussion.objects.filter(contact_id=contact_id, council=council)
    return rows.order_by("-convened_at")


def my_invitations(viewer: Viewer, *, at: datetime) -> list[DiscussionSeen]:
    """Discussions this viewer was asked to: those to come first, then those that ended."""
    rows = list(open_to(viewer, at=at).order_by("planned_for")[:200])
    rows.sort(key=lambda row: (row.state != State.CONVENED, row.planned_for))
    return seen(rows, viewer, at=at)


def coming(viewer: Viewer, *, at: datetime) -> list[DiscussionSeen]:
    """For whoever decides on the council's contacts every discussion that is convened; for
    everybody else those they were asked to."""
    if not (viewer.may(Permission.DECIDE) and sees(viewer, Zone.DECISION)):
        return my_invitations(viewer, at=at)
    rows = Discussion.objects.filter(council=viewer.council, state=State.CONVENED)
    visible = contacts.visible_to(viewer).filter(id__in=rows.values("contact_id"))
    ids = set(visible.values_list("id", flat=True))
    listed = [row for row in rows.order_by("planned_for")[:200] if row.contact_id in ids]
    return seen(listed, viewer, at=at)


def present(rows: Iterable[Attendance]) -> list[Present]:
    return [Present(Part(row.part), row.arrived_at, row.left_at, row.registered) for row in rows]


def quorum_of(discussion: Discussion, came: Iterable[Attendance]) -> Quorum:
    """Of the sitting that goes on, or went on last."""
    needed = [Part(part) for part in discussion.needed]
    of_it = [one for one in came if one.sitting == discussion.sitting]
    return quorum(needed, present(of_it))


def seen(rows: Sequence[Discussion], viewer: Viewer, *, at: datetime) -> list[DiscussionSeen]:
    """Each as this viewer may read it. A constant number of queries for those of one contact."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    invited = list(Invitation.objects.filter(discussion__in=ids).order_by("at", "title"))
    newest: dict[UUID, InvitationAnswer] = {}
    for answer in InvitationAnswer.objects.filter(invitation__in=[one.id for one in invited]):
        newest[answer.invitation_id] = answer
    came = list(Attendance.objects.filter(discussion__in=ids))
    items = list(DiscussionItem.objects.filter(discussion__in=ids))
    outcomes = list(DiscussionOutcome.objects.filter(discussion__in=ids))
    agreed = list(AgreedAction.objects.filter(discussion__in=ids))
    names = access.names_of(
        {row.convened_by_id for row in rows}
        | {one.by_id for one in outcomes}
        | {one.done_by for one in agreed if one.done_by}
    )
    whom = people.told_in({UUID(one) for row in rows for one in row.about})
    mine = set(_asked(viewer).filter(discussion__in=ids).values_list("id", flat=True))
    opens = _opens(viewer, {row.contact_id for row in rows})
    found = []
    for row in rows:
        own_came = [one for one in came if one.discussion_id == row.id]
        own = [one for one in outcomes if one.discussion_id == row.id]
        replaced = {one.corrects_id for one in own}
        shown = [outcome_seen(one, names, replaced=one.id in replaced) for one in own]
        records = opens[row.contact_id] and viewer.may(Permission.RECORD_DISCUSSION)
        found.append(
            DiscussionSeen(
                id=row.id,
                contact_id=row.contact_id if opens[row.contact_id] else None,
                reference=row.reference,
                council=row.council,
                state=State(row.state),
                sitting=row.sitting,
                version=row.version,
                about=tuple(child_about(UUID(one), whom) for one in row.about),
                called_because=row.called_because,
                convened_at=row.convened_at,
                convened_by=names.get(row.convened_by_id, ""),
                planned_for=row.planned_for,
                due_at=row.due_at,
                how=row.how,
                where=row.where,
                chair=row.chair,
                needed=tuple(Part(part) for part in row.needed),
                facts=dict(row.facts),
                invitations=tuple(
                    invitation_seen(one, newest.get(one.id), one.id in mine)
                    for one in invited
                    if one.discussion_id == row.id
                ),
                attendances=tuple(attendance_seen(one) for one in own_came),
                quorum=quorum_of(row, own_came),
                items=tuple(
                    items_seen(
                        [one for one in items if one.discussion_id == row.id],
                        viewer,
                        pooled=row.state == State.HELD
                        or any(one.agency == viewer.agency for one in own_came),
                    )
                ),
                outcome=shown[-1] if shown else None,
                earlier=tuple(shown[:-1]),
                actions=tuple(
                    action_seen(one, names, viewer, opens=opens[row.contact_id], at=at)
                    for one in agreed
                    if one.discussion_id == row.id
                ),
                records=records,
                corrects=records
                and row.state != State.CONVENED
                and not who_may_not_correct(corrector(viewer, {one.by_id for one in own})),
            )
        )
    return found


def corrector(viewer: Viewer, recorded_by: Collection[UUID]) -> Corrector:
    """What this viewer is to what was recorded, by whoever first did and whoever corrected it.

    A chair is a name that somebody typed, and a name is nobody's account: it lets nobody in.
    """
    return Corrector(
        recorded=viewer.account_id in recorded_by, is_manager=viewer.may(Permission.OVERRIDE)
    )
