"""Everybody a council knows, in memory: `finding.candidates` without the database."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from lintel.people.finding import Candidate, best_of, in_order
from lintel.people.models import Link
from lintel.people.rules.facts import facts_of
from lintel.people.rules.person_alike import Held
from lintel.people.rules.told import PersonTold, from_plain
from lintel.people.warm import WarmRecords


class WarmPeople:
    """Shape: as everything was when it was made; make another to know more."""

    def __init__(self, council: str) -> None:
        self._records: WarmRecords[UUID] = WarmRecords()
        self._person_of: dict[UUID, UUID] = {}
        self._card: dict[UUID, tuple] = {}
        self._held: dict[UUID, list[Held]] = defaultdict(list)
        links = Link.objects.filter(about__council=council, undone_at=None).order_by("record_id")
        rows = links.values_list(
            "record_id",
            "record__source",
            "record__source_ref",
            "record__as_of",
            "record__told",
            "about_id",
            "about__number",
            "about__given_name",
            "about__family_name",
            "about__born_on",
            "about__expected_on",
            "about__sex",
        )
        for record_id, source, ref, as_of, told, person_id, *card in rows.iterator(2_000):
            facts = facts_of(from_plain(told), as_of=as_of)
            self._records.add(record_id, facts)
            self._person_of[record_id] = person_id
            self._card[person_id] = (person_id, *card)
            self._held[person_id].append(Held(source, ref, as_of, facts))

    def __len__(self) -> int:
        return len(self._held)

    def candidates(
        self, told: PersonTold, *, limit: int = 10, on: date | None = None
    ) -> list[Candidate]:
        """As `finding.candidates`."""
        facts = facts_of(told, as_of=on)
        people = dict.fromkeys(self._person_of[ref] for ref, _ in self._records.find(facts))
        found = best_of(facts, [(self._card[one], self._held[one]) for one in people])
        return in_order(found, limit)
