"""What may happen to a contact, and when.

The table is the whole workflow. The diagram in docs/generated is drawn from it, and the tests
walk every stage against every move. A council changes words, clocks and thresholds in policy
files; it does not change the stages.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lintel.contacts.rules.facts import ContactFacts, Rating, Stage
from lintel.kernel.refusals import Refusal


class Move(StrEnum):
    LOOK = "look"
    RATE = "rate"
    HOLD = "hold"
    DECIDE = "decide"
    RETURN = "return"
    ACCEPT = "accept"
    CLOSE = "close"
    REOPEN = "reopen"


NEXT_STAGE: Mapping[tuple[Stage, Move], Stage] = MappingProxyType(
    {
        (Stage.RECEIVED, Move.LOOK): Stage.LOOKED_AT,
        (Stage.LOOKED_AT, Move.RATE): Stage.SCREENING,
        (Stage.SCREENING, Move.RATE): Stage.SCREENING,
        (Stage.LOOKED_AT, Move.HOLD): Stage.LOOKED_AT,
        (Stage.SCREENING, Move.HOLD): Stage.SCREENING,
        (Stage.DECIDED, Move.HOLD): Stage.DECIDED,
        (Stage.LOOKED_AT, Move.DECIDE): Stage.DECIDED,
        (Stage.SCREENING, Move.DECIDE): Stage.DECIDED,
        (Stage.DECIDED, Move.RETURN): Stage.SCREENING,
        (Stage.DECIDED, Move.ACCEPT): Stage.CLOSED,
        (Stage.DECIDED, Move.CLOSE): Stage.CLOSED,
        (Stage.DECIDED, Move.REOPEN): Stage.SCREENING,
        (Stage.CLOSED, Move.REOPEN): Stage.SCREENING,
    }
)

_NOT_LOOKED_AT = Refusal(
    code="not_looked_at",
    message="Nobody has looked at this contact yet. Ask a manager or senior practitioner to look "
    "first",
    cause="look",
)
_TOO_LATE = {
    Move.LOOK: "Somebody has already looked at this contact",
    Move.RATE: "This contact has been decided. Reopen it to change the rating",
    Move.HOLD: "This contact is closed. Reopen it first",
    Move.DECIDE: "This contact has been decided. Reopen it to decide again",
    Move.RETURN: "This contact is not waiting for a team",
    Move.ACCEPT: "This contact is not waiting for a team",
    Move.REOPEN: "This contact is still open",
}


def reasons_not_to(move: Move, contact: ContactFacts) -> tuple[Refusal, ...]:
    """Why `contact` cannot make this move from where it is; empty if it can."""
    if (contact.stage, move) in NEXT_STAGE:
        return ()
    if contact.stage is Stage.RECEIVED:
        return (_NOT_LOOKED_AT,)
    if move is Move.CLOSE:
        if contact.stage is Stage.CLOSED:
            return (Refusal("already_closed", "This contact is already closed"),)
        return (
            Refusal(
                "not_decided",
                "Record an outcome first: a contact closes with a decision",
                cause="decide",
            ),
        )
    return (Refusal(f"cannot_{move}", _TOO_LATE[move]),)


def reasons_not_to_look(
    contact: ContactFacts, *, immediate: bool, note: str
) -> tuple[Refusal, ...]:
    refusals = [*reasons_not_to(Move.LOOK, contact)]
    if contact.immediate_danger_told and not immediate and not note.strip():
        refusals.append(
            Refusal(
                "immediate_not_explained",
                "Enter why this does not need an immediate response: the referrer said a child "
                "is in immediate danger",
                field="note",
            )
        )
    return tuple(refusals)


def reasons_not_to_acknowledge(contact: ContactFacts, *, action: str) -> tuple[Refusal, ...]:
    refusals = []
    if contact.immediate_since is None:
        refusals.append(
            Refusal("no_immediate_need", "No immediate need is waiting for an answer here")
        )
    if not action.strip():
        refusals.append(
            Refusal("no_action", "Enter what is being done and by whom", field="action")
        )
    return tuple(refusals)


def reasons_not_to_rate(
    contact: ContactFacts, *, rating: Rating, reason: str, is_senior: bool, by: object
) -> tuple[Refusal, ...]:
    """Every reason why `contact` may not be given `rating` now.

    Lowering a red needs a second, senior person: senior, and not who made it red.
    `by` is the account id of the person rating.
    """
    refusals = [*reasons_not_to(Move.RATE, contact)]
    if not reason.strip():
        refusals.append(Refusal("no_reason", "Enter why you chose this rating", field="reason"))
    if contact.rating is Rating.RED and rating is not Rating.RED:
        if not is_senior:
            refusals.append(
                Refusal(
                    "lowering_red_needs_senior",
                    "Ask a manager or senior practitioner to lower this rating: it is red now",
                    field="rating",
                )
            )
        elif contact.rated_red_by == by:
            refusals.append(
                Refusal(
                    "lowering_red_needs_second_person",
                    "Ask another manager or senior practitioner to lower this rating: you made "
                    "it red",
                    field="rating",
                )
            )
    return tuple(refusals)


def reasons_not_to_hold(
    contact: ContactFacts, *, reason: str, review_at: object, at: object
) -> tuple[Refusal, ...]:
    """`review_at` and `at` are aware datetimes."""
    refusals = [*reasons_not_to(Move.HOLD, contact)]
    if contact.immediate_since is not None:
        refusals.append(
            Refusal(
                "immediate_unanswered",
                "Acknowledge the immediate need before holding this contact",
                cause="acknowledge",
            )
        )
    if not reason.strip():
        refusals.append(Refusal("no_reason", "Enter what you are waiting for", field="reason"))
    if review_at <= at:  # type: ignore[operator]
        refusals.append(
            Refusal(
                "review_in_the_past", "Enter a review time that is still to come", field="review_at"
            )
        )
    return tuple(refusals)


def reasons_not_to_close(contact: ContactFacts, *, reason: str) -> tuple[Refusal, ...]:
    refusals = [*reasons_not_to(Move.CLOSE, contact)]
    if contact.awaiting_team:
        refusals.append(
            Refusal(
                "handover_not_accepted",
                "Wait for the receiving team to accept: until then the hub is responsible",
                cause="handover",
            )
        )
    if contact.held_until is not None:
        refusals.append(
            Refusal("held", "Release the hold before closing this contact", cause="release")
        )
    if contact.immediate_since is not None:
        refusals.append(
            Refusal(
                "immediate_unanswered",
                "Acknowledge the immediate need before closing this contact",
                cause="acknowledge",
            )
        )
    if not reason.strip():
        refusals.append(Refusal("no_reason", "Enter why it can be closed", field="reason"))
    return tuple(refusals)


def reasons_not_to_reopen(contact: ContactFacts, *, reason: str) -> tuple[Refusal, ...]:
    refusals = [*reasons_not_to(Move.REOPEN, contact)]
    if not reason.strip():
        refusals.append(Refusal("no_reason", "Enter why you are reopening it", field="reason"))
    return tuple(refusals)


def as_mermaid() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stage.RECEIVED}"]
    lines += [f"    {here} --> {there}: {move}" for (here, move), there in NEXT_STAGE.items()]
    lines += [f"    {Stage.CLOSED} --> [*]"]
    return "\n".join(lines) + "\n"
