"""Protection steps: what must follow, by when, and what ends each. Pure.

A step is about one child. It is done, with what its kind asks for, or declined with a reason; both
are rows that are added and never edited, and a step that was declined may still be done. A step
is late by when the thing happened, not by when it was typed in; what was typed in long after is
marked so.

Source: Working Together 2023, chapter 3; domain reference 1.5 and 2.7 (P11 to P13, P19);
obligations 004-16 and 004-22.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.refusals import Refusal

LONGEST_TEXT = 20_000
LATE_ENTRY = timedelta(hours=24)


class Step(StrEnum):
    """The stored value never changes."""

    CHILD_SEEN = "child_seen"
    PAEDIATRIC = "paediatric"
    ENQUIRY = "enquiry"
    CONFERENCE = "conference"


class Settled(StrEnum):
    """How a step ended. WITHDRAWN: what opened it is gone: a senior person set the sign aside, or
    a manager took back that section 47 is met."""

    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class StepRule:
    """Shape: `clock` names the policy rule; `opens` and `ends` are said to people."""

    kind: Step
    title: str
    clock: str
    opens: str
    ends: str
    declined: str
    holds_closing: bool = False


STEPS: Mapping[Step, StepRule] = MappingProxyType(
    {
        rule.kind: rule
        for rule in (
            StepRule(
                Step.CHILD_SEEN,
                "Child seen",
                "s47_child_seen",
                "a strategy discussion decides on section 47",
                "when and where a social worker saw the child, and alone or why not",
                "why the child has not been seen",
            ),
            StepRule(
                Step.PAEDIATRIC,
                "Opinion of a paediatrician",
                "paediatric_opinion",
                "a kind of worry or a sign that opens it, whoever decides and whatever the "
                "outcome; or a strategy discussion that says a medical is needed",
                "the opinion of a suitably trained paediatrician: who, when, where, with whose "
                "consent; never the GP",
                "the reason, and what each party thinks; or the sign that opened it is set aside",
                holds_closing=True,
            ),
            StepRule(
                Step.ENQUIRY,
                "Outcome of the enquiry",
                "icpc_15wd",
                "a strategy discussion decides on section 47",
                "the outcome by its code, and why",
                "never: every enquiry has an outcome",
            ),
            StepRule(
                Step.CONFERENCE,
                "Child protection conference",
                "icpc_15wd",
                "a strategy discussion decides on section 47; counted from when it began",
                "when the conference was held",
                "why there is none, or the enquiry came to something else",
            ),
        )
    }
)

# What a decision on section 47 opens for each child. The paediatric step has its own way in.
OF_SECTION_47 = (Step.CHILD_SEEN, Step.ENQUIRY, Step.CONFERENCE)


class Consent(StrEnum):
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    COURT = "court"
    EMERGENCY = "emergency"


CONSENT_WORDS: Mapping[Consent, str] = MappingProxyType(
    {
        Consent.PARENT: "Somebody with parental responsibility",
        Consent.YOUNG_PERSON: "The young person",
        Consent.COURT: "A court",
        Consent.EMERGENCY: "Nobody: it was an emergency",
    }
)


class Outcome(StrEnum):
    """What an enquiry comes to. Source: national standard dataset; domain reference 2.7."""

    CONFERENCE = "icpc"
    MONITOR = "monitor"
    CONTINUE = "continue_assessment"
    LEGAL = "legal_action"
    SERVICES = "s17_services"
    SHORT_BREAK = "s17_short_break"
    NO_FURTHER_ACTION = "no_further_action"
    OTHER = "other"


OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CONFERENCE: "Initial child protection conference",
        Outcome.MONITOR: "Another agency watches over the child",
        Outcome.CONTINUE: "No further action under section 47, the assessment goes on",
        Outcome.LEGAL: "Legal action",
        Outcome.SERVICES: "Services under section 17",
        Outcome.SHORT_BREAK: "A short break under section 17",
        Outcome.NO_FURTHER_ACTION: "No further action",
        Outcome.OTHER: "Something else",
    }
)


class Party(StrEnum):
    """Whose view is asked for when there is no paediatric opinion."""

    SOCIAL_CARE = "social_care"
    HEALTH = "health"
    POLICE = "police"


PARTY_WORDS: Mapping[Party, str] = MappingProxyType(
    {
        Party.SOCIAL_CARE: "children’s social care",
        Party.HEALTH: "health",
        Party.POLICE: "the police",
    }
)


@dataclass(frozen=True, slots=True)
class DoneSaid:
    """What somebody says was done.

    Shape:
        happened_at: when it happened, not when it is typed in.
        paediatrician: it was a suitably trained paediatrician.
        words: the opinion, what was seen, or why this outcome.
    """

    happened_at: datetime | None = None
    who: str = ""
    place: str = ""
    paediatrician: bool | None = None
    consent: str = ""
    alone: bool | None = None
    alone_because: str = ""
    outcome: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DeclinedSaid:
    """Why a step is not taken. Shape: `views` maps a Party to what it thinks."""

    reason: str = ""
    views: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Shape: `settled_as` "" while open; `since` is when its clock started."""

    kind: Step
    since: datetime
    due_at: datetime
    settled_as: str = ""

    @property
    def is_open(self) -> bool:
        return not self.settled_as


def entered_late(happened_at: datetime, *, at: datetime) -> bool:
    """Whether it was typed in so long after that memory, not a record, may be speaking."""
    return at - happened_at >= LATE_ENTRY


def reasons_not_done(said: DoneSaid, step: StepFacts, *, at: datetime) -> tuple[Refusal, ...]:
    """Everything that must be put right before a step counts as done, by field."""
    if step.settled_as == Settled.DONE:
        return (Refusal("already_done", "This has been recorded as done"),)
    wrong = [*_when(said, step, at=at), *_too_long(said)]
    return (*wrong, *_ASKS[step.kind](said))


def _when(said: DoneSaid, step: StepFacts, *, at: datetime) -> list[Refusal]:
    if said.happened_at is None:
        return [Refusal("missing", "Enter when it happened", "happened_at")]
    if said.happened_at > at:
        return [Refusal("in_the_future", "Enter a time that has passed", "happened_at")]
    if step.kind is not Step.PAEDIATRIC and said.happened_at < step.since:
        words = "Enter a time after the discussion that decided on section 47"
        return [Refusal("too_early", words, "happened_at")]
    return []


def _seen(said: DoneSaid) -> list[Refusal]:
    wrong = _texts(said, who="Enter who saw the child", place="Enter where the child was seen")
    if said.alone is None:
        wrong.append(Refusal("missing", "Select whether the child was seen alone", "alone"))
    elif not said.alone and not said.alone_because.strip():
        words = "Enter why the child was not seen alone"
        wrong.append(Refusal("missing", words, "alone_because"))
    return wrong


def _opinion(said: DoneSaid) -> list[Refusal]:
    wrong = _texts(
        said,
        who="Enter the name and post of the paediatrician",
        place="Enter the hospital or clinic",
        words="Enter what the paediatrician found and thinks",
    )
    if said.paediatrician is None:
        words = "Select whether it was a suitably trained paediatrician"
        wrong.append(Refusal("missing", words, "paediatrician"))
    elif not said.paediatrician:
        words = (
            "Ask for a paediatrician: what a GP, a nurse or another doctor says does not end "
            "this. Add it as a note, or say why there will be no opinion"
        )
        wrong.append(Refusal("not_a_paediatrician", words, "paediatrician"))
    if said.consent not in set(Consent):
        wrong.append(Refusal("missing", "Select who gave consent", "consent"))
    return wrong


def _enquiry(said: DoneSaid) -> list[Refusal]:
    wrong = _texts(said, words="Enter why the enquiry came to this")
    if said.outcome not in set(Outcome):
        wrong.append(Refusal("missing", "Select what the enquiry came to", "outcome"))
    return wrong


def _conference(said: DoneSaid) -> list[Refusal]:
    return _texts(said, words="Enter what the conference decided")


_ASKS = {
    Step.CHILD_SEEN: _seen,
    Step.PAEDIATRIC: _opinion,
    Step.ENQUIRY: _enquiry,
    Step.CONFERENCE: _conference,
}


def _texts(said: DoneSaid, **asked: str) -> list[Refusal]:
    return [
        Refusal("missing", words, name)
        for name, words in asked.items()
        if not getattr(said, name).strip()
    ]


def _too_long(said: DoneSaid) -> list[Refusal]:
    limits = {"who": 200, "place": 200, "alone_because": LONGEST_TEXT, "words": LONGEST_TEXT}
    return [
        Refusal("too_long", f"Enter {limit:,} characters or fewer", name)
        for name, limit in limits.items()
        if len(getattr(said, name)) > limit
    ]


def reasons_not_declined(said: DeclinedSaid, step: StepFacts) -> tuple[Refusal, ...]:
    """Everything that must be put right before a step counts as declined, by field."""
    if step.settled_as:
        return (Refusal("already_settled", "This has been settled"),)
    if step.kind is Step.ENQUIRY:
        words = "Record what the enquiry came to: every enquiry has an outcome"
        return (Refusal("has_an_outcome", words),)
    wrong = []
    if not said.reason.strip():
        wrong.append(Refusal("no_reason", f"Enter {_WHY[step.kind]}", "reason"))
    elif len(said.reason) > LONGEST_TEXT:
        words = f"Enter {LONGEST_TEXT:,} characters or fewer"
        wrong.append(Refusal("too_long", words, "reason"))
    if step.kind is Step.PAEDIATRIC:
        for party, words in PARTY_WORDS.items():
            if not said.views.get(party, "").strip():
                message = f"Enter what {words} think, or why they were not asked"
                if party is Party.HEALTH:
                    message = "Enter what health thinks, or why they were not asked"
                elif party is Party.SOCIAL_CARE:
                    message = "Enter what children’s social care thinks"
                wrong.append(Refusal("missing", message, f"views.{party}"))
    return tuple(wrong)


_WHY = {
    Step.CHILD_SEEN: "why the child has not been seen",
    Step.PAEDIATRIC: "why no paediatrician gives an opinion",
    Step.CONFERENCE: "why there is no conference",
}


def opened_by(
    categories: Sequence[str], signs: Sequence[str], *, opening: Mapping[str, str]
) -> tuple[str, ...]:
    """In words, which of a contact's kinds of worry and signs open a paediatric step.

    Shape: `opening` maps "category:KEY" and "sign:KEY" to a title, of those alone that open one.
    """
    keys = (*(f"category:{key}" for key in categories), *(f"sign:{key}" for key in signs))
    return tuple(opening[key] for key in keys if key in opening)


def alert_keys(step: UUID) -> tuple[str, str, str]:
    """Under which each word about one step is said once: due soon, late, late to managers."""
    return f"step_due_soon:{step}", f"step_overdue:{step}", f"step_overdue_managers:{step}"
