"""What whoever looks after privacy may see: questions, what they rest on, and false alarms."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import queries as contacts
from lintel.kernel.refusals import NotThere
from lintel.restrictions import queries as restrictions
from lintel.watch.models import Question
from lintel.watch.rules.signs import RECORDS, FalseAlarms, Kind, Settled

RATES_OF = timedelta(weeks=13)
WEEKS = 4
MOST = 200
SETTLED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shape: `more` than these entries, the first, were found."""

    entries: Sequence[trail.Entry]
    more: bool


@dataclass(frozen=True, slots=True)
class QuestionSeen:
    """Shape: `reference` of a contact, "" for what is about no one contact; `record_id` of the
    contact or person, None for what is about no one record."""

    id: UUID
    kind: Kind
    who: str
    reference: str
    object_type: str
    record_id: UUID | None
    count: int
    happened_at: datetime
    settled: Settled | None
    settled_at: datetime | None
    settled_by: str
    reason: str


def open_questions(viewer: Viewer) -> Sequence[QuestionSeen]:
    """Latest first.

    Errors:
        NotPermitted.
    """
    found = _own(viewer).filter(settled_at=None).order_by("-happened_at", "id")
    return _seen(found[:MOST])


def settled_questions(viewer: Viewer) -> Sequence[QuestionSeen]:
    """Those settled last.

    Errors:
        NotPermitted.
    """
    found = _own(viewer).exclude(settled_at=None).order_by("-settled_at", "id")
    return _seen(found[:SETTLED_SHOWN])


def the_question(viewer: Viewer, question_id: UUID) -> QuestionSeen:
    """
    Errors:
        NotPermitted. NotThere: there is none, none in this council, or it is about a record
            that a conflict keeps from the viewer.
    """
    return _seen([the_row(viewer, question_id)])[0]


def the_row(viewer: Viewer, question_id: UUID, *, for_change: bool = False) -> Question:
    found = _own(viewer)
    if for_change:
        found = found.select_for_update()
    row = found.filter(id=question_id).first()
    if row is None:
        raise NotThere("question")
    return row


def evidence(viewer: Viewer, question_id: UUID) -> Evidence:
    """The entries that a question rests on: what that person did in this council, from the first
    to the last."""
    row = the_row(viewer, question_id)
    found = trail.entries_of(
        row.actor,
        council=row.council,
        first=row.first,
        last=row.last,
        object_id=row.object_id,
        most=MOST + 1,
    )
    return Evidence(found[:MOST], more=len(found) > MOST)


# First and last entry of each question, by its kind, whom it asks about, and the record.
Asked = Mapping[tuple[str, UUID, str], Sequence[tuple[int, int]]]


def asked_since(begins: datetime, *, council: str) -> Asked:
    """What was asked about already, settled or not."""
    found: dict[tuple[str, UUID, str], list[tuple[int, int]]] = {}
    rows = Question.objects.filter(council=council, raised_at__gt=begins)
    for kind, actor, about, first, last in rows.values_list(
        "kind", "actor", "object_id", "first", "last"
    ):
        found.setdefault((kind, actor, about), []).append((first, last))
    return found


def kept_apart(viewer: Viewer) -> frozenset[str]:
    """Contacts and people that a conflict of the viewer's own keeps from them, as the trail names
    them. Somebody else looks after privacy there."""
    kinds = (restrictions.CONTACT, restrictions.PERSON)
    return frozenset(
        str(each) for kind in kinds for each in restrictions.kept_apart_from(viewer, kind)
    )


def false_alarms(viewer: Viewer, *, at: datetime) -> Sequence[FalseAlarms]:
    """Of each kind of sign, over a quarter.

    Errors:
        NotPermitted.
    """
    rows = _own(viewer).filter(raised_at__gt=at - RATES_OF).values_list("kind", "settled")
    counted = Counter(rows)
    return [
        FalseAlarms(
            kind,
            raised=sum(n for (which, _), n in counted.items() if which == kind),
            settled=sum(n for (which, how), n in counted.items() if which == kind and how),
            explained=counted[(str(kind), str(Settled.EXPLAINED))],
        )
        for kind in Kind
    ]


def by_week(viewer: Viewer, *, at: datetime) -> Sequence[tuple[datetime, dict[Kind, int]]]:
    """How many of each kind were raised in each of the last weeks, this week first."""
    begins = [at - timedelta(weeks=week + 1) for week in range(WEEKS)]
    rows = _own(viewer).filter(raised_at__gt=begins[-1]).values_list("raised_at", "kind")
    counted = [Counter[str]() for _ in begins]
    for raised_at, kind in rows:
        counted[min((at - raised_at) // timedelta(weeks=1), WEEKS - 1)][kind] += 1
    return [
        (begin, {kind: found[str(kind)] for kind in Kind})
        for begin, found in zip(begins, counted, strict=True)
    ]


def _record_id(row: Question) -> UUID | None:
    """None where what was kept is the id of no record."""
    try:
        return UUID(row.object_id) if row.object_type in RECORDS else None
    except ValueError:
        return None


def _own(viewer: Viewer):
    viewer.must(Permission.WATCH)
    own = Question.objects.filter(council=viewer.council)
    return own.exclude(object_id__in=kept_apart(viewer))


def _seen(rows: Sequence[Question]) -> list[QuestionSeen]:
    rows = list(rows)
    names = names_of({row.actor for row in rows} | {r.settled_by for r in rows if r.settled_by})
    about = {_record_id(row) for row in rows if row.object_type == "contact"} - {None}
    references = {str(each): said for each, said in contacts.references_of(about).items()}
    return [
        QuestionSeen(
            id=row.id,
            kind=Kind(row.kind),
            who=names.get(row.actor, "Somebody whose account is gone"),
            reference=references.get(row.object_id, "") if row.object_type == "contact" else "",
            object_type=row.object_type,
            record_id=_record_id(row),
            count=row.count,
            happened_at=row.happened_at,
            settled=Settled(row.settled) if row.settled else None,
            settled_at=row.settled_at,
            settled_by=names.get(row.settled_by, "") if row.settled_by else "",
            reason=row.reason,
        )
        for row in rows
    ]
