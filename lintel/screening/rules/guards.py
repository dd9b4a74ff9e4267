"""The guards on a decision: what must be settled before an outcome is recorded.

Which guards an outcome has is policy (`outcomes.toml`); what each one asks is here. They answer
the published failures: items parked, children stepped down or passed on where a strategy
discussion was due, family history not read, urgency quietly dropped.

Source: domain reference, section 6; obligations 002-18, 002-19, 002-21, 000-24.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from lintel.contacts.rules.adding_up import reasons_not_to_end_alone
from lintel.contacts.rules.facts import ContactFacts, Stage
from lintel.contacts.rules.harm import INDICATED, LEVELS
from lintel.contacts.rules.obstacles import Stands, refusals_for
from lintel.kernel.refusals import Refusal

STANDING_HARM = "harm_indicated"


@dataclass(frozen=True, slots=True)
class Flag:
    """A risk indicator that stands. Shape: level "immediate", "strategy" or "raise"; `holds_low`:
    policy lets nobody give less than an assessment while it stands, but for a manager's reason."""

    id: str
    title: str
    level: str
    holds_low: bool = True


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Shape:

    flags: indicators nobody has set aside.
    unlinked: names of children who look like somebody known and are not linked.
    earlier: other contacts and episodes of the family.
    history_opened: whoever is deciding has opened the history since the links last changed.
    lowered_without_reason: a rating went down and nothing says why (imported work can hold one).
    unanswered: titles of agencies that were asked, and neither answered nor were gone on without.
    unweighed: agencies have said something, and nobody has written an analysis.
    stands: what other contexts say stands in the way, whatever guards an outcome names.
    answered: codes of refusals that other contexts have settled.
    by: the account of whoever is deciding.
    """

    contact: ContactFacts
    by: UUID
    flags: Sequence[Flag] = ()
    unlinked: Sequence[str] = ()
    earlier: int = 0
    history_opened: bool = False
    lowered_without_reason: bool = False
    unanswered: Sequence[str] = ()
    unweighed: bool = False
    stands: tuple[Stands, ...] = ()
    answered: frozenset[str] = frozenset()


def _looked_at(facts: DecisionFacts) -> Iterator[Refusal]:
    if facts.contact.stage is Stage.RECEIVED:
        yield Refusal(
            "not_looked_at",
            "Nobody has looked at this contact yet. A manager or senior practitioner must look "
            "first",
            cause="look",
        )


def _immediate_answered(facts: DecisionFacts) -> Iterator[Refusal]:
    if facts.contact.immediate_since is not None:
        yield Refusal(
            "immediate_unanswered",
            "The immediate need has not been answered. Say what is being done and by whom",
            cause="acknowledge",
            overridable=True,
        )


def _strategy_indicated(facts: DecisionFacts) -> Iterator[Refusal]:
    for flag in facts.flags:
        if flag.level in LEVELS:
            choose = "Choose that outcome"
            if not facts.contact.is_welfare:
                choose = "Correct the kind of enquiry"
            yield Refusal(
                INDICATED,
                f"{flag.title}: this calls for a strategy discussion. {choose}, or ask "
                "a manager or senior practitioner to set the indicator aside with a reason",
                cause=f"indicator:{flag.id}",
                overridable=True,
            )


def signs_that_hold(facts: DecisionFacts, field: str = "") -> tuple[Refusal, ...]:
    """Signs of harm that stand in the way of stepping a child down, whatever their level. A sign
    that calls for a strategy discussion is named by that guard until a discussion answers it."""
    return tuple(
        Refusal(
            STANDING_HARM,
            f"{flag.title}: while this sign of harm stands, less than an assessment takes a "
            "manager’s reason. Choose an assessment, or ask a manager or senior practitioner to "
            "set the sign aside with a reason",
            field=field,
            cause=f"indicator:{flag.id}",
            overridable=True,
        )
        for flag in facts.flags
        if flag.holds_low and (flag.level not in LEVELS or INDICATED in facts.answered)
    )


def _harm_indicated(facts: DecisionFacts) -> Iterator[Refusal]:
    yield from signs_that_hold(facts)


def _history_opened(facts: DecisionFacts) -> Iterator[Refusal]:
    for name in facts.unlinked:
        yield Refusal(
            "child_not_linked",
            f"Say whether {name} is somebody we know: the hub holds a likely match",
            cause="link",
            overridable=True,
        )
    if facts.earlier and not facts.history_opened:
        events = "1 earlier event" if facts.earlier == 1 else f"{facts.earlier} earlier events"
        yield Refusal(
            "history_not_opened",
            f"Read the family history before deciding: there is {events}"
            if facts.earlier == 1
            else f"Read the family history before deciding: there are {events}",
            cause="history",
            overridable=True,
        )


def _rating_reasoned(facts: DecisionFacts) -> Iterator[Refusal]:
    if facts.contact.rating is None and facts.contact.stage is not Stage.RECEIVED:
        yield Refusal(
            "not_rated", "Rate this contact before deciding", cause="rate", overridable=True
        )
    if facts.lowered_without_reason:
        yield Refusal(
            "lowered_without_reason",
            "The rating was lowered and nobody said why. Rate it again with a reason",
            cause="rate",
            overridable=True,
        )


def _senior_read(facts: DecisionFacts) -> Iterator[Refusal]:
    """What adds up is ended by two people; nobody goes past it alone, not even a manager."""
    yield from reasons_not_to_end_alone(facts.contact, by=facts.by)


def _agencies_answered(facts: DecisionFacts) -> Iterator[Refusal]:
    for title in facts.unanswered:
        yield Refusal(
            "agency_unanswered",
            f"{title} was asked and has not answered. Wait, chase, or say why the decision "
            "cannot wait",
            cause="requests_about",
        )


def _weighed(facts: DecisionFacts) -> Iterator[Refusal]:
    """Only where agencies have said something: nothing else is held up for an analysis."""
    if facts.unweighed:
        yield Refusal(
            "not_weighed",
            "Write your analysis of what the agencies said. One sentence under one heading is "
            "enough",
            cause="weigh",
            overridable=True,
        )


GUARDS: Mapping[str, Callable[[DecisionFacts], Iterator[Refusal]]] = MappingProxyType(
    {
        "looked_at": _looked_at,
        "immediate_answered": _immediate_answered,
        "strategy_indicated": _strategy_indicated,
        STANDING_HARM: _harm_indicated,
        "history_opened": _history_opened,
        "rating_reasoned": _rating_reasoned,
        "senior_read": _senior_read,
        "agencies_answered": _agencies_answered,
        "weighed": _weighed,
    }
)


def standing_in_the_way(
    facts: DecisionFacts, guards: Sequence[str], *, outcome: str = ""
) -> tuple[Refusal, ...]:
    """Every reason why an outcome with these guards cannot be recorded now; empty if it can."""
    if facts.contact.stage in {Stage.DECIDED, Stage.CLOSED}:
        return (
            Refusal("already_decided", "This contact has been decided. Reopen it to decide again"),
        )
    named = (refusal for key in guards for refusal in GUARDS[key](facts))
    left = (refusal for refusal in named if refusal.code not in facts.answered)
    return (*left, *refusals_for(facts.stands, outcome))


def after_override(
    refusals: Sequence[Refusal], *, reason: str, may_override: bool
) -> tuple[tuple[Refusal, ...], tuple[str, ...]]:
    """What still stands in the way once `reason` is given, and the codes it goes past.

    Shape: (refusals left, codes overridden). A blank reason overrides nothing; somebody who may
        not override is told so, beside everything else.
    """
    if not reason.strip():
        return tuple(refusals), ()
    if not may_override:
        no = Refusal(
            "override_needs_manager",
            "Ask a manager: only a manager may decide past what stands in the way",
            field="override_reason",
        )
        return (*refusals, no), ()
    left = tuple(refusal for refusal in refusals if not refusal.overridable)
    gone = tuple(dict.fromkeys(r.code for r in refusals if r.overridable))
    return left, gone
