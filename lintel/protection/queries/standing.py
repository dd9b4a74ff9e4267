"""What strategy discussions say about a contact: what stands in its way, and what is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.contacts.family_timeline import FamilyAsked, HistoryEvent
from lintel.contacts.rules.obstacles import CLOSING, Stands
from lintel.kernel.instants import london_day, when_in_words
from lintel.kernel.reading import once_a_reading
from lintel.kernel.refusals import Refusal
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for
from lintel.protection.models import Discussion, DiscussionOutcome
from lintel.protection.rules.outcomes import HOW_WORDS, SECTION47_WORDS, How, Section47, State

CALLS_FOR_ONE = frozenset({"immediate", "strategy"})
THE_OUTCOME = "strategy_discussion"


@worded_once
def _convened(contact_id: UUID) -> QuerySet[Discussion]:
    return Discussion.objects.filter(contact_id=contact_id, state=State.CONVENED).order_by("pk")


def what_stands(contact: Any, by: Viewer) -> Iterable[Stands]:
    """An open discussion stops everything but going to it; section 47 stops the low outcomes."""
    possible = policy_for(contact.council).outcomes(
        contact.kind, on=london_day(contact.received_at)
    )
    for waits in _convened(contact.id)[:1]:
        others = {outcome.key for outcome in possible} - {THE_OUTCOME}
        when = when_in_words(waits.planned_for)
        words = (
            f"A strategy discussion is convened for {when}. Record what comes of it, "
            "or ask a manager to say why it is not held"
        )
        yield Stands(
            Refusal("discussion_open", words, cause="discussion"), frozenset({*others, CLOSING})
        )
    ended = _latest(contact)
    if ended is not None and ended.section47 in {Section47.SINGLE, Section47.JOINT}:
        low = frozenset(outcome.key for outcome in possible if outcome.low)
        words = (
            "A strategy discussion decided that section 47 is met. Convene another one before "
            "the child is given less than an assessment"
        )
        yield Stands(Refusal("section47_decided", words, cause="discussion"), low)


def answered(contact: Any) -> frozenset[str]:
    """That one was called for is answered by one held since, or that a manager said is not held.

    A sign that was raised after it calls for another.
    """
    ended = _latest(contact)
    if ended is None or not ended.answers:
        return frozenset()
    later = [
        sign
        for sign in contacts.standing_indicators(contact)
        if sign.level in CALLS_FOR_ONE and sign.fired_at > ended.ended_at
    ]
    return frozenset() if later else frozenset({"strategy_indicated"})


def _latest(contact: Any) -> DiscussionOutcome | None:
    return _latest_about(contact.id)


@once_a_reading
def _latest_about(contact_id: UUID) -> DiscussionOutcome | None:
    return next(iter(_ended_about(contact_id)), None)


@worded_once
def _ended_about(contact_id: UUID) -> QuerySet[DiscussionOutcome]:
    ended = DiscussionOutcome.objects.filter(contact_id=contact_id).exclude(how=How.ADJOURNED)
    return ended.order_by("-at", "-id")[:1]


@dataclass(frozen=True, slots=True)
class CalledFor:
    """The rules call for a strategy discussion. Shape: `signs` are titles; `since` the first."""

    signs: tuple[str, ...]
    since: datetime
    due_at: datetime


def called_for(contact: Any) -> CalledFor | None:
    """None when nothing calls for one, or it has been answered."""
    signs = [sign for sign in contacts.standing_indicators(contact) if sign.level in CALLS_FOR_ONE]
    if not signs or answered(contact):
        return None
    since = min(sign.fired_at for sign in signs)
    return CalledFor(
        tuple(dict.fromkeys(sign.title for sign in signs)), since, due_for(contact, since)
    )


def due_for(contact: Any, since: datetime) -> datetime:
    """By when one must be held that has been called for since."""
    rule = policy_for(contact.council).clock_rule("strategy_discussion", on=london_day(since))
    return due_at(rule, since, calendar())


@worded_once
def _stand_about(contact_ids: list[UUID], council: str) -> QuerySet[DiscussionOutcome]:
    return DiscussionOutcome.objects.filter(
        contact_id__in=contact_ids, council=council, corrected_by=None
    ).select_related("discussion")


def discussions_of_family(viewer: Viewer, asked: FamilyAsked, at: datetime) -> list[HistoryEvent]:
    """The strategy discussions about a family, for its time line."""
    if not asked.contacts or not sees(viewer, Zone.DECISION):
        return []
    rows = _stand_about(list(asked.contacts), viewer.council)
    return [
        HistoryEvent(
            on=london_day(row.ended_at),
            kinds=frozenset({"enquiry"}),
            title=f"Strategy discussion {HOW_WORDS[How(row.how)].lower()}"
            + (" (corrected)" if row.corrected_because else "")
            + ("" if row.quorate or row.how != How.HELD else ", NOT QUORATE"),
            whose=asked.contacts[row.contact_id],
            detail=row.section47_because or row.reason,
            note=SECTION47_WORDS[Section47(row.section47)] if row.section47 else "",
            contact_id=row.contact_id,
            reference=row.discussion.reference,
            at=row.ended_at,
        )
        for row in rows
    ]


def discussion_count() -> int:
    """How many there are, for the digest."""
    return Discussion.objects.count()


def not_held_by(contact_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who last recorded that a discussion was not held, of each contact of which somebody did. One
    query. It asks nobody who is looking: for whoever must not be the one to answer for it."""
    rows = DiscussionOutcome.objects.filter(
        contact_id__in=set(contact_ids), how=How.NOT_HELD, corrected_by=None
    )
    return dict(rows.order_by("at").values_list("contact_id", "by_id"))
