"""Correcting what was recorded of a strategy discussion that is over. Pure.

What was recorded stays as it was; the correction is added and holds. Whoever recorded it or
chaired it corrects it, or a manager; that section 47 was not decided after all is a manager's to
say, for the clocks that protect the child end with it.
"""

from dataclasses import dataclass
from datetime import datetime

from lintel.kernel.refusals import Refusal
from lintel.protection.rules.outcomes import (
    LONGEST_TEXT,
    How,
    OutcomeSaid,
    Section47,
    Sitting,
    State,
    what_is_missing,
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What holds now. Shape: `section47` is "" where it was not held."""

    section47: str

    @property
    def is_met(self) -> bool:
        return self.section47 in {Section47.SINGLE, Section47.JOINT}


@dataclass(frozen=True, slots=True)
class Corrector:
    """Who corrects. Shape: `chaired`: they recorded it, or are named as its chair."""

    chaired: bool
    is_manager: bool


def who_may_not_correct(by: Corrector) -> tuple[Refusal, ...]:
    if by.chaired or by.is_manager:
        return ()
    words = "Ask whoever chaired or recorded it, or a manager, to correct it"
    return (Refusal("not_chair", words),)


def is_met(said: OutcomeSaid) -> bool:
    return said.how is How.HELD and said.section47 is not None and said.section47.is_met


def reasons_not_to_correct(
    said: OutcomeSaid,
    sitting: Sitting,
    recorded: Recorded,
    *,
    because: str,
    by: Corrector,
    at: datetime,
) -> tuple[Refusal, ...]:
    """Everything that must be put right before it is corrected, by field."""
    if sitting.state is State.CONVENED:
        words = "Record what comes of this discussion first: there is nothing to correct yet"
        return (Refusal("not_ended", words),)
    if who := who_may_not_correct(by):
        return who
    wrong = []
    if said.how is How.ADJOURNED:
        words = "Convene another discussion: one that is over does not go on"
        wrong.append(Refusal("is_over", words, "how"))
    else:
        wrong += what_is_missing(said, sitting, at=at)
    if recorded.is_met and not is_met(said) and not by.is_manager:
        words = "Ask a manager: only a manager can take back that section 47 is met"
        field = "section47" if said.how is How.HELD else "how"
        wrong.append(Refusal("section47_needs_manager", words, field))
    if not because.strip():
        words = "Enter why what was recorded is corrected"
        wrong.append(Refusal("no_reason", words, "corrected_because"))
    elif len(because) > LONGEST_TEXT:
        words = f"Enter {LONGEST_TEXT:,} characters or fewer"
        wrong.append(Refusal("too_long", words, "corrected_because"))
    return tuple(wrong)
