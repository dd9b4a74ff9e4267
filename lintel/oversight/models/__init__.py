"""How oversight keeps what it does. Private to this context."""

from lintel.oversight.models.allegations import (
    Allegation,
    AllegationEnding,
    Considered,
    CourseTaken,
)
from lintel.oversight.models.challenges import Challenge, ChallengeAnswer, TakenFurther

__all__ = [
    "Allegation",
    "AllegationEnding",
    "Challenge",
    "ChallengeAnswer",
    "Considered",
    "CourseTaken",
    "TakenFurther",
]
