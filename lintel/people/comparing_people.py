"""Two known people compared: each by all that is told of them, by the one scorer."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from lintel.kernel.refusals import Refusal
from lintel.people.merged import kept_apart, said_apart
from lintel.people.models import Person
from lintel.people.queries import record_view, records_of
from lintel.people.rules.agreements import Agreement
from lintel.people.rules.best_known import Telling, best_known
from lintel.people.rules.facts import Facts, facts_of
from lintel.people.rules.kin import Kin, kin
from lintel.people.rules.likeness import Likeness, Relation, likeness
from lintel.people.rules.merging import Somebody, against
from lintel.people.rules.person_alike import Held, person_alike
from lintel.people.rules.weighing import Weights
from lintel.people.scoring import weights_of

_RECORDS = 12  # somebody with very many records says the same again and again


def somebody(people: Iterable[Person]) -> dict[UUID, Somebody]:
    """What the merging rules ask of each, by id. One database query."""
    by_id = {person.id: person for person in people}
    found = {}
    for person_id, records in records_of(by_id).items():
        best = best_known(Telling(r.record_id, r.source, r.as_of, r.told) for r in records)
        latest = max((record.as_of for record in records), default=date.min)
        found[person_id] = Somebody(
            facts=[facts_of(record.told, as_of=record.as_of) for record in records],
            best=facts_of(best, as_of=latest),
            is_child=by_id[person_id].is_child,
        )
    return found


def alike(one: UUID, other: UUID, weights: Weights) -> Likeness | None:
    """What the scorer makes of two people; None when they are not alike. One database query."""
    held = {
        person_id: [
            Held(r.source, r.source_ref, r.as_of, facts_of(r.told, as_of=r.as_of))
            for r in records[-_RECORDS:]
        ]
        for person_id, records in records_of([one, other]).items()
    }
    return people_alike([each.facts for each in held[one]], held[other], weights)


def people_alike(facts: Iterable[Facts], held: list[Held], weights: Weights) -> Likeness | None:
    """The surest likeness of anything told of the one to everything held of the other."""
    found = [
        likeness for each in facts if (likeness := person_alike(each, held, weights)) is not None
    ]
    return max(found, key=lambda likeness: likeness.weight, default=None)


def grounds(one: UUID, other: UUID, council: str) -> dict[str, Any]:
    """What the scorer makes of them, for whoever asks later why they were merged."""
    weights = weights_of(council)
    found = alike(one, other, weights)
    if found is None:
        return {"scorer": weights.version}
    return {
        "band": found.band,
        "weight": found.weight,
        "probability": found.probability,
        "scorer": weights.version,
        "agrees": list(found.reasons),
        "differs": list(found.differs),
    }


def agreements_between(one: UUID, other: UUID, council: str) -> tuple[Sequence[Agreement], str]:
    """What agrees and differs, strongest first, and the band; "" where there is none.

    Two who are nothing like each other are still compared, by what is best known of each.
    """
    weights = weights_of(council)
    found = alike(one, other, weights)
    if found is None:
        people = somebody(Person.objects.filter(id__in=[one, other]))
        found = likeness(people[one].best, people[other].best, weights)
    is_one = found.relation is Relation.SAME and found.band is not None
    return found.agreements, found.band.value if is_one and found.band else ""


def objections(one: UUID, other: UUID) -> tuple[Refusal, ...]:
    """What speaks against making them one."""
    people = somebody(Person.objects.filter(id__in=[one, other]))
    apart = bool(said_apart(one, other)) or kept_apart(one, other)
    return against(people[one], people[other], said_apart=apart)


def looks_like(one: UUID, other: UUID) -> Kin:
    """What they look like to each other, were they two."""
    people = somebody(Person.objects.filter(id__in=[one, other]))
    return kin(people[one].best, people[other].best)


def kin_of_record(council: str, record_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, Kin]:
    """What whoever a record tells of looks like to each of these people. Three queries, or none
    where nobody is asked about.

    Errors:
        NotThere: no such record in this council.
    """
    ids = list(person_ids)
    if not ids:
        return {}
    record = record_view(council, record_id)
    told = facts_of(record.told, as_of=record.as_of)
    people = somebody(Person.objects.filter(council=council, id__in=ids))
    return {person_id: kin(told, person.best) for person_id, person in people.items()}
