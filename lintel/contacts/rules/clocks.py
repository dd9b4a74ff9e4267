"""Which clocks run on a contact, and which one is next to run out.

Clocks run from receipt, have no pause, and are computed when read. A hold stops none of them.
Lengths and calendars are policy; which clock runs at which stage is the product.

Source: decision 6 of the project's settled decisions; domain reference 1.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lintel.contacts.rules.facts import ContactFacts, Rating, Stage
from lintel.contacts.rules.telling import Kind
from lintel.kernel.instants import london_day
from lintel.kernel.sources import Source
from lintel.kernel.working_days import WorkingCalendar
from lintel.policy.clocks import due_at
from lintel.policy.council import CouncilPolicy

ANSWER_CLOCK = {
    Kind.INFORMATION_REQUEST: "information_request_10wd",
    Kind.SIGNPOSTING: "signposting_1wd",
    Kind.EHC_REQUEST: "ehc_decision_6w",
}

AGENCY_ANSWER, ANSWER_TITLE = "agency_answer", "Agencies answer"
ANSWERS_NO_LONGER_WAITED_FOR = frozenset({Stage.DECIDED, Stage.CLOSED})


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise with a time on it.

    Shape:
        name: the policy rule ("rag_red"), or "held_review", whose time a person chose, or
            "agency_answer", the first answer that agencies owe.
        started_at, due_at: aware; work finished exactly at `due_at` is late.
        counts_days: a bank holiday could move it.
    """

    name: str
    title: str
    started_at: datetime
    due_at: datetime
    source: Source | None = None
    counts_days: bool = False

    def is_late(self, *, at: datetime) -> bool:
        return at >= self.due_at


def running_clocks(
    contact: ContactFacts, *, policy: CouncilPolicy, calendar: WorkingCalendar
) -> tuple[Clock, ...]:
    """Every clock running on `contact`, the one with least time first; none once closed.

    Clock lengths are those in force on the day of receipt.

    Errors:
        OutsideCalendar: a due day lies beyond the years whose bank holidays are known.
    """
    day = london_day(contact.received_at)
    clocks = []
    for name, start in _starts(contact):
        rule = policy.clock_rule(name, on=day)
        due = due_at(rule, start, calendar)
        clocks.append(Clock(name, rule.title, start, due, rule.source, rule.counts_days))
    if contact.held_until is not None and contact.is_open:
        clocks.append(
            Clock("held_review", "Review the hold", contact.clock_started_at, contact.held_until)
        )
    if contact.answers_due_at is not None and contact.stage not in ANSWERS_NO_LONGER_WAITED_FOR:
        clocks.append(
            Clock(AGENCY_ANSWER, ANSWER_TITLE, contact.clock_started_at, contact.answers_due_at)
        )
    return tuple(sorted(clocks, key=lambda clock: (clock.due_at, clock.name)))


def _starts(contact: ContactFacts) -> Iterator[tuple[str, datetime]]:
    """The (rule, start) pairs that the stage calls for."""
    if not contact.is_open:
        return
    start = contact.clock_started_at
    if contact.immediate_since is not None:
        yield "immediate_response", contact.immediate_since
    if contact.stage is Stage.RECEIVED:
        yield "first_look", start
    if not contact.is_welfare:
        yield ANSWER_CLOCK[contact.kind], start
        return
    yield "referral_decision_1wd", start
    if contact.stage is Stage.DECIDED:
        if contact.awaiting_team and contact.decided_at is not None:
            yield "handover_acceptance", contact.decided_at
            if contact.outcome == "strategy_discussion":
                yield "strategy_discussion", contact.decided_at
        return
    yield "hub_decision_24h", start
    if contact.rating is None:
        yield "pass_on_4h", start
    elif contact.rating is not Rating.BLUE:
        yield f"rag_{contact.rating}", start
