"""What can come of a strategy discussion, and what must be said with it. Pure.

Held, not held (a manager, with the reason) or adjourned to a new time. Everything that is missing
is told at once, so that nobody is sent round again.

Source: Working Together 2023, chapter 3; domain reference 1.5 (P11 to P19).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Refusal
from lintel.protection.rules.quorum import Quorum, in_words

LONGEST_TEXT = 20_000


class State(StrEnum):
    CONVENED = "convened"
    HELD = "held"
    NOT_HELD = "not_held"


class How(StrEnum):
    """What came of one sitting."""

    HELD = "held"
    NOT_HELD = "not_held"
    ADJOURNED = "adjourned"


class Says(StrEnum):
    """What somebody can say to an invitation."""

    ATTENDING = "attending"
    DEPUTY = "deputy"
    INFORMATION = "information"
    CANNOT = "cannot"


class Section47(StrEnum):
    NO = "no"
    SINGLE = "single"
    JOINT = "joint"

    @property
    def is_met(self) -> bool:
        return self is not Section47.NO


class Medical(StrEnum):
    NEEDED = "needed"
    DONE = "done"
    NOT_NEEDED = "not_needed"


SAYS_WORDS: Mapping[Says, str] = MappingProxyType(
    {
        Says.ATTENDING: "Coming",
        Says.DEPUTY: "Sending somebody else",
        Says.INFORMATION: "Sending information",
        Says.CANNOT: "Cannot come",
    }
)
HOW_WORDS: Mapping[How, str] = MappingProxyType(
    {How.HELD: "Held", How.NOT_HELD: "Not held", How.ADJOURNED: "Adjourned"}
)
SECTION47_WORDS: Mapping[Section47, str] = MappingProxyType(
    {
        Section47.NO: "Section 47 is not met",
        Section47.SINGLE: "Section 47, the council alone",
        Section47.JOINT: "Section 47, together with the police",
    }
)
MEDICAL_WORDS: Mapping[Medical, str] = MappingProxyType(
    {
        Medical.NEEDED: "A medical is needed",
        Medical.DONE: "A medical has been done",
        Medical.NOT_NEEDED: "No medical is needed",
    }
)


@dataclass(frozen=True, slots=True)
class Seeing:
    """Who sees a child, and by when."""

    child: UUID
    who: str
    by: datetime | None
    alone: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """What one party thinks about there being no medical. Shape: `title` as they attended."""

    title: str
    view: str


@dataclass(frozen=True, slots=True)
class ActionAgreed:
    what: str
    owner: str
    due_at: datetime | None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeSaid:
    """What somebody is about to record."""

    how: How
    reason: str = ""
    adjourned_to: datetime | None = None
    not_quorate_because: str = ""
    section47: Section47 | None = None
    section47_because: str = ""
    seeing: Sequence[Seeing] = ()
    siblings: str = ""
    parents_told: str = ""
    parents_not_told_because: str = ""
    criminal: bool | None = None
    criminal_because: str = ""
    medical: Medical | None = None
    medical_because: str = ""
    medical_views: Sequence[View] = ()
    actions: Sequence[ActionAgreed] = ()

    @property
    def is_met(self) -> bool:
        """It was held, and section 47 with it."""
        return self.how is How.HELD and self.section47 is not None and self.section47.is_met


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is known when the outcome is recorded.

    Shape:
        children: record id and name of each child it is about.
        parties: titles of those who attended, each once.
        seen_within: when a child must have been seen, by the clock `s47_child_seen`.
        assume_medical: a kind of worry that opens a paediatric step is part of it.
        declines: whoever records is a manager and may say it was not held.
    """

    state: State
    quorum: Quorum
    children: Mapping[UUID, str]
    parties: Sequence[str]
    seen_within: datetime
    assume_medical: bool
    declines: bool
    agencies: Collection[str] = field(default=frozenset())


def reasons_not_to_record(
    said: OutcomeSaid, sitting: Sitting, *, at: datetime
) -> tuple[Refusal, ...]:
    """Everything that must be put right before it is recorded, by field."""
    if sitting.state is not State.CONVENED:
        words = "What came of this discussion has been recorded. Correct that, or convene another"
        return (Refusal("already_ended", words),)
    return (*what_is_missing(said, sitting, at=at), *_actions(said))


def what_is_missing(said: OutcomeSaid, sitting: Sitting, *, at: datetime) -> tuple[Refusal, ...]:
    """What must be said about it, whether it is recorded for the first time or corrected."""
    wrong = _too_long(said)
    if said.how is How.HELD:
        wrong += _held(said, sitting, at=at)
    else:
        if not said.reason.strip():
            why = {
                How.NOT_HELD: "Enter why the discussion was not held",
                How.ADJOURNED: "Enter why the discussion was adjourned",
            }
            wrong.append(Refusal("no_reason", why[said.how], "reason"))
    if said.how is How.NOT_HELD and not sitting.declines:
        words = "Ask a manager: only a manager can say that a discussion is not held"
        wrong.append(Refusal("needs_manager", words, "how"))
    if said.how is How.ADJOURNED and (said.adjourned_to is None or said.adjourned_to <= at):
        words = "Enter when it goes on: a time to come"
        wrong.append(Refusal("missing", words, "adjourned_to"))
    return tuple(wrong)


def _held(said: OutcomeSaid, sitting: Sitting, *, at: datetime) -> list[Refusal]:
    wrong = []
    if not sitting.parties:
        words = "Say who came before you record what was decided"
        wrong.append(Refusal("nobody_there", words, cause="attendance"))
    elif not sitting.quorum.is_quorate and not said.not_quorate_because.strip():
        words = f"{in_words(sitting.quorum)}. Wait for them, adjourn, or enter why it went on"
        wrong.append(Refusal("not_quorate", words, "not_quorate_because", cause="attendance"))
    if said.section47 is None:
        words = "Select whether section 47 is met"
        wrong.append(Refusal("missing", words, "section47"))
    if not said.section47_because.strip():
        words = "Enter why section 47 is or is not met"
        wrong.append(Refusal("missing", words, "section47_because"))
    wrong += _seeing(said, sitting)
    if not said.siblings.strip():
        words = "Enter what happens about brothers, sisters and other children of the home"
        wrong.append(Refusal("missing", words, "siblings"))
    if not said.parents_told.strip() and not said.parents_not_told_because.strip():
        words = "Enter what the parents are told, by whom and when, or why they are not told"
        wrong.append(Refusal("missing", words, "parents_told"))
    if said.criminal is None:
        words = "Select whether there is a criminal investigation"
        wrong.append(Refusal("missing", words, "criminal"))
    return wrong + _medical(said, sitting)


def _seeing(said: OutcomeSaid, sitting: Sitting) -> list[Refusal]:
    wrong = []
    agreed = {one.child: one for one in said.seeing}
    for place, (child, name) in enumerate(sitting.children.items()):
        one = agreed.get(child)
        at_field = f"seeing.{place}."
        if one is None or not one.who.strip():
            wrong.append(Refusal("missing", f"Enter who sees {name}", f"{at_field}who"))
        if one is None or one.by is None:
            wrong.append(Refusal("missing", f"Enter when {name} is seen", f"{at_field}by"))
        elif said.is_met and one.by > sitting.seen_within:
            words = f"Enter a time for {name} no later than {when_in_words(sitting.seen_within)}"
            wrong.append(Refusal("too_late", words, f"{at_field}by"))
    if not set(agreed) <= set(sitting.children):
        words = "Select children the discussion is about"
        wrong.append(Refusal("unknown", words, "seeing"))
    return wrong


def _medical(said: OutcomeSaid, sitting: Sitting) -> list[Refusal]:
    """With bruising or another external injury a medical is assumed to be needed: that there is
    none wants the reason and what each party thinks."""
    if said.medical is None:
        return [Refusal("missing", "Select whether a medical is needed", "medical")]
    if said.medical is not Medical.NOT_NEEDED:
        return []
    wrong = []
    if not said.medical_because.strip():
        words = "Enter why no medical is needed"
        if sitting.assume_medical:
            words += ". With an injury it is assumed that one is"
        wrong.append(Refusal("missing", words, "medical_because"))
    if sitting.assume_medical:
        given = {one.title for one in said.medical_views if one.view.strip()}
        for place, party in enumerate(sitting.parties):
            if party not in given:
                words = f"Enter what {party} thinks about there being no medical"
                wrong.append(Refusal("missing", words, f"medical_views.{place}.view"))
    return wrong


def _actions(said: OutcomeSaid) -> list[Refusal]:
    wrong = []
    for place, action in enumerate(said.actions):
        at_field = f"actions.{place}."
        if not action.what.strip():
            wrong.append(Refusal("missing", "Enter what is to be done", f"{at_field}what"))
        if not action.owner.strip():
            wrong.append(Refusal("missing", "Enter who does it", f"{at_field}owner"))
        if action.due_at is None:
            wrong.append(Refusal("missing", "Enter by when it is done", f"{at_field}due"))
    return wrong


_LONG = ("reason", "not_quorate_because", "section47_because", "siblings", "parents_told",
         "parents_not_told_because", "criminal_because", "medical_because")  # fmt: skip


def _too_long(said: OutcomeSaid) -> list[Refusal]:
    words = f"Enter {LONGEST_TEXT:,} characters or fewer"
    return [
        Refusal("too_long", words, name)
        for name in _LONG
        if len(getattr(said, name)) > LONGEST_TEXT
    ]
