"""Professional challenge: what is disagreed with, the steps it climbs, and who may answer.

The step a challenge stands at is worked out from what happened and the clock, whenever it is
read: a worker that has died delays a word, and keeps nobody's disagreement at a lower step.
Source: domain reference 1.3 (one working week; the ladder of Waltham Forest), peers section 5, 17.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.refusals import Refusal

LONGEST = 20_000
NAME_LIMIT = 200


class Subject(StrEnum):
    """What somebody disagrees with. The stored value never changes."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    AGENCY_ANSWER = "agency_answer"
    OTHER = "other"


SUBJECT_WORDS: Mapping[Subject, tuple[str, str]] = MappingProxyType(
    {
        Subject.DECISION: ("What was decided", "The outcome of the contact, or the reasons given"),
        Subject.DISCUSSION: (
            "No strategy discussion",
            "One was refused, was not held, or has not been convened",
        ),
        Subject.AGENCY_ANSWER: (
            "What an agency answered",
            "Something it said, left out or would not share",
        ),
        Subject.OTHER: ("Something else that was or was not done", "Such as how urgent it is"),
    }
)


class Theme(StrEnum):
    """What a disagreement is about at heart; partnerships learn from how many there are of each."""

    THRESHOLD = "threshold"
    DELAY = "delay"
    INFORMATION = "information"
    OTHER = "other"


THEME_WORDS: Mapping[Theme, tuple[str, str]] = MappingProxyType(
    {
        Theme.THRESHOLD: ("The level of need", "The child should get more help, or other help"),
        Theme.DELAY: ("Delay", "It takes, or took, too long"),
        Theme.INFORMATION: ("Information", "Something was not asked, not shared or not weighed"),
        Theme.OTHER: ("Something else", ""),
    }
)


class Settled(StrEnum):
    """How a challenge ended. The stored value never changes."""

    CHANGED = "changed"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


class Because(StrEnum):
    """Why a challenge stands at a step."""

    RAISED = "raised"
    TAKEN_FURTHER = "taken_further"
    RAN_OUT = "ran_out"


@dataclass(frozen=True, slots=True)
class ChallengeSaid:
    """What whoever challenges says. Shape: `agency` is a key, for an agency's answer."""

    subject: str
    theme: str
    disagrees: str
    wants: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSaid:
    """What whoever answers says.

    Shape:
        reasons: for the record, read by those who may read decisions.
        told: what whoever challenged is told, whatever they may know.
        answered_for: who gave the answer, where somebody else records it.
    """

    answer: str
    reasons: str
    told: str
    learning: str = ""
    answered_for: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A challenge at one step. Shape: `since` it stands there; `due_at`, when its time is over."""

    level: int
    since: datetime
    due_at: datetime
    because: Because


@dataclass(frozen=True, slots=True)
class Turn:
    """Something somebody did with a challenge: settled it, or took it further."""

    at: datetime
    took_further: bool


# When a step that began at a moment is over. Shape: (level, since) -> due.
Due = Callable[[int, datetime], datetime]


def climbed(
    raised_at: datetime, turns: Sequence[Turn], *, top: int, due: Due, at: datetime
) -> tuple[Rung, ...]:
    """Every step a challenge has stood at by `at`, the present one last.

    It climbs when it is taken further, and by itself when a step's time is over and nobody has
    answered. It rests once settled; at the top it waits, late.
    """
    rungs = [Rung(1, raised_at, due(1, raised_at), Because.RAISED)]
    resting = False

    def wait_until(moment: datetime) -> None:
        while not resting and rungs[-1].level < top and rungs[-1].due_at <= moment:
            since, level = rungs[-1].due_at, rungs[-1].level + 1
            rungs.append(Rung(level, since, due(level, since), Because.RAN_OUT))

    for turn in sorted(turns, key=lambda one: one.at):
        if turn.at > at:
            break
        wait_until(turn.at)
        resting = not turn.took_further
        if turn.took_further:
            level = min(rungs[-1].level + 1, top)
            rungs.append(Rung(level, turn.at, due(level, turn.at), Because.TAKEN_FURTHER))
    wait_until(at)
    return tuple(rungs)


@dataclass(frozen=True, slots=True)
class ChallengeFacts:
    """A challenge as the rules see it.

    Shape:
        level, top: where it stands, and the last step there is.
        settled_as: "" while open; settled_at: when.
        part_in_it: who made what is challenged, and who has answered at an earlier step.
        challenged_agency: key of the agency whose answer it is about, "" for none.
        owners: whose step it is, as the policy names them; none is every manager of the hub.
    """

    level: int
    top: int
    subject: Subject
    settled_as: str
    settled_at: datetime | None
    further_until: datetime | None
    raised_by: UUID
    part_in_it: Collection[UUID] = ()
    challenged_agency: str = ""
    owners: Collection[UUID] = ()

    @property
    def may_be_owners(self) -> frozenset[UUID]:
        """Those of the owners who had no part in it. None is left where each of them had: then
        any manager without a part answers, for it must be answered by somebody."""
        return frozenset(self.owners) - {*self.part_in_it, self.raised_by}

    @property
    def is_open(self) -> bool:
        return not self.settled_as


@dataclass(frozen=True, slots=True)
class Answerer:
    """Shape: `leads` is the agency somebody leads, "" for the hub's own managers."""

    account: UUID
    leads: str = ""


def reasons_not_to_challenge(
    said: ChallengeSaid, *, is_decided: bool, agencies: Collection[str]
) -> tuple[Refusal, ...]:
    """What must be put right first, by field. Shape: `agencies` have answered, and may be named."""
    wrong = []
    if said.subject not in set(Subject):
        words = "Select what you disagree with"
        wrong.append(Refusal("missing", words, "subject"))
    elif said.subject == Subject.DECISION and not is_decided:
        words = "Select something else: nothing has been decided yet"
        wrong.append(Refusal("not_decided", words, "subject"))
    elif said.subject == Subject.AGENCY_ANSWER and said.agency not in agencies:
        words = "Select the agency whose answer you disagree with"
        wrong.append(Refusal("missing", words, "agency"))
    wrong += _texts(
        said, disagrees="Enter what you disagree with, and why", wants="Enter what you want instead"
    )
    if said.theme not in set(Theme):
        wrong.append(Refusal("missing", "Select what it is about", "theme"))
    return tuple(wrong)


def who_may_not_answer(challenge: ChallengeFacts, by: Answerer) -> tuple[Refusal, ...]:
    """Why this person is not the one to answer; empty when they may."""
    if by.account in set(challenge.part_in_it):
        words = "Ask somebody who had no part in it: you made this decision or have answered before"
        return (Refusal("had_part_in_it", words),)
    if by.account == challenge.raised_by:
        return (Refusal("own_challenge", "Ask somebody else: you raised this challenge"),)
    if by.leads and not theirs_to_lead(challenge, by):
        words = "A manager of the hub answers at this step"
        return (Refusal("another_step", words),)
    owners = challenge.may_be_owners
    if owners and not theirs_to_lead(challenge, by) and by.account not in owners:
        words = "Whoever this step belongs to answers it: it is on their list, and they are told"
        return (Refusal("another_owner", words),)
    return ()


def theirs_to_lead(challenge: ChallengeFacts, by: Answerer) -> bool:
    """Whether they lead the agency whose answer is challenged, at the step that is theirs."""
    return bool(by.leads) and challenge.level == 1 and by.leads == challenge.challenged_agency


def reasons_not_to_answer(
    challenge: ChallengeFacts, said: AnswerSaid, by: Answerer
) -> tuple[Refusal, ...]:
    """Refusals without a field are about the challenge; the others say what to put right."""
    if not challenge.is_open:
        return (Refusal("already_answered", "This challenge has been settled"),)
    who = who_may_not_answer(challenge, by)
    if who:
        return who
    wrong = []
    if said.answer not in {Settled.CHANGED, Settled.UPHELD}:
        words = "Select whether what was decided is changed or upheld"
        wrong.append(Refusal("missing", words, "answer"))
    wrong += _texts(
        said,
        reasons="Enter the reasons, for the record",
        told="Enter what whoever challenged is told",
    )
    if len(said.learning) > LONGEST:
        wrong.append(Refusal("too_long", f"Enter {LONGEST:,} characters or fewer", "learning"))
    recorded_for = challenge.level > 1 and by.account not in challenge.may_be_owners
    if recorded_for and not said.answered_for.strip():
        words = "Enter the name and post of whoever gave this answer"
        wrong.append(Refusal("missing", words, "answered_for"))
    elif len(said.answered_for) > NAME_LIMIT:
        wrong.append(Refusal("too_long", f"Enter {NAME_LIMIT} characters or fewer", "answered_for"))
    return tuple(wrong)


def reasons_not_further(
    challenge: ChallengeFacts, *, reason: str, at: datetime
) -> tuple[Refusal, ...]:
    """Why it cannot be taken to the next step now."""
    if challenge.settled_as in {Settled.CHANGED, Settled.WITHDRAWN}:
        return (Refusal("settled", "Raise a new challenge: this one has been settled"),)
    if challenge.level >= challenge.top:
        return (Refusal("top", "This is the last step: there is none after it"),)
    if challenge.further_until is not None and at >= challenge.further_until:
        words = "Raise a new challenge: the time to take this one further is over"
        return (Refusal("too_late", words),)
    if not reason.strip():
        return (Refusal("no_reason", "Enter why you take it further", "reason"),)
    return _too_long(reason)


def reasons_not_to_withdraw(challenge: ChallengeFacts, *, reason: str) -> tuple[Refusal, ...]:
    if not challenge.is_open:
        return (Refusal("already_answered", "This challenge has been settled"),)
    if not reason.strip():
        return (Refusal("no_reason", "Enter how it was settled", "reason"),)
    return _too_long(reason)


def _too_long(reason: str) -> tuple[Refusal, ...]:
    if len(reason) <= LONGEST:
        return ()
    return (Refusal("too_long", f"Enter {LONGEST:,} characters or fewer", "reason"),)


def _texts(said: object, **asked: str) -> list[Refusal]:
    wrong = []
    for name, words in asked.items():
        given = getattr(said, name)
        if not given.strip():
            wrong.append(Refusal("missing", words, name))
        elif len(given) > LONGEST:
            wrong.append(Refusal("too_long", f"Enter {LONGEST:,} characters or fewer", name))
    return wrong
