"""What contexts above say stands in the way of a decision or of closing. Pure.

Agencies that have not answered, a discussion that was not held, a paediatric step, a challenge:
contacts cannot know of them, and yet each holds an outcome. `config.wiring` lists who is asked.
"""

from dataclasses import dataclass

from lintel.kernel.refusals import Refusal

CLOSING = "close"


@dataclass(frozen=True, slots=True)
class Stands:
    """A refusal, and what it stops.

    Shape: `stops` are keys of outcomes, and CLOSING for the closing of a contact.
    """

    refusal: Refusal
    stops: frozenset[str]


def refusals_for(standing: tuple[Stands, ...], key: str) -> tuple[Refusal, ...]:
    """Those that stop one outcome, or CLOSING, in the order they were given."""
    return tuple(one.refusal for one in standing if key in one.stops)
