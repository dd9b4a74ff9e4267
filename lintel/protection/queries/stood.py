"""The steps of a contact as they stood at a moment, of one that is ended and opened again too."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lintel.access.viewers import Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.protection.models import DiscussionOutcome, ProtectionStep
from lintel.protection.queries.steps import StepSeen, seen_of
from lintel.protection.rules.outcomes import Medical, Section47
from lintel.protection.rules.steps import Settled, Step

MET = (Section47.SINGLE, Section47.JOINT)


@dataclass(frozen=True, slots=True)
class StepThen:
    """Shape: `step` with only what had ended it by then; `unsure`: it had been withdrawn and was
    opened again, before or after the moment: which of them is not kept."""

    step: StepSeen
    unsure: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """What may have opened withdrawn steps again. Shape: (discussion, when) of each outcome that
    says section 47 is met; when each said that a medical is needed."""

    met: frozenset[tuple[UUID, datetime]]
    medical: frozenset[datetime]


def steps_as_they_stood(
    viewer: Viewer, contact_id: UUID, *, moment: datetime, at: datetime
) -> list[StepThen]:
    """The steps that had been opened by then, by child and kind; none for who sees no decisions.
    Of a contact that has been opened."""
    if not sees(viewer, Zone.DECISION):
        return []
    rows = list(ProtectionStep.objects.filter(contact_id=contact_id, at__lte=moment))
    if not rows:
        return []
    opened = _opened(contact_id, moment)
    found = seen_of(rows, dict(contacts.children_told(contact_id)), at=moment)
    then = [
        _then(one, row, opened, moment, is_now=moment >= at)
        for row, one in zip(rows, found, strict=True)
    ]
    kinds = list(Step)
    return sorted(then, key=lambda one: _place(one.step, kinds.index(one.step.kind)))


def _place(step: StepSeen, kind: int) -> tuple[str, str, int, datetime]:
    return step.name, str(step.child), kind, step.since


def _opened(contact_id: UUID, moment: datetime) -> _Opened:
    rows = DiscussionOutcome.objects.filter(contact_id=contact_id, at__lte=moment)
    said = rows.filter(Q(section47__in=MET) | Q(medical=Medical.NEEDED)).values_list(
        "discussion_id", "at", "section47", "medical"
    )
    return _Opened(
        frozenset((discussion, at) for discussion, at, section47, _ in said if section47 in MET),
        frozenset(at for _, at, _, medical in said if medical == Medical.NEEDED),
    )


def _then(
    one: StepSeen, row: ProtectionStep, opened: _Opened, moment: datetime, *, is_now: bool
) -> StepThen:
    endings = [each for each in one.endings if each.at <= moment]
    settled, unsure = endings[0].how if endings else "", False
    if settled == Settled.WITHDRAWN:
        ended = endings[0].at
        if one.kind == Step.PAEDIATRIC:
            again = any(ended < at for at in opened.medical) or (is_now and not row.settled_as)
            # Asked for again since: then it is open now, or something else has ended it.
            newest = one.endings[0]
            unsure = not again and not (
                row.settled_as == Settled.WITHDRAWN and newest == endings[0]
            )
        else:
            again = any(of == row.discussion and ended < at for of, at in opened.met)
        settled = "" if again else settled
    late = (endings[0].happened_at if settled else moment) >= one.due_at
    return StepThen(replace(one, endings=endings, settled_as=settled, late=late), unsure)
