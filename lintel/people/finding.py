"""Who a record may be about: found by keys in the database's own index, weighed by the rules.

Four statements whatever a viewer asks, five for a record that is kept: which rows share a key,
what is compared of them, everybody behind the most alike, and which of those the viewer may know
of, which is all of a council where the system asks.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.kernel.refusals import NotThere
from lintel.people.memory.choosing import most_alike_rows
from lintel.people.memory.columns import Columns, columns_of
from lintel.people.memory.weighing import sift
from lintel.people.models import Merge, Person, SourceRecord
from lintel.people.rules.agreements import Agreement
from lintel.people.rules.apart import never_together
from lintel.people.rules.choosing import CROWD, how_likely, offered
from lintel.people.rules.facts import Facts, facts_of
from lintel.people.rules.hashed import hashed
from lintel.people.rules.keys import keys_to_look_for
from lintel.people.rules.likeness import Band, Relation
from lintel.people.rules.packed import lines, unpacked
from lintel.people.rules.person_alike import Held, person_alike
from lintel.people.rules.told import PersonTold, from_plain
from lintel.people.rules.weighing import Weights
from lintel.people.scoring import weights_of
from lintel.restrictions.queries import hidden_people


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who may be the person told of.

    Shape:
        name: "" for a child known by numbers only, as in a census return.
        weight: log2 odds; `prior` and the weights of `agreements` together.
        reasons, differs: what agrees and what does not, in words, strongest first.
        relation: "household" when they look like a brother, sister or twin instead.
        near: log2 odds that they are of one household rather than strangers.
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
    apart: UUID | None = None
    near: float = 0.0


def council_of(whose: Viewer | str) -> str:
    return whose.council if isinstance(whose, Viewer) else whose


def people_of(whose: Viewer | str) -> QuerySet[Person]:
    """The people this viewer may know of. Start every query here. A council's key is the system,
    which knows of everybody."""
    people = Person.objects.filter(council=council_of(whose))
    return people.exclude(id__in=hidden_people(whose)) if isinstance(whose, Viewer) else people


def is_there(whose: Viewer | str, person_id: UUID) -> bool:
    """Whether there is such a person for this viewer."""
    return bool(_one_of(whose, person_id))


@worded_once
def _one_of(whose: Viewer | str, person_id: UUID) -> QuerySet[Person, UUID]:
    return people_of(whose).filter(id=person_id).values_list("id", flat=True)


def candidates(
    whose: Viewer | str, told: PersonTold | UUID, *, limit: int = 10, on: date | None = None
) -> list[Candidate]:
    """Who of those known may be the person told of, best first. At most five database queries.

    `told` is what was said, or the id of a record; a record is never offered the person of whom
    somebody said it is not, nor found by its own keys. `on` is the day an age was told.

    Errors:
        NotThere: no such record in this council.
    """
    council = council_of(whose)
    facts, record_id, own_row = _asked(council, told, on)
    row_ids = rows_alike(council, facts, but=own_row)
    if not row_ids:
        return []
    rows = packed_rows(row_ids)
    held = columns_of([lines(text) for _, text in rows])
    near = [rows[place][0] for place in worth_showing(council, facts, held, limit=limit)]
    return of_rows(whose, facts, near, limit=limit, record_id=record_id)


def rows_alike(council: str, facts: Facts, *, but: int | None = None) -> list[int]:
    """Rows that share keys, those first that share the rarest. One statement."""
    keys = hashed(council, keys_to_look_for(facts))
    return most_alike_rows(look_up(keys), but=but) if keys else []


def worth_showing(council: str, facts: Facts, rows: Columns, *, limit: int) -> list[int]:
    """The places of those who may be the person or of their household, likeliest first."""
    weights = weights_of(council)
    weighed = sift(facts, rows, weights)
    return weighed.worth_showing(weights, same=2 * limit + 5, others=limit + 5)


def of_rows(
    whose: Viewer | str,
    facts: Facts,
    row_ids: Sequence[int],
    *,
    limit: int,
    record_id: UUID | None = None,
) -> list[Candidate]:
    """The people behind these rows whom the viewer may know of, best first. Two statements."""
    if not row_ids:
        return []
    council = council_of(whose)
    people = people_behind(council, row_ids, but=record_id)
    found = best_of(facts, people, weights_of(council))
    if isinstance(whose, str) and record_id is None:
        return in_order(found, limit)  # the system knows all of a council, and these are of it
    ids = [one.person_id for one in found]
    may_know = set(_may_be_shown(whose, ids, record_id)) if ids else set()
    # Of identities kept apart the likeliest is chosen before anybody is left out, of two as likely
    # the hidden one: where that one is hidden, the other is not shown in its place.
    ordered = never_together(
        sorted(
            found,
            key=lambda one: (*how_likely(one), one.person_id in may_know, one.name, one.number),
        )
    )
    return offered([one for one in ordered if one.person_id in may_know], limit)


@worded_once
def _may_be_shown(
    whose: Viewer | str, person_ids: list[UUID], record_id: UUID | None
) -> QuerySet[Person, UUID]:
    """Those of these whom `whose` may know of, and of whom nobody said that the record is not."""
    seen = people_of(whose).filter(id__in=person_ids)
    if record_id is not None:
        said = {"not_the_same__record": record_id, "not_the_same__withdrawn_at": None}
        merged = Merge.objects.filter(undone_at=None, **{f"other__{k}": v for k, v in said.items()})
        seen = seen.exclude(**said).exclude(id__in=merged.values("stands_as"))
    return seen.values_list("id", flat=True)


def _best_first(candidate: Candidate) -> tuple:
    # A household member is never before somebody who may be the person; then by name and number,
    # so that the order never depends on the order in which people were saved.
    return (*how_likely(candidate), candidate.name, candidate.number)


def _asked(
    council: str, told: PersonTold | UUID, on: date | None
) -> tuple[Facts, UUID | None, int | None]:
    """What is asked for, and which record and row it is, when it is one."""
    if isinstance(told, PersonTold):
        return facts_of(told, as_of=on), None, None
    for plain, as_of, row_id in _telling(council, told):
        return facts_of(from_plain(plain), as_of=as_of), told, row_id
    raise NotThere("no such record")


@worded_once
def _telling(council: str, record_id: UUID) -> QuerySet[SourceRecord, tuple[Any, ...]]:
    asked = SourceRecord.objects.filter(council=council, id=record_id)
    return asked.values_list("told", "as_of", "match_row__id")


# One text of SQL for any number of keys or rows, so that a database need not read it again. Each
# key is a walk of its own along the index, which stops when it has shown that it is a crowd.
_LOOK_UP = {
    "sqlite": (
        "SELECT (SELECT group_concat(row) FROM (SELECT row FROM people_matchkey "  # noqa: S608
        f"WHERE key = k.value AND row > %s ORDER BY row LIMIT {CROWD + 1})) "
        "FROM json_each(%s) AS k ORDER BY k.key"
    ),
    "postgresql": (
        "SELECT (SELECT string_agg(f.row::text, ',') FROM (SELECT row FROM people_matchkey "  # noqa: S608
        f"WHERE key = k.key AND row > %s ORDER BY row LIMIT {CROWD + 1}) AS f) "
        "FROM unnest(%s::bigint[]) WITH ORDINALITY AS k(key, place) ORDER BY k.place"
    ),
}
_AMONG = {
    "sqlite": "IN (SELECT value FROM json_each(%s))",
    "postgresql": "= ANY(%s::bigint[])",
}


def _numbers(numbers: Sequence[int]) -> Any:
    numbers = list(numbers)
    return json.dumps(numbers) if connection.vendor == "sqlite" else numbers


def look_up(keys: Sequence[int], *, after: int = 0) -> list[list[int]]:
    """The rows newer than `after` under each key, no more of a crowd than shows that it is one."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP[connection.vendor], [after, _numbers(keys)])
        return [list(map(int, rows.split(","))) if rows else [] for (rows,) in cursor]


def saved_since(newest: int) -> bool:
    """Whether any row is newer than that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS(SELECT 1 FROM people_matchrow WHERE id > %s)", [newest])
        return bool(cursor.fetchone()[0])


def packed_rows(row_ids: Sequence[int]) -> list[tuple[int, str]]:
    """(row, packed) of each, in no order. One statement."""
    among = _AMONG[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, packed FROM people_matchrow WHERE id {among}",  # noqa: S608
            [_numbers(row_ids)],
        )
        return cursor.fetchall()


_OF_EACH = (
    "SELECT p.id, p.number, p.given_name, p.family_name, p.born_on, p.expected_on, p.sex, "
    "p.apart, r.id, r.source, r.source_ref, r.as_of, m.packed "
)
_BEHIND = {
    "sqlite": (
        f"{_OF_EACH}FROM people_link l JOIN people_person p ON p.id = l.about_id "  # noqa: S608
        "JOIN people_sourcerecord r ON r.id = l.record_id "
        "JOIN people_matchrow m ON m.record_id = r.id "
        "WHERE l.undone_at IS NULL AND l.about_id IN "
        "(SELECT n.about_id FROM people_link n "
        "JOIN people_matchrow w ON w.record_id = n.record_id "
        f"WHERE n.undone_at IS NULL AND w.id {_AMONG['sqlite']}) AND p.council = %s"
    ),
    # Walked from the rows outwards, a step at a time (OFFSET 0 keeps each step as it is written).
    # Left to itself, a planner that has no statistics yet, as in the middle of a large import,
    # takes a council, or all links that stand, for one row, and walks every pair of them.
    "postgresql": (
        f"{_OF_EACH}FROM (SELECT DISTINCT n.about_id FROM people_matchrow w CROSS JOIN LATERAL "  # noqa: S608
        "(SELECT * FROM people_link WHERE record_id = w.record_id OFFSET 0) n "
        f"WHERE n.undone_at IS NULL AND w.id {_AMONG['postgresql']}) near "
        "CROSS JOIN LATERAL (SELECT * FROM people_person WHERE id = near.about_id OFFSET 0) p "
        "CROSS JOIN LATERAL (SELECT * FROM people_link WHERE about_id = near.about_id OFFSET 0) l "
        "JOIN people_sourcerecord r ON r.id = l.record_id "
        "JOIN people_matchrow m ON m.record_id = r.id "
        "WHERE l.undone_at IS NULL AND p.council = %s"
    ),
}


def people_behind(
    council: str, row_ids: Sequence[int], *, but: UUID | None
) -> list[tuple[tuple[Any, ...], list[Held]]]:
    """Everybody linked to the records of these rows, with all their records but one.

    Written out, because building it anew for each question took longer than answering it.
    """
    own: dict[UUID, tuple[tuple[Any, ...], list[Held]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND[connection.vendor], [_numbers(row_ids), council])
        for row in cursor.fetchall():
            if _uuid(row[8]) == but:
                continue
            person_id, number, given_name, family_name, born_on, expected_on, sex = row[:7]
            person_id = _uuid(person_id)
            card = (
                *(person_id, number, given_name, family_name),
                *(_day(born_on), _day(expected_on), sex),
                None if row[7] is None else _uuid(row[7]),
            )
            _, source, ref, as_of, text = row[8:]
            held = Held(source, ref, _day(as_of), unpacked(text))
            own.setdefault(person_id, (card, []))[1].append(held)
    return list(own.values())


def _uuid(kept: Any) -> UUID:
    return kept if isinstance(kept, UUID) else UUID(kept)  # SQLite keeps its letters


def _day(kept: Any) -> Any:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def best_of(
    facts: Facts, people: Iterable[tuple[tuple[Any, ...], Sequence[Held]]], weights: Weights
) -> list[Candidate]:
    """Those of these people who have a band. Each is (id, number, names, birth, sex, apart) and
    what is held of them."""
    found = (_candidate(facts, card, held, weights) for card, held in people)
    return [one for one in found if one is not None]


def in_order(found: Iterable[Candidate], limit: int) -> list[Candidate]:
    """Best first; of identities that are kept apart only the likeliest."""
    return offered(never_together(sorted(found, key=_best_first)), limit)


def _candidate(
    facts: Facts, card: tuple[Any, ...], held: Sequence[Held], weights: Weights
) -> Candidate | None:
    best = person_alike(facts, held, weights)
    if best is None or best.band is None:
        return None
    person_id, number, given_name, family_name, born_on, expected_on, sex, apart = card
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
        apart=apart,
        near=best.near,
    )
