"""What an agency's own people see of what it was asked: who has it, how long answers take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lintel.access import queries as access
from lintel.access.viewers import Role, Viewer
from lintel.screening.models import Handling, Taking
from lintel.screening.queries.asked import RequestSeen, for_my_agency, of_my_agency
from lintel.screening.rules.answer_times import Typical, typical
from lintel.screening.rules.asking import Settled

OF_AGENCIES = (Role.PARTNER, Role.AGENCY_LEAD)
# Who may be named as the reader of a sealed item: people of the hub, and partners.
MAY_BE_NAMED = (
    Role.SCREENER,
    Role.SENIOR_PRACTITIONER,
    Role.MANAGER,
    Role.EMERGENCY_DUTY,
    *OF_AGENCIES,
)
# How far back the lead reads what was answered, and what the answer times are of.
LEAD_LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Holder:
    account_id: UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Workspace:
    """Shape:

    open: late ones first; `answered`: settled, the newest first.
    holders: who of the agency has each request, by its id; nobody for those left out.
    """

    open: list[RequestSeen]
    answered: list[RequestSeen]
    holders: Mapping[UUID, Holder]
    times: Typical


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """How an item of one's own agency was handled from a moment on."""

    mark: str
    named: tuple[UUID, ...]
    onward_leave: bool
    reason: str
    by: str
    at: datetime


def workspace(viewer: Viewer, *, at: datetime) -> Workspace:
    """Everything the viewer's agency was asked and may still come near. Constant queries."""
    found = for_my_agency(viewer, at=at, open_only=False)
    since = at - LEAD_LOOKS_BACK
    answered = [one for one in found if one.settled_at and one.settled_at >= since]
    return Workspace(
        open=[one for one in found if not one.settled_as],
        answered=sorted(answered, key=lambda one: one.settled_at or at, reverse=True),
        holders=holders_of([one.id for one in found]),
        times=_times(viewer, at=at),
    )


def _times(viewer: Viewer, *, at: datetime) -> Typical:
    said = [Settled.ANSWERED, Settled.NIL, Settled.REFUSED]
    rows = of_my_agency(viewer, at=at).filter(
        settled_as__in=said, settled_at__gte=at - LEAD_LOOKS_BACK
    )
    return typical(settled - asked for asked, settled in rows.values_list("asked_at", "settled_at"))


def holders_of(request_ids: Iterable[UUID]) -> dict[UUID, Holder]:
    """Who of the agency has each of these requests; two queries."""
    newest: dict[UUID, Taking] = {}
    for row in Taking.objects.filter(request__in=list(request_ids)):
        newest[row.request_id] = row
    names = access.names_of({row.holder_id for row in newest.values() if row.holder_id})
    return {
        key: Holder(row.holder_id, names.get(row.holder_id, "Somebody who has left"), row.at)
        for key, row in newest.items()
        if row.holder_id
    }


def marks_of(contribution_id: UUID, viewer: Viewer) -> list[MarkSeen]:
    """How an item of the viewer's own agency was marked, oldest first; empty for another's."""
    rows = list(
        Handling.objects.filter(
            contribution=contribution_id,
            contribution__council=viewer.council,
            contribution__agency=viewer.agency,
        )
    )
    names = access.names_of({row.by_id for row in rows})
    return [
        MarkSeen(
            row.mark,
            tuple(UUID(one) for one in row.named),
            row.onward_leave,
            row.reason,
            names.get(row.by_id, ""),
            row.at,
        )
        for row in rows
    ]
