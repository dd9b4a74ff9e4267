"""Hand-overs in bulk, for imports of history and the demo: a named escape from one by one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.audit.in_bulk import insert_many
from lintel.contacts.loading import Walk
from lintel.kernel.refusals import Refused
from lintel.pathways.models import HandOver
from lintel.pathways.rules.handovers import State, reasons_not_to_answer, reasons_not_to_return

ESCAPE = "pathways loading"


def offer(walk: Walk, *, decision_id: UUID, outcome: str, by: Viewer, at: datetime) -> HandOver:
    """The offer that a decision makes to the team the walk now waits for."""
    contact = walk.contact
    return HandOver(
        contact_id=contact.id,
        decision_id=decision_id,
        reference=contact.reference,
        council=contact.council,
        outcome=outcome,
        team=contact.awaiting_team,
        offered_at=at,
        offered_by_id=by.account_id,
    )


def accept(walk: Walk, offered: HandOver, *, by: Viewer, at: datetime) -> None:
    """
    Errors:
        NotPermitted: `by` does not receive hand-overs, or not for that team.
        Refused: nothing waits for an answer.
    """
    _answer(walk, offered, State.ACCEPTED, reason="", by=by, at=at)
    walk.mark_accepted(by=by, at=at)


def send_back(walk: Walk, offered: HandOver, *, reason: str, by: Viewer, at: datetime) -> None:
    """
    Errors:
        NotPermitted, Refused: as `accept`, and when there is no reason.
    """
    _answer(walk, offered, State.RETURNED, reason=reason, by=by, at=at)
    walk.mark_returned()


def _answer(
    walk: Walk, offered: HandOver, state: State, *, reason: str, by: Viewer, at: datetime
) -> None:
    by.must(Permission.RECEIVE_HANDOVER)
    if offered.team not in by.teams:
        raise NotPermitted(Permission.RECEIVE_HANDOVER)
    now = State(offered.state)
    returned = state is State.RETURNED
    refusals = reasons_not_to_return(now, reason=reason) if returned else reasons_not_to_answer(now)
    if refusals:
        raise Refused(*refusals)
    offered.state, offered.answered_at, offered.answered_by_id = state, at, by.account_id
    offered.reason = reason
    walk.on_the_trail(Permission.RECEIVE_HANDOVER, by=by, at=at, why=str(state))


def write(offers: Iterable[HandOver]) -> None:
    """Inside the caller's transaction; the trail entries are the walks'."""
    insert_many(HandOver, list(offers), reason=ESCAPE)
