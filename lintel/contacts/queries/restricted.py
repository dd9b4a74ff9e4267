"""What restrictions cover: the contacts and people behind a subject, and who may be behind a new
contact. For actions and handlers; what a viewer may know of is asked in `visibility`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Viewer
from lintel.contacts.models import Contact, ContactAdult, ContactChild
from lintel.contacts.queries.family import contacts_naming
from lintel.contacts.queries.visibility import visible_to, within_relation
from lintel.people import queries as people
from lintel.people.as_seen import where_told
from lintel.people.merged import members_of, standing_as
from lintel.people.rules.likeness import Relation
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.actions import Covers, Matched
from lintel.restrictions.queries import (
    CONTACT,
    PERSON,
    Signal,
    hidden_contacts,
    hidden_from_some,
    safety_signal,
)
from lintel.restrictions.rules.places import Whereabouts, home_forms, places_of
from lintel.restrictions.whose import Subject

MOST_LIKE = 25  # people a new contact's record is held against


def covered_by_person(person_id: UUID, kind: RestrictionKind) -> Covers:
    """Whoever is read as this person, every contact that names them, and where they are told to
    be. Where the kind leaves families' contacts open, only those that tell of no other child."""
    person_id = standing_as([person_id])[person_id]
    views = people.records_of([person_id])[person_id]
    own = {view.record_id for view in views}
    naming = contacts_naming(own)
    if not kind.covers_shared:
        shared = ContactChild.objects.filter(contact_id__in=naming).exclude(record_id__in=own)
        naming -= set(shared.values_list("contact_id", flat=True))
    places = [place for view in views for place in places_of(where_told(view.told))]
    return Covers(
        people=members_of(person_id),
        contacts=frozenset(naming) if kind.hides_the_record else frozenset(),
        places=frozenset(places),
    )


def covered_by_contact(contact: Contact, kind: RestrictionKind) -> Covers:
    """The contact itself. A place is protected with the children and whoever lives with them, and
    with the people they are known to be."""
    children = list(ContactChild.objects.filter(contact=contact))
    homes = {form for child in children for form in _home(child)}
    adults = ContactAdult.objects.filter(contact=contact)
    beside = [adult for adult in adults if homes.intersection(_home(adult))]
    kept = [*children, *beside]
    places = {place for row in kept for place in places_of(where_row(row))}
    known: Iterable[UUID] = ()
    if not kind.hides_the_record:
        known = people.person_of([row.record_id for row in kept]).values()
    return Covers(frozenset(known), frozenset({contact.id}), frozenset(places))


def _home(row: ContactChild | ContactAdult) -> frozenset[str]:
    return home_forms(row.address_lines, row.postcode, row.uprn)


def where_row(row: ContactChild | ContactAdult) -> Whereabouts:
    """Every place that one row of a contact tells somebody to be at or to be reached by."""
    return Whereabouts(
        tuple(row.address_lines),
        row.postcode,
        row.uprn,
        getattr(row, "phone", ""),
        getattr(row, "school", ""),
    )


def matches_of(contact: Contact) -> list[Matched]:
    """Whoever hidden a contact may be about, found with everybody who is known; one query where
    the council hides nobody."""
    hidden = hidden_from_some(contact.council, PERSON)
    if not hidden.exists():
        return []
    kept = set(hidden)
    found = []
    for model in (ContactChild, ContactAdult):
        for record_id in model.objects.filter(contact=contact).values_list("record_id", flat=True):
            for one in people.candidates(contact.council, record_id, limit=MOST_LIKE):
                if one.person_id in kept and one.relation is Relation.SAME:
                    found.append(
                        Matched(
                            contact.id, contact.reference, record_id, one.person_id, one.band.value
                        )
                    )
    return found


def references_hidden(viewer: Viewer) -> "QuerySet[Contact, Any]":
    """References of contacts this viewer may not know of, as a part of one query.

    The council is not asked for: what is hidden is of one already, and beside the ids SQLite would
    read every contact of the council rather than look the ids up.
    """
    hidden = Contact.objects.filter(id__in=hidden_contacts(viewer))
    return hidden.values_list("reference", flat=True)


def version_of(contact_id: UUID) -> int:
    """For whoever holds the register, and so may lift what they may not open."""
    return Contact.objects.filter(id=contact_id).values_list("version", flat=True).get()


def signal_at(viewer: Viewer, contact_id: UUID) -> Signal | None:
    """What is said in place of a contact that a restriction keeps from this viewer, when its kind
    tells their role; None where it is as if it were not there.

    Both are asked whatever the first says, so that the time of a refusal does not tell which it is.
    """
    is_near = within_relation(viewer).filter(id=contact_id).exists()
    signal = safety_signal(viewer, CONTACT, [contact_id])
    return signal if is_near else None


@dataclass(frozen=True, slots=True)
class PersonCovered:
    """What restricting somebody would hide. Shape: references, newest first; `shared` tell of
    other children too, and stay open where the kind leaves them so."""

    contacts: tuple[str, ...]
    shared: tuple[str, ...]
    open: int


def person_covered(viewer: Viewer, person_id: UUID) -> PersonCovered:
    """As far as this viewer may know of it. The caller has shown that they may see the person."""
    own = people.record_ids_of([person_id])
    naming = visible_to(viewer).filter(id__in=contacts_naming(own)).order_by("-received_at")
    rows = list(naming.values_list("id", "reference", "closed_at"))
    others = ContactChild.objects.filter(contact_id__in=[row[0] for row in rows])
    shared = set(others.exclude(record_id__in=own).values_list("contact_id", flat=True))
    return PersonCovered(
        tuple(reference for _, reference, _ in rows),
        tuple(reference for id_, reference, _ in rows if id_ in shared),
        sum(closed_at is None for _, _, closed_at in rows),
    )


def subjects(
    council: str, contact_ids: Collection[UUID], person_ids: Collection[UUID]
) -> dict[UUID, Subject]:
    """For the register, whose holder `restrictions` has asked. Five queries."""
    names: dict[UUID, list[str]] = {}
    for row in ContactChild.objects.filter(contact_id__in=set(contact_ids)).order_by("place"):
        name = f"{row.given_name} {row.family_name}".strip() or "Name not known"
        names.setdefault(row.contact_id, []).append(name)
    rows = Contact.objects.filter(council=council, id__in=set(contact_ids))
    found = {
        contact.id: Subject(
            f"Contact {contact.reference}",
            names.get(contact.id, ()),
            contact.closed_at is None,
            contact.version,
        )
        for contact in rows
    }
    cards = people.person_summaries(council, set(person_ids)) if person_ids else {}
    return found | {
        who: Subject(f"Person {card.number}", (card.name or "Name not known",), True, card.version)
        for who, card in cards.items()
    }
