"""Adding to a contact and putting it right: notes, corrections, and what is half typed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import JSONField, Value

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts.actions.adding_up import add_up
from lintel.contacts.actions.allege import tell_allegation
from lintel.contacts.actions.as_told import is_allegation
from lintel.contacts.actions.change import on_the_trail, refuse, settle, to_change
from lintel.contacts.actions.flags import flag
from lintel.contacts.events import ContactCorrected
from lintel.contacts.models import Contact, Correction, Draft, Note
from lintel.contacts.queries.harm import harm_that_holds
from lintel.contacts.queries.rows import BoardRow
from lintel.contacts.queries.search import search
from lintel.contacts.queries.visibility import the_contact
from lintel.contacts.rules.corrections import what_is_wrong_with
from lintel.contacts.rules.facts import ContactFacts
from lintel.contacts.rules.harm import reasons_not_another_kind
from lintel.contacts.rules.telling_rules import CANNOT_BE_STORED
from lintel.kernel import news
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.policy.in_force import policy_for


@transaction.atomic
def add_note(
    *, contact_id: UUID, version: int | None = None, text: str, by: Viewer, at: datetime
) -> ContactFacts:
    """Add to what is known. A note changes no state, so it needs no version and loses no race.

    Errors:
        NotThere, NotPermitted: as every change.
        Invalid: nothing written.
    """
    contact = to_change(contact_id, version=version, permission=Permission.ADD_NOTE, by=by)
    if not text.strip():
        raise Invalid(Refusal("missing", "Enter a note", field="text"))
    if "\x00" in text:
        raise Invalid(
            Refusal("bad_character", "Remove the character that cannot be stored", field="text")
        )
    Note.objects.create(contact=contact, at=at, by_id=by.account_id, text=text)
    on_the_trail(Permission.ADD_NOTE, contact, by=by, at=at)
    return contact.facts()


@transaction.atomic
def correct_contact(
    *,
    contact_id: UUID,
    version: int | None,
    changes: Mapping[str, Any],
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> ContactFacts:
    """Put right what was taken down wrong; what it said before is kept.

    Shape: `changes` maps a field of rules.corrections.CORRECTABLE to its new value.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Invalid: a field that cannot be corrected, or a value that makes no sense.
        Refused: the contact is closed; or a sign of harm stands, and it would become an enquiry
            that asks for less.
    """
    contact = to_change(contact_id, version=version, permission=Permission.CORRECT, by=by)
    if not contact.facts().is_open:
        raise Refused(Refusal("already_closed", "This contact is closed. Reopen it first"))
    policy = policy_for(contact.council)
    wrong = what_is_wrong_with(changes, received_at=contact.received_at, at=at, policy=policy)
    if wrong:
        raise Invalid(*wrong)
    if changes.get("kind", contact.kind) != contact.kind and contact.facts().is_welfare:
        refuse(reasons_not_another_kind(harm_that_holds(contact)))
    was_one = is_allegation(contact.council, contact.categories)
    for field, now in changes.items():
        was = _plain(getattr(contact, field))
        if was != _plain(now):
            Correction.objects.create(
                contact=contact,
                at=at,
                by_id=by.account_id,
                field=field,
                was=_kept(was),
                now=_kept(_plain(now)),
                reason=reason,
            )
            setattr(contact, field, now)
    # Corrected into one, it is one; out of it, only the designated officer says that it is none.
    told_now = not was_one and is_allegation(contact.council, contact.categories)
    contact.allegation = contact.allegation or told_now
    settle(contact, by=by, at=at)
    flag(contact, at=at)
    if {"kind", "categories"} & changes.keys():
        add_up(contact, by=by, at=at)
    fields = frozenset(changes)
    news.tell(ContactCorrected(contact_id=contact.id, fields=fields, by=by, at=at))
    if told_now:
        tell_allegation(contact, by=by, at=at)
    on_the_trail(Permission.CORRECT, contact, by=by, at=at, why=", ".join(sorted(changes)))
    return contact.facts()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _kept(value: Any) -> Any:
    """For a column of JSON, where None alone would be no answer instead of the answer "nothing"."""
    return Value(None, JSONField()) if value is None else value


@transaction.atomic
def save_draft(*, form: str, fields: Mapping[str, Any], by: Viewer, at: datetime) -> None:
    """Keep what somebody is typing; replaces what they had typed before in the same form.

    Leaves no trail entry: a draft is nobody's record until it is sent.
    """
    Draft.objects.update_or_create(
        account_id=by.account_id,
        form=form,
        defaults={"fields": _storable(dict(fields)), "saved_at": at},
    )


def _storable(value: Any) -> Any:
    """What was typed without the characters that no database keeps: the rest is not lost."""
    if isinstance(value, str):
        return CANNOT_BE_STORED.sub("", value)
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value


@transaction.atomic
def drop_draft(*, form: str, by: Viewer, at: datetime) -> None:
    """Let a draft go once what it held has been sent."""
    Draft.objects.filter(account_id=by.account_id, form=form).delete()


@transaction.atomic
def open_contact(*, contact_id: UUID, by: Viewer, at: datetime, why: str = "") -> Contact:
    """Read one contact in full; that somebody read it is kept in the same transaction. `why` says
    what of it they read, where that is not all of it as it is now.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    contact = the_contact(by, contact_id)
    said = ("sample" if by.may(Permission.READ_SAMPLE) else "", why)
    because = "; ".join(each for each in said if each)
    on_the_trail(Permission.VIEW_CONTACT, contact, by=by, at=at, why=because)
    return contact


@transaction.atomic
def open_trail(*, contact_id: UUID, by: Viewer, at: datetime) -> list[trail.Entry]:
    """Who of its own council has opened and changed one contact, oldest first; asking leaves an
    entry too. That somebody of another council asked for it in vain is that council's to look into:
    it says who works there.

    Errors:
        NotThere: there is none, or none for `by`.
        NotPermitted: `by` may not read the trail.
    """
    contact = the_contact(by, contact_id)
    by.must(Permission.VIEW_AUDIT)
    found = [
        entry
        for entry in trail.entries_about("contact", str(contact.id))
        if entry.council == contact.council
    ]
    on_the_trail(Permission.VIEW_AUDIT, contact, by=by, at=at)
    return found


def search_contacts(*, words: str, by: Viewer, at: datetime) -> list[BoardRow]:
    """Find contacts by reference or name. That somebody searched is kept; what for is not.

    Errors:
        NotPermitted: `by` may not search.
    """
    found = search(by, words, at=at)
    with transaction.atomic():
        trail.record(
            did=Permission.SEARCH,
            object_type="search",
            object_id=str(uuid4()),
            by=by,
            at=at,
            why=f"{len(found)} found",
            council=by.council,
        )
    return found
