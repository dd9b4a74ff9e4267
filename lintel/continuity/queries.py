"""A snapshot as it is drawn up: contacts, who to ring, and the day they were read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lintel.contacts.queries.offline import ContactOffline, that_may_not_wait
from lintel.contacts.queries.shown import KIND_WORDS
from lintel.directory import queries as directory
from lintel.govuk.words import RATINGS
from lintel.kernel.instants import (
    age_in_words,
    clock_words,
    day_in_words,
    london_day,
    when_in_words,
)
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import guardian_phone

PROTECTED = "Kept back: somebody is protected here. Ring the guardian of restricted records"


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a contact, in words."""

    name: str
    about: str
    where: str
    reach: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One contact, in words."""

    reference: str
    rating: str
    immediate: bool
    due: str
    received: str
    owner: str
    next_step: str
    kind: str
    concern: str
    because: str
    flags: Sequence[str]
    held: str
    told_by: str
    reach: str
    people: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Shape: `entries` in the order of the board; `numbers` are (who, telephone), all that a
    directory holds."""

    council: str
    drawn: str
    counted: Sequence[tuple[str, int]]
    entries: Sequence[Entry]
    numbers: Sequence[tuple[str, str]]
    guardian_phone: str


def snapshot(council: str, *, at: datetime) -> Snapshot:
    """Every open contact of a council that may not wait, as at `at`."""
    policy = policy_for(council)
    entries = [_entry(one, at=at) for one in that_may_not_wait(council, at=at)]
    numbers = [(policy.council_title, policy.phone), ("Out of hours", policy.out_of_hours_phone)]
    numbers += [(team.title, team.phone) for team in directory.teams(council)]
    numbers += [(agency.title, agency.phone) for agency in directory.agencies(council)]
    titles = [words for words, _ in RATINGS.values()]
    return Snapshot(
        council=policy.council_title,
        drawn=when_in_words(at),
        counted=[(t, n) for t in titles if (n := sum(e.rating == t for e in entries))],
        entries=entries,
        numbers=[(who, phone) for who, phone in numbers if phone],
        guardian_phone=guardian_phone(council),
    )


def _entry(one: ContactOffline, *, at: datetime) -> Entry:
    row = one.row
    who, reach = one.told_by
    return Entry(
        reference=row.reference,
        rating=RATINGS[row.rating][0],
        immediate=row.is_immediate or one.immediate_danger,
        due=clock_words(row.clock.due_at, at=at) if row.clock else "",
        received=when_in_words(row.received_at),
        owner=row.owner,
        next_step=row.next_step,
        kind=KIND_WORDS[row.kind],
        concern=one.concern,
        because=one.rated_because,
        flags=(*row.flags, *row.raised),
        held=one.held_because,
        told_by=who,
        reach=reach,
        people=[
            Line(
                name=person.name,
                about=", ".join(filter(None, (_age(person, at=at), person.who))),
                where=_where(person),
                reach=_reach(person),
            )
            for person in one.people
        ],
    )


def _age(person, *, at: datetime) -> str:
    if not person.is_child:
        return f"born {day_in_words(person.born)}" if person.born else ""
    age = age_in_words(
        person.born,
        expected_on=person.expected_on,
        age_years=person.age_years,
        on=london_day(at),
    )
    return f"{age}, born {day_in_words(person.born)}" if person.born else age


def _where(person) -> str:
    if person.address is None:
        return PROTECTED
    return "; ".join(filter(None, (person.address, person.school)))


def _reach(person) -> str:
    return ", ".join(filter(None, (person.phone, person.safe_contact)))
