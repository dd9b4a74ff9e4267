"""Who has a contact in hand, and putting it on hold in plain sight."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import queries as access
from lintel.access.queries import Colleague
from lintel.access.viewers import GRANTS, Permission, Role, Viewer
from lintel.contacts.actions.change import (
    on_the_trail,
    refuse,
    settle,
    take_in_hand,
    to_change,
)
from lintel.contacts.models import Assignment, Contact, Hold
from lintel.contacts.queries.harm import unanswered_harm
from lintel.contacts.queries.in_hand import owner_side
from lintel.contacts.rules.facts import ContactFacts
from lintel.contacts.rules.harm import MAY_HOLD_TEAMS, MAY_NOT_OWN, reasons_not_to_pass_on
from lintel.contacts.rules.lifecycle import reasons_not_to_hold
from lintel.contacts.rules.sides import Side, reasons_not_across, side_of_owner
from lintel.directory import queries as directory
from lintel.kernel.refusals import NotThere, Refusal, Refused
from lintel.restrictions.queries.conflicts import stands_apart


@transaction.atomic
def assign_contact(
    *,
    contact_id: UUID,
    version: int | None,
    to: str,
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> ContactFacts:
    """Give a contact to a person (account id) or back to a team (team key).

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: closed, `to` is nobody who could work on it here, stands too near to the family, is
            of an area team or early help while a sign of significant harm stands and no discussion
            has answered it, or is across the close of day from whoever has it, and has not taken
            it.
    """
    contact = to_change(contact_id, version=version, permission=Permission.ASSIGN, by=by)
    if not contact.facts().is_open:
        raise Refused(Refusal("already_closed", "This contact is closed. Reopen it first"))
    account, team = _whoever(contact.council, to)
    if account is not None and stands_apart(account, contact.id):
        words = "Select somebody else: they may be near to this family"
        raise Refused(Refusal("conflict_of_interest", words, field="to"))
    if not may_hold(contact.council, account, team):
        refuse(reasons_not_to_pass_on(unanswered_harm(contact), field="to"))
    _must_be_taken(contact, account, team, by=by)
    Assignment.objects.create(
        contact=contact,
        at=at,
        by_id=by.account_id,
        to_account_id=account,
        to_team=team,
        reason=reason,
    )
    contact.owner_account_id = account
    if team:
        contact.owner_team = team
    settle(contact, by=by, at=at)
    on_the_trail(Permission.ASSIGN, contact, by=by, at=at, why=f"to {team or account}")
    return contact.facts()


def may_hold(council: str, account: UUID | None, team: str) -> bool:
    """Whether they may hold a child who may be suffering significant harm, before a discussion."""
    if team:
        return directory.team(council, team).kind in MAY_HOLD_TEAMS
    found = [person for person in who_may_own(council) if person.account_id == account]
    return not any(person.role in MAY_NOT_OWN for person in found)


def _must_be_taken(contact: Contact, account: UUID | None, team: str, *, by: Viewer) -> None:
    """
    Errors:
        Refused: the hub would put it in the emergency duty team's hands, or they in the hub's.
    """
    duty = access.accounts_of_role(contact.council, Role.EMERGENCY_DUTY)
    kinds = {one.key: one.kind for one in directory.teams(contact.council)}
    if account is None:
        to = side_of_owner(None, kinds[team])
    else:
        to = Side.DUTY if account in duty else Side.HUB
    refuse(reasons_not_across(owner_side(contact, duty=duty, kinds=kinds), to, by=by.role))


def mark_taken(contact: Contact, *, team: str, reason: str, by: Viewer, at: datetime) -> None:
    """The contact's side of taking over at the close of day: it is that team's from now on.

    `contact` comes from `to_change`; the context above has asked whether, and leaves the entry.
    """
    Assignment.objects.create(
        contact=contact, at=at, by_id=by.account_id, to_team=team, reason=reason
    )
    contact.owner_account_id, contact.owner_team = None, team
    settle(contact, by=by, at=at)


def mark_kept(contact: Contact, *, reason: str, by: Viewer, at: datetime) -> None:
    """The contact's side of keeping it past the close of day: it has a name, if it had none."""
    if contact.owner_account_id is None:
        Assignment.objects.create(
            contact=contact, at=at, by_id=by.account_id, to_account_id=by.account_id, reason=reason
        )
        contact.owner_account_id = by.account_id
        settle(contact, by=by, at=at)


def _whoever(council: str, to: str) -> tuple[UUID | None, str]:
    """The account, or the team, that `to` names; somebody who may never rate cannot own."""
    try:
        wanted = UUID(to)
    except ValueError:
        try:
            return None, directory.team(council, to).key
        except NotThere:
            raise Refused(_nobody()) from None
    if wanted not in {person.account_id for person in who_may_own(council)}:
        raise Refused(_nobody())
    return wanted, ""


def who_may_own(council: str) -> Sequence[Colleague]:
    """Everybody who could work on a contact here, by name."""
    roles = [role for role, granted in GRANTS.items() if Permission.VIEW_BOARD in granted]
    return access.accounts_in_council(council, roles)


def _nobody() -> Refusal:
    return Refusal("unknown_assignee", "Select a person or team in this hub", field="to")


@transaction.atomic
def hold_contact(
    *,
    contact_id: UUID,
    version: int | None,
    reason: str,
    review_at: datetime,
    by: Viewer,
    at: datetime,
) -> ContactFacts:
    """Wait, visibly: an owner, a reason and a review time. No clock stops.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: not looked at, closed, an immediate need, no reason, a review time gone by.
    """
    contact = to_change(contact_id, version=version, permission=Permission.HOLD, by=by)
    refuse(reasons_not_to_hold(contact.facts(), reason=reason, review_at=review_at, at=at))
    end_hold(contact, because="held again", by=by, at=at)
    Hold.objects.create(
        contact=contact, at=at, by_id=by.account_id, reason=reason, review_at=review_at
    )
    contact.held_until = review_at
    take_in_hand(contact, by=by)
    settle(contact, by=by, at=at)
    on_the_trail(Permission.HOLD, contact, by=by, at=at, why=f"until {review_at.isoformat()}")
    return contact.facts()


@transaction.atomic
def release_contact(
    *, contact_id: UUID, version: int | None, reason: str = "", by: Viewer, at: datetime
) -> ContactFacts:
    """Take a contact off hold.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: it is not held.
    """
    contact = to_change(contact_id, version=version, permission=Permission.HOLD, by=by)
    if contact.held_until is None:
        raise Refused(Refusal("not_held", "This contact is not held"))
    end_hold(contact, because=reason, by=by, at=at)
    settle(contact, by=by, at=at)
    on_the_trail(Permission.HOLD, contact, by=by, at=at, why="released")
    return contact.facts()


def end_hold(contact: Contact, *, because: str, by: Viewer, at: datetime) -> None:
    for hold in contact.hold_rows.filter(released_at=None):
        hold.released_at, hold.released_by_id, hold.released_because = at, by.account_id, because
        hold.save(update_fields=["released_at", "released_by", "released_because"])
    contact.held_until = None
