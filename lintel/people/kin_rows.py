"""Who was told to be what to whom, read around some people in one statement."""

import json
from collections.abc import Iterable, Set
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from lintel.kernel.reading import once_a_reading


class Told(NamedTuple):
    """One row as told: `one` is the `kind` of `other`.

    Shape: the ends are people, or the record of somebody whom nobody has linked; `linked` are
        those of the two that are people.
    """

    row_id: str
    one: UUID
    other: UUID
    linked: frozenset[UUID]
    kind: str
    said: str
    starts_on: date | None
    ends_on: date | None
    told_on: date
    source: str

    @property
    def ends(self) -> tuple[UUID, UUID]:
        return self.one, self.other


# Written out for the same reason as in `finding`: it is asked at each step through a family.
_AROUND = (
    "WITH own(record_id) AS (SELECT record_id FROM people_link WHERE undone_at IS NULL "
    "AND about_id {among} UNION ALL {these}) "
    "SELECT r.id, r.from_record_id, r.to_record_id, f.about_id, t.about_id, "
    "r.kind, r.said, r.starts_on, r.ends_on, r.told_on, r.source FROM ("
    "SELECT * FROM people_relationship WHERE replaced_at IS NULL "
    "AND from_record_id IN (SELECT record_id FROM own) UNION ALL "
    "SELECT * FROM people_relationship WHERE replaced_at IS NULL "
    "AND to_record_id IN (SELECT record_id FROM own) "
    "AND from_record_id NOT IN (SELECT record_id FROM own)) AS r "
    "LEFT JOIN people_link f ON f.record_id = r.from_record_id AND f.undone_at IS NULL "
    "LEFT JOIN people_link t ON t.record_id = r.to_record_id AND t.undone_at IS NULL"
)
_STATEMENT = {
    "sqlite": _AROUND.format(
        among="IN (SELECT value FROM json_each(%s))", these="SELECT value FROM json_each(%s)"
    ),
    "postgresql": _AROUND.format(among="= ANY(%s::uuid[])", these="SELECT unnest(%s::uuid[])"),
}


def told_around(people: Set[UUID], records: Set[UUID]) -> list[Told]:
    """What stands between these people, or the people of these records, and anybody. One query."""
    return _around(frozenset(people), frozenset(records))


@once_a_reading
def _around(people: frozenset[UUID], records: frozenset[UUID]) -> list[Told]:
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT[connection.vendor], [_ids(people), _ids(records)])
        ids: dict[Any, UUID] = {}  # the same few are in many rows
        return [_told(row, ids) for row in cursor.fetchall()]


def _told(row: tuple[Any, ...], ids: dict[Any, UUID]) -> Told:
    row_id, *ends = row[:5]
    for end in ends:
        if end is not None and end not in ids:
            ids[end] = _uuid(end)
    start, end, whose_start, whose_end = map(ids.get, ends)
    kind, said, starts_on, ends_on, told_on, source = row[5:]
    return Told(
        str(row_id),
        whose_start or start,  # type: ignore[arg-type]
        whose_end or end,  # type: ignore[arg-type]
        frozenset(filter(None, (whose_start, whose_end))),
        kind,
        said,
        _day(starts_on),
        _day(ends_on),
        _day(told_on),
        source,
    )


def _ids(ids: Iterable[UUID]) -> Any:
    if connection.vendor == "sqlite":  # which keeps their letters, and takes a list as JSON
        return json.dumps([one.hex for one in ids])
    return list(ids)


def _uuid(kept: Any) -> UUID:
    return kept if isinstance(kept, UUID) else UUID(kept)


def _day(kept: Any) -> Any:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept
