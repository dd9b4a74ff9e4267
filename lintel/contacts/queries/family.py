"""What the hub already knows of the family a contact is about.

A person is known through links that somebody made, their family through relationships that
anybody told of: the same people as on the page of the family. Constant queries, however long the
history and however large the family.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.contacts.models import Contact, ContactAdult, ContactChild, HistoryOpened, RatingGiven
from lintel.contacts.queries.visibility import hidden_from
from lintel.directory.rules.routing import Child
from lintel.kernel.instants import london_day, months_before, years_old
from lintel.kernel.reading import once_a_reading
from lintel.people import kin, queries as people, standing


@dataclass(frozen=True, slots=True)
class Told:
    """One person of one contact, and who they are known to be, if anybody has said."""

    row_id: UUID
    record_id: UUID
    person_id: UUID | None
    name: str
    is_child: bool


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """Shape:

    told: everybody the contact names.
    unlinked: names of children who look like somebody known and have not been linked.
    earlier: how many other contacts, and episodes from elsewhere, the family has: all that its
        page shows, so that whoever decides has been asked to read the same.
    recent: how many of the contacts came in the twelve months before this one.
    opened_by: accounts who have opened the history since the links last changed.
    """

    told: Sequence[Told]
    unlinked: Sequence[str]
    earlier: int
    recent: int
    opened_by: frozenset[UUID]


@once_a_reading
def rows_of(contact_id: UUID) -> tuple[list[ContactChild], list[ContactAdult]]:
    """The children and adults a contact names, in the order told. Two queries."""
    return _children_of(contact_id), _adults_of(contact_id)


@worded_once
def _children_of(contact_id: UUID) -> QuerySet[ContactChild]:
    return ContactChild.objects.filter(contact=contact_id).order_by("place")


@worded_once
def _adults_of(contact_id: UUID) -> QuerySet[ContactAdult]:
    return ContactAdult.objects.filter(contact=contact_id).order_by("place")


def told_in(contact: Contact, *, by: Viewer | None = None) -> list[Told]:
    """Everybody a contact names, children first, and who each is known to be, as far as `by` may
    know of it. Three queries."""
    children, adults = rows_of(contact.id)
    linked = people.person_of([row.record_id for row in (*children, *adults)], by=by)
    return [
        Told(
            row_id=row.id,
            record_id=row.record_id,
            person_id=linked.get(row.record_id),
            name=f"{row.given_name} {row.family_name}".strip() or "Name not known",
            is_child=isinstance(row, ContactChild),
        )
        for row in (*children, *adults)
    ]


@dataclass(frozen=True, slots=True)
class Family:
    """Who a contact is about and their family, as its page shows it; the contacts that name them.

    Shape: `people` are linked, named by the contact or of the family of whoever is; `contact_ids`
        are the others' contacts, without the contact itself.
    """

    told: Sequence[Told]
    people: frozenset[UUID]
    contact_ids: frozenset[UUID]


def family_of(contact: Contact, *, by: Viewer | None = None) -> Family:
    """The family of a contact: through links, and through what anybody told of who is what to
    whom, as far as `by` may know of it. Whoever its page (`contact_family_history`) shows is in
    it."""
    told = told_in(contact, by=by)
    seeds, loose = named(told)
    family = kin.family_of(seeds, record_ids=loose)
    known = family.people if by is None else people.known_of(by, family.people)
    records = people.record_ids_of(known) | family.records
    others = contacts_naming(records) - {contact.id}
    return Family(told, frozenset(known), frozenset(others))


def named(told: Iterable[Told]) -> tuple[set[UUID], set[UUID]]:
    """The people somebody linked, and the records of those whom nobody has linked."""
    told = list(told)
    return (
        {one.person_id for one in told if one.person_id},
        {one.record_id for one in told if one.person_id is None},
    )


def contacts_naming(record_ids: Iterable[UUID]) -> set[UUID]:
    """The contacts that name any of these records. One query for each 500."""
    return {contact_id for contact_id, _ in _naming(frozenset(record_ids))}


def contacts_telling(record_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Which contacts name each of these records. One query for each 500."""
    found: dict[UUID, set[UUID]] = {}
    for contact_id, record_id in _naming(frozenset(record_ids)):
        found.setdefault(record_id, set()).add(contact_id)
    return found


@once_a_reading
def _naming(record_ids: frozenset[UUID]) -> list[tuple[UUID, UUID]]:
    """The ids of a contact and of a record that it names."""
    return [pair for batch in people.batches(record_ids) for pair in _told_of_in(list(batch))]


@worded_once
def _told_of_in(record_ids: list[UUID]) -> QuerySet[Any, tuple[UUID, UUID]]:
    return contact_and_record(record_id__in=record_ids)


def contact_and_record(**which: Any) -> QuerySet[Any, tuple[UUID, UUID]]:
    """Of each child and adult told of: the ids of the contact and of the record. One query."""
    children, adults = (
        model.objects.filter(**which).values_list("contact_id", "record_id")
        for model in (ContactChild, ContactAdult)
    )
    return children.union(adults, all=True)


@dataclass(frozen=True, slots=True)
class ChildInBrief:
    """Enough of a child to say who must come to a discussion about them."""

    record_id: UUID
    name: str
    expected_on: date | None
    school: str


def children_in_brief(contact: Contact) -> list[ChildInBrief]:
    """The children a contact names, in their order. One query; `contact` is already visible."""
    return [
        ChildInBrief(
            row.record_id,
            f"{row.given_name} {row.family_name}".strip() or "Name not known",
            row.expected_on,
            row.school,
        )
        for row in _children_of(contact.id)
    ]


def children_to_route(contact: Contact, *, on: date) -> list[Child]:
    """Where the children a contact names live and how old they are on a day, for the rules that
    suggest a team. One query; nobody is named."""
    return [
        Child(
            row.postcode,
            years_old(row.date_of_birth, on=on)
            if row.date_of_birth
            else 0
            if row.expected_on
            else row.age_years,
        )
        for row in _children_of(contact.id)
    ]


def family_facts(contact: Contact, *, by: Viewer | None = None) -> FamilyFacts:
    """What the decision guards need to know of the family, as far as `by` may know of it.
    `contact` is already visible."""
    family = family_of(contact, by=by)
    others = family.contact_ids - (hidden_from(by, family.contact_ids) if by else set())
    told = family.told
    children = [someone for someone in told if someone.is_child]
    open_questions = standing.unlinked_with_candidates(
        by or contact.council, [child.record_id for child in children if child.person_id is None]
    )
    last = standing.last_linked_at([someone.record_id for someone in told])
    return FamilyFacts(
        told=told,
        unlinked=[child.name for child in children if child.record_id in open_questions],
        earlier=len(others) + len(people.episodes_of(family.people)),
        recent=_recent(contact, others),
        opened_by=frozenset(_opened_by(contact.id, last)),
    )


@worded_once
def _opened_by(contact_id: UUID, since: datetime | None) -> QuerySet[HistoryOpened, UUID]:
    opened = HistoryOpened.objects.filter(contact=contact_id)
    opened = opened if since is None else opened.filter(at__gte=since)
    return opened.values_list("by_id", flat=True)


@worded_once
def _received_until(ids: list[UUID], until: datetime) -> QuerySet[Contact, datetime]:
    found = Contact.objects.filter(id__in=ids, received_at__lte=until)
    return found.values_list("received_at", flat=True)


def _recent(contact: Contact, others: Iterable[UUID]) -> int:
    """Counted as the rules about what adds up count: from the same day of the year before."""
    day = london_day(contact.received_at)
    received = _received_until(list(others), contact.received_at)
    year_ago = months_before(day, 12)
    return sum(london_day(at) >= year_ago for at in received)


def lowered_without_reason(contact: Contact) -> bool:
    """Whether a rating went down with nothing to say why: brought-in work can hold one."""
    return any(given.is_lower and not given.reason for given in ratings_given(contact.id))


@once_a_reading
@worded_once
def ratings_given(contact_id: UUID) -> QuerySet[RatingGiven]:
    """Every rating a contact was given, oldest first, as a list."""
    return RatingGiven.objects.filter(contact=contact_id).order_by("at")
