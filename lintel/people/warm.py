"""Records held in memory with their keys: for bulk work, learning and `lintel match --serve`.

Finds by the same keys as the database and chooses as it does; it knows what it was given and
nothing that was saved since.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic

from lintel.people.rules.choosing import COMPARED, Ref, most_alike
from lintel.people.rules.facts import Facts
from lintel.people.rules.keys import keys, keys_to_look_for


class WarmRecords(Generic[Ref]):
    """Shape: a record is known by any reference of the caller's that has an order.

    Given in the order of their references, records are found as the database finds them.
    """

    def __init__(self, records: Iterable[tuple[Ref, Facts]] = ()) -> None:
        self.facts: dict[Ref, Facts] = {}
        self._by_key: dict[str, list[Ref]] = defaultdict(list)
        for ref, facts in records:
            self.add(ref, facts)

    def __len__(self) -> int:
        return len(self.facts)

    def add(self, ref: Ref, facts: Facts) -> None:
        self.facts[ref] = facts
        for key in keys(facts):
            self._by_key[key].append(ref)

    def find(self, facts: Facts, *, most: int = COMPARED) -> list[tuple[Ref, Facts]]:
        """Records that share keys, those first that share the rarest."""
        under_each = (self._by_key.get(key, []) for key in keys_to_look_for(facts))
        return [(ref, self.facts[ref]) for ref in most_alike(under_each, most=most)]
