"""What the hub works from while Lintel is down: every contact that may not wait."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from lintel.access.viewers import Role, Viewer, the_system
from lintel.contacts.models import ContactAdult, ContactChild, RatingGiven, Referrer
from lintel.contacts.queries.board import in_order
from lintel.contacts.queries.restricted import where_row
from lintel.contacts.queries.rows import BoardRow, rows_for
from lintel.contacts.queries.visibility import visible_to
from lintel.contacts.rules.facts import Rating
from lintel.kernel.instants import london_day
from lintel.people.queries import batches
from lintel.restrictions.queries import Protected, places_never_sent
from lintel.restrictions.rules.places import Whereabouts

# Those nobody has rated may be red; whoever works from paper must be able to find out.
GRAVE = (str(Rating.RED), str(Rating.AMBER), "")


@dataclass(frozen=True, slots=True)
class PersonOffline:
    """Shape: `address` is None where somebody is protected there; `phone` likewise."""

    name: str
    born: date | None
    expected_on: date | None
    age_years: int | None
    is_child: bool
    who: str
    address: str | None
    phone: str | None
    safe_contact: str
    school: str | None


@dataclass(frozen=True, slots=True)
class ContactOffline:
    """Shape: `rated_because` is "" while nobody has rated it, `held_because` unless it is held;
    `told_by` is (who, how to reach). No words name a protected place."""

    row: BoardRow
    people: Sequence[PersonOffline]
    concern: str
    immediate_danger: bool
    rated_because: str
    held_because: str
    told_by: tuple[str, str]


def on_behalf_of(council: str, *, today: date) -> Viewer:
    """As whom a snapshot is drawn up: what every manager of the council may see, and no more."""
    return replace(the_system(council, today=today), role=Role.MANAGER)


def that_may_not_wait(council: str, *, at: datetime) -> list[ContactOffline]:
    """Every open contact that is red, amber or not yet rated, in the order of the board.

    What is hidden from a manager who is on no list is left out, and so is every protected place.
    Seven queries for each 500 contacts, beyond those of the board.
    """
    viewer = on_behalf_of(council, today=london_day(at))
    grave = visible_to(viewer).filter(closed_at=None, rating__in=GRAVE)
    ids = in_order(grave, at=at, first=0, count=grave.count())
    return [one for batch in batches(ids) for one in _batch(viewer, batch, at=at)]


def _batch(viewer: Viewer, ids: Sequence[UUID], *, at: datetime) -> list[ContactOffline]:
    found = {contact.id: contact for contact in visible_to(viewer).filter(id__in=ids)}
    contacts = [found[each] for each in ids if each in found]
    protected = places_never_sent(viewer.council)
    people = _people(protected, ids)
    because = dict(
        RatingGiven.objects.filter(contact_id__in=ids)
        .order_by("at", "id")
        .values_list("contact_id", "reason")
    )
    tellers = {row.contact_id: row for row in Referrer.objects.filter(contact_id__in=ids)}
    return [
        ContactOffline(
            row=row,
            people=people.get(contact.id, ()),
            concern=protected.taken_out_of(contact.concern),
            immediate_danger=contact.immediate_danger,
            rated_because=protected.taken_out_of(because.get(contact.id, "")),
            held_because=protected.taken_out_of(row.held_because),
            told_by=_teller(protected, tellers.get(contact.id)),
        )
        for contact, row in zip(contacts, rows_for(viewer, contacts, at=at), strict=True)
    ]


def _teller(protected: Protected, row: Referrer | None) -> tuple[str, str]:
    """A protected mother who told of it herself is reached by the guardian, not from here."""
    if row is None or row.anonymous:
        return "Somebody who gave no name", ""
    who = ", ".join(filter(None, (row.name, row.role, row.agency, row.relationship)))
    if protected.protects(Whereabouts(phone=row.phone)):
        return who, protected.mask
    reach = (row.phone, row.email, protected.taken_out_of(row.safe_contact))
    return who, ", ".join(filter(None, reach))


def _people(protected: Protected, ids: Sequence[UUID]) -> dict[UUID, list[PersonOffline]]:
    rows = [
        *ContactChild.objects.filter(contact_id__in=ids).order_by("contact_id", "place"),
        *ContactAdult.objects.filter(contact_id__in=ids).order_by("contact_id", "place"),
    ]
    rows.sort(key=lambda row: row.contact_id)  # stable: children stay first
    found = {}
    for contact_id, group in groupby(rows, key=lambda row: row.contact_id):
        told = list(group)
        # Who lives with somebody protected lives where they do: one place hides them all.
        hidden = any(protected.protects(where_row(row)) for row in told)
        found[contact_id] = [_person(protected, row, hidden=hidden) for row in told]
    return found


def _person(
    protected: Protected, row: ContactChild | ContactAdult, *, hidden: bool
) -> PersonOffline:
    is_child = isinstance(row, ContactChild)
    address = ", ".join(part for part in (*row.address_lines, row.postcode) if part)
    return PersonOffline(
        name=f"{row.given_name} {row.family_name}".strip() or "Name not known",
        born=row.date_of_birth,
        expected_on=row.expected_on if is_child else None,
        age_years=row.age_years if is_child else None,
        is_child=is_child,
        who="" if is_child else row.relationship,
        address=None if hidden else address,
        phone=None if hidden else getattr(row, "phone", ""),
        safe_contact=protected.taken_out_of(getattr(row, "safe_contact", "")),
        school=None if hidden else getattr(row, "school", ""),
    )
