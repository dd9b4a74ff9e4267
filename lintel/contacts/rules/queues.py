"""Which queue a contact is in, what happens next, and who it waits for.

Every open contact is in exactly one queue: the first in this order whose test holds. The last
one takes whatever is left, so nothing can fall between two.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lintel.contacts.rules.facts import ContactFacts, Stage


@dataclass(frozen=True, slots=True)
class Queue:
    """Shape: `next_step` is what a person does next, in the imperative; `waits_for` is who."""

    name: str
    title: str
    next_step: str
    waits_for: str
    holds: Callable[[ContactFacts], bool]


QUEUES: tuple[Queue, ...] = (
    Queue(
        "not_looked_at",
        "Not yet looked at",
        "Look at it",
        "a manager or senior practitioner",
        lambda c: c.stage is Stage.RECEIVED,
    ),
    Queue(
        "immediate",
        "Immediate response",
        "Acknowledge the immediate need",
        "the duty team",
        lambda c: c.immediate_since is not None,
    ),
    Queue("held", "Held", "Review the hold", "the owner", lambda c: c.held_until is not None),
    Queue(
        "to_accept",
        "Waiting for a team to accept",
        "Accept it or return it",
        "the receiving team",
        lambda c: bool(c.awaiting_team),
    ),
    Queue(
        "to_close",
        "Decided, to close",
        "Close it",
        "the hub",
        lambda c: c.stage is Stage.DECIDED,
    ),
    Queue("returned", "Returned by a team", "Decide again", "the hub", lambda c: c.was_returned),
    Queue(
        "other_enquiries",
        "Requests and advice",
        "Answer it",
        "the hub",
        lambda c: not c.is_welfare,
    ),
    Queue(
        "to_rate",
        "Looked at, to rate",
        "Rate it",
        "a social worker",
        lambda c: c.rating is None,
    ),
    Queue("to_decide", "Rated, to decide", "Decide", "a social worker", lambda c: True),
)
BY_NAME = {queue.name: queue for queue in QUEUES}
CLOSED = "closed"
# Not a queue but a mark: a contact that carries it is still in its one queue.
SENIOR_READ = "senior_read"
SENIOR_READ_TITLE = "For a senior read"


def queue_of(contact: ContactFacts) -> str:
    """The name of the one queue `contact` is in; "closed" once it is closed."""
    if not contact.is_open:
        return CLOSED
    return next(queue.name for queue in QUEUES if queue.holds(contact))
