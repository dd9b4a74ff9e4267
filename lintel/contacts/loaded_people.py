"""The people that contacts loaded in bulk were told about. See `loading`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts.actions.as_told import person_told, relationships_told
from lintel.contacts.models import Contact, ContactAdult, ContactChild
from lintel.kernel.instants import london_day
from lintel.people import families, loading as people

# A contact, those who were told of, and the key of the person each of their rows truly is.
ToldOf = tuple[Contact, list[ContactChild | ContactAdult], Mapping[Any, str]]


def remember_people(
    told_of: Sequence[ToldOf], known: Mapping[str, UUID], *, by: Viewer, at: datetime
) -> dict[str, UUID]:
    """Keep each person told of as a record, and link those who are said to be somebody; the people
    who are new, by key. Inside the caller's transaction."""
    records = {
        row.id: (_record_in(row, contact), who.get(row.id, ""))
        for contact, rows, who in told_of
        for row in rows
    }
    fresh: dict[str, list[people.RecordIn]] = {}
    for record, key in records.values():
        if key and key not in known:
            fresh.setdefault(key, []).append(record)
    made = people.load_people([people.PersonIn(own) for own in fresh.values()], by=by, at=at)
    ids = people.load_records([record for record, _ in records.values()], by=by, at=at)
    people.load_links(
        [
            people.LinkIn(record_id, known[key], by.account_id, at)
            for record_id, (_, key) in zip(ids, records.values(), strict=True)
            if key in known
        ],
        by=by,
        at=at,
    )
    record_of = dict(zip(records, ids, strict=True))
    for _, rows, _ in told_of:
        for row in rows:
            row.record_id = record_of[row.id]
    told = [one for contact, rows, _ in told_of for one in relationships_told(contact, rows)]
    families.load_relationships(told, by=by, at=at, told=False)  # a walk adds up for itself
    return dict(zip(fresh, made, strict=True))


def _record_in(row: ContactChild | ContactAdult, contact: Contact) -> people.RecordIn:
    told = person_told(row)
    return people.RecordIn(
        contact.council, "contact", str(row.id), told, london_day(contact.received_at)
    )
