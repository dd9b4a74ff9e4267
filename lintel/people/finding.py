"""Who a record may be about: found by keys in the database's own index, weighed by the rules.

Three statements whatever is asked, four for a record that is kept: which records share a key,
everything linked to the people of the most alike, and which of those the viewer may know of.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from lintel.access.viewers import Viewer
from lintel.kernel.refusals import NotThere
from lintel.people.models import Link, MatchKey, Merge, Person, SourceRecord
from lintel.people.rules.choosing import CROWD, most_alike
from lintel.people.rules.comparing import Agreement
from lintel.people.rules.facts import Facts, facts_of
from lintel.people.rules.keys import keys_to_look_for
from lintel.people.rules.likeness import Band, Relation
from lintel.people.rules.person_alike import Held, person_alike
from lintel.people.rules.told import PersonTold, from_plain


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who may be the person told of.

    Shape:
        name: "" for a child known by numbers only, as in a census return.
        weight: log2 odds; `prior` and the weights of `agreements` together.
        reasons, differs: what agrees and what does not, in words, strongest first.
        relation: "household" when they look like a brother, sister or twin instead.
        sources: (source, source_ref) of each record linked to them.
    """

    person_id: UUID
    number: str
    name: str
    born_on: date | None
    expected_on: date | None
    sex: str
    band: Band
    weight: float
    relation: Relation
    reasons: tuple[str, ...]
    differs: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    probability: float = 0.0
    prior: float = 0.0
    agreements: tuple[Agreement, ...] = ()


def council_of(whose: Viewer | str) -> str:
    return whose.council if isinstance(whose, Viewer) else whose


def people_of(whose: Viewer | str) -> QuerySet[Person]:
    """The people this viewer may know of. Start every query here: restriction will join it."""
    return Person.objects.filter(council=council_of(whose))


def candidates(
    whose: Viewer | str, told: PersonTold | UUID, *, limit: int = 10, on: date | None = None
) -> list[Candidate]:
    """Who of those known may be the person told of, best first. At most four database queries.

    `told` is what was said, or the id of a record; a record is never offered the person of whom
    somebody said it is not, nor found by its own keys. `on` is the day an age was told.

    Errors:
        NotThere: no such record in this council.
    """
    council = council_of(whose)
    record_id = told if isinstance(told, UUID) else None
    facts = _facts(council, told, on)
    keys = keys_to_look_for(facts)
    record_ids = most_alike(_look_up(council, keys), but=record_id) if keys else []
    if not record_ids:
        return []
    people = _people_behind(council, record_ids, but=record_id)
    found = best_of(facts, people)
    seen = people_of(whose).filter(id__in=[one.person_id for one in found])
    if record_id is not None:
        said = {"not_the_same__record": record_id, "not_the_same__withdrawn_at": None}
        merged = Merge.objects.filter(undone_at=None, **{f"other__{k}": v for k, v in said.items()})
        seen = seen.exclude(**said).exclude(id__in=merged.values("stands_as"))
    may_know = set(seen.values_list("id", flat=True)) if found else set()
    return in_order((one for one in found if one.person_id in may_know), limit)


_BANDS = tuple(Band)


def _best_first(candidate: Candidate) -> tuple:
    # A household member is never before somebody who may be the person; then by name and number,
    # so that the order never depends on the order in which people were saved.
    return (
        candidate.relation is Relation.HOUSEHOLD,
        _BANDS.index(candidate.band),
        -candidate.weight,
        candidate.name,
        candidate.number,
    )


def _facts(council: str, told: PersonTold | UUID, on: date | None) -> Facts:
    if isinstance(told, PersonTold):
        return facts_of(told, as_of=on)
    row = SourceRecord.objects.filter(council=council, id=told).values_list("told", "as_of").first()
    if row is None:
        raise NotThere("no such record")
    return facts_of(from_plain(row[0]), as_of=row[1])


def _look_up(council: str, keys: Sequence[str]) -> list[list[UUID]]:
    """The records under each key, no more of a crowd than shows that it is one. One statement.

    Each key is a walk of its own along the index, which a single IN could not stop in time.
    """
    table = connection.ops.quote_name(MatchKey._meta.db_table)
    one = (
        f"SELECT * FROM (SELECT {{}}, record_id FROM {table} "  # noqa: S608  no value is in it
        f"WHERE council = %s AND key = %s LIMIT {CROWD + 1}) AS found"
    )
    sql = " UNION ALL ".join(one.format(place) for place in range(len(keys)))
    values = [value for key in keys for value in (council, key)]
    found: list[list[UUID]] = [[] for _ in keys]
    made: dict[str, UUID] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for place, record_id in cursor.fetchall():
            if not isinstance(record_id, UUID):
                record_id = made.get(record_id) or made.setdefault(record_id, _uuid(record_id))
            found[place].append(record_id)
    return found


def _people_behind(
    council: str, record_ids: Sequence[UUID], *, but: UUID | None
) -> list[tuple[tuple[Any, ...], list[Held]]]:
    """Everybody linked to these records, with all their records but one. One statement.

    Written out, because building it anew for each question took longer than answering it.
    """
    name = connection.ops.quote_name
    link, person, record = (name(m._meta.db_table) for m in (Link, Person, SourceRecord))
    marks = ", ".join(["%s"] * len(record_ids))
    sql = (
        "SELECT p.id, p.number, p.given_name, p.family_name, p.born_on, p.expected_on, p.sex, "  # noqa: S608
        "r.id, r.source, r.source_ref, r.as_of, r.told "
        f"FROM {link} l JOIN {person} p ON p.id = l.about_id "
        f"JOIN {record} r ON r.id = l.record_id "
        "WHERE l.undone_at IS NULL AND p.council = %s AND l.about_id IN "
        f"(SELECT about_id FROM {link} WHERE undone_at IS NULL AND record_id IN ({marks}))"
    )
    as_kept = SourceRecord._meta.pk.get_db_prep_value
    own: dict[UUID, tuple[tuple[Any, ...], list[Held]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [council, *(as_kept(one, connection) for one in record_ids)])
        for row in cursor.fetchall():
            if _uuid(row[7]) == but:
                continue
            person_id, number, given_name, family_name, born_on, expected_on, sex = row[:7]
            person_id = _uuid(person_id)
            card = (
                *(person_id, number, given_name, family_name),
                *(_day(born_on), _day(expected_on), sex),
            )
            _, source, ref, as_of, told = row[7:]
            told = from_plain(json.loads(told) if isinstance(told, str) else told)
            day = _day(as_of)
            held = Held(source, ref, day, facts_of(told, as_of=day))
            own.setdefault(person_id, (card, []))[1].append(held)
    return list(own.values())


def _uuid(kept: Any) -> UUID:
    return kept if isinstance(kept, UUID) else UUID(kept)  # SQLite keeps its letters


def _day(kept: Any) -> Any:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def best_of(
    facts: Facts, people: Iterable[tuple[tuple[Any, ...], Sequence[Held]]]
) -> list[Candidate]:
    """Those of these people who have a band. Each is (id, number, names, birth and sex) and what
    is held of them."""
    found = (_candidate(facts, card, held) for card, held in people)
    return [one for one in found if one is not None]


def in_order(found: Iterable[Candidate], limit: int) -> list[Candidate]:
    return nsmallest(limit, found, key=_best_first)


def _candidate(facts: Facts, card: tuple[Any, ...], held: Sequence[Held]) -> Candidate | None:
    best = person_alike(facts, held)
    if best is None or best.band is None:
        return None
    person_id, number, given_name, family_name, born_on, expected_on, sex = card
    return Candidate(
        person_id=person_id,
        number=number,
        name=" ".join(filter(None, (given_name, family_name))),
        born_on=born_on,
        expected_on=expected_on,
        sex=sex,
        band=best.band,
        weight=best.weight,
        relation=best.relation,
        reasons=best.reasons,
        differs=best.differs,
        sources=tuple(sorted((one.source, one.source_ref) for one in held)),
        probability=best.probability,
        prior=best.prior,
        agreements=best.agreements,
    )
