"""What the pages about protection steps say, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import when_in_words
from lintel.protection.queries.steps import EndingSeen, StepSeen
from lintel.protection.rules.steps import (
    CONSENT_WORDS,
    OUTCOME_WORDS,
    PARTY_WORDS,
    STEPS,
    Consent,
    Outcome,
    Party,
    Settled,
)

STATE_WORDS = {
    "": "To do",
    Settled.DONE: "Done",
    Settled.DECLINED: "Not done, with the reason",
    Settled.WITHDRAWN: "Not asked for any more",
}


@dataclass(frozen=True, slots=True)
class EndingShown:
    """Shape: `lines` are (what, words); `late_entry` says in words how late it was typed in."""

    how: str
    by: str
    lines: Sequence[tuple[str, str]]
    late_entry: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """Shape: `clock` is None once settled; `href` is "" for who may not record it."""

    title: str
    name: str
    reference: str
    contact: str
    because: str
    since: str
    state: str
    is_open: bool
    was_late: bool
    clock: Clock | None
    endings: Sequence[EndingShown]
    href: str


@dataclass(frozen=True, slots=True)
class StepsTogether:
    """One kind of step for several children. Shape: `endings` are told once, when what was
    recorded is the same for all of them; () when it is told beside each."""

    title: str
    because: str
    steps: Sequence[StepShown]
    endings: Sequence[EndingShown]


@dataclass(frozen=True, slots=True)
class StepsPanel:
    groups: Sequence[StepsTogether]

    @classmethod
    def of(cls, steps: Iterable[StepShown]) -> "StepsPanel":
        """In the order given: by what is to be done and why, however many the children."""
        together: dict[tuple[str, str, str], list[StepShown]] = {}
        for step in steps:
            together.setdefault((step.title, step.because, step.state), []).append(step)
        return cls([_together(group) for group in together.values()])


def _together(steps: Sequence[StepShown]) -> StepsTogether:
    first = steps[0]
    alike = all(step.endings == first.endings for step in steps)
    return StepsTogether(first.title, first.because, steps, first.endings if alike else ())


@dataclass(frozen=True, slots=True)
class StepPage:
    """Shape: `ends` is what ends it; `may_decline` is False for what always comes to something."""

    step: StepShown
    ends: str
    can_be_done: bool
    may_decline: bool
    declining: bool
    autosave: str
    autosave_declined: str


@dataclass(frozen=True, slots=True)
class UnseenPage:
    """Shape: `waiting` oldest first; `declined` newest first, of the last `days`."""

    waiting: Sequence[StepShown]
    declined: Sequence[StepShown]
    days: int


def step_shown(seen: StepSeen, *, may_record: bool, at: datetime) -> StepShown:
    address = reverse("step", args=[seen.contact_id, seen.id])
    return StepShown(
        title=seen.title,
        name=seen.name,
        reference=seen.reference,
        contact=reverse("contact", args=[seen.contact_id]),
        because=seen.because,
        since=when_in_words(seen.since),
        state=STATE_WORDS[seen.settled_as],
        is_open=seen.is_open,
        was_late=seen.late and not seen.is_open,
        clock=clock(seen.due_at, at) if seen.is_open else None,
        endings=[_ending(one) for one in seen.endings],
        href=address if may_record and seen.settled_as != Settled.DONE else "",
    )


def _ending(seen: EndingSeen) -> EndingShown:
    lines = [
        ("When", when_in_words(seen.happened_at) if seen.how == Settled.DONE else ""),
        ("Who", seen.who),
        ("Where", seen.place),
        ("Consent", CONSENT_WORDS[Consent(seen.consent)] if seen.consent else ""),
        ("Seen alone", {True: "Yes", False: f"No: {seen.alone_because}"}.get(seen.alone, "")),
        ("Came to", OUTCOME_WORDS[Outcome(seen.outcome)] if seen.outcome else ""),
        ("What was said", seen.words),
        ("Why not", seen.reason),
        *((PARTY_WORDS[Party(key)].capitalize(), said) for key, said in seen.views.items()),
    ]
    late = f"Entered late, {when_in_words(seen.at)}" if seen.late_entry else ""
    return EndingShown(
        how=STATE_WORDS[seen.how],
        by=f"{seen.by}, {when_in_words(seen.at)}",
        lines=[(what, words) for what, words in lines if words],
        late_entry=late,
    )


def ends_in_words(seen: StepSeen) -> str:
    return STEPS[seen.kind].ends
