"""What is to be done next with a contact, and where: the same on the board and on the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from lintel.access.viewers import Permission, Viewer

# queue: (page, what it takes, words on the button)
STEPS: Mapping[str, tuple[str, Permission, str]] = MappingProxyType(
    {
        "not_looked_at": ("look", Permission.LOOK, "Look at it"),
        "immediate": ("acknowledge", Permission.ACKNOWLEDGE_IMMEDIATE, "Acknowledge"),
        "held": ("release", Permission.HOLD, "Review the hold"),
        "to_accept": ("handover", Permission.RECEIVE_HANDOVER, "Accept or return"),
        "to_close": ("close", Permission.CLOSE, "Close it"),
        "returned": ("decide", Permission.DECIDE, "Decide again"),
        "other_enquiries": ("decide", Permission.DECIDE, "Answer it"),
        "to_rate": ("rate", Permission.RATE, "Rate it"),
        "to_decide": ("decide", Permission.DECIDE, "Decide"),
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
    page, permission, button = STEPS[queue]
    theirs = queue != "to_accept" or awaiting_team in viewer.teams
    if theirs and viewer.may(permission):
        return NextStep(button, addresses.of(page, contact_id))
    return NextStep(words, "")


def address(page: str, *arguments: object) -> str:
    """Where a page is; "" while the part of the house that has it is not built."""
    try:
        return reverse(page, args=arguments)
    except NoReverseMatch:
        return ""
