"""What can be done to challenges and to allegations."""

from lintel.oversight.actions.allegations import (
    consider_allegation,
    decide_allegation,
    end_allegation,
    open_allegation,
    read_allegation,
    take_allegation,
)
from lintel.oversight.actions.challenges import (
    Answered,
    answer_challenge,
    open_challenge,
    open_challenges_of,
    raise_challenge,
    take_further,
    withdraw_challenge,
)

__all__ = [
    "Answered",
    "answer_challenge",
    "consider_allegation",
    "decide_allegation",
    "end_allegation",
    "open_allegation",
    "open_challenge",
    "open_challenges_of",
    "raise_challenge",
    "read_allegation",
    "take_allegation",
    "take_further",
    "withdraw_challenge",
]
