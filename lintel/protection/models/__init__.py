"""How protection keeps what it does. Private to this context."""

from lintel.protection.models.discussions import (
    AgreedAction,
    Attendance,
    Discussion,
    DiscussionItem,
    DiscussionOutcome,
    Invitation,
    InvitationAnswer,
)
from lintel.protection.models.steps import ProtectionStep, StepEnding

__all__ = [
    "AgreedAction",
    "Attendance",
    "Discussion",
    "DiscussionItem",
    "DiscussionOutcome",
    "Invitation",
    "InvitationAnswer",
    "ProtectionStep",
    "StepEnding",
]
