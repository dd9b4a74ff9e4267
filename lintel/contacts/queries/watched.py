"""What the signs of misuse need of contacts that were opened. It asks nobody who is looking, and
nothing of it is shown: surnames are compared, and thrown away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from lintel.contacts.models import Contact, ContactAdult, ContactChild


@dataclass(frozen=True, slots=True)
class Watched:
    """Shape: `surnames` in lower case, of everybody whom it names."""

    surnames: frozenset[str]
    closed_at: datetime | None
    owner: UUID | None


def watched(ids: Iterable[UUID]) -> dict[UUID, Watched]:
    """Three queries however many there are."""
    ids = set(ids)
    names: dict[UUID, set[str]] = {}
    for contact_id, name in chain.from_iterable(
        kind.objects.filter(contact__in=ids).values_list("contact_id", "family_name")
        for kind in (ContactChild, ContactAdult)
    ):
        if name.strip():
            names.setdefault(contact_id, set()).add(name.strip().casefold())
    rows = Contact.objects.filter(id__in=ids).values_list("id", "closed_at", "owner_account")
    return {
        contact_id: Watched(frozenset(names.get(contact_id, ())), closed_at, owner)
        for contact_id, closed_at, owner in rows
    }


def references_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """References, which name nobody, for whoever reads the trail."""
    return dict(Contact.objects.filter(id__in=set(ids)).values_list("id", "reference"))
