"""Offered, then accepted, returned or withdrawn: nothing else answers a hand-over.

While it is offered it may be on the team's waiting list; once accepted, its place may end.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lintel.kernel.refusals import Refusal


class State(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


def reasons_not_to_answer(state: State) -> tuple[Refusal, ...]:
    if state is State.OFFERED:
        return ()
    return (Refusal("not_offered", f"This hand-over has already been {state}"),)


def reasons_not_to_wait(
    state: State, *, is_waiting: bool, counts_places: bool, reason: str
) -> tuple[Refusal, ...]:
    """Why it cannot be put on the team's waiting list. Being on it is no acceptance."""
    refusals = [*reasons_not_to_answer(state)]
    if is_waiting:
        refusals.append(Refusal("already_waiting", "It is on the waiting list already"))
    if not counts_places:
        refusals.append(
            Refusal(
                "no_waiting_list",
                "Accept it or return it: this team counts no places, and has no waiting list",
                "answer",
            )
        )
    if not reason.strip():
        refusals.append(
            Refusal(
                "no_reason",
                "Enter what the family waits for, and what the hub should do meanwhile",
                "waiting",
            )
        )
    return tuple(refusals)


class Ending(StrEnum):
    """How a family gives its place back."""

    HELPED = "helped"
    WITHDREW = "withdrew"
    MOVED = "moved"
    MORE_NEEDED = "more_needed"
    REOPENED = "reopened"


# What somebody may choose; reopening by the hub ends a place by itself.
ENDINGS: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.HELPED: "The help has done what it was for",
        Ending.WITHDREW: "The family no longer wants it",
        Ending.MOVED: "The family has moved away",
        Ending.MORE_NEEDED: "More than early help is needed: back to the hub",
    }
)


def reasons_not_to_end(
    state: State, *, is_ended: bool, how: str, words: str
) -> tuple[Refusal, ...]:
    if state is not State.ACCEPTED:
        return (Refusal("no_place", "This team has not taken it on, so there is no place to end"),)
    if is_ended:
        return (Refusal("already_ended", "This place has already been given back"),)
    refusals = []
    if how not in ENDINGS:
        refusals.append(Refusal("no_ending", "Select how the help ended", "how"))
    if not words.strip():
        refusals.append(Refusal("no_reason", "Enter how the children are now", "words"))
    return tuple(refusals)


def reasons_not_to_return(state: State, *, reason: str) -> tuple[Refusal, ...]:
    refusals = [*reasons_not_to_answer(state)]
    if not reason.strip():
        refusals.append(
            Refusal(
                "no_reason", "Enter why you are returning it and what the hub should do", "reason"
            )
        )
    return tuple(refusals)
