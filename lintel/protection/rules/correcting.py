"""Correcting what was recorded of a strategy discussion that is over. Pure.

What was recorded stays as it was; the correction is added and holds. Whoever recorded it
corrects it, or a manager; that section 47 was not decided after all is a manager's to say, for
the clocks that protect the child end with it.
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

NOBODY_THERE = Refusal(
    "nobody_there", "Nobody was recorded as there: say first who was", cause="attendance"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What holds now. Shape: `section47` is "" where it was not held."""

    section47: str

    @property
    def is_met(self) -> bool:
        return bool(self.section47) and Section47(self.section47).is_met


@dataclass(frozen=True, slots=True)
class Corrector:
    """Who corrects. Shape: `recorded`: they recorded it, or corrected it before."""

    recorded: bool
    is_manager: bool


def who_may_not_correct(by: Corrector) -> tuple[Refusal, ...]:
    if by.recorded or by.is_manager:
        return ()
    words = "Ask whoever recorded it, or a manager, to correct it"
    return (Refusal("not_recorder", words),)


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
        missing = what_is_missing(said, sitting, at=at)
        wrong += [NOBODY_THERE if one.code == "nobody_there" else one for one in missing]
    if recorded.is_met and not said.is_met and not by.is_manager:
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
