"""Breaking the glass: one record, sixty minutes, read only, in an emergency, and looked at after.

Who may is a permission; this is whether it may be done now. What a viewer is told falls in two:
what depends on them alone is said in words, the same for a record that is there and for one that
is not; what depends on the record is answered as if there were none.

Source: access model, section 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.refusals import Refusal
from lintel.restrictions.rules.conflicts import Conflicted

LASTS = timedelta(minutes=60)
REASON_LEAST = 20
LONGEST = 2000
UNREVIEWED_MOST = 3
OWN_FAMILY = "own_family"  # policy's key of the kind that employees' own families have
REVIEW_CLOCK = "glass_review_1wd"
INCIDENT_CLOCK = "glass_incident_72h"

# Kinds of notice.
ALERT, LATE, INCIDENT = "glass_broken", "glass_review_overdue", "glass_incident"


class Category(StrEnum):
    """Why the glass is broken. The stored value never changes."""

    IMMEDIATE_SAFETY = "immediate_safety"
    LEGAL_REQUIREMENT = "legal_requirement"
    PUBLIC_INTEREST = "public_interest"
    OTHER = "other"


CATEGORY_WORDS: Mapping[Category, str] = MappingProxyType(
    {
        Category.IMMEDIATE_SAFETY: "Somebody is at risk of harm now",
        Category.LEGAL_REQUIREMENT: "The law or a court requires it",
        Category.PUBLIC_INTEREST: "It is in the public interest",
        Category.OTHER: "Another reason",
    }
)


class Outcome(StrEnum):
    """What a review found. The stored value never changes."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.JUSTIFIED: "It was justified",
        Outcome.NOT_JUSTIFIED: "It was not justified: open an incident",
    }
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody wants to see, as far as it matters here.

    Shape:
        kinds: policy's keys of the restrictions that hide it; empty when a relation is missing.
        shut: the council's policy lets nobody break the glass of one of these kinds.
        conflicted: what stands between the record and whoever asks.
        is_open: they may open it without this.
    """

    kinds: frozenset[str] = frozenset()
    shut: bool = False
    conflicted: Conflicted | None = None
    is_open: bool = False


def is_as_good_as_absent(sought: Sought) -> bool:
    """Whether whoever asks must be answered as if there were no such record.

    >>> is_as_good_as_absent(Sought(conflicted=Conflicted.SELF))
    True
    >>> is_as_good_as_absent(Sought(frozenset({"high_profile"}), conflicted=Conflicted.DECLARED))
    False
    """
    if sought.is_open:
        return False
    if sought.shut or sought.conflicted is Conflicted.SELF:
        return True
    return sought.conflicted is not None and OWN_FAMILY in sought.kinds


def what_is_wrong(category: str, reason: str) -> tuple[Refusal, ...]:
    """What is missing of what was typed, by field."""
    wrong = []
    if category not in {str(one) for one in Category}:
        words = "Select why you need to see the record"
        wrong.append(Refusal("category_missing", words, "category"))
    said = " ".join(reason.split())
    if len(said) < REASON_LEAST:
        words = f"Enter the reason in {REASON_LEAST} characters or more"
        wrong.append(Refusal("reason_too_short", words, "reason"))
    if len(reason) > LONGEST:
        words = f"Reason must be {LONGEST:,} characters or fewer"
        wrong.append(Refusal("reason_too_long", words, "reason"))
    return tuple(wrong)


def reasons_not_yet(unreviewed: int) -> tuple[Refusal, ...]:
    """What of somebody's own earlier use stands in the way; it says nothing of any record."""
    if unreviewed < UNREVIEWED_MOST:
        return ()
    words = (
        f"You have broken the glass {unreviewed} times that nobody has reviewed yet. "
        "Ring the guardian"
    )
    return (Refusal("too_many_unreviewed", words),)


def reasons_not_open_already(sought: Sought) -> tuple[Refusal, ...]:
    if not sought.is_open:
        return ()
    return (Refusal("already_open", "You can open this record without breaking the glass"),)


@dataclass(frozen=True, slots=True)
class GlassFacts:
    """One use. Shape: `ended_at` when it was ended early; `reviewed_at` None until somebody has."""

    by: object
    at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    review_due_at: datetime | None = None
    reviewed_at: datetime | None = None

    def is_open(self, *, at: datetime) -> bool:
        """
        >>> from datetime import UTC
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
        >>> used = GlassFacts("me", noon, noon + LASTS)
        >>> used.is_open(at=noon + timedelta(minutes=59)), used.is_open(at=noon + LASTS)
        (True, False)
        """
        return self.ended_at is None and self.at <= at < self.ends_at

    def review_is_late(self, *, at: datetime) -> bool:
        late = self.review_due_at is not None and at >= self.review_due_at
        return self.reviewed_at is None and late


def reasons_not_to_review(
    facts: GlassFacts, *, reviewer: object, outcome: str, words: str
) -> tuple[Refusal, ...]:
    """Why somebody cannot say what came of a use; empty when they can."""
    if facts.by == reviewer:
        words_ = "Somebody else must review this: you broke the glass yourself"
        return (Refusal("own_use", words_),)
    if facts.reviewed_at is not None:
        return (Refusal("already_reviewed", "Somebody has reviewed this already"),)
    wrong = []
    if outcome not in {str(one) for one in Outcome}:
        wrong.append(Refusal("outcome_missing", "Select what you found", "outcome"))
    if not words.strip():
        wrong.append(Refusal("words_missing", "Enter what you found and how you know", "words"))
    if len(words) > LONGEST:
        too_long = f"What you found must be {LONGEST:,} characters or fewer"
        wrong.append(Refusal("words_too_long", too_long, "words"))
    return tuple(wrong)


def number_of(glass_id: UUID) -> str:
    """What messages call a use: it says nothing of the record.

    >>> number_of(UUID(int=7))
    'BG-00000000'
    """
    return f"BG-{str(glass_id)[:8].upper()}"


def once_key(kind: str, glass_id: UUID, role: str) -> str:
    """By which a message about a use to everybody of one role is sent once."""
    return f"{kind}:{glass_id}:{role}"


def time_left_in_words(ends_at: datetime, *, at: datetime) -> str:
    """For the banner: whole minutes, never "0 minutes".

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> time_left_in_words(noon, at=noon - timedelta(seconds=30))
    'less than a minute'
    """
    minutes = int((ends_at - at).total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
