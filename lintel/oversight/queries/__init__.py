"""What a viewer may see of challenges, and what an open one holds up."""

from lintel.oversight.queries.challenges import (
    OF_AN_AGENCY,
    AnswerSeen,
    Challengeable,
    ChallengeSeen,
    answerer,
    challengeable,
    challenges_about,
    challenges_of_family,
    my_challenges,
    one_challenge,
    open_challenges,
    open_count,
    what_stands,
)
from lintel.oversight.queries.themes import ThemeLine, themes

__all__ = [
    "OF_AN_AGENCY",
    "AnswerSeen",
    "ChallengeSeen",
    "Challengeable",
    "ThemeLine",
    "answerer",
    "challengeable",
    "challenges_about",
    "challenges_of_family",
    "my_challenges",
    "one_challenge",
    "open_challenges",
    "open_count",
    "themes",
    "what_stands",
]
