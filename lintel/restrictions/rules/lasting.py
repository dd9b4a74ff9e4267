"""When a restriction is looked at again, how long a reader reads, and who may set and lift one.

All guards answer every reason at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from lintel.kernel.refusals import Refusal
from lintel.policy.restricting import Restricting, RestrictionKind

LONGEST_REVIEW = timedelta(days=366)
REASON_LEAST = 10
RESTRICTED_ALREADY = Refusal("restricted_already", "It is restricted in this way already", "kind")


class Purpose(StrEnum):
    """Why somebody is on the list, which says how long they stay on it."""

    TASK = "task"
    INVOLVED = "involved"


@dataclass(frozen=True, slots=True)
class ReaderSaid:
    """Somebody put on the list. Shape: an account or a team, never both."""

    account: UUID | None
    team: str
    purpose: Purpose


def reads_until(purpose: Purpose, policy: Restricting, *, on: date) -> date:
    """The first day on which they no longer read it."""
    days = policy.task_days if purpose is Purpose.TASK else policy.involved_days
    return on + timedelta(days=days)


def review_on(kind: RestrictionKind, said: date | None, *, on: date) -> date | None:
    """The day it is looked at again: what was said, or what the kind says; None when neither."""
    if said is not None:
        return said
    return on + timedelta(days=kind.review_days) if kind.review_days else None


def is_overdue(review: date, *, on: date) -> bool:
    return review < on


def reasons_not_to_set(
    kind: RestrictionKind | None,
    *,
    reason: str,
    readers: Sequence[ReaderSaid],
    review: date | None,
    on: date,
    held: Collection[str],
) -> tuple[Refusal, ...]:
    """Shape: `held` are the kinds that the subject has already."""
    found = []
    if kind is None:
        return (Refusal("no_kind", "Select why the record is restricted", "kind"),)
    if kind.key in held:
        found.append(RESTRICTED_ALREADY)
    if len(reason.strip()) < REASON_LEAST:
        words = f"Enter why it is restricted, in {REASON_LEAST} characters or more"
        found.append(Refusal("no_reason", words, "reason"))
    if kind.hides_the_record and not readers:
        words = "Select at least one person or team who will read it and act on it"
        found.append(Refusal("no_readers", words, "readers"))
    found += reasons_against_review(kind, review, on=on)
    return tuple(found)


def reasons_against_review(
    kind: RestrictionKind, review: date | None, *, on: date
) -> tuple[Refusal, ...]:
    day = review_on(kind, review, on=on)
    if day is None:
        return (Refusal("no_review", "Enter the day on which it is looked at again", "review_on"),)
    longest = timedelta(days=kind.review_days) if kind.review_days else LONGEST_REVIEW
    if day <= on:
        return (Refusal("review_past", "The day of the review must be after today", "review_on"),)
    if day > on + longest:
        words = f"The review must be within {longest.days} days"
        return (Refusal("review_too_late", words, "review_on"),)
    return ()


@dataclass(frozen=True, slots=True)
class LiftFacts:
    """Shape: `asked_by` None while nobody asked."""

    lifted: bool
    asked_by: UUID | None


def reasons_not_to_ask(facts: LiftFacts, reason: str) -> tuple[Refusal, ...]:
    found = []
    if facts.lifted:
        found.append(Refusal("lifted_already", "The restriction has been lifted"))
    elif facts.asked_by is not None:
        found.append(Refusal("asked_already", "Somebody has asked already that it be lifted"))
    if len(reason.strip()) < REASON_LEAST:
        words = f"Enter why it can be lifted, in {REASON_LEAST} characters or more"
        found.append(Refusal("no_reason", words, "reason"))
    return tuple(found)


def reasons_not_to_lift(
    kind: RestrictionKind, facts: LiftFacts, *, by: UUID, role: str
) -> tuple[Refusal, ...]:
    found = []
    if facts.lifted:
        return (Refusal("lifted_already", "The restriction has been lifted"),)
    if facts.asked_by is None:
        words = "Ask first that it be lifted: lifting needs two people"
        found.append(Refusal("not_asked", words))
    elif facts.asked_by == by:
        words = "Somebody else must lift it: lifting needs two people"
        found.append(Refusal("two_people", words))
    if role not in kind.lifted_by:
        found.append(Refusal("not_yours_to_lift", "This kind is not for your role to lift"))
    return tuple(found)
