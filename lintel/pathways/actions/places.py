"""Giving a place back when the help has ended."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import NotPermitted, Permission, Role, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts
from lintel.contacts.rules.facts import ContactFacts
from lintel.kernel.refusals import Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.pathways.models import HandOver
from lintel.pathways.rules.handovers import Ending, State, reasons_not_to_end


@transaction.atomic
def end_place(
    *, contact_id: UUID, version: int | None, how: str, words: str, by: Viewer, at: datetime
) -> ContactFacts:
    """The team says that its help has ended, how, and how the children are. The contact does not
    change; when more is needed the hub's managers are told, who may reopen it.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact; only the team that took it may.
        Refused: the team has no such place, it was given back before, or nothing says how.
    """
    contact = contacts.to_change(
        contact_id, version=version, permission=Permission.RECEIVE_HANDOVER, by=by
    )
    held = HandOver.objects.filter(contact_id=contact.id).order_by("-offered_at").first()
    if held is not None and held.team not in by.teams:
        raise NotPermitted(Permission.RECEIVE_HANDOVER)
    refusals = reasons_not_to_end(
        State(held.state) if held else State.WITHDRAWN,
        is_ended=held is not None and held.ended_at is not None,
        how=how,
        words=words,
    )
    if held is None or refusals:
        raise Refused(*refusals)
    _end(held, Ending(how), words, by=by, at=at)
    if how == Ending.MORE_NEEDED:
        _tell_the_hub(held, by=by, at=at)
    trail.record(
        did=Permission.RECEIVE_HANDOVER,
        object_type="contact",
        object_id=str(contact.id),
        by=by,
        at=at,
        why=f"place ended: {how}",
        council=held.council,
    )
    return contact.facts()


def end_by_reopening(*, contact_id: UUID, by: Viewer, at: datetime) -> HandOver | None:
    """The hub takes it up again: the team no longer has it. Gives what the team had. Part of
    reopening: its transaction and its trail entry are the reopening's."""
    rows = HandOver.objects.filter(contact_id=contact_id, state=State.ACCEPTED)
    held = rows.order_by("-offered_at").first()
    if held is not None and held.ended_at is None:
        _end(held, Ending.REOPENED, "", by=by, at=at)
    return held


def _end(held: HandOver, how: Ending, words: str, *, by: Viewer, at: datetime) -> None:
    held.ended_at, held.ended_by_id = at, by.account_id
    held.ended_how, held.ended_words = how, words
    held.save(update_fields=["ended_at", "ended_by", "ended_how", "ended_words"])


def _tell_the_hub(held: HandOver, *, by: Viewer, at: datetime) -> None:
    notices.queue(
        kind="more_needed",
        council=held.council,
        channel="task",
        to=everybody_who_is(Role.MANAGER),
        subject=f"{held.reference} needs more than it was given",
        body="The team that took it on says so. Read why, reopen it and decide again.",
        about=held.reference,
        due_at=None,
        once_key=f"more:{held.id}",
        by=by,
        at=at,
    )
