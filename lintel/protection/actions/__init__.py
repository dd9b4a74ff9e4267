"""What can be done in protection: convene, answer, attend, share, record what came of it."""

from lintel.protection.actions.attend import (
    answer_invitation,
    share_at_discussion,
    take_attendance,
)
from lintel.protection.actions.convene import convene_discussion, open_discussion
from lintel.protection.actions.correct import correct_outcome
from lintel.protection.actions.record import end_action, record_outcome, sitting_of

__all__ = [
    "answer_invitation",
    "convene_discussion",
    "correct_outcome",
    "end_action",
    "open_discussion",
    "record_outcome",
    "share_at_discussion",
    "sitting_of",
    "take_attendance",
]
