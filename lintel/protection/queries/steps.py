"""Protection steps as somebody may see them, and what they hold up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.contacts.counted import Counted
from lintel.contacts.family_timeline import FamilyAsked, HistoryEvent
from lintel.contacts.rules.obstacles import CLOSING, Stands
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere, Refusal
from lintel.policy.in_force import policy_for
from lintel.protection.models import ProtectionStep, StepEnding
from lintel.protection.rules.steps import STEPS, Settled, Step, StepFacts
from lintel.restrictions.queries import hidden_contacts


@dataclass(frozen=True, slots=True)
class EndingSeen:
    """Shape: as models.StepEnding; `by` in words."""

    how: str
    at: datetime
    by: str
    happened_at: datetime
    late_entry: bool
    who: str
    place: str
    paediatrician: bool | None
    consent: str
    alone: bool | None
    alone_because: str
    outcome: str
    words: str
    reason: str
    views: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StepSeen:
    """Shape: `name` is the child's; `endings` newest first; `late`: open past its time, or done
    after it."""

    id: UUID
    contact_id: UUID
    reference: str
    kind: Step
    title: str
    child: UUID
    name: str
    because: str
    since: datetime
    due_at: datetime
    settled_as: str
    late: bool
    endings: Sequence[EndingSeen]

    @property
    def is_open(self) -> bool:
        return not self.settled_as


def facts_of(step: ProtectionStep) -> StepFacts:
    return StepFacts(Step(step.kind), step.since, step.due_at, step.settled_as)


def opening_in(council: str, *, on: date) -> Mapping[str, str]:
    """What opens a paediatric step in a council: "category:KEY" and "sign:KEY" to its title."""
    policy = policy_for(council)
    worries = {f"category:{c.key}": c.title for c in policy.categories(on) if c.opens_paediatric}
    signs = {f"sign:{i.key}": i.title for i in policy.indicator_rules(on) if i.opens_paediatric}
    return MappingProxyType(worries | signs)


def steps_about(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[StepSeen]:
    """The steps of a contact, open ones first and soonest due; none for who sees no decisions.

    Errors:
        NotThere: no such contact, or none for this viewer.
    """
    contacts.the_contact(viewer, contact_id)
    return steps_of(viewer, contact_id, at=at)


def steps_of(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[StepSeen]:
    """The same of a contact that has been opened; one query where there is no step."""
    if not sees(viewer, Zone.DECISION):
        return []
    rows = _of_contact(contact_id)
    names = dict(contacts.children_told(contact_id)) if rows else {}
    found = seen_of(rows, names, at=at)
    return sorted(found, key=lambda step: (not step.is_open, step.due_at, step.name))


@worded_once
def _of_contact(contact_id: UUID) -> QuerySet[ProtectionStep]:
    return ProtectionStep.objects.filter(contact_id=contact_id)


def one_step(viewer: Viewer, step_id: UUID, *, at: datetime) -> StepSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    step = ProtectionStep.objects.filter(id=step_id).first()
    if step is None or not sees(viewer, Zone.DECISION):
        raise NotThere("step")
    contacts.the_contact(viewer, step.contact_id)
    return seen_of([step], dict(contacts.children_told(step.contact_id)), at=at)[0]


def seen_of(
    rows: Sequence[ProtectionStep], names: Mapping[UUID, str], *, at: datetime
) -> list[StepSeen]:
    """These rows as they are shown, in their order. Two queries, however many; none for none."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    endings = list(StepEnding.objects.filter(step_id__in=ids).order_by("-at", "-id"))
    who = names_of([ending.by_id for ending in endings])
    of_each: dict[UUID, list[EndingSeen]] = {}
    for ending in endings:
        of_each.setdefault(ending.step_id, []).append(_ending(ending, who))
    return [
        StepSeen(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            kind=Step(row.kind),
            title=STEPS[Step(row.kind)].title,
            child=row.child,
            name=names.get(row.child, "Name not shown"),
            because=row.because,
            since=row.since,
            due_at=row.due_at,
            settled_as=row.settled_as,
            late=_late(row, of_each.get(row.id, []), at=at),
            endings=of_each.get(row.id, []),
        )
        for row in rows
    ]


def _late(row: ProtectionStep, endings: Sequence[EndingSeen], *, at: datetime) -> bool:
    when = endings[0].happened_at if row.settled_as and endings else at
    return when >= row.due_at


def _ending(row: StepEnding, who: Mapping[UUID, str]) -> EndingSeen:
    return EndingSeen(
        how=row.how,
        at=row.at,
        by=who.get(row.by_id, "Somebody who has left"),
        happened_at=row.happened_at,
        late_entry=row.late_entry,
        who=row.who,
        place=row.place,
        paediatrician=row.paediatrician,
        consent=row.consent,
        alone=row.alone,
        alone_because=row.alone_because,
        outcome=row.outcome,
        words=row.words,
        reason=row.reason,
        views=MappingProxyType(dict(row.views)),
    )


@worded_once
def _holding(contact_id: UUID) -> QuerySet[ProtectionStep, tuple[UUID, UUID]]:
    held = [str(kind) for kind, rule in STEPS.items() if rule.holds_closing]
    rows = ProtectionStep.objects.filter(contact_id=contact_id, kind__in=held, settled_at=None)
    return rows.values_list("id", "child")


def what_stands(contact: Any, by: Viewer) -> Iterable[Stands]:
    """A child no paediatrician has seen, and nobody has said why, stops the closing."""
    waiting = _holding(contact.id)
    if not waiting:
        return
    names = dict(contacts.children_told(contact.id))
    for step, child in waiting:
        words = (
            f"Record what a paediatrician thinks about {names.get(child, 'the child')}, or why "
            "there is no opinion"
        )
        refusal = Refusal("paediatric_open", words, cause=f"step:{step}")
        yield Stands(refusal, frozenset({CLOSING}))


def due_before(council: str, moment: datetime) -> set[UUID]:
    """Contacts with a step still to do that is due before a moment. It asks nobody who is looking:
    for whoever must know what cannot wait until the hub opens again."""
    waiting = ProtectionStep.objects.filter(council=council, settled_at=None, due_at__lt=moment)
    return set(waiting.values_list("contact_id", flat=True))


@worded_once
def _stand_about(contact_ids: list[UUID], council: str) -> QuerySet[ProtectionStep]:
    rows = ProtectionStep.objects.filter(contact_id__in=contact_ids, council=council)
    return rows.exclude(settled_as=Settled.WITHDRAWN)


def steps_of_family(viewer: Viewer, asked: FamilyAsked, at: datetime) -> list[HistoryEvent]:
    """What was done for the children of a family, or why not, for its time line. Two queries."""
    if not asked.contacts or not sees(viewer, Zone.DECISION):
        return []
    rows = _stand_about(list(asked.contacts), viewer.council)
    return [_event(one, asked) for one in seen_of(rows, {}, at=at)]


def _event(one: StepSeen, asked: FamilyAsked) -> HistoryEvent:
    ending = one.endings[0] if one.endings else None
    done = one.settled_as == Settled.DONE
    happened = ending.happened_at if ending and done else ending.at if ending else one.since
    state = {Settled.DONE: "done", Settled.DECLINED: "not done"}.get(one.settled_as, "to do")
    return HistoryEvent(
        on=london_day(happened),
        kinds=frozenset({"enquiry"}),
        title=f"{one.title}: {state}{', late' if one.late else ''}",
        whose=asked.contacts[one.contact_id],
        detail=(ending.words or ending.reason) if ending else one.because,
        contact_id=one.contact_id,
        reference=one.reference,
        is_open=one.is_open,
        at=happened,
    )


MOST = 500


def not_seen(
    viewer: Viewer, *, since: datetime, at: datetime
) -> tuple[list[StepSeen], list[StepSeen]]:
    """Paediatric steps of contacts the viewer may know of: those that wait, the oldest first; and
    those that ended without an opinion since a moment, the newest first."""
    if not sees(viewer, Zone.DECISION):
        return [], []
    mine = ProtectionStep.objects.filter(council=viewer.council, kind=Step.PAEDIATRIC).filter(
        contact_id__in=contacts.visible_to(viewer).values("id")
    )
    waiting = list(mine.filter(settled_at=None).order_by("since", "id")[:MOST])
    ended = mine.filter(settled_at__gte=since).exclude(settled_as=Settled.DONE)
    declined = list(ended.order_by("-settled_at", "id")[:MOST])
    names = contacts.names_of_children(row.child for row in (*waiting, *declined))
    return seen_of(waiting, names, at=at), seen_of(declined, names, at=at)


def unseen_count(viewer: Viewer, at: datetime) -> Counted | None:
    """How many children no paediatrician has seen, for the board; None for who may not record."""
    if not viewer.may(Permission.RECORD_PROTECTION) or not sees(viewer, Zone.DECISION):
        return None
    found = _unseen(viewer, at)
    count, late = found[0] if found else (0, 0)
    return Counted("unseen_by_paediatrician", "Not seen by a paediatrician", count, late)


@worded_once
def _unseen(viewer: Viewer, at: datetime) -> QuerySet[ProtectionStep, tuple[int, int]]:
    """One row, as all are of one council; none where nobody waits."""
    waiting = ProtectionStep.objects.filter(
        council=viewer.council, kind=Step.PAEDIATRIC, settled_at=None
    )
    sees_all = contacts.sees_whole_council(viewer) and viewer.may(Permission.VIEW_ALLEGATION)
    if not sees_all:
        waiting = waiting.filter(contact_id__in=contacts.visible_to(viewer).values("id"))
    waiting = waiting.exclude(contact_id__in=hidden_contacts(viewer)).order_by().values("council")
    counted = waiting.annotate(count=Count("id"), late=Count("id", filter=Q(due_at__lte=at)))
    return counted.values_list("count", "late")
