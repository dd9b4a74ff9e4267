"""The conflicts of interest there are: one's own, and those of others for a manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer
from lintel.restrictions.models import Apart, Conflict, OwnMark
from lintel.restrictions.queries.conflicts import CONTACT, PERSON
from lintel.restrictions.queries.hiding import hidden_contacts, hidden_people
from lintel.restrictions.rules.conflicts import Detail


@dataclass(frozen=True, slots=True)
class ConflictSeen:
    """Shape:
    about: what was declared, "" for somebody described. `details`: for what was inferred.
    opened: (when, why) they opened a record in spite of a warning, latest first.
    """

    id: UUID
    of: UUID
    who: str
    kind: str
    relation: str
    reason: str
    about: str
    details: tuple[str, ...]
    at: datetime
    by: str
    ended_at: datetime | None
    ended_by: str
    ended_because: str
    opened: Sequence[tuple[datetime, str]]


def own_conflicts(viewer: Viewer) -> Sequence[ConflictSeen]:
    """What the viewer has declared, or a manager for them, latest first. What was inferred is not
    here: a list of it would say which records there are.

    Errors:
        NotPermitted.
    """
    viewer.must(Permission.DECLARE_CONFLICT)
    rows = Conflict.objects.filter(account=viewer.account_id, ended_at=None)
    return _seen(rows.exclude(relation="").order_by("-at", "id"))


def conflicts_of_others(viewer: Viewer) -> Sequence[ConflictSeen]:
    """Every conflict that stands in the council but the viewer's own, latest first; none with a
    family of which anything is kept from the viewer. Reading it is `actions.read_conflicts`.

    Errors:
        NotPermitted.
    """
    viewer.must(Permission.KEEP_CONFLICTS)
    return _seen(kept_by(viewer).order_by("-at", "id"))


def kept_by(viewer: Viewer) -> "QuerySet[Conflict]":
    """The conflicts a manager may know of, but for their own."""
    standing = Apart.objects.filter(council=viewer.council, ended_at=None)
    hidden = standing.filter(subject_type=CONTACT, subject_id__in=hidden_contacts(viewer))
    unseen = standing.filter(subject_type=PERSON, subject_id__in=hidden_people(viewer))
    rows = Conflict.objects.filter(council=viewer.council, ended_at=None)
    rows = rows.exclude(account=viewer.account_id).exclude(id__in=hidden.values("conflict_id"))
    return rows.exclude(id__in=unseen.values("conflict_id"))


def details_said(viewer: Viewer) -> Sequence[str]:
    """Which kinds of own detail the viewer has given, never what they are."""
    rows = OwnMark.objects.filter(account=viewer.account_id, ended_at=None)
    said = set(rows.exclude(detail=Detail.DECLARED).values_list("detail", flat=True))
    return [str(detail) for detail in Detail if detail in said]


def _seen(rows: "QuerySet[Conflict]") -> list[ConflictSeen]:
    found = list(rows)
    opened: dict[UUID, list[tuple[datetime, str]]] = {}
    apart = Apart.objects.filter(conflict__in=[row.id for row in found], opened_at__isnull=False)
    for conflict, at, because in apart.order_by("-opened_at").values_list(
        "conflict_id", "opened_at", "opened_because"
    ):
        opened.setdefault(conflict, []).append((at, because))
    names = access.names_of(
        {row.account_id for row in found}
        | {row.by for row in found}
        | {row.ended_by for row in found if row.ended_by}
    )
    gone = "Somebody whose account is gone"
    return [
        ConflictSeen(
            id=row.id,
            of=row.account_id,
            who=names.get(row.account_id, gone),
            kind=row.kind,
            relation=row.relation,
            reason=row.reason,
            about=row.about,
            details=tuple(row.details),
            at=row.at,
            by=names.get(row.by, "Lintel"),
            ended_at=row.ended_at,
            ended_by=names.get(row.ended_by, "") if row.ended_by else "",
            ended_because=row.ended_because,
            opened=opened.get(row.id, ()),
        )
        for row in found
    ]
