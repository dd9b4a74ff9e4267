"""What contexts above say stands in the way of a decision or of closing. Pure.

Agencies that have not answered, a discussion that was not held, a paediatric step, a challenge:
contacts cannot know of them, and yet each holds an outcome. `config.wiring` lists who is asked.
"""

from dataclasses import dataclass

from lintel.kernel.refusals import Refusal

CLOSING = "close"
# A team has taken the child on, and the hub's own contact would close with that.
LETTING_GO = "let go"


@dataclass(frozen=True, slots=True)
class Stands:
    """A refusal, and what it stops.

    Shape: `stops` are keys of outcomes, CLOSING for the closing of a contact, and LETTING_GO for
    closing it because a team has accepted: that team is responsible, and the contact stays.
    """

    refusal: Refusal
    stops: frozenset[str]


def refusals_for(standing: tuple[Stands, ...], key: str) -> tuple[Refusal, ...]:
    """Those that stop one outcome, or CLOSING, in the order they were given."""
    return tuple(one.refusal for one in standing if key in one.stops)
