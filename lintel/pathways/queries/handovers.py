"""What a viewer may see of hand-overs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.contacts.family_timeline import FamilyAsked, HistoryEvent
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day
from lintel.pathways.models import HandOver
from lintel.pathways.rules.handovers import ENDINGS, Ending, State
from lintel.restrictions.queries import hidden_contacts


@dataclass(frozen=True, slots=True)
class HandOverSeen:
    id: UUID
    contact_id: UUID
    reference: str
    outcome: str
    team: str
    team_title: str
    state: str
    offered_at: datetime
    offered_by: str
    answered_at: datetime | None
    answered_by: str
    reason: str
    waiting_since: datetime | None
    waiting_for: str
    ended_at: datetime | None
    ended_how: str
    ended_words: str


def handovers(viewer: Viewer, *, waiting_only: bool = False) -> list[HandOverSeen]:
    """Hand-overs to the viewer's teams; for the hub's own people, all of the council. The
    waiting first, then the newest, never more than 200.

    Errors:
        NotPermitted: the viewer's role has nothing to do with hand-overs.
    """
    viewer.must(Permission.VIEW_CONTACT)
    rows = HandOver.objects.filter(council=viewer.council)
    if viewer.role in {Role.SOCIAL_WORKER, Role.EARLY_HELP}:
        rows = rows.filter(team__in=list(viewer.teams))
    elif not viewer.may(Permission.DECIDE):
        rows = rows.none()
    else:
        rows = rows.filter(contact_id__in=contacts.visible_to(viewer).values("id"))
    rows = rows.exclude(contact_id__in=hidden_contacts(viewer))
    if waiting_only:
        rows = rows.filter(state=State.OFFERED)
    waiting = list(rows.filter(state=State.OFFERED).order_by("offered_at")[:200])
    answered = list(rows.exclude(state=State.OFFERED).order_by("-offered_at")[:200])
    return _seen(viewer, (waiting + answered)[:200])


def handovers_of(viewer: Viewer, contact_id: UUID) -> list[HandOverSeen]:
    """Every offer of one contact, newest first.

    Errors:
        NotThere: there is no such contact, or none for this viewer.
    """
    contacts.the_contact(viewer, contact_id)
    return _seen(viewer, _newest_first(contact_id))


@worded_once
def _newest_first(contact_id: UUID) -> QuerySet[HandOver]:
    return HandOver.objects.filter(contact_id=contact_id).order_by("-offered_at")


_ANSWERED = {State.ACCEPTED: "accepted it", State.RETURNED: "returned it"}


@worded_once
def _answered_about(contact_ids: list[UUID], council: str) -> QuerySet[HandOver]:
    return HandOver.objects.filter(
        contact_id__in=contact_ids, council=council, state__in=list(_ANSWERED)
    )


def handovers_of_family(viewer: Viewer, asked: FamilyAsked, at: datetime) -> list[HistoryEvent]:
    """Which teams took a family on, or sent it back, and when their help ended, for its time
    line."""
    if not asked.contacts or not sees(viewer, Zone.OUTCOME):
        return []
    rows = _answered_about(list(asked.contacts), viewer.council)
    teams = {team.key: team.title for team in directory.teams(viewer.council)}
    ended = [
        HistoryEvent(
            on=london_day(row.ended_at),
            kinds=frozenset({"agency"}),
            title=f"The help of {teams.get(row.team, row.team)} ended",
            whose=asked.contacts[row.contact_id],
            detail=row.ended_words,
            note=ENDINGS[Ending(row.ended_how)],
            contact_id=row.contact_id,
            reference=row.reference,
            at=row.ended_at,
        )
        for row in rows
        if row.ended_at is not None and row.ended_how != Ending.REOPENED  # told by the contact
    ]
    return ended + [
        HistoryEvent(
            on=london_day(row.answered_at),
            kinds=frozenset({"agency"}),
            title=f"{teams.get(row.team, row.team)} {_ANSWERED[State(row.state)]}",
            whose=asked.contacts[row.contact_id],
            detail=row.reason,
            contact_id=row.contact_id,
            reference=row.reference,
            at=row.answered_at,
        )
        for row in rows
        if row.answered_at is not None
    ]


def _seen(viewer: Viewer, rows: Sequence[HandOver]) -> list[HandOverSeen]:
    if not rows:
        return []
    names = access.names_of(
        {row.offered_by_id for row in rows} | {r.answered_by_id for r in rows if r.answered_by_id}
    )
    teams = {team.key: team.title for team in directory.teams(viewer.council)}
    return [
        HandOverSeen(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            outcome=row.outcome,
            team=row.team,
            team_title=teams.get(row.team, row.team),
            state=row.state,
            offered_at=row.offered_at,
            offered_by=names.get(row.offered_by_id, ""),
            answered_at=row.answered_at,
            answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
            reason=row.reason,
            waiting_since=row.waiting_since,
            waiting_for=row.waiting_for,
            ended_at=row.ended_at,
            ended_how=row.ended_how,
            ended_words=row.ended_words,
        )
        for row in rows
    ]


def handover_count() -> int:
    """How many there are, for the digest."""
    return HandOver.objects.count()
