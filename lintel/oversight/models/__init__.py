"""How oversight keeps what it does. Private to this context."""

from lintel.oversight.models.challenges import Challenge, ChallengeAnswer, TakenFurther

__all__ = ["Challenge", "ChallengeAnswer", "TakenFurther"]
