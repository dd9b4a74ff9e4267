"""Offering a contact to a team; taking it on, sending it back, or having it wait for a place."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import NotPermitted, Permission, Role, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts
from lintel.contacts.rules.facts import ContactFacts
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.pathways.models import HandOver
from lintel.pathways.queries.places import places_by_team
from lintel.pathways.rules.handovers import (
    State,
    reasons_not_to_answer,
    reasons_not_to_return,
    reasons_not_to_wait,
)


@transaction.atomic
def accept_handover(
    *, contact_id: UUID, version: int | None, by: Viewer, at: datetime
) -> ContactFacts:
    """The team takes it: responsibility moves now, and the hub's contact closes.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact; only the team offered may.
        Refused: nothing is waiting to be accepted.
    """
    contact, offer = _offered(contact_id, version, by=by)
    _refuse(reasons_not_to_answer(State(offer.state)))
    _answer(offer, State.ACCEPTED, by=by, at=at)
    after = contacts.mark_accepted(contact, by=by, at=at)
    _on_the_trail(offer, "accepted", by=by, at=at)
    return after


@transaction.atomic
def return_handover(
    *, contact_id: UUID, version: int | None, reason: str, by: Viewer, at: datetime
) -> ContactFacts:
    """The team sends it back with a reason; the hub decides again and the clock has run on.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact; only the team offered may.
        Refused: nothing is waiting, or no reason.
    """
    contact, offer = _offered(contact_id, version, by=by)
    _refuse(reasons_not_to_return(State(offer.state), reason=reason))
    _answer(offer, State.RETURNED, reason=reason, by=by, at=at)
    after = contacts.mark_returned(contact, by=by, at=at)
    notices.queue(
        kind="handover_returned",
        council=offer.council,
        channel="task",
        to=contacts.FRONT_DOOR,
        subject=f"{offer.reference} has been returned",
        body="Open it, read why, and decide again.",
        about=offer.reference,
        due_at=None,
        once_key=f"returned:{offer.id}",
        by=by,
        at=at,
    )
    _on_the_trail(offer, "returned", by=by, at=at)
    return after


@transaction.atomic
def wait_for_place(
    *, contact_id: UUID, version: int | None, waiting_for: str, by: Viewer, at: datetime
) -> ContactFacts:
    """The team would take it and has no place: it goes on the team's waiting list.

    That is no acceptance. The hub stays responsible, the contact does not change and its clock
    runs; the hub is told, and may decide otherwise.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact; only the team offered may.
        Refused: nothing waits to be answered, it waits already, the team counts no places, or
            nothing says what for.
    """
    contact, offer = _offered(contact_id, version, by=by)
    _refuse(
        reasons_not_to_wait(
            State(offer.state),
            is_waiting=offer.waiting_since is not None,
            counts_places=directory.team(offer.council, offer.team).places is not None,
            reason=waiting_for,
        )
    )
    offer.waiting_since, offer.waiting_for = at, waiting_for
    offer.save(update_fields=["waiting_since", "waiting_for"])
    notices.queue(
        kind="waits_for_a_place",
        council=offer.council,
        channel="task",
        to=str(offer.offered_by_id),
        subject=f"{offer.reference} waits for a place",
        body="The team has put it on its waiting list. The hub is still responsible and the clock "
        "runs: see what can be done meanwhile, or reopen it and decide again.",
        about=offer.reference,
        due_at=None,
        once_key=f"waits:{offer.id}",
        by=by,
        at=at,
    )
    _on_the_trail(offer, "waiting list", by=by, at=at)
    return contact.facts()


def _offered(contact_id: UUID, version: int | None, *, by: Viewer):
    """The contact and the offer that waits for `by`'s team."""
    contact = contacts.to_change(
        contact_id, version=version, permission=Permission.RECEIVE_HANDOVER, by=by
    )
    offer = HandOver.objects.filter(contact_id=contact.id).order_by("-offered_at").first()
    if offer is None:
        raise Refused(Refusal("not_offered", "This contact has not been offered to a team"))
    if offer.team not in by.teams:
        raise NotPermitted(Permission.RECEIVE_HANDOVER)
    return contact, offer


def _refuse(refusals: tuple[Refusal, ...]) -> None:
    if refusals:
        raise Refused(*refusals)


def _answer(offer: HandOver, state: State, *, reason: str = "", by: Viewer, at: datetime) -> None:
    offer.state, offer.answered_at, offer.answered_by_id = state, at, by.account_id
    offer.reason = reason
    offer.save(update_fields=["state", "answered_at", "answered_by", "reason"])


def _on_the_trail(offer: HandOver, what: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=Permission.RECEIVE_HANDOVER,
        object_type="contact",
        object_id=str(offer.contact_id),
        by=by,
        at=at,
        why=what,
        council=offer.council,
    )


def offer_handover(
    *,
    contact_id: UUID,
    decision_id: UUID,
    reference: str,
    council: str,
    outcome: str,
    team: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Offer a decided contact to a team and tell the team. Part of deciding: its transaction and
    its trail entry are the decision's."""
    HandOver.objects.create(
        contact_id=contact_id,
        decision_id=decision_id,
        reference=reference,
        council=council,
        outcome=outcome,
        team=team,
        offered_at=at,
        offered_by_id=by.account_id,
    )
    notices.queue(
        kind="handover_offered",
        council=council,
        channel="task",
        to=team,
        subject=f"{reference} has been passed to your team",
        body="Accept it, or return it with a reason.",
        about=reference,
        due_at=None,
        once_key=f"offered:{decision_id}",
        by=by,
        at=at,
    )
    _warn_when_full(council, team, by=by, at=at)


def _warn_when_full(council: str, team: str, *, by: Viewer, at: datetime) -> None:
    """Managers are told, once a day, that a team has been sent more than it has places for."""
    receiving = directory.team(council, team)
    if receiving.places is None:
        return
    if not places_by_team(council, [receiving])[team].is_exceeded:
        return
    notices.queue(
        kind="places_exceeded",
        council=council,
        channel="task",
        to=everybody_who_is(Role.MANAGER),
        subject=f"{receiving.title} has been sent more families than it has places",
        body="Open Step-downs, then Places, to see who waits and for how long.",
        about="",
        due_at=None,
        once_key=f"places:{council}:{team}:{london_day(at).isoformat()}",
        by=by,
        at=at,
    )


def withdraw_offer(*, contact_id: UUID, by: Viewer, at: datetime) -> None:
    """Take back an offer nobody has answered, because the decision behind it no longer holds.
    Part of reopening: its transaction and its trail entry are the reopening's."""
    for offer in HandOver.objects.filter(contact_id=contact_id, state=State.OFFERED):
        _answer(offer, State.WITHDRAWN, reason="reopened", by=by, at=at)
