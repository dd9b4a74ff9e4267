"""Who is what to whom: kept in bulk, as sources tell of it.

A named escape, like `loading`, for imports, the demo and the receipt of a contact. Permissions and
the trail are the caller's. Whoever counts what adds up hears of it, as of a link.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.audit.in_bulk import insert_many
from lintel.kernel import news
from lintel.people.events import PeopleChanged
from lintel.people.models import Relationship
from lintel.people.queries import batches, person_of
from lintel.people.rules.relationships import RelationshipIn as RelationshipIn

ESCAPE = "families loading"
AT_ONCE = 200  # people told of together


@transaction.atomic
def load_relationships(
    relationships: Sequence[RelationshipIn],
    *,
    by: Viewer,
    at: datetime,
    told: bool = True,
    of_new: bool = False,
) -> int:
    """Keep who is what to whom; how many rows are new.

    Not `told` is for whoever loads a whole history and counts what adds up in it itself. `of_new`
    says that the records were made just now: nothing is said of them yet, and they are nobody's.

    Said again, nothing changes. An end told later is filled in. Another start or another end
    replaces what that record pair was said to be; older news than what is kept changes nothing.
    """
    if not relationships:
        return 0
    wanted = {(*one.ends, one.kind, one.starts_on): one for one in relationships}
    there = {} if of_new else _relationships_there({one.from_record for one in relationships})
    fresh: list[Relationship] = []
    otherwise: set[UUID] = set()  # records that something else is now said of
    for one in wanted.values():
        standing = there.setdefault((*one.ends, one.kind), [])
        row = _the_same(standing, one)
        if row is not None:
            knows_less = one.starts_on in (None, row.starts_on)
            if one.told_on < row.told_on or (knows_less and row.ends_on == one.ends_on):
                continue
            if knows_less and row.ends_on is None:
                row.ends_on = one.ends_on
                if not row._state.adding:
                    row.save(update_fields=["ends_on"])
                    otherwise.update(one.ends)
                continue
            standing.remove(row)
            if row._state.adding:
                fresh.remove(row)
            else:
                row.replaced_at, row.replaced_by = at, by.account_id
                row.save(update_fields=["replaced_at", "replaced_by"])
        made = _relationship(one, by=by, at=at)
        standing.append(made)
        fresh.append(made)
        otherwise.update(one.ends)
    insert_many(Relationship, fresh, reason=ESCAPE)
    if told and not of_new:
        tell_changed(relationships[0].council, otherwise, by=by, at=at)
    return len(fresh)


def tell_changed(council: str, record_ids: Iterable[UUID], *, by: Viewer, at: datetime) -> None:
    """Other events or another family count now for whoever these records are about; so many at a
    time. Of a record that is nobody's yet, linking it tells."""
    person_ids = sorted(set(person_of(sorted(set(record_ids))).values()))
    for batch in batches(person_ids, AT_ONCE):
        news.tell(PeopleChanged(council=council, person_ids=frozenset(batch), by=by, at=at))


def _relationships_there(records: Iterable[UUID]) -> dict[tuple, list[Relationship]]:
    found: dict[UUID, Relationship] = {}
    for batch in batches(sorted(records)):
        standing = Relationship.objects.filter(replaced_at=None)
        # A mutual one may be kept from the other end.
        for end in ("from_record__in", "to_record__in"):
            found |= {row.id: row for row in standing.filter(**{end: batch})}
    there: dict[tuple, list[Relationship]] = {}
    for row in found.values():
        there.setdefault((row.from_record_id, row.to_record_id, row.kind), []).append(row)
    return there


def _the_same(standing: Sequence[Relationship], one: RelationshipIn) -> Relationship | None:
    """The row that already tells of this time together, or of one not known as well."""
    for row in standing:
        if row.starts_on == one.starts_on:
            return row
    for row in standing:
        if row.ends_on is None and (one.ends_on is None or None in (row.starts_on, one.starts_on)):
            return row
    return None


def _relationship(one: RelationshipIn, *, by: Viewer, at: datetime) -> Relationship:
    from_record, to_record = one.ends
    return Relationship(
        council=one.council,
        from_record_id=from_record,
        to_record_id=to_record,
        kind=one.kind,
        said=one.said[:200],
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        told_on=one.told_on,
        source=one.source,
        recorded_at=at,
        recorded_by=by.account_id,
    )
