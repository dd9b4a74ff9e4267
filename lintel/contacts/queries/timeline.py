"""Everything that has happened to one contact, oldest first, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access import queries as access
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
    RatingGiven,
    SeniorRead,
)
from lintel.directory import queries as directory
from lintel.kernel.instants import when_in_words


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
    given = list(Assignment.objects.filter(contact=contact))
    lines = list(_lines(contact))
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


def _lines(contact: Contact) -> Iterator[Line]:
    for look in Look.objects.filter(contact=contact):
        said = "needs an immediate response" if look.immediate else "can wait for screening"
        yield look.at, look.by_id, f"Looked at: {said}", look.note
    for answer in Acknowledgement.objects.filter(contact=contact):
        yield answer.at, answer.by_id, "Immediate need acknowledged", answer.action
    for rated in RatingGiven.objects.filter(contact=contact):
        was = f", was {rated.previous}" if rated.previous else ""
        lowered = " (lowered)" if rated.is_lower else ""
        yield rated.at, rated.by_id, f"Rated {rated.rating}{was}{lowered}", rated.reason
    for hold in Hold.objects.filter(contact=contact):
        until = when_in_words(hold.review_at)
        yield hold.at, hold.by_id, f"Held, to review {until}", hold.reason
        if hold.released_at:
            yield hold.released_at, hold.released_by_id, "Hold ended", hold.released_because
    for closing in Closing.objects.filter(contact=contact):
        yield (
            closing.at,
            closing.by_id,
            "Reopened" if closing.reopened else "Closed",
            closing.reason,
        )
    for fixed in Correction.objects.filter(contact=contact):
        title = f"Corrected {fixed.field.replace('_', ' ')}"
        yield fixed.at, fixed.by_id, title, f"It said: {_said(fixed.was)}. {fixed.reason}".strip()
    for read in SeniorRead.objects.filter(contact=contact):
        yield read.at, read.by_id, "Senior read of what adds up", read.words
    for raised in RaisedRule.objects.filter(contact=contact):
        yield raised.fired_at, None, f"Raised for a senior read: {raised.title}", raised.words
    for note in Note.objects.filter(contact=contact):
        yield note.at, note.by_id, "Note", note.text


def _said(was: object) -> str:
    """What a field held, in words."""
    if isinstance(was, list):
        return ", ".join(_said(each) for each in was) or "nothing"
    if isinstance(was, bool):
        return "yes" if was else "no"
    return str(was).replace("_", " ") if was not in (None, "") else "nothing"
