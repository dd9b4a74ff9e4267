"""What was stepped down and came back: counts, their lists, and what the next decider reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lintel.access import queries as access
from lintel.access.viewers import NotPermitted, Permission, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts.queries.visibility import visible_of
from lintel.directory import queries as directory
from lintel.kernel.instants import UTC, london_day, months_before
from lintel.kernel.refusals import NotThere
from lintel.pathways.models import CameBack, HandOver
from lintel.pathways.rules.handovers import State
from lintel.pathways.rules.step_downs import WITHIN, step_downs_among
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import hidden_contacts
from lintel.screening import queries as screening

MONTHS = 12  # how far back step-downs are counted
MOST = 200


def step_downs_of(council: str) -> frozenset[str]:
    return step_downs_among(policy_for(council).codes.outcomes)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Shape: `whose` is "mine", "team:<key>" or "council"; `stepped_down` how many were taken on in
        the twelve months; `back` how many of them came back within 3, 6 and 12 months.
    """

    whose: str
    title: str
    stepped_down: int
    back: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """One family that came back.

    Shape: `reference`, `contact_id` and `why` are empty for what this viewer may not open or read.
    """

    contact_id: UUID | None
    reference: str
    came_at: datetime
    reopened: bool
    within: int
    stepped_down: str
    stepped_down_id: UUID | None
    taken_on_at: datetime
    team: str
    by: str
    why: str


def back_counted(viewer: Viewer, *, at: datetime) -> list[Line]:
    """Step-downs taken on in the last twelve months, and how many of them came back: the viewer's
    own, those each team took on, and the council's. For a team, only what it took on.

    Errors:
        NotPermitted: somebody who neither decides nor takes work on.
    """
    _may(viewer)
    titles = {team.key: team.title for team in directory.teams(viewer.council)}
    found = [_line(f"team:{key}", title, viewer, at) for key, title in titles.items()
             if _sees_team(viewer, key)]  # fmt: skip
    lines = [line for line in found if line.stepped_down]
    if viewer.may(Permission.DECIDE):
        lines = [
            _line("mine", "Stepped down by you", viewer, at),
            *lines,
            _line("council", "All of the council", viewer, at),
        ]
    return lines


def came_back(viewer: Viewer, *, whose: str, months: int, at: datetime) -> list[Returned]:
    """The families behind one count, the newest return first, each once for each return.

    Shape: `whose` as `Line` has it; `months` 3, 6 or 12.

    Errors:
        NotPermitted: as `back_counted`; also another team's list for somebody of a team.
        NotThere: there is no such list.
    """
    _may(viewer)
    rows = CameBack.objects.filter(
        handover__in=_of(viewer, whose, at), withdrawn_at=None, within__lte=months
    )
    return _seen(viewer, list(rows.select_related("handover").order_by("-came_at")[:MOST]))


def stepped_down_before(viewer: Viewer, contact_id: UUID) -> list[Returned]:
    """The step-downs that a contact brings back, newest first, for whoever may see decisions."""
    if not sees(viewer, Zone.DECISION):
        return []
    return _seen(viewer, _brought_back_by(contact_id))


@worded_once
def _brought_back_by(contact_id: UUID) -> QuerySet[CameBack]:
    rows = CameBack.objects.filter(contact_id=contact_id, withdrawn_at=None)
    return rows.select_related("handover").order_by("-handover__answered_at")


def _may(viewer: Viewer) -> None:
    if not (viewer.may(Permission.DECIDE) or viewer.may(Permission.RECEIVE_HANDOVER)):
        raise NotPermitted(Permission.RECEIVE_HANDOVER)


def _sees_team(viewer: Viewer, key: str) -> bool:
    return viewer.may(Permission.DECIDE) or key in viewer.teams


def _of(viewer: Viewer, whose: str, at: datetime) -> "QuerySet[HandOver]":
    day = months_before(london_day(at), MONTHS)
    taken = HandOver.objects.filter(
        council=viewer.council,
        state=State.ACCEPTED,
        outcome__in=step_downs_of(viewer.council),
        answered_at__gte=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    taken = taken.exclude(contact_id__in=hidden_contacts(viewer))
    if whose == "mine":
        return taken.filter(offered_by=viewer.account_id)
    if whose.startswith("team:"):
        key = whose.removeprefix("team:")
        if not _sees_team(viewer, key):
            raise NotPermitted(Permission.DECIDE)
        return taken.filter(team=key)
    if whose != "council":
        raise NotThere("list")
    viewer.must(Permission.DECIDE)
    return taken


def _line(whose: str, title: str, viewer: Viewer, at: datetime) -> Line:
    counts = {
        f"within_{months}": Count(
            "id",
            filter=Q(came_back__withdrawn_at=None, came_back__within__lte=months),
            distinct=True,
        )
        for months in WITHIN
    }
    found = _of(viewer, whose, at).aggregate(taken=Count("id", distinct=True), **counts)
    back = tuple(found[f"within_{months}"] for months in WITHIN)
    return Line(whose, title, found["taken"], back)


def _seen(viewer: Viewer, rows: Sequence[CameBack]) -> list[Returned]:
    if not rows:
        return []
    ids = {row.contact_id for row in rows} | {row.handover.contact_id for row in rows}
    may_open = visible_of(viewer, ids)
    names = access.names_of({row.handover.offered_by_id for row in rows})
    titles = {team.key: team.title for team in directory.teams(viewer.council)}
    whys = screening.rationales(viewer, {row.handover.decision_id for row in rows})
    return [_one(row, set(may_open), names, titles, whys) for row in rows]


def _one(
    row: CameBack,
    may_open: set[UUID],
    names: dict[UUID, str],
    titles: dict[str, str],
    whys: dict[UUID, str],
) -> Returned:
    held = row.handover
    seen, was_seen = row.contact_id in may_open, held.contact_id in may_open
    return Returned(
        contact_id=row.contact_id if seen else None,
        reference=row.reference if seen else "",
        came_at=row.came_at,
        reopened=row.reopened,
        within=row.within,
        stepped_down=held.reference if was_seen else "",
        stepped_down_id=held.contact_id if was_seen else None,
        taken_on_at=held.answered_at or held.offered_at,
        team=titles.get(held.team, held.team),
        by=names.get(held.offered_by_id, "Somebody who has left"),
        why=whys.get(held.decision_id, "") if was_seen else "",
    )
