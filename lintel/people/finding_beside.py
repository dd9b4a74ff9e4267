"""Those around somebody found: whoever the records of a likely candidate put beside them.

Four statements more, so it is asked for where a household is wanted, not with every question.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.people.finding import Candidate, council_of, look_up, people_behind, people_of
from lintel.people.models import MatchRow
from lintel.people.rules.agreements import Agreement, How
from lintel.people.rules.apart import are_apart
from lintel.people.rules.beside import CROWD_BESIDE, keys_beside, ties
from lintel.people.rules.facts import Facts
from lintel.people.rules.hashed import hashed
from lintel.people.rules.likeness import Band, Relation
from lintel.people.rules.packed import unpacked

AROUND = 2  # candidates whose household is looked for; further ones are somebody else's family


def with_those_beside(
    whose: Viewer | str, found: Sequence[Candidate], *, limit: int = 10
) -> list[Candidate]:
    """`found` and, after them, the household of the likeliest, until there are `limit`.

    Each says to whom they belong and why. Nobody whom the viewer may not know of is looked from,
    nor shown.
    """
    centres = found[:AROUND]
    if not centres or len(found) >= limit:
        return list(found)
    council, shown = council_of(whose), {one.person_id for one in found}
    told = _held_of([one.person_id for one in centres])
    keys = sorted({key for own in told.values() for key in keys_beside(own)})
    rows = {
        row
        for under in look_up(hashed(council, keys))
        if len(under) <= CROWD_BESIDE
        for row in under
    }
    beside: dict[UUID, Candidate] = {}
    for card, held in people_behind(council, sorted(rows), but=None) if rows else ():
        person_id, number, given_name, family_name, born_on, expected_on, sex, apart = card
        if person_id in shown or any(are_apart(apart, one.apart) for one in found):
            continue
        for centre in centres:
            why = ties(told[centre.person_id], [one.facts for one in held], centre.name)
            if why:
                beside[person_id] = replace(
                    centre,
                    person_id=person_id,
                    number=number,
                    name=" ".join(filter(None, (given_name, family_name))),
                    born_on=born_on,
                    expected_on=expected_on,
                    sex=sex,
                    apart=apart,
                    band=Band.POSSIBLE,
                    relation=Relation.HOUSEHOLD,
                    weight=0.0,
                    probability=0.0,
                    prior=0.0,
                    reasons=why,
                    differs=(),
                    agreements=tuple(
                        Agreement("household", "beside", How.NEAR, 0.0, words) for words in why
                    ),
                    sources=tuple(sorted((one.source, one.source_ref) for one in held)),
                )
                break
    known = set(people_of(whose).filter(id__in=beside).values_list("id", flat=True))
    new = sorted(
        (one for person_id, one in beside.items() if person_id in known),
        key=lambda one: (-len(one.reasons), one.name, one.number),
    )
    return [*found, *new][:limit]


def _held_of(person_ids: Sequence[UUID]) -> dict[UUID, list[Facts]]:
    told: dict[UUID, list[Facts]] = defaultdict(list)
    rows = MatchRow.objects.filter(
        record__links__about__in=person_ids, record__links__undone_at=None
    ).order_by("id")
    for person_id, packed in rows.values_list("record__links__about_id", "packed"):
        told[person_id].append(unpacked(packed))
    return told
