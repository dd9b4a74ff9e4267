"""What can be done to challenges: raise, answer, take further, withdraw."""

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
    "open_challenge",
    "open_challenges_of",
    "raise_challenge",
    "take_further",
    "withdraw_challenge",
]
