"""Hand-overs in bulk, for imports of history and the demo: a named escape from one by one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.audit.in_bulk import insert_many
from lintel.contacts.loading import Walk
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refused
from lintel.pathways.models import CameBack, HandOver
from lintel.pathways.rules.handovers import (
    State,
    reasons_not_to_answer,
    reasons_not_to_end,
    reasons_not_to_return,
    reasons_not_to_wait,
)
from lintel.pathways.rules.step_downs import came_back_within

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


def put_on_waiting_list(offered: HandOver, *, waiting_for: str, at: datetime) -> None:
    """It waits for a place with the team it was offered to; the hub still has it.

    Errors:
        Refused: nothing waits for an answer, it waits already, or nothing says what for.
    """
    refusals = reasons_not_to_wait(
        State(offered.state),
        is_waiting=offered.waiting_since is not None,
        counts_places=True,
        reason=waiting_for,
    )
    if refusals:
        raise Refused(*refusals)
    offered.waiting_since, offered.waiting_for = at, waiting_for


def end(offered: HandOver, *, how: str, words: str, by: Viewer, at: datetime) -> None:
    """The place it had is given back.

    Errors:
        Refused: it was not accepted, has ended, or nothing says how.
    """
    refusals = reasons_not_to_end(
        State(offered.state), is_ended=offered.ended_at is not None, how=how, words=words
    )
    if refusals:
        raise Refused(*refusals)
    offered.ended_at, offered.ended_by_id = at, by.account_id
    offered.ended_how, offered.ended_words = how, words


def came_back(
    held: HandOver, *, contact_id: UUID, reference: str, came_at: datetime, at: datetime
) -> CameBack | None:
    """What a contact brought back, not yet written; None when that was too late, or before the
    team had it. Nobody is told of history."""
    if held.answered_at is None or held.state != State.ACCEPTED:
        return None
    within = came_back_within(london_day(held.answered_at), london_day(came_at))
    if within is None or came_at < held.answered_at:
        return None
    return CameBack(
        handover=held,
        council=held.council,
        contact_id=contact_id,
        reference=reference,
        came_at=came_at,
        within=within,
        reopened=contact_id == held.contact_id,
        noted_at=at,
    )


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


def write(offers: Iterable[HandOver], back: Iterable[CameBack] = ()) -> None:
    """Inside the caller's transaction; the trail entries are the walks'."""
    insert_many(HandOver, list(offers), reason=ESCAPE)
    insert_many(CameBack, list(back), reason=ESCAPE)
