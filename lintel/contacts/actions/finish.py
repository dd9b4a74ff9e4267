"""Closing and reopening; and the moves that screening and pathways make on a contact's behalf."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.actions.adding_up import not_alone
from lintel.contacts.actions.as_told import FRONT_DOOR
from lintel.contacts.actions.change import (
    CLOCK_ALERTS,
    index,
    on_the_trail,
    refuse,
    settle,
    take_in_hand,
    to_change,
)
from lintel.contacts.actions.own import end_hold
from lintel.contacts.events import ContactClosed, ContactReopened
from lintel.contacts.models import Closing, Contact
from lintel.contacts.rules.adding_up import reasons_not_to_end_alone
from lintel.contacts.rules.facts import ContactFacts, Stage
from lintel.contacts.rules.lifecycle import (
    NEXT_STAGE,
    Move,
    reasons_not_to,
    reasons_not_to_close,
    reasons_not_to_reopen,
)
from lintel.contacts.rules.obstacles import CLOSING, LETTING_GO, refusals_for
from lintel.contacts.standing import standing_for
from lintel.kernel import news
from lintel.kernel.refusals import Refused
from lintel.notices import actions as notices


@transaction.atomic
def close_contact(
    *, contact_id: UUID, version: int | None, reason: str, by: Viewer, at: datetime
) -> ContactFacts:
    """Close a decided contact that nobody is waiting on.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: not decided, a hand-over not accepted, held, an immediate need, no reason, or
            raised for a senior read that nobody else has made, or what a context above says stands
            in the way.
    """
    contact = to_change(contact_id, version=version, permission=Permission.CLOSE, by=by)
    facts = contact.facts()
    refuse(
        (
            *reasons_not_to_close(facts, reason=reason),
            *reasons_not_to_end_alone(facts, by=by.account_id),
            *refusals_for(standing_for(contact, by=by), CLOSING),
        )
    )
    Closing.objects.create(
        contact=contact, at=at, by_id=by.account_id, reopened=False, reason=reason
    )
    _shut(contact, Move.CLOSE, by=by, at=at)
    settle(contact, by=by, at=at)
    on_the_trail(Permission.CLOSE, contact, by=by, at=at)
    return contact.facts()


@transaction.atomic
def mark_waiting(
    *, contact_id: UUID, until: Callable[[], datetime | None], by: Viewer, at: datetime
) -> None:
    """Put on the board when agencies must answer, or that none is waited for.

    Nobody's view of the contact grows stale by it: its version stays. Whoever asks or answers
    leaves the entry on the trail.

    Shape: `until` is asked once the contact is locked, so that two who answer at once agree.
    """
    contact = Contact.objects.select_for_update().get(id=contact_id)
    was_due, contact.answers_due_at = contact.due_at, until()
    index(contact)
    contact.save(update_fields=["answers_due_at", "due_at", "queue", "rating_rank"])
    if contact.due_at != was_due:
        notices.settle(about=contact.reference, kinds=CLOCK_ALERTS, by=by, at=at)


def _shut(contact: Contact, move: Move, *, by: Viewer, at: datetime) -> None:
    """Every closing comes through here.

    Errors:
        Refused: it is raised for a senior read that nobody else has made. A team that takes a
            child on for more than that is not kept waiting for it.
    """
    not_alone(contact, contact.outcome, by=by, closing=move is Move.CLOSE)
    contact.stage = NEXT_STAGE[Stage(contact.stage), move]
    contact.closed_at = at
    contact.awaiting_team = ""
    end_hold(contact, because="closed", by=by, at=at)
    news.tell(ContactClosed(contact_id=contact.id, by=by, at=at))


@transaction.atomic
def reopen_contact(
    *, contact_id: UUID, version: int | None, reason: str, by: Viewer, at: datetime
) -> ContactFacts:
    """Put a decided or closed contact back to be decided; its clocks start again now.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: it is still to be decided, or no reason.
    """
    contact = to_change(contact_id, version=version, permission=Permission.REOPEN, by=by)
    refuse(reasons_not_to_reopen(contact.facts(), reason=reason))
    Closing.objects.create(
        contact=contact, at=at, by_id=by.account_id, reopened=True, reason=reason
    )
    contact.stage = NEXT_STAGE[Stage(contact.stage), Move.REOPEN]
    contact.closed_at = None
    contact.decided_at = None
    contact.outcome = ""
    contact.awaiting_team = contact.accepted_team = ""
    contact.was_returned = False
    contact.clock_started_at = at
    contact.owner_team = FRONT_DOOR
    contact.owner_account_id = by.account_id
    settle(contact, by=by, at=at)
    news.tell(ContactReopened(contact_id=contact.id, by=by, at=at))
    on_the_trail(Permission.REOPEN, contact, by=by, at=at)
    return contact.facts()


def mark_decided(
    contact: Contact, *, outcome: str, awaiting_team: str, by: Viewer, at: datetime
) -> ContactFacts:
    """The contact's side of a decision. Screening calls it, inside its own transaction, after its
    guards and before its one trail entry. `contact` comes from `to_change`.

    Errors:
        Refused: the contact cannot be decided from where it is, or not so by one person alone.
    """
    refuse(reasons_not_to(Move.DECIDE, contact.facts()))
    not_alone(contact, outcome, by=by, closing=False)
    contact.stage = NEXT_STAGE[Stage(contact.stage), Move.DECIDE]
    contact.decided_at = at
    contact.outcome = outcome
    contact.awaiting_team = awaiting_team
    contact.was_returned = False
    end_hold(contact, because="decided", by=by, at=at)
    take_in_hand(contact, by=by)
    settle(contact, by=by, at=at)
    return contact.facts()


def mark_accepted(contact: Contact, *, by: Viewer, at: datetime) -> ContactFacts:
    """The receiving team has taken it, and is responsible from now. Pathways records the trail
    entry.

    With that the hub's part is done and its contact closes, unless something above still keeps
    it: then it waits, decided and with the hub, until `let_go`.

    Errors:
        Refused: nothing is waiting to be accepted.
    """
    refuse(reasons_not_to(Move.ACCEPT, contact.facts()))
    not_alone(contact, contact.outcome, by=by, closing=False)
    contact.accepted_team, contact.awaiting_team = contact.awaiting_team, ""
    if not _is_kept(contact, by=by):
        _shut(contact, Move.ACCEPT, by=by, at=at)
    settle(contact, by=by, at=at)
    return contact.facts()


@transaction.atomic
def let_go(*, contact_id: UUID, by: Viewer, at: datetime) -> bool:
    """What kept a contact that a team has taken on is over: it closes, as it would have when the
    team accepted; whether it did. Whoever settled what kept it leaves the trail entry.
    """
    contact = Contact.objects.select_for_update().get(id=contact_id)
    taken_on = contact.stage == Stage.DECIDED and contact.accepted_team
    if not taken_on or _is_kept(contact, by=by):
        return False
    try:
        _shut(contact, Move.ACCEPT, by=by, at=at)
    except Refused:  # raised meanwhile for a senior read: it waits on the board to be closed
        return False
    settle(contact, by=by, at=at)
    return True


def _is_kept(contact: Contact, *, by: Viewer) -> bool:
    return bool(refusals_for(standing_for(contact, by=by), LETTING_GO))


def mark_returned(contact: Contact, *, by: Viewer, at: datetime) -> ContactFacts:
    """The team has sent it back: it must be decided again, and the clock has run on.

    Errors:
        Refused: nothing is waiting to be accepted.
    """
    refuse(reasons_not_to(Move.RETURN, contact.facts()))
    contact.stage = NEXT_STAGE[Stage(contact.stage), Move.RETURN]
    contact.awaiting_team = ""
    contact.was_returned = True
    contact.decided_at = None
    contact.outcome = ""
    contact.owner_team = FRONT_DOOR
    settle(contact, by=by, at=at)
    return contact.facts()
