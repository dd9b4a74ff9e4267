"""What was promised to whom, by when; and how a promise ends. Pure."""

from datetime import datetime
from enum import StrEnum

from lintel.contacts.rules.obstacles import CLOSING, Stands
from lintel.kernel.refusals import Refusal

WHAT_LIMIT, WHOM_LIMIT = 500, 200


class Settled(StrEnum):
    """How a promise ended. The stored value never changes."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"


def reasons_not_to_promise(
    *, is_open: bool, what: str, to_whom: str, due_at: datetime, at: datetime
) -> tuple[Refusal, ...]:
    refusals = []
    if not is_open:
        refusals.append(Refusal("already_closed", "This contact is closed. Reopen it first"))
    if not what.strip():
        refusals.append(Refusal("no_promise", "Enter what was promised", "what"))
    if not to_whom.strip():
        refusals.append(Refusal("to_nobody", "Enter who it was promised to", "to_whom"))
    if due_at <= at:
        message = "Enter a time that is still to come"
        refusals.append(Refusal("due_in_the_past", message, "due_at"))
    limits = (("what", what, WHAT_LIMIT), ("to_whom", to_whom, WHOM_LIMIT))
    for field, words, limit in limits:
        if len(words) > limit:
            refusals.append(Refusal("too_long", f"Use {limit} characters or fewer", field))
    return tuple(refusals)


def reasons_not_to_settle(settled_as: str, *, how: Settled, words: str) -> tuple[Refusal, ...]:
    refusals = []
    if settled_as:
        refusals.append(Refusal("already_settled", "This promise has been settled already"))
    if not words.strip():
        message = (
            "Enter how it was kept"
            if how is Settled.KEPT
            else "Enter why it was not kept, and who told them"
        )
        refusals.append(Refusal("no_words", message, "words"))
    return tuple(refusals)


def promises_stand(count: int) -> Stands:
    """That so many promises are open stops the closing: somebody is waiting for them."""
    words = (
        "Say whether the promise was kept, or why not"
        if count == 1
        else f"Say whether the {count} promises were kept, or why not"
    )
    return Stands(Refusal("promise_open", words, cause="promises"), frozenset({CLOSING}))
