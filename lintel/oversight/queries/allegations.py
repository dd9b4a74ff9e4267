"""Allegations as the designated officer and the deciding manager see them, and nobody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Viewer
from lintel.kernel.refusals import NotThere
from lintel.oversight.models import Allegation, AllegationEnding, Considered, CourseTaken
from lintel.oversight.rules.allegations import AllegationFacts
from lintel.protection import queries as protection
from lintel.restrictions.queries import hidden_contacts

MOST = 500


@dataclass(frozen=True, slots=True)
class ConsideredSeen:
    at: datetime
    by: str
    person: str
    work: str
    employer: str
    tests: Mapping[str, str]
    reasons: str


@dataclass(frozen=True, slots=True)
class CourseSeen:
    at: datetime
    by: str
    course: str
    reasons: str


@dataclass(frozen=True, slots=True)
class EndingSeen:
    at: datetime
    by: str
    finding: str
    words: str


@dataclass(frozen=True, slots=True)
class AllegationSeen:
    """Shape: `considered` and `courses` oldest first, the last holds; `may_record` is the
    designated officer's."""

    id: UUID
    contact_id: UUID
    reference: str
    at: datetime
    due_at: datetime
    taken_at: datetime | None
    taken_by: str
    considered: Sequence[ConsideredSeen]
    courses: Sequence[CourseSeen]
    ending: EndingSeen | None
    may_record: bool

    @property
    def is_open(self) -> bool:
        return self.ending is None


def _near(viewer: Viewer) -> QuerySet[Allegation]:
    if not viewer.may(Permission.VIEW_ALLEGATION):
        return Allegation.objects.none()
    near = Allegation.objects.filter(council=viewer.council)
    return near.exclude(contact_id__in=hidden_contacts(viewer))


def allegations(viewer: Viewer, *, since: datetime) -> list[AllegationSeen]:
    """Every open one, the least time left first; then those that ended since a moment.

    Errors:
        NotPermitted: the role sees none.
    """
    viewer.must(Permission.VIEW_ALLEGATION)
    still_open = _near(viewer).filter(closed_at=None).order_by("due_at", "id")[:MOST]
    ended = _near(viewer).filter(closed_at__gte=since).order_by("-closed_at", "id")[:MOST]
    return _seen([*still_open, *ended], viewer)


def one_allegation(viewer: Viewer, allegation_id: UUID) -> AllegationSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    row = _near(viewer).filter(id=allegation_id).first()
    if row is None:
        raise NotThere("allegation")
    return _seen([row], viewer)[0]


def allegation_of(viewer: Viewer, contact_id: UUID) -> AllegationSeen | None:
    row = _near(viewer).filter(contact_id=contact_id).first()
    return _seen([row], viewer)[0] if row else None


def facts_of(row: Allegation) -> AllegationFacts:
    considered = row.considered.order_by("-at", "-id").first()
    course = row.courses.order_by("-at", "-id").first()
    return AllegationFacts(
        taken=row.taken_at is not None,
        tests=MappingProxyType(dict(considered.tests)) if considered else MappingProxyType({}),
        course=course.course if course else "",
        closed=row.closed_at is not None,
    )


def strategy_signs(contact: Any) -> tuple[str, ...]:
    """Titles of the signs for which a strategy discussion about the child is called for, and none
    has been held. Whatever is decided here leaves them as they are."""
    called = protection.called_for(contact)
    return called.signs if called else ()


def _seen(rows: Sequence[Allegation], viewer: Viewer) -> list[AllegationSeen]:
    """Four queries, however many; none for none."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    considered = list(Considered.objects.filter(allegation_id__in=ids))
    courses = list(CourseTaken.objects.filter(allegation_id__in=ids))
    endings = {one.allegation_id: one for one in AllegationEnding.objects.filter(pk__in=ids)}
    told = {one.by_id for each in (considered, courses, endings.values()) for one in each}
    names = names_of(told | {row.taken_by_id for row in rows if row.taken_by_id})
    return [
        AllegationSeen(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            at=row.at,
            due_at=row.due_at,
            taken_at=row.taken_at,
            taken_by=names.get(row.taken_by_id, "") if row.taken_by_id else "",
            considered=[
                ConsideredSeen(
                    one.at,
                    names.get(one.by_id, ""),
                    one.person,
                    one.work,
                    one.employer,
                    MappingProxyType(dict(one.tests)),
                    one.reasons,
                )
                for one in _of(row, considered)
            ],
            courses=[
                CourseSeen(one.at, names.get(one.by_id, ""), one.course, one.reasons)
                for one in _of(row, courses)
            ],
            ending=_ending(endings.get(row.id), names),
            may_record=viewer.may(Permission.RECORD_ALLEGATION),
        )
        for row in rows
    ]


def _of(row: Allegation, each: Iterable[Any]) -> list[Any]:
    return [one for one in each if one.allegation_id == row.id]


def _ending(row: AllegationEnding | None, names: Mapping[UUID, str]) -> EndingSeen | None:
    if row is None:
        return None
    return EndingSeen(row.at, names.get(row.by_id, ""), row.finding, row.words)
