"""Records held in memory with their keys: for bulk work, learning and `lintel match --serve`.

Finds by the same keys as the database, and holds the same facts; it knows what it was given
and nothing that was saved since.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from heapq import nlargest
from math import log2

from lintel.people.rules.facts import Facts
from lintel.people.rules.keys import keys, keys_to_look_for

# Keys shared by more records than this say little and cost much.
CROWD = 400
COMPARED = 120


class WarmRecords:
    """Shape: a record is known by any reference of the caller's."""

    def __init__(self, records: Iterable[tuple[Hashable, Facts]] = ()) -> None:
        self.refs: list[Hashable] = []
        self.facts: list[Facts] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for ref, facts in records:
            self.add(ref, facts)

    def __len__(self) -> int:
        return len(self.refs)

    def add(self, ref: Hashable, facts: Facts) -> None:
        place = len(self.refs)
        self.refs.append(ref)
        self.facts.append(facts)
        for key in keys(facts):
            self._by_key[key].append(place)

    def find(self, facts: Facts, *, most: int = COMPARED) -> list[tuple[Hashable, Facts]]:
        """Records that share keys, those first that share the rarest; ties in order of adding."""
        shared: dict[int, float] = defaultdict(float)
        everybody = len(self.refs) + 1
        for key in keys_to_look_for(facts):
            places = self._by_key.get(key, ())
            if 0 < len(places) <= CROWD:
                says = log2(everybody / len(places))
                for place in places:
                    shared[place] += says
        best = nlargest(most, shared.items(), key=lambda row: (row[1], -row[0]))
        return [(self.refs[place], self.facts[place]) for place, _ in best]
