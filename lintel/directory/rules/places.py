"""Places of a team that helps a number of families at once, and who waits for one. Pure.

A place is a family: it is taken when the team accepts, and free when the team says that the help
has ended. Who is on a waiting list has no place and is not the team's yet.
"""

from dataclasses import dataclass
from datetime import datetime

from lintel.kernel.instants import length_in_words


@dataclass(frozen=True, slots=True)
class Places:
    """Shape:

    places: how many families the team can help, None when nobody counts.
    taken: accepted and not ended. offered: not yet answered, without those on the waiting list.
    waiting: on the waiting list; `waiting_since` is the longest, None when nobody waits.
    """

    team: str
    places: int | None
    taken: int = 0
    offered: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None

    @property
    def left(self) -> int | None:
        return None if self.places is None else max(self.places - self.taken, 0)

    @property
    def is_exceeded(self) -> bool:
        """More families have been sent than there are places: taken, offered and waiting."""
        return self.places is not None and self.taken + self.offered + self.waiting > self.places


def places_in_words(found: Places, *, at: datetime) -> str:
    """What is left, for whoever chooses; "" when nobody counts and nobody waits.

    >>> places_in_words(Places("n", 12, taken=9, offered=1), at=datetime(2026, 3, 2))
    '3 of 12 places left, 1 not yet answered'
    >>> places_in_words(Places("n", 2, taken=3), at=datetime(2026, 3, 2))
    'no places left: 3 families in 2 places'
    """
    said = []
    if found.places is not None:
        if found.left:
            said.append(f"{found.left} of {found.places} places left")
        else:
            families = "1 family" if found.taken == 1 else f"{found.taken} families"
            places = "1 place" if found.places == 1 else f"{found.places} places"
            said.append(f"no places left: {families} in {places}")
    if found.offered and found.places is not None:
        said.append(f"{found.offered} not yet answered")
    if found.waiting and found.waiting_since is not None:
        longest = length_in_words(at - found.waiting_since)
        said.append(f"{found.waiting} waiting, the longest for {longest}")
    return ", ".join(said)
