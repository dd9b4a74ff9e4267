"""What every change to a contact does: see it, be allowed, be up to date; then settle the board."""

from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts.models import Contact
from lintel.contacts.queries.visibility import the_contact
from lintel.contacts.rules.clocks import running_clocks
from lintel.contacts.rules.facts import RANK, Rating, Stage
from lintel.contacts.rules.queues import queue_of
from lintel.contacts.rules.sides import Side, side_of_owner, side_of_role
from lintel.directory import queries as directory
from lintel.kernel.refusals import Refusal, Refused, Stale
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import FRONT_DOOR
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for

CLOCK_ALERTS = ("due_soon", "overdue")


def to_change(
    contact_id: UUID, *, version: int | None, permission: Permission, by: Viewer
) -> Contact:
    """The contact, locked for this transaction. `version` None: the caller holds no earlier view.

    Errors:
        NotThere: not visible to `by`; told before anything else.
        NotPermitted: `by` may see it but never do this.
        Stale: it has changed since `version`.
    """
    contact = the_contact(by, contact_id, for_change=True)
    by.must(permission)
    if version is not None and contact.version != version:
        raise Stale(contact.version)
    return contact


def refuse(refusals: tuple[Refusal, ...]) -> None:
    """
    Errors:
        Refused: with every reason, when there is one.
    """
    if refusals:
        raise Refused(*refusals)


def index(contact: Contact) -> None:
    """Work out the board's columns from the facts: queue, rank and the next time to run out."""
    facts = contact.facts()
    contact.queue = queue_of(facts)
    contact.awaits_senior_read = facts.awaits_senior_read
    contact.rating_rank = RANK[Rating(contact.rating) if contact.rating else ""]
    if contact.stage == Stage.CLOSED:
        contact.due_at = None
        return
    clocks = running_clocks(facts, policy=policy_for(contact.council), calendar=calendar())
    contact.due_at = clocks[0].due_at


def settle(contact: Contact, *, by: Viewer, at: datetime) -> None:
    """Count the change and keep it, with the board's columns made right.

    An alert about a clock that has moved on is taken down.
    """
    was_due = contact.due_at
    contact.version += 1
    index(contact)
    contact.save()
    if contact.due_at != was_due:
        notices.settle(about=contact.reference, kinds=CLOCK_ALERTS, by=by, at=at)


def take_in_hand(contact: Contact, *, by: Viewer) -> None:
    """Whoever acts on a contact that only a team has takes it in hand; but across the close of
    day only by accepting it, or by saying what they are doing about an immediate need."""
    if contact.owner_account_id is not None:
        return
    mine = side_of_role(by.role)
    if contact.owner_team == FRONT_DOOR:
        theirs = Side.HUB
    else:
        kinds = {team.key: team.kind for team in directory.teams(contact.council)}
        theirs = side_of_owner(None, kinds.get(contact.owner_team, ""))
    if mine is theirs:
        contact.owner_account_id = by.account_id


def on_the_trail(
    did: Permission, contact: Contact, *, by: Viewer, at: datetime, why: str = ""
) -> None:
    trail.record(
        did=did,
        object_type="contact",
        object_id=str(contact.id),
        by=by,
        at=at,
        why=why,
        council=contact.council,
    )
