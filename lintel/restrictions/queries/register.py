"""The register of restricted records: for its guardians, and of one record for its readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer
from lintel.access.worded_once import worded_once
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.models import NewMatch, Reader, Restriction
from lintel.restrictions.queries import CONTACT, PERSON, kind_of, near
from lintel.restrictions.queries.hiding import matches_near
from lintel.restrictions.rules.lasting import is_overdue
from lintel.restrictions.whose import Subject, subjects

ENDS_SOON = timedelta(days=7)
LATELY = timedelta(days=30)
MOST = 500
GONE = Subject("A record that is not there", (), False, 0)


@dataclass(frozen=True, slots=True)
class ReaderSeen:
    id: UUID
    who: str
    is_team: bool
    purpose: str
    until: date
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class MatchSeen:
    """A new contact that waits to be said. Shape: `contact` is what was told, `known` whom it is
    like; `band` as the matcher says."""

    id: UUID
    restriction_id: UUID
    reference: str
    found_at: datetime
    band: str
    contact: Subject
    known: Subject


@dataclass(frozen=True, slots=True)
class RestrictionSeen:
    """Shape: readers in date alone; `asked_*` empty while nobody asks that it be lifted."""

    id: UUID
    kind: RestrictionKind
    subject_type: str
    subject_id: UUID
    subject: Subject
    reference: str
    reason: str
    set_at: datetime
    set_by: str
    review_on: date
    overdue: bool
    readers: Sequence[ReaderSeen]
    asked_at: datetime | None
    asked_by: str
    asked_by_id: UUID | None
    asked_because: str
    lifted_at: datetime | None
    version: int

    @property
    def is_asked(self) -> bool:
        return self.asked_at is not None and self.lifted_at is None


@dataclass(frozen=True, slots=True)
class Register:
    """Shape: `standing` those whose review comes first before; `ending` their readers whose time
    ends within a week."""

    matches: Sequence[MatchSeen]
    standing: Sequence[RestrictionSeen]
    lifted: Sequence[RestrictionSeen]

    @property
    def overdue(self) -> list[RestrictionSeen]:
        return [one for one in self.standing if one.overdue]

    @property
    def asked(self) -> list[RestrictionSeen]:
        return [one for one in self.standing if one.is_asked]

    @property
    def ending(self) -> list[tuple[RestrictionSeen, ReaderSeen]]:
        return [(one, each) for one in self.standing for each in one.readers if each.ends_soon]

    @property
    def unread(self) -> list[RestrictionSeen]:
        """Hidden from everybody: nobody is on the list any more."""
        return [one for one in self.standing if one.kind.hides_the_record and not one.readers]


def register(viewer: Viewer, *, at: datetime) -> Register:
    """A constant number of queries. Reading it for somebody is `actions.read_register`.

    Errors:
        NotPermitted: the viewer is no guardian.
    """
    viewer.must(Permission.GUARD_RECORDS)
    rows = near(viewer)
    standing = list(rows.filter(lifted_at=None).order_by("review_on", "id")[:MOST])
    lately = rows.filter(lifted_at__gte=at - LATELY).order_by("-lifted_at")
    seen = _seen([*standing, *lately[:MOST]], viewer, at=at)
    waiting = matches_near(viewer).filter(restriction__lifted_at=None, settled_at=None)
    return Register(
        matches=_matches(list(waiting.order_by("found_at", "id")[:MOST]), viewer),
        standing=[one for one in seen if one.lifted_at is None],
        lifted=[one for one in seen if one.lifted_at is not None],
    )


def waiting_count(viewer: Viewer) -> int:
    """How many new contacts wait for a guardian to say."""
    if not viewer.may(Permission.GUARD_RECORDS):
        return 0
    return matches_near(viewer).filter(restriction__lifted_at=None, settled_at=None).count()


def one_restriction(viewer: Viewer, restriction_id: UUID, *, at: datetime) -> RestrictionSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    row = near(viewer).filter(id=restriction_id).first()
    if row is None:
        raise NotThere("restriction")
    return _seen([row], viewer, at=at)[0]


def restrictions_of(
    viewer: Viewer, subject_type: str, subject_id: UUID, *, at: datetime
) -> list[RestrictionSeen]:
    """Those set on one record that this viewer may know of and that stand."""
    return _seen(_set_on(viewer, subject_type, subject_id), viewer, at=at)


@worded_once
def _set_on(viewer: Viewer, subject_type: str, subject_id: UUID) -> QuerySet[Restriction]:
    rows = near(viewer).filter(subject_type=subject_type, subject_id=subject_id, lifted_at=None)
    return rows.order_by("set_at", "id")


def one_match(viewer: Viewer, match_id: UUID) -> MatchSeen:
    """
    Errors:
        NotThere: there is none that waits, or none for this viewer.
        NotPermitted: the viewer is no guardian.
    """
    viewer.must(Permission.GUARD_RECORDS)
    row = matches_near(viewer).filter(id=match_id, settled_at=None).first()
    if row is None:
        raise NotThere("match")
    return _matches([row], viewer)[0]


def _matches(rows: Sequence[NewMatch], viewer: Viewer) -> list[MatchSeen]:
    whose = subjects(
        viewer.council,
        contacts={row.contact_id for row in rows},
        people={row.person_id for row in rows},
    )
    return [
        MatchSeen(
            row.id,
            row.restriction_id,
            row.reference,
            row.found_at,
            row.band,
            whose.get(row.contact_id, GONE),
            whose.get(row.person_id, GONE),
        )
        for row in rows
    ]


def _seen(rows: Sequence[Restriction], viewer: Viewer, *, at: datetime) -> list[RestrictionSeen]:
    if not rows:
        return []
    today = london_day(at)
    kept = Reader.objects.filter(
        restriction__in=[row.id for row in rows], ended_at=None, until__gt=today
    )
    readers = list(kept.order_by("given_at", "place", "id"))
    accounts = {row.set_by for row in rows} | {row.asked_by for row in rows if row.asked_by}
    names = access.names_of(accounts | {one.account for one in readers if one.account})
    teams = {team.key: team.title for team in directory.teams(viewer.council)}
    whose = subjects(
        viewer.council,
        contacts={row.subject_id for row in rows if row.subject_type == CONTACT},
        people={row.subject_id for row in rows if row.subject_type == PERSON},
    )
    found = []
    for row in rows:
        kind = kind_of(row.council, row.kind)
        if kind is None:
            continue
        found.append(
            RestrictionSeen(
                id=row.id,
                kind=kind,
                subject_type=row.subject_type,
                subject_id=row.subject_id,
                subject=whose.get(row.subject_id, GONE),
                reference=row.reference,
                reason=row.reason,
                set_at=row.set_at,
                set_by=names.get(row.set_by, "Somebody who has left"),
                review_on=row.review_on,
                overdue=row.lifted_at is None and is_overdue(row.review_on, on=today),
                readers=[
                    _reader(one, names, teams, today=today)
                    for one in readers
                    if one.restriction_id == row.id
                ],
                asked_at=row.asked_at,
                asked_by=names.get(row.asked_by, "Somebody who has left") if row.asked_by else "",
                asked_by_id=row.asked_by,
                asked_because=row.asked_because,
                lifted_at=row.lifted_at,
                version=row.version,
            )
        )
    return found


def _reader(
    row: Reader, names: Mapping[UUID, str], teams: Mapping[str, str], *, today: date
) -> ReaderSeen:
    who = names.get(row.account, "Somebody who has left") if row.account else ""
    return ReaderSeen(
        id=row.id,
        who=who or teams.get(row.team, row.team),
        is_team=not row.account,
        purpose=row.purpose,
        until=row.until,
        ends_soon=row.until - today <= ENDS_SOON,
    )
