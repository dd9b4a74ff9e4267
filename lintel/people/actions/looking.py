"""Looking for people who are being told of, before anything is kept of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.people.queries import Candidate, PersonSummary, batches, candidates, person_summaries
from lintel.people.rules.told import PersonTold

MOST_SHOWN = 5
IN_ONE_ENTRY = 12  # as many ids as its line holds


@dataclass(frozen=True, slots=True)
class Looked:
    """Shape: `found` by the key each was asked under; `chosen` are those there for the viewer."""

    found: Mapping[str, list[Candidate]]
    chosen: Mapping[UUID, PersonSummary]


def look_for(
    asked: Mapping[str, PersonTold], *, by: Viewer, at: datetime, chosen: Iterable[UUID] = ()
) -> Looked:
    """Who those told of may be, and who those chosen already are. Nobody is linked by it.

    One entry in the trail names everybody shown; what was typed is not kept.

    Errors:
        NotPermitted: `by` may not say who people are.
    """
    by.must(Permission.LINK_PERSON)
    found = {
        key: candidates(by, told, limit=MOST_SHOWN, on=by.today) for key, told in asked.items()
    }
    looked = Looked(found, person_summaries(by, chosen))
    _on_trail(
        {one.person_id for own in found.values() for one in own} | looked.chosen.keys(),
        by=by,
        at=at,
    )
    return looked


@transaction.atomic
def _on_trail(shown: set[UUID], *, by: Viewer, at: datetime) -> None:
    search = str(uuid4())
    for ids in list(batches(sorted(map(str, shown)), IN_ONE_ENTRY)) or [[]]:
        trail.record(
            did="look for a person",
            object_type="search",
            object_id=search,
            by=by,
            at=at,
            why=" ".join([f"{len(shown)} shown", *ids]),
            council=by.council,
            zone="Z1",
        )
