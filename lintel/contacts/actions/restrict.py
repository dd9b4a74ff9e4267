"""Keeping a contact or a person from most of the hub, and what that changes here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lintel.access.queries import NOBODY
from lintel.access.viewers import Permission, Viewer
from lintel.contacts.actions.adding_up import add_up_around
from lintel.contacts.actions.change import on_the_trail, settle, to_change
from lintel.contacts.models import Assignment, Contact, ContactAdult, ContactChild
from lintel.contacts.queries.family import contacts_naming
from lintel.contacts.queries.restricted import (
    covered_by_contact,
    covered_by_person,
    matches_of,
)
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused, Stale
from lintel.people import loading, queries as people
from lintel.people.merged import standing_as
from lintel.people.person_file import known_as
from lintel.restrictions import actions as restrictions, queries as restricted
from lintel.restrictions.actions import Covers
from lintel.restrictions.queries import CONTACT, PERSON
from lintel.restrictions.rules.lasting import ReaderSaid


@transaction.atomic
def restrict_contact(
    *,
    contact_id: UUID,
    version: int | None,
    kind: str,
    reason: str,
    readers: Sequence[ReaderSaid] = (),
    review: date | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Keep one contact from whoever is not on its list; the id of the restriction. Somebody of the
    list has it in hand from then on.

    Errors:
        NotThere, NotPermitted, Stale: as every change. Invalid, Refused: every reason.
    """
    contact = to_change(contact_id, version=version, permission=Permission.RESTRICT, by=by)
    known = restricted.kind_of(by.council, kind)
    return restrictions.restrict(
        subject_type=CONTACT,
        subject_id=contact.id,
        reference=contact.reference,
        kind_key=kind,
        reason=reason,
        readers=readers,
        review=review,
        covers=covered_by_contact(contact, known) if known else Covers(),
        by=by,
        at=at,
    )


def give_to_readers(
    *, contact_ids: Collection[UUID], readers: Sequence[ReaderSaid], by: Viewer, at: datetime
) -> None:
    """What nobody else sees must be in the hands of somebody who does. Part of what hid it; each
    that is given to somebody is entered as given."""
    accounts = {reader.account for reader in readers if reader.account}
    teams = {reader.team for reader in readers if reader.team}
    rows = Contact.objects.select_for_update().filter(id__in=contact_ids).order_by("id")
    for contact in rows:
        mine = contact.owner_account_id in accounts
        ours = contact.owner_account_id is None and contact.owner_team in teams
        if readers and contact.closed_at is None and not mine and not ours:
            give(contact, readers[0].account, readers[0].team, by=by, at=at)


def give(contact: Contact, account: UUID | None, team: str, *, by: Viewer, at: datetime) -> None:
    """Put it in these hands as part of what made it necessary. `contact` is locked."""
    contact.owner_account_id = account
    if team:
        contact.owner_team = team
    if by.account_id not in NOBODY:  # of what is loaded from a file only the trail says who
        Assignment.objects.create(
            contact=contact, at=at, by_id=by.account_id, to_account_id=account, to_team=team
        )
    settle(contact, by=by, at=at)
    on_the_trail(Permission.ASSIGN, contact, by=by, at=at, why=f"to {team or account}")


@transaction.atomic
def restrict_person(
    *,
    person_id: UUID,
    kind: str,
    reason: str,
    readers: Sequence[ReaderSaid] = (),
    review: date | None = None,
    apart_from: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Keep a person, and every contact that names them, from whoever is not on the list; or, of a
    protected place, where they are. The id of the restriction.

    `apart_from`: who the child is since an adoption. The two are never offered beside each other,
    nor made one, by anybody or anything.

    Errors:
        NotThere: no such person for `by`. NotPermitted. Invalid, Refused: every reason.
    """
    person_id = known_as(by, person_id)
    card = people.person_summary(by, person_id)
    by.must(Permission.RESTRICT)
    known = restricted.kind_of(by.council, kind)
    if apart_from is not None:
        apart_from = known_as(by, apart_from)
        if apart_from == person_id:
            words = "The new identity must be another person than the old one"
            raise Invalid(Refusal("same_person", words, "apart_from"))
    found = restrictions.restrict(
        subject_type=PERSON,
        subject_id=person_id,
        reference=card.number,
        kind_key=kind,
        reason=reason,
        readers=readers,
        review=review,
        covers=covered_by_person(person_id, known) if known else Covers(),
        by=by,
        at=at,
    )
    if apart_from is not None:
        loading.keep_apart([person_id, apart_from])
    return found


@transaction.atomic
def unrestrict_contact(
    *,
    contact_id: UUID,
    version: int | None,
    reason: str,
    stepped_up: bool,
    by: Viewer,
    at: datetime,
) -> bool:
    """The first who says so asks that it be lifted; the second, somebody else, lifts it. Whether
    it is lifted now. Of several restrictions, the one set last.

    Shape: `stepped_up`: a second factor came with it, without which nothing is lifted.

    Errors:
        NotThere: no such contact, or none whose restriction `by` may know of.
        Stale, NotPermitted. Invalid, Refused: every reason.
    """
    contact = Contact.objects.select_for_update().filter(id=contact_id).first()
    standing = restricted.of_subject(by, CONTACT, contact_id)
    if not standing or contact is None:
        raise NotThere("contact")
    if version is not None and contact.version != version:
        raise Stale(contact.version)
    last = standing[-1]
    if last.is_asked and not stepped_up:
        words = "Somebody has asked meanwhile that it be lifted: look at it again first"
        raise Refused(Refusal("asked_meanwhile", words))
    if last.is_asked:
        restrictions.lift(restriction_id=last.id, by=by, at=at)
    else:
        restrictions.ask_to_lift(restriction_id=last.id, reason=reason, by=by, at=at)
    return last.is_asked


def look_for_hidden(*, contact_id: UUID, by: Viewer, at: datetime) -> int:
    """Tell guardians of a new contact that may be about somebody they keep; how many are new. Part
    of taking it in: its transaction. Whoever handed it in learns nothing of it."""
    contact = Contact.objects.only("council", "reference").get(id=contact_id)
    found = matches_of(contact)
    if not found:
        return 0
    return restrictions.note_matches(found, council=contact.council, by=by, at=at)


def cover_again(
    *,
    council: str,
    person_ids: Iterable[UUID],
    record_ids: Iterable[UUID],
    by: Viewer,
    at: datetime,
) -> None:
    """Bring what restrictions cover into step with links, merges and what is told now. Part of
    what changed them, which leaves the trail entry."""
    touched = set(standing_as(person_ids).values()) | set(person_ids)
    touched |= set(people.person_of(record_ids).values())
    near = contacts_naming(record_ids)
    standing = restricted.standing_for(PERSON, touched) + restricted.standing_for(CONTACT, near)
    for one in {each.id: each for each in standing}.values():
        kind = restricted.kind_of(council, one.kind)
        if kind is None:
            continue
        if one.subject_type == PERSON:
            covers = covered_by_person(one.subject_id, kind)
        else:
            covers = covered_by_contact(Contact.objects.get(id=one.subject_id), kind)
        restrictions.cover(one.id, covers, by=by, at=at)


def add_up_without(*, restriction_id: UUID, by: Viewer, at: datetime) -> None:
    """Ask the rules about what adds up again, of whoever a restriction covers: what is hidden
    raises nothing that is not."""
    people_ids, contact_ids = restricted.ever_covered(restriction_id)
    record_ids = {
        record_id
        for model in (ContactChild, ContactAdult)
        for record_id in model.objects.filter(contact__in=contact_ids).values_list(
            "record_id", flat=True
        )
    }
    add_up_around(council=by.council, person_ids=people_ids, record_ids=record_ids, by=by, at=at)
