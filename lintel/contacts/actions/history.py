"""Reading a family's history: an act, because a decision rests on it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.audit.in_bulk import insert_many
from lintel.contacts.actions.change import on_the_trail
from lintel.contacts.actions.write import open_contact
from lintel.contacts.models import HistoryOpened
from lintel.contacts.queries.household import (
    FamilyHistory,
    family_history,
    history_around,
    named_in,
)
from lintel.contacts.queries.visibility import the_contact
from lintel.kernel.refusals import NotThere


def open_history(*, contact_id: UUID, by: Viewer, at: datetime) -> FamilyHistory:
    """The household and history of whom a contact names; that `by` has read it is kept. It is put
    together first, so that nobody who writes waits for it, and given out once that is entered.

    Errors:
        NotThere: there is no such contact, or none for `by`.
        NotPermitted: `by` may see it but not the history.
    """
    contact = the_contact(by, contact_id)
    by.must(Permission.OPEN_HISTORY)
    found = history_around(by, contact, at=at)
    with transaction.atomic():
        HistoryOpened.objects.create(contact=contact, at=at, by_id=by.account_id)
        on_the_trail(Permission.OPEN_HISTORY, contact, by=by, at=at)
    return found


def open_with_families(
    *, contact_id: UUID, person_ids: Iterable[UUID], by: Viewer, at: datetime
) -> dict[UUID, FamilyHistory]:
    """Read a contact, and the families of these people, each family once, by whom was asked; those
    who are not there for `by` are left out.

    Errors: as `open_contact`; NotPermitted as `open_family`.
    """
    open_contact(contact_id=contact_id, by=by, at=at)
    found: dict[UUID, FamilyHistory] = {}
    shown: set[UUID] = set()
    for person_id in person_ids:
        if person_id in shown:
            continue
        with suppress(NotThere):
            family = found[person_id] = open_family(person_id=person_id, by=by, at=at)
            shown |= {person_id, *(member.who for member in family.members)}
    return found


def open_family(*, person_id: UUID, by: Viewer, at: datetime) -> FamilyHistory:
    """The household and history of somebody known, from whatever page.

    It counts as reading the history of each open contact that names only people of this family,
    for it is the same page: whoever decides there is not asked to read it again.

    Errors:
        NotThere: no such person, or none for `by`.
        NotPermitted: the role of `by` reads no histories.
    """
    found = family_history(by, person_id, at=at)
    asked = {one for member in found.members if member.is_asked for one in member.stands_for}
    members = {one for member in found.members for one in member.stands_for}
    read = [
        HistoryOpened(contact_id=contact_id, at=at, by_id=by.account_id)
        for contact_id, named in named_in(found.open_contact_ids).items()
        if asked & named and named <= members
    ]
    with transaction.atomic():
        insert_many(HistoryOpened, read, reason="history of a family")
        trail.record(
            did=Permission.OPEN_HISTORY,
            object_type="person",
            object_id=str(next(iter(found.asked), person_id)),  # whom somebody merged stands as
            by=by,
            at=at,
            council=by.council,
            zone="Z1",
        )
    return found
