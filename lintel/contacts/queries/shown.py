"""A contact in plain words, for every page beside which somebody works on it.

Only what `ContactView` gives is here, so what a viewer may not see has no place to appear.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Self
from uuid import UUID

from lintel.contacts.queries.adding_up_shown import AddingUpShown, adding_up_shown
from lintel.contacts.queries.concern_shown import ConcernShown, TimelineEntry, concern_shown
from lintel.contacts.queries.people_shown import (
    PersonShown,
    adult_shown,
    child_shown,
    referrer_shown,
    warnings,
)
from lintel.contacts.queries.record import ContactView
from lintel.contacts.rules.telling import Channel, Kind
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import london_day, when_in_words
from lintel.policy.calendars import calendar
from lintel.policy.clocks import is_provisional
from lintel.policy.in_force import policy_for

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Kind.WELFARE: "Welfare concern",
        Kind.INFORMATION_REQUEST: "Request for information",
        Kind.SIGNPOSTING: "Request for advice or signposting",
        Kind.EHC_REQUEST: "Request for an education, health and care needs assessment",
    }
)
CHANNEL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Channel.PUBLIC_FORM: "the public form",
        Channel.PROFESSIONAL_FORM: "the professional form",
        Channel.TELEPHONE: "telephone",
        Channel.EMAIL: "email",
        Channel.WALK_IN: "walk-in",
        Channel.API: "another system",
        Channel.CSV: "a file",
    }
)


@dataclass(frozen=True, slots=True)
class ClockShown:
    title: str
    clock: Clock
    due: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Shape: `clock` is the next to run out, None once closed; `children`, `adults`, `concern`
    and `referrer` are None for whoever may not see them. `warnings` say how not to reach people;
    `adding_up` is None where nothing raised it.
    """

    id: UUID
    version: int
    reference: str
    kind: str
    is_welfare: bool
    rating: str
    stage: str
    owner: str
    waits_for: str
    next_step: str
    clock: ClockShown | None
    clocks: Sequence[ClockShown]
    received: str
    came_by: str
    source: str
    is_open: bool
    is_immediate: bool
    immediate_clock: Clock | None
    policy_version: str
    children: Sequence[PersonShown] | None
    adults: Sequence[PersonShown] | None
    referrer: tuple[tuple[str, str], ...] | None
    concern: ConcernShown | None
    warnings: tuple[str, ...]
    adding_up: AddingUpShown | None

    @classmethod
    def of(cls, view: ContactView, *, at: datetime) -> Self:
        facts = view.facts
        policy = policy_for(facts.council)
        source = policy.sources.get(view.source)
        days = calendar()
        clocks = [
            ClockShown(
                each.title,
                clock(each.due_at, at),
                when_in_words(each.due_at),
                each.source.title if each.source else "",
                each.counts_days and is_provisional(each.due_at, days),
            )
            for each in view.clocks
        ]
        immediate = [each for each in view.clocks if each.name == "immediate_response"]
        day = london_day(at)
        return cls(
            id=view.id,
            version=facts.version,
            reference=facts.reference,
            kind=KIND_WORDS[facts.kind],
            is_welfare=facts.is_welfare,
            rating=facts.rating or "",
            stage=view.queue_title,
            owner=view.owner,
            waits_for=view.waits_for,
            next_step=view.next_step,
            clock=clocks[0] if clocks else None,
            clocks=clocks,
            received=when_in_words(facts.received_at),
            came_by=_came_by(view),
            source=source.title if source else view.source,
            is_open=facts.is_open,
            is_immediate=facts.immediate_since is not None,
            immediate_clock=clock(immediate[0].due_at, at) if immediate else None,
            policy_version=view.policy_version,
            children=None
            if view.children is None
            else [child_shown(child, policy=policy, day=day) for child in view.children],
            adults=None if view.adults is None else [adult_shown(adult) for adult in view.adults],
            referrer=referrer_shown(view),
            concern=concern_shown(view, policy=policy),
            warnings=tuple(warnings(view)),
            adding_up=adding_up_shown(view),
        )


def happened_since(shown: Shown, seen_at: str) -> list[TimelineEntry]:
    """What was done after `seen_at` (ISO 8601), oldest first; nothing when it cannot be read."""
    try:
        since = datetime.fromisoformat(seen_at)
    except ValueError:
        return []
    if since.tzinfo is None or shown.concern is None:
        return []
    return [entry for entry in shown.concern.timeline[::-1] if entry.at > since]


def _came_by(view: ContactView) -> str:
    words = CHANNEL_WORDS.get(view.channel, view.channel)
    if view.keyed_at is None:
        return words
    keyed = when_in_words(view.keyed_at)
    return f"{words}, taken down on paper by {view.written_by}; keyed in on {keyed}"
