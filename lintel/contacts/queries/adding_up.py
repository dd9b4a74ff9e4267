"""What a contact's family has been through, for the rules about what adds up; and what fired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.contacts.models import (
    Contact,
    ContactAdult,
    ContactChild,
    RaisedRule,
    SeniorRead,
)
from lintel.contacts.queries.family import contacts_naming, family_of
from lintel.contacts.queries.visibility import hidden_from, visible_of
from lintel.contacts.rules.adding_up import FamilyEvent
from lintel.kernel.instants import day_in_words, london_day
from lintel.people import kin, queries as people
from lintel.people.rules.episodes import KINDS as EPISODES
from lintel.policy.council import NoSuchRule
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import CONTACT, PERSON, hidden_from_some

# What `event_of` looks at: families have dozens of contacts, and a contact many more columns.
OF_AN_EVENT = (
    "received_at",
    "decided_at",
    "outcome",
    "kind",
    "categories",
    "reference",
)


def events_around(contact: Contact) -> tuple[FamilyEvent, list[FamilyEvent]]:
    """A contact as an event, and the others of its children and household that came before it.

    Asks nobody's leave: the rules look on the council's behalf, and what a viewer is shown of an
    event is asked when it is shown. But what a restriction hides raises nothing that is not
    hidden with it: that something was raised would tell of it.
    """
    family = family_of(contact)
    before = Contact.objects.filter(
        id__in=family.contact_ids, council=contact.council, received_at__lte=contact.received_at
    )
    others = list(before.only(*OF_AN_EVENT))
    known, kept = set(family.people), hidden_from_some(contact.council, CONTACT)
    if not kept.filter(subject_id=contact.id).exists():
        hidden = set(kept.filter(subject_id__in=family.contact_ids))
        others = [other for other in others if other.id not in hidden]
        known -= set(hidden_from_some(contact.council, PERSON).filter(subject_id__in=known))
    children = _children_by_contact([contact.id])
    this = event_of(contact, children.get(contact.id, frozenset()))
    events = [event_of(other) for other in others]
    events += [
        FamilyEvent(
            key=f"episode:{each.kind}:{each.person_id}:{each.starts_on.isoformat()}",
            kind=each.kind,
            on=each.starts_on,
            ended_on=each.ends_on,
            about=frozenset({str(each.person_id)}),
        )
        for each in people.episodes_of(known)
    ]
    return this, events


def event_of(contact: Contact, about: frozenset[str] = frozenset()) -> FamilyEvent:
    """A contact as the rules see it. Shape: `about` are its children."""
    return FamilyEvent(
        key=f"contact:{contact.id}",
        kind="contact",
        on=london_day(contact.received_at),
        decided_on=london_day(contact.decided_at) if contact.decided_at else None,
        outcome=contact.outcome,
        about=about,
        enquiry=contact.kind,
        categories=frozenset(contact.categories),
        reference=contact.reference,
        contact_id=contact.id,
    )


def _children_by_contact(contact_ids: Iterable[UUID]) -> Mapping[UUID, frozenset[str]]:
    """The children of each contact by who they are; by their own record while nobody has said."""
    rows = list(
        ContactChild.objects.filter(contact_id__in=list(contact_ids)).values_list(
            "contact_id", "record_id"
        )
    )
    known = people.person_of([record_id for _, record_id in rows])
    found: dict[UUID, set[str]] = {}
    for contact_id, record_id in rows:
        found.setdefault(contact_id, set()).add(str(known.get(record_id, record_id)))
    return {contact_id: frozenset(keys) for contact_id, keys in found.items()}


def contacts_touched(person_ids: Iterable[UUID], record_ids: Iterable[UUID]) -> set[UUID]:
    """Contacts that may add up differently now: those that tell of these people or records, of
    their family, and of the children told of beside them."""
    asked, records = set(person_ids), set(record_ids)
    whole = kin.MOST_PEOPLE * max(1, len(asked) + len(records))  # an import asks of many at once
    family = kin.family_of(asked, record_ids=records, at_most=whole)
    near = contacts_naming(people.record_ids_of(family.people) | family.records)
    beside = {
        record_id
        for model in (ContactChild, ContactAdult)
        for record_id in model.objects.filter(contact_id__in=near).values_list(
            "record_id", flat=True
        )
    }
    others = set(people.person_of(beside).values()) - family.people
    return near | contacts_naming(people.record_ids_of(others))


def as_kept(event: FamilyEvent) -> dict[str, Any]:
    """An event as a fired rule keeps it: what it takes to show it again."""
    return {
        "key": event.key,
        "kind": event.kind,
        "on": event.on.isoformat(),
        "decided_on": event.decided_on.isoformat() if event.decided_on else None,
        "outcome": event.outcome,
        "enquiry": event.enquiry,
        "reference": event.reference,
        "contact_id": str(event.contact_id) if event.contact_id else None,
    }


@dataclass(frozen=True, slots=True)
class EventSeen:
    """Shape: `reference` and `contact_id` are empty for what this viewer may not open, and for
    what another system told of."""

    day: date
    title: str
    reference: str
    contact_id: UUID | None


@dataclass(frozen=True, slots=True)
class RaisedSeen:
    """A rule that fired and stands: the rule in words, what it rests on, what fired it."""

    rule: str
    title: str
    words: str
    because: str
    source: str
    version: str
    fired_at: datetime
    events: Sequence[EventSeen]


@dataclass(frozen=True, slots=True)
class ReadSeen:
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class AddingUpSeen:
    """Shape: `reads` are those made since the contact was last raised, oldest first."""

    rules: Sequence[RaisedSeen]
    reads: Sequence[ReadSeen]


def adding_up(viewer: Viewer, contact: Contact) -> AddingUpSeen:
    """What raised a contact, and who has read it since. For whoever may see concerns."""
    if contact.raised_at is None:
        return AddingUpSeen((), ())
    rows = _rules_raised(contact.id)
    ids = {UUID(e["contact_id"]) for row in rows for e in row.events if e["contact_id"]}
    may_open, hidden = visible_of(viewer, ids), {str(one) for one in hidden_from(viewer, ids)}
    reads = _read_since(contact.id, contact.raised_at)
    names = access.names_of({read.by_id for read in reads})
    return AddingUpSeen(
        rules=[_raised(row, may_open, hidden, council=contact.council) for row in rows],
        reads=[ReadSeen(r.at, names.get(r.by_id, "Somebody who has left"), r.words) for r in reads],
    )


@worded_once
def _rules_raised(contact_id: UUID) -> QuerySet[RaisedRule]:
    raised = RaisedRule.objects.filter(contact=contact_id, withdrawn_at=None)
    return raised.order_by("fired_at", "rule")


@worded_once
def _read_since(contact_id: UUID, raised_at: datetime) -> QuerySet[SeniorRead]:
    return SeniorRead.objects.filter(contact=contact_id, at__gte=raised_at)


def _raised(
    row: RaisedRule, may_open: Mapping[UUID, Contact], hidden: set[str], *, council: str
) -> RaisedSeen:
    return RaisedSeen(
        rule=row.rule,
        title=row.title,
        words=row.words,
        because=row.because,
        source=row.source,
        version=row.version,
        fired_at=row.fired_at,
        events=[
            _event(each, may_open, council=council)
            for each in row.events
            if each["contact_id"] not in hidden
        ],
    )


def _event(kept: Mapping[str, Any], may_open: Mapping[UUID, Contact], *, council: str) -> EventSeen:
    decided = kept["decided_on"] and date.fromisoformat(kept["decided_on"])
    day = date.fromisoformat(kept["on"])
    if kept["kind"] != "contact":
        title = EPISODES.get(kept["kind"], kept["kind"].replace("_", " ").capitalize())
        return EventSeen(day, title, "", None)
    title = "Contact"
    if decided:
        title = f"Contact, then {_outcome(council, kept)} on {day_in_words(decided)}"
    contact_id = UUID(kept["contact_id"])
    if contact_id not in may_open:
        return EventSeen(day, title, "", None)
    return EventSeen(day, title, kept["reference"], contact_id)


def _outcome(council: str, kept: Mapping[str, Any]) -> str:
    try:
        return policy_for(council).outcome(kept["enquiry"], kept["outcome"]).title.lower()
    except NoSuchRule:
        return str(kept["outcome"]).replace("_", " ")
