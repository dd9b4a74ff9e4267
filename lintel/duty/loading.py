"""Promises and hand-overs of duty in bulk, for the demo: a named escape from one by one."""

from collections.abc import Iterable
from datetime import datetime

from lintel.access.viewers import Permission, Viewer
from lintel.audit.in_bulk import insert_many
from lintel.contacts.loading import Walk
from lintel.contacts.rules.sides import side_of_role
from lintel.duty.models import DutyItem, Promise
from lintel.duty.rules.items import State, Why, reasons_not_to_accept, reasons_not_to_say
from lintel.duty.rules.promises import (
    Settled,
    promises_stand,
    reasons_not_to_promise,
    reasons_not_to_settle,
)
from lintel.duty.rules.turns import Turn
from lintel.kernel.refusals import Refusal, Refused

ESCAPE = "duty loading"


def promise(
    walk: Walk, *, what: str, to_whom: str, due_at: datetime, by: Viewer, at: datetime
) -> Promise:
    """
    Errors:
        NotPermitted, Refused: as actions.make_promise.
    """
    by.must(Permission.PROMISE)
    is_open = walk.facts.is_open
    _refuse(
        reasons_not_to_promise(is_open=is_open, what=what, to_whom=to_whom, due_at=due_at, at=at)
    )
    walk.on_the_trail(Permission.PROMISE, by=by, at=at, why="promised")
    promised = Promise(
        contact_id=walk.contact.id,
        reference=walk.contact.reference,
        council=walk.contact.council,
        what=what,
        to_whom=to_whom,
        due_at=due_at,
        at=at,
        by=by.account_id,
    )
    walk.stands[promised.id] = promises_stand(1)
    return promised


def settle(
    walk: Walk, promised: Promise, *, how: Settled, words: str, by: Viewer, at: datetime
) -> None:
    """
    Errors:
        NotPermitted, Refused: as actions.settle_promise.
    """
    by.must(Permission.PROMISE)
    _refuse(reasons_not_to_settle(promised.settled_as, how=how, words=words))
    promised.settled_as, promised.settled_words = how, words
    promised.settled_at, promised.settled_by = at, by.account_id
    walk.stands.pop(promised.id, None)
    walk.on_the_trail(Permission.PROMISE, by=by, at=at, why=str(how))


def hand_over(
    walk: Walk,
    *,
    turn: Turn,
    why: Iterable[Why],
    note: str,
    next_check_at: datetime | None = None,
    by: Viewer,
    at: datetime,
) -> DutyItem:
    """Ready to be accepted at a turn; the contact stays where it is.

    Errors:
        NotPermitted, Refused: as actions.hand_over.
    """
    by.must(Permission.HAND_OVER_DUTY)
    said = {"side": side_of_role(by.role), "giver": turn.giver, "note": note, "at": at}
    _refuse(reasons_not_to_say(State.DRAWN, next_check_at=next_check_at, **said))
    walk.on_the_trail(Permission.HAND_OVER_DUTY, by=by, at=at, why=f"offered to {turn.to}")
    return DutyItem(
        council=walk.contact.council,
        to=turn.to,
        turns_at=turn.at,
        contact_id=walk.contact.id,
        reference=walk.contact.reference,
        why=[str(each) for each in why],
        had_account=walk.contact.owner_account_id,
        had_team=walk.contact.owner_team,
        drawn_at=at,
        drawn_by=by.account_id,
        answer_by=turn.answer_by(at),
        state=State.READY,
        note=note,
        next_check_at=next_check_at,
        ready_at=at,
        ready_by=by.account_id,
    )


def accept(walk: Walk, item: DutyItem, *, turn: Turn, team: str, by: Viewer, at: datetime) -> None:
    """Shape: `team` is the key of the team that takes over.

    Errors:
        NotPermitted, Refused: as actions.accept_duty.
    """
    by.must(Permission.HAND_OVER_DUTY)
    _refuse(
        reasons_not_to_accept(
            State(item.state),
            reference=item.reference,
            side=side_of_role(by.role),
            giver=turn.giver,
            past_the_turn=at >= turn.at,
        )
    )
    item.state, item.ended_at, item.ended_by = State.ACCEPTED, at, by.account_id
    walk.mark_taken(team=team, reason="Accepted", by=by, at=at)
    walk.on_the_trail(Permission.HAND_OVER_DUTY, by=by, at=at, why=f"accepted by {turn.to}")


def write(*, promises: Iterable[Promise] = (), items: Iterable[DutyItem] = ()) -> None:
    """Inside the caller's transaction; the trail entries are the walks'."""
    insert_many(Promise, list(promises), reason=ESCAPE)
    insert_many(DutyItem, list(items), reason=ESCAPE)


def _refuse(refusals: tuple[Refusal, ...]) -> None:
    if refusals:
        raise Refused(*refusals)
