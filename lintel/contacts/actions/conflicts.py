"""Conflicts of interest with whom contacts are about: declaring one, and seeing one by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import queries as access
from lintel.access.viewers import GRANTS, Permission, Viewer
from lintel.contacts.actions.as_told import FRONT_DOOR
from lintel.contacts.actions.restrict import give
from lintel.contacts.models import Contact
from lintel.contacts.queries.family import contacts_naming, family_of
from lintel.contacts.queries.near import (
    contacts_about,
    contacts_to_compare,
    family_of_people,
    family_to_keep_apart,
    near_to,
)
from lintel.contacts.queries.visibility import contact_id_of, visible_to
from lintel.kernel.references import tidy_reference
from lintel.kernel.refusals import Invalid, NotThere, Refusal
from lintel.people import queries as people
from lintel.restrictions import actions as restrictions
from lintel.restrictions.actions import Family
from lintel.restrictions.queries.conflicts import conflicts_with, keeps_anybody_apart
from lintel.restrictions.rules.conflicts import Named, OwnDetails, what_is_wrong_with_declaring

NOT_HERE = "Check the reference: there is no contact with it that you can open"


@transaction.atomic
def declare_conflict(
    *,
    relation: str,
    reason: str,
    reference: str = "",
    person_id: UUID | None = None,
    described: Named | None = None,
    of: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Say that `of` (who says it, when None) stands too near to a family: of a contact or a person
    that `by` can open, or somebody described by name and birthday, of whom there may be no record
    and of whom nothing is answered. Everything of that family is hidden from `of` from now on.

    Errors:
        NotPermitted. NotThere: no such person or worker for `by`. Invalid: by field.
    """
    wrong = list(what_is_wrong_with_declaring(relation, reason))
    about, family = "", Family()
    named = described is not None and bool(described.given_name and described.family_name)
    if reference.strip():
        about = tidy_reference(reference) or reference.strip()
        try:
            contact_id = contact_id_of(by, about)
        except NotThere:
            wrong.append(Refusal("unknown_reference", NOT_HERE, "reference"))
        else:
            family = family_to_keep_apart(Contact.objects.get(id=contact_id))
    elif person_id is not None:
        about = people.person_summary(by, person_id).number
        family = family_of_people([person_id])
    elif not named:
        words = "Enter the reference of a contact, or the name of somebody in the family"
        wrong.append(Refusal("nobody_said", words, "reference"))
    if described is not None and named:
        family = _with(family, _described(by.council, described))
    if wrong:
        by.must(Permission.DECLARE_CONFLICT)
        raise Invalid(*wrong)
    of = of or by.account_id
    if of != by.account_id and of not in {one.account_id for one in _workers(by.council)}:
        raise NotThere("account")
    return restrictions.declare_conflict(
        of=of, relation=relation, reason=reason, about=about, family=family, by=by, at=at
    )


def _workers(council: str) -> Sequence[access.Colleague]:
    roles = [role for role, granted in GRANTS.items() if Permission.DECLARE_CONFLICT in granted]
    return access.accounts_in_council(council, roles)


def _described(council: str, named: Named) -> Family:
    found = Family(named=(named,))
    for contact in Contact.objects.filter(id__in=contacts_about(council, [named])):
        found = _with(found, family_to_keep_apart(contact))
    return found


def _with(one: Family, other: Family) -> Family:
    return Family(one.people | other.people, one.contacts | other.contacts, one.named + other.named)


@transaction.atomic
def say_own_details(*, said: OwnDetails, by: Viewer, at: datetime) -> None:
    """Keep a worker's own details as marks, and see which contacts they stand near to. They are not
    told which, nor whether there are any.

    Errors:
        NotPermitted.
    """
    restrictions.say_own_details(said=said, by=by, at=at)
    for contact in Contact.objects.filter(id__in=contacts_to_compare(by.council, said)):
        _see(contact, only=by.account_id, by=by, at=at)


def see_conflicts(*, contact_id: UUID, by: Viewer, at: datetime) -> None:
    """Find who may stand near to a contact that was told of or put right. Part of that action,
    which leaves the trail entry."""
    contact = Contact.objects.only("council").filter(id=contact_id).first()
    if contact is not None:
        _see(contact, only=None, by=by, at=at)


def _see(contact: Contact, *, only: UUID | None, by: Viewer, at: datetime) -> None:
    restrictions.see_conflicts(
        contact_id=contact.id,
        council=contact.council,
        near=near_to(contact),
        people=lambda: family_of(contact).people,
        only=only,
        by=by,
        at=at,
    )


def keep_apart_again(
    *, council: str, person_ids: Collection[UUID], by: Viewer, at: datetime
) -> None:
    """Hide what is now known to be of a family that somebody has declared. Part of linking or
    merging, which leaves the trail entry."""
    if not keeps_anybody_apart(council):
        return
    telling = contacts_naming(people.record_ids_of(person_ids))
    for conflict_id, known in conflicts_with(person_ids, telling).items():
        family = family_of_people(known | set(person_ids))
        restrictions.keep_apart(conflict_id=conflict_id, family=family, by=by, at=at)


def pass_on(*, account_id: UUID, contact_ids: Collection[UUID], by: Viewer, at: datetime) -> None:
    """Take what is hidden from a worker out of their hands, back to the team it came from. Part of
    what hid it; each is entered as given."""
    held = Contact.objects.select_for_update().filter(
        id__in=contact_ids, owner_account=account_id, closed_at=None
    )
    for contact in held.order_by("id"):
        give(contact, None, contact.owner_team or FRONT_DOOR, by=by, at=at)


@transaction.atomic
def open_with_reason(*, contact_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Say why one opens a contact that may be of one's own family; the managers are told.

    Errors:
        NotThere: there is none for `by`, or nothing warns them. Invalid: no reason.
    """
    contact = visible_to(by).filter(id=contact_id).first()
    if contact is None:
        raise NotThere("contact")
    restrictions.say_why_open(
        contact_id=contact_id, reference=contact.reference, reason=reason, by=by, at=at
    )
