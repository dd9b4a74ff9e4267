"""What a viewer may see of hand-overs of duty, and of promises."""

from lintel.duty.queries.night import ItemSeen, Night, state_of, the_night, waiting_count
from lintel.duty.queries.promises import PromiseSeen, one_promise, promises_about, promises_of

__all__ = [
    "ItemSeen",
    "Night",
    "PromiseSeen",
    "one_promise",
    "promises_about",
    "promises_of",
    "state_of",
    "the_night",
    "waiting_count",
]
