"""Offered, then accepted, returned or withdrawn: nothing else happens to a hand-over."""

from enum import StrEnum

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


def reasons_not_to_return(state: State, *, reason: str) -> tuple[Refusal, ...]:
    refusals = [*reasons_not_to_answer(state)]
    if not reason.strip():
        refusals.append(
            Refusal(
                "no_reason", "Enter why you are returning it and what the hub should do", "reason"
            )
        )
    return tuple(refusals)
