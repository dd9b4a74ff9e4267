"""What is to be done next with a contact, and where: the same on the board and on the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from lintel.access.viewers import Permission, Viewer


@dataclass(frozen=True, slots=True)
class StepOfQueue:
    """What a queue calls for: a page, what it takes, and the words on its button; `long` where
    there is room for them."""

    page: str
    permission: Permission
    button: str
    long: str


P = Permission
STEPS: Mapping[str, StepOfQueue] = MappingProxyType(
    {
        "not_looked_at": StepOfQueue("look", P.LOOK, "Look at it", "Look at it now"),
        "immediate": StepOfQueue(
            "acknowledge",
            P.ACKNOWLEDGE_IMMEDIATE,
            "Acknowledge",
            "Acknowledge the immediate need",
        ),
        "held": StepOfQueue("release", P.HOLD, "Review the hold", "Review the hold"),
        "to_accept": StepOfQueue(
            "handover", P.RECEIVE_HANDOVER, "Accept or return", "Accept it or return it"
        ),
        "to_close": StepOfQueue("close", P.CLOSE, "Close it", "Close it"),
        "returned": StepOfQueue("decide", P.DECIDE, "Decide again", "Decide again"),
        "other_enquiries": StepOfQueue("decide", P.DECIDE, "Answer it", "Record the answer"),
        "to_rate": StepOfQueue("rate", P.RATE, "Rate it", "Rate it"),
        "to_decide": StepOfQueue("decide", P.DECIDE, "Decide", "Decide"),
    }
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """Shape: `href` is "" when it is for somebody else to do."""

    words: str
    href: str


NOBODY = UUID(int=0)


class Addresses:
    """Where pages of contacts are, worked out once for a page of many."""

    def __init__(self) -> None:
        self._patterns: dict[str, str] = {}

    def of(self, page: str, contact_id: UUID) -> str:
        """As `address`."""
        if page not in self._patterns:
            self._patterns[page] = address(page, NOBODY)
        return self._patterns[page].replace(str(NOBODY), str(contact_id))


def next_step_for(
    viewer: Viewer,
    contact_id: UUID,
    *,
    queue: str,
    words: str,
    awaiting_team: str = "",
    addresses: Addresses,
) -> NextStep:
    """The step a queue calls for, with its address when this viewer may take it.

    `words` name the step where nobody knows a shorter way to say it.
    """
    if queue not in STEPS:
        return NextStep(words, "")
    step = STEPS[queue]
    theirs = queue != "to_accept" or awaiting_team in viewer.teams
    if theirs and viewer.may(step.permission):
        return NextStep(step.button, addresses.of(step.page, contact_id))
    return NextStep(words, "")


def address(page: str, *arguments: object) -> str:
    """Where a page is; "" while the part of the house that has it is not built."""
    try:
        return reverse(page, args=arguments)
    except NoReverseMatch:
        return ""
