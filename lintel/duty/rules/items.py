"""What goes onto the list, and what can be done with an item. Pure.

An item is drawn up, then *ready* once whoever has the contact has said what the other side must
know, then *accepted*. Instead it may be *kept* by name, *off* when it no longer needs to go, or
*left*: never accepted, so that it stayed where it was. None of these says who has the contact: the
contact does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.rules.sides import Side
from lintel.kernel.refusals import Refusal


class Why(StrEnum):
    """Why it goes. The stored value never changes."""

    IMMEDIATE = "immediate"
    NOT_LOOKED_AT = "not_looked_at"
    RED = "red"
    AMBER_LATE = "amber_late"
    PROMISE = "promise"
    STEP = "step"
    ADDED = "added"
    IN_HAND = "in_hand"


WHY_WORDS: Mapping[Why, str] = MappingProxyType(
    {
        Why.IMMEDIATE: "Immediate need",
        Why.NOT_LOOKED_AT: "Nobody has looked at it",
        Why.RED: "Red and open",
        Why.AMBER_LATE: "Amber past due",
        Why.PROMISE: "A promise falls due",
        Why.STEP: "A protection step falls due",
        Why.ADDED: "Put on by hand",
        Why.IN_HAND: "With emergency duty",
    }
)


class State(StrEnum):
    """Where an item stands. The stored value never changes."""

    DRAWN = "drawn"
    READY = "ready"
    ACCEPTED = "accepted"
    KEPT = "kept"
    OFF = "off"
    LEFT = "left"


OPEN = frozenset({State.DRAWN, State.READY})


@dataclass(frozen=True, slots=True)
class Pressing:
    """What the rules need of an open contact. Shape: `late`: one of its clocks has run out by the
    close of day."""

    stage: Stage
    is_welfare: bool
    is_immediate: bool
    rating: str
    late: bool
    promise_due: bool = False
    step_due: bool = False


def why_it_goes(contact: Pressing) -> tuple[Why, ...]:
    """Why a contact in the hub's hands goes to the emergency duty team, the gravest first."""
    found = {
        Why.IMMEDIATE: contact.is_immediate,
        Why.NOT_LOOKED_AT: contact.stage is Stage.RECEIVED and contact.is_welfare,
        Why.RED: contact.rating == Rating.RED,
        Why.AMBER_LATE: contact.rating == Rating.AMBER and contact.late,
        Why.PROMISE: contact.promise_due,
        Why.STEP: contact.step_due,
    }
    return tuple(why for why, holds in found.items() if holds)


SIDE_WORDS: Mapping[Side, str] = MappingProxyType(
    {Side.HUB: "the hub", Side.DUTY: "the emergency duty team"}
)


def reasons_not_to_say(
    state: State, *, side: Side, giver: Side, note: str, next_check_at: datetime | None,
    at: datetime,
) -> tuple[Refusal, ...]:  # fmt: skip
    """Why an item cannot be made ready now. It may be said anew until it is accepted."""
    refusals = [*_ended(state), *_not_the_giver(side, giver)]
    if not note.strip():
        words = (
            "Enter what the emergency duty team must know and do"
            if giver is Side.HUB
            else "Enter what was done in the night, and what is still to do"
        )
        refusals.append(Refusal("no_note", words, "note"))
    if next_check_at is not None and next_check_at <= at:
        message = "Enter a next check that is still to come"
        refusals.append(Refusal("check_in_the_past", message, "next_check_at"))
    return tuple(refusals)


def reasons_not_to_keep(
    state: State, *, side: Side, giver: Side, reason: str
) -> tuple[Refusal, ...]:
    refusals = [*_ended(state), *_not_the_giver(side, giver)]
    if giver is Side.DUTY:
        refusals.append(Refusal("hub_takes_back", "The hub takes everything back in the morning"))
    if not reason.strip():
        message = "Enter why it stays with the hub, and who stays with it"
        refusals.append(Refusal("no_reason", message, "reason"))
    return tuple(refusals)


def reasons_not_to_accept(
    state: State, *, reference: str, side: Side, giver: Side, past_the_turn: bool
) -> tuple[Refusal, ...]:
    """Whoever takes over may take what nobody has said a word about once the hub has closed, or
    opened: there may be nobody left to say it."""
    if side is giver:
        message = f"{reference}: {SIDE_WORDS[giver.other]} accepts it"
        return (Refusal("not_yours_to_accept", message),)
    if state is State.READY or (state is State.DRAWN and past_the_turn):
        return ()
    if state is State.DRAWN:
        message = f"{reference}: wait until {SIDE_WORDS[giver]} has said what you must know"
        return (Refusal("not_ready", message),)
    if state is State.KEPT:
        return (Refusal("kept", f"{reference} stays with the hub, by name"),)
    return _ended(state, reference)


def _not_the_giver(side: Side, giver: Side) -> Iterable[Refusal]:
    if side is not giver:
        message = f"Only {SIDE_WORDS[giver]} says this, before it is handed over"
        yield Refusal("not_yours_to_hand_over", message)


ENDED_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.ACCEPTED: "has been accepted already",
        State.OFF: "does not need to be handed over any more",
        State.LEFT: "was not accepted in time and has stayed where it was",
    }
)


def _ended(state: State, reference: str = "It") -> tuple[Refusal, ...]:
    if state not in ENDED_WORDS:
        return ()
    return (Refusal(f"already_{state}", f"{reference} {ENDED_WORDS[state]}"),)
