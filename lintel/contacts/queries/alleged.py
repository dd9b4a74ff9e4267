"""What a contact alleges, for whoever above must act on it, whoever is looking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.contacts.models import Contact, ContactChild, RiskIndicator
from lintel.kernel.refusals import NotThere


@dataclass(frozen=True, slots=True)
class Alleged:
    """Shape:

    categories: as they now stand; signs: rules that fired and nobody has set aside.
    children: (record id, name) in the order they were told of.
    """

    contact_id: UUID
    reference: str
    council: str
    received_at: datetime
    categories: Sequence[str]
    signs: Sequence[str]
    children: Sequence[tuple[UUID, str]]


def alleged_in(contact_id: UUID) -> Alleged:
    """What a contact alleges, and of whom. It asks nobody who is looking: for handlers of news,
    where the sender of a contact is no reader of it.

    Errors:
        NotThere: there is no such contact.
    """
    wanted = ("id", "reference", "council", "received_at", "categories")
    contact = Contact.objects.filter(id=contact_id).only(*wanted).first()
    if contact is None:
        raise NotThere("contact")
    signs = RiskIndicator.objects.filter(contact_id=contact_id, dismissed_at=None)
    return Alleged(
        contact_id=contact.id,
        reference=contact.reference,
        council=contact.council,
        received_at=contact.received_at,
        categories=tuple(contact.categories),
        signs=tuple(signs.order_by("rule").values_list("rule", flat=True)),
        children=children_told(contact_id),
    )


def children_told(contact_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Record id and name of each child of a contact, in the order they were told of."""
    rows = ContactChild.objects.filter(contact_id=contact_id).order_by("place")
    return tuple(
        (record, f"{given} {family}".strip() or "Name not known")
        for record, given, family in rows.values_list("record_id", "given_name", "family_name")
    )


def names_of_children(records: Iterable[UUID]) -> dict[UUID, str]:
    """Name of each child by record id, for lists; one query."""
    rows = ContactChild.objects.filter(record_id__in=set(records))
    return {
        record: f"{given} {family}".strip() or "Name not known"
        for record, given, family in rows.values_list("record_id", "given_name", "family_name")
    }
