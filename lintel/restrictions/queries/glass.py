"""Which glass is open, to whom, and what waits for a review."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Role, Viewer
from lintel.audit import trail
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.rules.addressees import everybody_who_is
from lintel.restrictions.models import Apart, BrokenGlass, Incident
from lintel.restrictions.queries.conflicts import kept_apart_from
from lintel.restrictions.queries.hiding import CONTACT, hidden_by, kind_of
from lintel.restrictions.rules.conflicts import nearest
from lintel.restrictions.rules.glass import (
    Sought,
    is_as_good_as_absent,
    number_of,
    reasons_not_yet,
    what_is_wrong,
)


@dataclass(frozen=True, slots=True)
class OpenGlass:
    """A record that somebody now reads through broken glass."""

    id: UUID
    contact_id: UUID
    reference: str
    ends_at: datetime


def open_glass_of(viewer: Viewer, *, at: datetime) -> Sequence[OpenGlass]:
    """The soonest to close first. No query for whoever has broken none: the account says so."""
    if viewer.glass_until is None or viewer.glass_until <= at:
        return ()
    rows = BrokenGlass.objects.filter(
        by=viewer.account_id, council=viewer.council, ended_at=None, at__lte=at, ends_at__gt=at
    )
    columns = rows.order_by("ends_at", "id").values_list("id", "contact_id", "reference", "ends_at")
    return [OpenGlass(*row) for row in columns]


def standing_glass_of(viewer: Viewer, *, at: datetime) -> Sequence[OpenGlass]:
    """Of those, the ones through which they still read: one that has shut since, because a conflict
    of their own came to light or their role may no longer, is as if it had never been open."""
    bare = replace(viewer, glass=None)
    if not bare.may(Permission.BREAK_GLASS):
        return ()
    return [
        one
        for one in open_glass_of(bare, at=at)
        if not is_as_good_as_absent(what_hides(bare, one.contact_id))
    ]


def one_open_glass(viewer: Viewer, contact_id: UUID, *, at: datetime) -> BrokenGlass:
    """The viewer's own use of a contact that is open at this moment, as it was just made.

    Errors:
        NotThere: there is none.
    """
    found = BrokenGlass.objects.filter(
        by=viewer.account_id, contact_id=contact_id, ended_at=None, at__lte=at, ends_at__gt=at
    ).first()
    if found is None:
        raise NotThere("glass")
    return found


def reads_through_glass(viewer: Viewer, contact_id: UUID, *, at: datetime) -> bool:
    """Whether this viewer has this record open through broken glass at this moment, and their role
    still may."""
    if not viewer.may(Permission.BREAK_GLASS):
        return False
    return any(one.contact_id == contact_id for one in open_glass_of(viewer, at=at))


def must_make_sense(*, category: str, reason: str, by: Viewer) -> None:
    """What is wrong whatever the record: asked before it is looked for.

    Errors:
        NotPermitted. Invalid: by field. Refused: too many uses wait for a review.
    """
    by.must(Permission.BREAK_GLASS)
    wrong = what_is_wrong(category, reason)
    if wrong:
        raise Invalid(*wrong)
    refused = reasons_not_yet(unreviewed_of(by.account_id))
    if refused:
        raise Refused(*refused)


def what_hides(viewer: Viewer, contact_id: UUID) -> Sought:
    """What stands between this viewer and a contact: restrictions whose list they are not on, and
    conflicts. Whether they can open it anyway is for its own context to say."""
    kinds = frozenset(
        hidden_by(viewer, CONTACT)
        .filter(subject_id=contact_id)
        .values_list("restriction__kind", flat=True)
    )
    known = [kind_of(viewer.council, key) for key in kinds]
    apart = Apart.objects.filter(
        account=viewer.account_id, subject_type=CONTACT, subject_id=contact_id, ended_at=None
    )
    return Sought(
        kinds=kinds,
        shut=any(kind is None or not kind.glass for kind in known),
        conflicted=nearest(apart.values_list("conflict__kind", flat=True)),
    )


def unreviewed_of(account_id: UUID) -> int:
    """How many of somebody's uses nobody has reviewed yet."""
    return BrokenGlass.objects.filter(by=account_id, reviewed_at=None).count()


@dataclass(frozen=True, slots=True)
class ReviewSeen:
    at: datetime
    by: str
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class IncidentSeen:
    """Shape: `closed_*` are empty while it is open; `owner` in words."""

    opened_at: datetime
    owner: str
    due_at: datetime
    closed_at: datetime | None
    closed_by: str
    closed_because: str


@dataclass(frozen=True, slots=True)
class GlassSeen:
    """One use, for whoever reviews it: nothing of what the record says.

    Shape: `is_own`: it is the viewer's own, which somebody else must review; `opened` are what they
        did with the record while it was open, from the trail.
    """

    id: UUID
    number: str
    reference: str
    kinds: tuple[str, ...]
    who: str
    role: str
    category: str
    reason: str
    at: datetime
    closed_at: datetime
    review_due_at: datetime
    is_own: bool
    is_late: bool
    review: ReviewSeen | None
    incident: IncidentSeen | None
    opened: Sequence[tuple[datetime, str]] = ()


def uses_near(viewer: Viewer) -> "QuerySet[BrokenGlass]":
    """The uses of a council that this viewer may look at: somebody else reviews those of a record
    that a conflict of their own keeps from them."""
    own = BrokenGlass.objects.filter(council=viewer.council)
    return own.exclude(contact_id__in=kept_apart_from(viewer, CONTACT))


def to_review(viewer: Viewer, *, since: datetime, at: datetime) -> Sequence[GlassSeen]:
    """Uses that wait for a review, the least time left first; then incidents that are open; then
    what was settled after `since`. None of a record that a conflict keeps from the viewer.

    Errors:
        NotPermitted.
    """
    viewer.must(Permission.REVIEW_GLASS)
    wanted = Q(reviewed_at=None) | Q(incident__isnull=False, incident__closed_at=None)
    rows = uses_near(viewer).filter(wanted | Q(reviewed_at__gte=since))
    rows = rows.select_related("review", "incident")
    found = sorted(rows, key=lambda row: (row.reviewed_at is not None, row.review_due_at, row.id))
    return _seen(viewer, found, at=at)


def one_use(viewer: Viewer, glass: BrokenGlass, *, at: datetime) -> GlassSeen:
    """One of them; `glass` comes from `actions.open_glass`, so that reading it left its trace."""
    row = BrokenGlass.objects.select_related("review", "incident").get(id=glass.id)
    entries = trail.entries_about("contact", str(row.contact_id))
    until = row.ended_at or row.ends_at
    opened = [
        (entry.at, entry.did)
        for entry in entries
        if entry.by == row.by_id and row.at <= entry.at <= until
    ]
    return _seen(viewer, [row], at=at, opened=opened)[0]


def late_uses(*, at: datetime) -> Sequence[BrokenGlass]:
    """Every use of every council that nobody has reviewed in time: for the sweep."""
    return list(BrokenGlass.objects.filter(reviewed_at=None, review_due_at__lte=at))


def _seen(
    viewer: Viewer,
    rows: Sequence[BrokenGlass],
    *,
    at: datetime,
    opened: Sequence[tuple[datetime, str]] = (),
) -> list[GlassSeen]:
    reviews = {row.id: getattr(row, "review", None) for row in rows}
    incidents: dict[UUID, Incident | None] = {
        row.id: getattr(row, "incident", None) for row in rows
    }
    ids = {row.by_id for row in rows}
    ids |= {review.by for review in reviews.values() if review}
    for incident in incidents.values():
        if incident is not None:
            ids |= {incident.closed_by} - {None}
            ids |= {UUID(incident.owner)} if ":" not in incident.owner else set()
    names = access.names_of(ids)
    found = []
    for row in rows:
        review, incident = reviews[row.id], incidents[row.id]
        found.append(
            GlassSeen(
                id=row.id,
                number=number_of(row.id),
                reference=row.reference,
                kinds=tuple(row.kinds),
                who=names.get(row.by_id, "Somebody whose account is gone"),
                role=row.role,
                category=row.category,
                reason=row.reason,
                at=row.at,
                closed_at=row.ended_at or row.ends_at,
                review_due_at=row.review_due_at,
                is_own=row.by_id == viewer.account_id,
                is_late=row.facts().review_is_late(at=at),
                review=ReviewSeen(review.at, names.get(review.by, ""), review.outcome, review.words)
                if review
                else None,
                incident=_incident(incident, names) if incident else None,
                opened=opened,
            )
        )
    return found


def _incident(row: Incident, names: dict[UUID, str]) -> IncidentSeen:
    if row.owner == everybody_who_is(Role.DPO):
        owner = "the data protection officer"
    else:
        owner = names.get(UUID(row.owner), "")
    return IncidentSeen(
        opened_at=row.opened_at,
        owner=owner,
        due_at=row.due_at,
        closed_at=row.closed_at,
        closed_by=names.get(row.closed_by, "") if row.closed_by else "",
        closed_because=row.closed_because,
    )
