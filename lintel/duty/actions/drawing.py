"""Drawing up the list of a turn, and keeping it true. Called inside a transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts import queries as contacts
from lintel.contacts.queries import InHand
from lintel.duty.models import DutyItem
from lintel.duty.queries.plan import Planned, planned, team_of
from lintel.duty.rules.items import OPEN, State, Why
from lintel.duty.rules.turns import Turn
from lintel.notices import actions as notices

ALERTS = ("duty_offered", "duty_not_accepted")
CLOSED = "It has been closed"
WITH_THEM = "They have it in hand already"
NOT_PRESSING = "It can wait until the hub opens"


def bring_up_to_date(council: str, turn: Turn, *, by: Viewer, at: datetime) -> list[DutyItem]:
    """Put on the list what must go, take off what need not, and end the lists of earlier turns;
    what was put on. Locks the items before it reads the contacts, as every action does."""
    open_ones = DutyItem.objects.filter(council=council, state__in=sorted(OPEN))
    for item in open_ones.exclude(turns_at=turn.at, to=turn.to).select_for_update().order_by("id"):
        end(item, State.LEFT, because="", by=by, at=at)
    of_turn = DutyItem.objects.filter(council=council, turns_at=turn.at, to=turn.to)
    items = {i.contact_id: i for i in of_turn.select_for_update().order_by("id")}
    plan = planned(council, turn)
    _take_off(council, turn, items.values(), plan.keys(), by=by, at=at)
    put_on = []
    for contact_id, one in plan.items():
        item = items.get(contact_id)
        if item is None:
            put_on.append(draw(one, turn, by=by, at=at))
        elif item.state in {State.OFF, State.ACCEPTED}:
            # It has come back into the giver's hands, or presses again.
            draw_again(item, turn, at=at)
            put_on.append(item)
    if at >= turn.at:
        for item in put_on:
            _tell_whoever_takes_over(item, turn, by=by, at=at)
    return put_on


def _take_off(
    council: str,
    turn: Turn,
    items: Collection[DutyItem],
    planned_ids: Collection[UUID],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    astray = [i for i in items if i.state in OPEN and i.contact_id not in planned_ids]
    still_open = {one.id: one for one in contacts.in_hand(council, [i.contact_id for i in astray])}
    for item in astray:
        hand = still_open.get(item.contact_id)
        if hand is None:
            end(item, State.OFF, because=CLOSED, by=by, at=at)
        elif hand.side is turn.to:
            end(item, State.OFF, because=WITH_THEM, by=by, at=at)
        elif item.state == State.DRAWN and Why.ADDED not in item.why:
            end(item, State.OFF, because=NOT_PRESSING, by=by, at=at)


def draw(one: Planned, turn: Turn, *, by: Viewer, at: datetime) -> DutyItem:
    """Shape: the item that is there already, should another have drawn it in this moment."""
    hand: InHand = one.contact
    item, _ = DutyItem.objects.get_or_create(
        contact_id=hand.id,
        to=turn.to,
        turns_at=turn.at,
        defaults={
            "council": hand.council,
            "reference": hand.reference,
            "why": [str(why) for why in one.why],
            "had_account": hand.owner_account,
            "had_team": hand.owner_team,
            "drawn_at": at,
            "drawn_by": by.account_id,
            "answer_by": turn.answer_by(at),
        },
    )
    return item


def draw_again(item: DutyItem, turn: Turn, *, at: datetime) -> None:
    item.state, item.told_at = State.DRAWN, None
    item.ended_at, item.ended_by, item.ended_because = None, None, ""
    item.answer_by = turn.answer_by(at)
    item.save(
        update_fields=["state", "told_at", "ended_at", "ended_by", "ended_because", "answer_by"]
    )


def end(item: DutyItem, state: State, *, because: str, by: Viewer, at: datetime) -> None:
    item.state = state
    item.ended_at, item.ended_by, item.ended_because = at, by.account_id, because
    item.save(update_fields=["state", "ended_at", "ended_by", "ended_because"])
    notices.settle(about=item.reference, kinds=ALERTS, by=by, at=at)


def _tell_whoever_takes_over(item: DutyItem, turn: Turn, *, by: Viewer, at: datetime) -> None:
    """What comes up while the giver is not there is told to whoever takes over, at once."""
    team = team_of(item.council, turn.to)
    if team is None:
        return
    notices.queue(
        kind="duty_offered",
        council=item.council,
        channel="task",
        to=team.key,
        subject=f"{item.reference} waits for you to take it on",
        body="Open Hand over duty and accept it.",
        about=item.reference,
        due_at=item.answer_by,
        once_key=f"duty_drawn:{item.id}:{item.answer_by.isoformat()}",
        by=by,
        at=at,
    )
