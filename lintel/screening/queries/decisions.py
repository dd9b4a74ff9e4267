"""What a viewer may see of decisions, and what stands in the way of the next one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.contacts.family_timeline import FamilyAsked, HistoryEvent
from lintel.contacts.standing import answered_for, standing_for
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refusal
from lintel.policy.codes import Outcome
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import hidden_contacts
from lintel.screening.models import Decision
from lintel.screening.queries.asked import unanswered
from lintel.screening.queries.weighed import is_unweighed
from lintel.screening.rules.guards import DecisionFacts, Flag, standing_in_the_way


@dataclass(frozen=True, slots=True)
class DecisionSeen:
    """Shape: `overridden` are refusal codes; `destination` in words; `suggested_because` is "" when
    no rule pointed at a team, and `route_reason` when it went there."""

    id: UUID
    contact_id: UUID
    reference: str
    at: datetime
    by: str
    outcome: str
    outcome_title: str
    rationale: str
    destination: str
    overridden: tuple[str, ...]
    override_reason: str
    suggested_because: str
    route_reason: str
    policy_version: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome somebody could choose, with what stands in its way now."""

    outcome: Outcome
    refusals: tuple[Refusal, ...]


def decision_facts(contact, *, by: Viewer) -> DecisionFacts:
    """What the guards ask about. `contact` is a row contacts has already shown to be visible."""
    family = contacts.family_facts(contact, by=by)
    policy = policy_for(contact.council)
    return DecisionFacts(
        contact=contact.facts(),
        by=by.account_id,
        flags=[
            Flag(str(seen.id), seen.title, seen.level, policy.holds_low(seen.rule))
            for seen in contacts.standing_indicators(contact)
        ],
        unlinked=family.unlinked,
        earlier=family.earlier,
        history_opened=by.account_id in family.opened_by,
        lowered_without_reason=contacts.lowered_without_reason(contact),
        unanswered=unanswered(contact.id),
        unweighed=is_unweighed(contact.id),
        stands=standing_for(contact, by=by),
        answered=answered_for(contact),
    )


def choices(viewer: Viewer, contact_id: UUID) -> list[Choice]:
    """Every outcome this kind of enquiry can have, each with what stands in its way.

    Errors:
        NotThere: there is no such contact, or none for this viewer.
    """
    return list(options_for(contacts.the_contact(viewer, contact_id), by=viewer).choices)


@dataclass(frozen=True, slots=True)
class Options:
    """What could be decided, and the facts the guards looked at."""

    choices: Sequence[Choice]
    facts: DecisionFacts


def options_for(contact, *, by: Viewer) -> Options:
    """Every outcome this kind of enquiry can have, each with what stands in its way.

    `contact` is a row contacts has already shown to be visible to `by`.
    """
    facts = decision_facts(contact, by=by)
    policy = policy_for(contact.council)
    possible = policy.outcomes(contact.kind, on=london_day(contact.received_at))
    return Options(
        [
            Choice(outcome, standing_in_the_way(facts, outcome.guards, outcome=outcome.key))
            for outcome in possible
        ],
        facts,
    )


def in_the_way_of_all(options: Sequence[Choice]) -> tuple[Refusal, ...]:
    """Each refusal that meets any outcome, once, in the order the guards give them."""
    seen = {}
    for choice in options:
        for refusal in choice.refusals:
            seen.setdefault((refusal.code, refusal.cause), refusal)
    return tuple(seen.values())


def decisions_about(viewer: Viewer, contact_id: UUID) -> list[DecisionSeen]:
    """Every decision on a contact, newest first; none for whoever may not see decisions.

    Errors:
        NotThere: there is no such contact, or none for this viewer.
    """
    contact = contacts.the_contact(viewer, contact_id)
    if not sees(viewer, Zone.DECISION):
        return []
    return _seen(_newest_first(contact_id), kind=contact.kind)


@worded_once
def _newest_first(contact_id: UUID) -> QuerySet[Decision]:
    return Decision.objects.filter(contact_id=contact_id).order_by("-at", "-contact_version")


def rationales(viewer: Viewer, decision_ids: Collection[UUID]) -> dict[UUID, str]:
    """Why each was decided, by id; none for whoever may not see decisions. Which of the contacts
    the viewer may know of is for the caller to say."""
    if not decision_ids or not sees(viewer, Zone.DECISION):
        return {}
    rows = Decision.objects.filter(id__in=list(decision_ids), council=viewer.council)
    return dict(rows.values_list("id", "rationale"))


_IN_BRIEF = (
    *("at", "council", "outcome", "contact_id", "rationale", "destination_title", "reference"),
)


@worded_once
def _decided_about(contact_ids: list[UUID], council: str) -> QuerySet[Decision]:
    rows = Decision.objects.filter(contact_id__in=contact_ids, council=council)
    return rows.only(*_IN_BRIEF)


def decisions_of_family(viewer: Viewer, asked: FamilyAsked, at: datetime) -> list[HistoryEvent]:
    """The decisions on a family's contacts, for its time line; the newest of each holds."""
    if not asked.contacts or not sees(viewer, Zone.DECISION):
        return []
    rows = _decided_about(list(asked.contacts), viewer.council)
    return [
        HistoryEvent(
            on=london_day(row.at),
            kinds=frozenset({"decision"}),
            title=f"Decided: {outcome_title(row.council, row.outcome)}",
            whose=asked.contacts[row.contact_id],
            detail=row.rationale,
            note=f"To {row.destination_title}" if row.destination_title else "",
            contact_id=row.contact_id,
            reference=row.reference,
            at=row.at,
        )
        for row in rows
    ]


def decided_by(contact_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who made the newest decision on each contact that has one. One query. It asks nobody who is
    looking: for whoever must not be the one to answer for it."""
    rows = Decision.objects.filter(contact_id__in=set(contact_ids))
    return dict(rows.order_by("at", "contact_version").values_list("contact_id", "by_id"))


def overrides(viewer: Viewer, *, at: datetime, days: int = 28) -> list[DecisionSeen]:
    """Decisions that went past what stood in the way, newest first.

    Errors:
        NotPermitted: only managers see the council's overrides.
    """
    viewer.must(Permission.OVERRIDE)
    since = at - timedelta(days=days)
    rows = Decision.objects.filter(council=viewer.council, was_overridden=True, at__gte=since)
    rows = rows.exclude(contact_id__in=hidden_contacts(viewer))
    return _seen(list(rows.order_by("-at")[:500]), kind="")


def _seen(rows: Sequence[Decision], *, kind: str) -> list[DecisionSeen]:
    names = access.names_of({row.by_id for row in rows})
    return [
        DecisionSeen(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            at=row.at,
            by=names.get(row.by_id, ""),
            outcome=row.outcome,
            outcome_title=outcome_title(row.council, row.outcome, kind),
            rationale=row.rationale,
            destination=row.destination_title,
            overridden=tuple(row.overridden),
            override_reason=row.override_reason,
            suggested_because=row.suggested_because,
            route_reason=row.route_reason,
            policy_version=row.policy_version,
        )
        for row in rows
    ]


def outcome_title(council: str, key: str, kind: str = "") -> str:
    """An outcome in words; a kind unknown or changed since still finds its words."""
    kinds = [kind] if kind else []
    for outcome in policy_for(council).codes.outcomes:
        if outcome.key == key and (outcome.kind in kinds or not kinds):
            return outcome.title
    for outcome in policy_for(council).codes.outcomes:
        if outcome.key == key:
            return outcome.title
    return key.replace("_", " ")


def decision_count() -> int:
    """How many there are, for the digest."""
    return Decision.objects.count()
