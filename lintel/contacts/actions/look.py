"""The first look, and answering what cannot wait."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.actions.as_told import FRONT_DOOR
from lintel.contacts.actions.change import on_the_trail, refuse, settle, to_change
from lintel.contacts.models import Acknowledgement, Look
from lintel.contacts.rules.facts import ContactFacts, Stage
from lintel.contacts.rules.lifecycle import (
    NEXT_STAGE,
    Move,
    reasons_not_to_acknowledge,
    reasons_not_to_look,
)
from lintel.notices import actions as notices


@transaction.atomic
def look_at_contact(
    *,
    contact_id: UUID,
    version: int | None,
    immediate: bool,
    note: str = "",
    by: Viewer,
    at: datetime,
) -> ContactFacts:
    """A qualified manager or senior practitioner has read it and says whether it can wait.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: it has been looked at, or the referrer's danger is passed over without a word.

    Source: domain reference 5, 000-24 to 000-26.
    """
    contact = to_change(contact_id, version=version, permission=Permission.LOOK, by=by)
    refuse(reasons_not_to_look(contact.facts(), immediate=immediate, note=note))
    Look.objects.create(contact=contact, at=at, by_id=by.account_id, immediate=immediate, note=note)
    contact.stage = NEXT_STAGE[Stage(contact.stage), Move.LOOK]
    if immediate:
        contact.immediate_since = at
    settle(contact, by=by, at=at)
    if immediate:
        _tell_the_duty_people(contact.reference, contact.council, str(contact.id), by=by, at=at)
    on_the_trail(
        Permission.LOOK, contact, by=by, at=at, why="immediate" if immediate else "can wait"
    )
    return contact.facts()


def _tell_the_duty_people(
    reference: str, council: str, contact_id: str, *, by: Viewer, at: datetime
) -> None:
    notices.queue(
        kind="immediate_need",
        council=council,
        channel="task",
        to=FRONT_DOOR,
        subject=f"{reference} needs an immediate response",
        body="Open it, act, and say who is doing what.",
        about=reference,
        due_at=None,
        once_key=f"immediate:{contact_id}:{at.isoformat()}",
        by=by,
        at=at,
    )


@transaction.atomic
def acknowledge_immediate(
    *, contact_id: UUID, version: int | None, action: str, by: Viewer, at: datetime
) -> ContactFacts:
    """Somebody has the immediate need in hand, and says what is being done.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: nothing is waiting, or no word of what is being done.
    """
    contact = to_change(
        contact_id, version=version, permission=Permission.ACKNOWLEDGE_IMMEDIATE, by=by
    )
    refuse(reasons_not_to_acknowledge(contact.facts(), action=action))
    Acknowledgement.objects.create(contact=contact, at=at, by_id=by.account_id, action=action)
    contact.immediate_since = None
    if contact.owner_account_id is None:
        contact.owner_account_id = by.account_id
    settle(contact, by=by, at=at)
    on_the_trail(Permission.ACKNOWLEDGE_IMMEDIATE, contact, by=by, at=at)
    return contact.facts()
