"""How agencies answer, in figures; and the requests that a figure counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lintel.access.viewers import Permission, Viewer
from lintel.contacts import queries as contacts
from lintel.screening.models import AgencyRequest, Answer
from lintel.screening.rules.asking import Reply, Settled
from lintel.screening.rules.measures import Asked, Line, counts_as, lines

DAYS = 90
LONGEST_LIST = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """A request that a figure counts."""

    request_id: UUID
    contact_id: UUID
    reference: str
    agency_title: str
    asked: Asked


def agency_measures(viewer: Viewer, *, at: datetime, days: int = DAYS) -> list[Line]:
    """Every agency of the viewer's council asked in the last `days`, by rating. Two queries.

    Errors:
        NotPermitted: the viewer's role counts nothing.
    """
    viewer.must(Permission.VIEW_COUNTS)
    return lines([one.asked for one in _asked(viewer, at=at, days=days)], at=at)


def agency_titles(viewer: Viewer, *, at: datetime, days: int = DAYS) -> dict[str, str]:
    """What each agency asked in the last `days` is called, by its key."""
    kept = _known_of(viewer, at=at, days=days)
    return {row.agency: row.agency_title for row in reversed(kept)}


def counted_in(
    viewer: Viewer, *, agency: str, rating: str, figure: str, at: datetime, days: int = DAYS
) -> list[Counted]:
    """The requests one figure counts, newest first.

    Shape: rating "all", or as a contact has it, "" for not rated.

    Errors:
        NotPermitted: the viewer's role opens no lists.
    """
    viewer.must(Permission.VIEW_COUNTS)
    viewer.must(Permission.VIEW_BOARD)
    found = [
        one
        for one in _asked(viewer, at=at, days=days, agency=agency)
        if rating in ("all", one.asked.rating) and counts_as(one.asked, figure, at=at)
    ]
    return found[:LONGEST_LIST]


def _known_of(viewer: Viewer, *, at: datetime, days: int, agency: str = "") -> list[AgencyRequest]:
    """Newest first, without those about a contact that is hidden from the viewer: a figure that
    counted them would tell of it, and differ from its own list."""
    rows = AgencyRequest.objects.filter(
        council=viewer.council, asked_at__gt=at - timedelta(days=days), asked_at__lte=at
    )
    if agency:
        rows = rows.filter(agency=agency)
    fields = ("id", "contact_id", "reference", "agency", "agency_title", "rating", "asked_at")
    kept = list(rows.order_by("-asked_at", "id").only(*fields, "due_at", "settled_as"))
    hidden = contacts.hidden_from(viewer, {row.contact_id for row in kept})
    return [row for row in kept if row.contact_id not in hidden]


def _asked(viewer: Viewer, *, at: datetime, days: int, agency: str = "") -> Sequence[Counted]:
    kept = _known_of(viewer, at=at, days=days, agency=agency)
    first: dict[UUID, tuple[str, datetime]] = {}
    more: set[UUID] = set()
    # By council and time, which every database does quickly, rather than by thousands of ids.
    answers = Answer.objects.filter(
        request__council=viewer.council, request__asked_at__gt=at - timedelta(days=days)
    )
    if agency:
        answers = answers.filter(request__agency=agency)
    answers = answers.filter(at__lte=at).order_by("at", "id")
    for request_id, kind, when in answers.values_list("request_id", "kind", "at"):
        if kind == Reply.MORE_TIME:
            more.add(request_id)
        else:
            first.setdefault(request_id, (kind, when))
    return [
        Counted(
            row.id,
            row.contact_id,
            row.reference,
            row.agency_title,
            Asked(
                agency=row.agency,
                rating=row.rating,
                asked_at=row.asked_at,
                due_at=row.due_at,
                first_said=first[row.id][0] if row.id in first else "",
                took=first[row.id][1] - row.asked_at if row.id in first else None,
                more_time=row.id in more,
                withdrawn=row.settled_as == Settled.WITHDRAWN,
            ),
        )
        for row in kept
    ]
