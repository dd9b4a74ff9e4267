"""What adds up: each event looked small, and together they call for a senior read.

The rules are policy (`adding_up.toml`); what each one counts is here. Facts in, which rules fire
and the events that fired them out. More events never take a firing away, and their order does
not matter. A contact is only ever raised by what came before it.

Source: domain reference, section 6 (each incident judged alone; domestic abuse under-answered);
obligations 002-18, 002-21, 002-22, 003-14, 003-15.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lintel.contacts.rules.facts import ContactFacts
from lintel.kernel.instants import day_in_words, months_before
from lintel.kernel.refusals import Refusal
from lintel.kernel.sources import Source
from lintel.policy.codes import AddingUpRule, Counts


@dataclass(frozen=True, slots=True)
class FamilyEvent:
    """Something known of a child or their household.

    Shape:
        key: tells events apart: "contact:<id>", "episode:<...>"; two with one key are one event.
        kind: "contact", or the kind of episode: "child_protection_plan".
        on: the day it came or began; ended_on: the day a plan ended, None while it stands.
        decided_on: the day a contact came to `outcome`, None while it has come to nothing.
        about: keys of the children it is about.
        enquiry, categories: of a contact. reference, contact_id: of a contact, for a link to it.
    """

    key: str
    kind: str
    on: date
    ended_on: date | None = None
    decided_on: date | None = None
    outcome: str = ""
    about: frozenset[str] = frozenset()
    enquiry: str = "welfare"
    categories: frozenset[str] = frozenset()
    reference: str = ""
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A rule that fired, and the events that fired it, oldest first."""

    rule: AddingUpRule
    events: tuple[FamilyEvent, ...]


def adds_up(
    contact: FamilyEvent, events: Iterable[FamilyEvent], rules: Iterable[AddingUpRule]
) -> tuple[Raised, ...]:
    """Every rule that raises `contact`, in the order of `rules`.

    `events` are the family's others; of those that came on the same day as `contact`, only what
    came before it may be among them, because a day does not say.
    """
    others = {event.key: event for event in events if event.key != contact.key}
    earlier = sorted(others.values(), key=lambda event: (_happened(event), event.key))
    fired = []
    for rule in rules:
        if contact.enquiry not in rule.kinds or not _fits(contact, rule):
            continue
        counted = tuple(event for event in earlier if _counts(event, rule, contact))
        if len(counted) >= rule.earlier:
            fired.append(Raised(rule, counted))
    return tuple(fired)


def _happened(event: FamilyEvent) -> date:
    return event.decided_on or event.on


def _fits(event: FamilyEvent, rule: AddingUpRule) -> bool:
    return not rule.categories or bool(event.categories & set(rule.categories))


def _counts(event: FamilyEvent, rule: AddingUpRule, contact: FamilyEvent) -> bool:
    day = contact.on
    match rule.counts:
        case Counts.PLANS:
            stands = event.on <= day and (event.ended_on is None or day <= event.ended_on)
            # A plan of the only child told of is no brother's or sister's.
            sibling = bool(contact.about - event.about)
            return event.kind in rule.plans and stands and sibling
        case Counts.CONTACTS:
            happened = event.on
        case Counts.DECIDED:
            if event.decided_on is None or event.outcome not in rule.outcomes:
                return False
            happened = event.decided_on
    return (
        event.kind == "contact"
        and event.enquiry in rule.kinds
        and _fits(event, rule)
        and event.on <= day
        and months_before(day, rule.months) <= happened <= day
    )


def events_in_words(events: Iterable[FamilyEvent]) -> str:
    """
    >>> events_in_words([FamilyEvent("contact:1", "contact", date(2026, 3, 2), reference="NB-1")])
    'NB-1, 2 March 2026'
    """
    return "; ".join(
        f"{event.reference or event.kind.replace('_', ' ')}, {day_in_words(_happened(event))}"
        for event in events
    )


def reasons_not_to_end_alone(contact: ContactFacts, *, by: UUID) -> tuple[Refusal, ...]:
    """Why `by` may not end a raised contact now: it takes a senior read by somebody else.

    To end is to close it, or to decide on less than an assessment.
    """
    if contact.raised_at is None or contact.senior_readers - {by}:
        return ()
    if contact.senior_readers:
        return (
            Refusal(
                "senior_read_needs_second_person",
                "Ask somebody else to do this, or another manager or senior practitioner to read "
                "it: you read it yourself, and what adds up is not ended by one person alone",
                cause="senior_read",
            ),
        )
    return (
        Refusal(
            "senior_read_needed",
            "Ask a manager or senior practitioner to read what adds up about this family first. "
            "It takes two people to end this contact",
            cause="senior_read",
        ),
    )


def reasons_not_to_read(*, words: str) -> tuple[Refusal, ...]:
    if words.strip():
        return ()
    return (Refusal("no_words", "Enter what you read and what you make of it", field="words"),)


def rests_on(source: Source) -> str:
    """
    >>> from lintel.kernel.sources import Standing
    >>> rests_on(Source("An Act", "section 3", Standing.STATUTE))
    'An Act, section 3 (statute)'
    """
    return f"{source} ({source.standing})"
