"""Everything that has happened to one contact, oldest first, in words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from lintel.access import queries as access
from lintel.access.worded_once import worded_once
from lintel.contacts.models import (
    Acknowledgement,
    Assignment,
    Closing,
    Contact,
    Correction,
    Hold,
    Look,
    Note,
    RaisedRule,
    SeniorRead,
)
from lintel.contacts.queries.family import ratings_given
from lintel.directory import queries as directory
from lintel.kernel.instants import when_in_words

# Each with the contact it is of; ratings are read with the record.
KEPT_OF_ONE = (
    *(Look, Acknowledgement, Assignment, Hold, Closing),
    *(Correction, SeniorRead, RaisedRule, Note),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Shape: `by` is a name; `title` says what, `words` what was written then."""

    at: datetime
    by: str
    title: str
    words: str = ""


Line = tuple[datetime, UUID | None, str, str]


def happenings(contact: Contact) -> list[Happening]:
    teams = {team.key: team.title for team in directory.teams(contact.council)}
    rows = _of(contact)
    given = list(rows(Assignment))
    lines = list(_lines(contact, rows))
    people = {by for _, by, _, _ in lines if by}
    people |= {row.by_id for row in given} | {row.to_account_id for row in given} - {None}
    names = access.names_of(people - {None})
    for row in given:
        to = names.get(row.to_account_id) or teams.get(row.to_team) or "somebody who has left"
        lines.append((row.at, row.by_id, f"Given to {to}", row.reason))
    lines.sort(key=lambda line: line[0])
    return [
        Happening(at=at, by=names.get(by, "") if by else "", title=title, words=words)
        for at, by, title, words in lines
    ]


def _rows_of(model: type[Model]) -> Callable[[UUID], list[Any]]:
    def about(contact_id: UUID) -> QuerySet[Any]:
        return model.objects.filter(contact=contact_id)

    return worded_once(about)


ROWS_OF = {model: _rows_of(model) for model in KEPT_OF_ONE}
RowsOf = Callable[[type[Model]], Iterable[Any]]


def _of(contact: Contact) -> RowsOf:
    """Gives the rows of a contact by their model. One query for which there are any of, as most of
    this happens to few contacts, and one for each of those."""
    key = Contact._meta.pk.get_db_prep_value(contact.id, connection)
    tables = [model._meta.db_table for model in KEPT_OF_ONE]
    each = [f"SELECT '{table}' FROM {table} WHERE contact_id = %s" for table in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(each), [key] * len(each))
        there = {table for (table,) in cursor.fetchall()}

    def rows(model: type[Model]) -> Iterable[Any]:
        return ROWS_OF[model](contact.id) if model._meta.db_table in there else ()

    return rows


def _lines(contact: Contact, rows: RowsOf) -> Iterator[Line]:
    for look in rows(Look):
        said = "needs an immediate response" if look.immediate else "can wait for screening"
        yield look.at, look.by_id, f"Looked at: {said}", look.note
    for answer in rows(Acknowledgement):
        yield answer.at, answer.by_id, "Immediate need acknowledged", answer.action
    for rated in ratings_given(contact.id):
        was = f", was {rated.previous}" if rated.previous else ""
        lowered = " (lowered)" if rated.is_lower else ""
        yield rated.at, rated.by_id, f"Rated {rated.rating}{was}{lowered}", rated.reason
    for hold in rows(Hold):
        until = when_in_words(hold.review_at)
        yield hold.at, hold.by_id, f"Held, to review {until}", hold.reason
        if hold.released_at:
            yield hold.released_at, hold.released_by_id, "Hold ended", hold.released_because
    for closing in rows(Closing):
        yield (
            closing.at,
            closing.by_id,
            "Reopened" if closing.reopened else "Closed",
            closing.reason,
        )
    for fixed in rows(Correction):
        title = f"Corrected {fixed.field.replace('_', ' ')}"
        yield fixed.at, fixed.by_id, title, f"It said: {_said(fixed.was)}. {fixed.reason}".strip()
    for read in rows(SeniorRead):
        yield read.at, read.by_id, "Senior read of what adds up", read.words
    for raised in rows(RaisedRule):
        yield raised.fired_at, None, f"Raised for a senior read: {raised.title}", raised.words
    for note in rows(Note):
        yield note.at, note.by_id, "Note", note.text


def _said(was: object) -> str:
    """What a field held, in words."""
    if isinstance(was, list):
        return ", ".join(_said(each) for each in was) or "nothing"
    if isinstance(was, bool):
        return "yes" if was else "no"
    return str(was).replace("_", " ") if was not in (None, "") else "nothing"
