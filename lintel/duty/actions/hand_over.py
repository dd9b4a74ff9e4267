"""Saying what the other side must know, keeping one by name, and accepting."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries import InHand
from lintel.contacts.rules.sides import Side, side_of_role
from lintel.duty.actions import drawing
from lintel.duty.models import DutyItem
from lintel.duty.queries.plan import Planned, planned, team_of, turn_in
from lintel.duty.rules.items import (
    SIDE_WORDS,
    State,
    Why,
    reasons_not_to_accept,
    reasons_not_to_keep,
    reasons_not_to_say,
)
from lintel.duty.rules.turns import Turn
from lintel.kernel.as_seen import must_be_as_seen
from lintel.kernel.refusals import NotThere, Refusal, Refused
from lintel.notices import actions as notices


@transaction.atomic
def hand_over(
    *,
    contact_id: UUID,
    note: str,
    next_check_at: datetime | None = None,
    seen: str | None = None,
    by: Viewer,
    at: datetime,
) -> DutyItem:
    """Put a contact before the other side, with what they must know. It stays where it is until
    they accept. One that does not go by itself is put on the list by this. `seen` is what had been
    said so far when it was read, as `letters_of`: it takes the place of that and of nothing newer.

    Errors:
        NotThere, NotPermitted: as every change to a contact.
        Refused: it is closed, with the other side already or accepted; nothing is said of it; or
            `by` is of the side that takes over; somebody has said more since it was `seen`.
    """
    turn, item, hand = _one(contact_id, by=by, at=at)
    state = State(item.state) if item else State.DRAWN
    if item and state is State.READY:
        must_be_as_seen(item.note, seen)
    refusals = [
        *reasons_not_to_say(
            state,
            side=side_of_role(by.role),
            giver=turn.giver,
            note=note,
            next_check_at=next_check_at,
            at=at,
        ),
        *_nobody_to_give_to(by.council, turn),
    ]
    if hand is None:
        refusals.append(Refusal("already_closed", "This contact is closed. Reopen it first"))
    elif hand.side is turn.to:
        refusals.append(_with_them(turn))
    if refusals or hand is None:
        raise Refused(*refusals)
    if item is None:
        why = planned(by.council, turn).get(contact_id)
        item = drawing.draw(why or Planned(hand, (Why.ADDED,)), turn, by=by, at=at)
    item.state, item.note, item.next_check_at = State.READY, note.strip(), next_check_at
    item.ready_at, item.ready_by = at, by.account_id
    item.ended_at, item.ended_by, item.ended_because = None, None, ""
    said = ("state", "note", "next_check_at", "ready_at", "ready_by")
    item.save(update_fields=[*said, "ended_at", "ended_by", "ended_because"])
    _tell_that_it_waits(item, turn, by=by, at=at)
    _on_the_trail(item, f"offered to {turn.to}", by=by, at=at)
    return item


@transaction.atomic
def keep_with_hub(*, contact_id: UUID, reason: str, by: Viewer, at: datetime) -> DutyItem:
    """Somebody of the hub stays with it: from now on it has a name, theirs if it had none.

    Errors:
        NotThere, NotPermitted: as every change to a contact.
        Refused: it is not on the list, has been accepted, or no reason is given.
    """
    turn, item, hand = _one(contact_id, by=by, at=at)
    if item is None and hand is not None:
        one = planned(by.council, turn).get(contact_id)
        item = drawing.draw(one, turn, by=by, at=at) if one else None
    if item is None:
        raise Refused(Refusal("not_on_the_list", "This contact is not on the list to hand over"))
    refusals = reasons_not_to_keep(
        State(item.state), side=side_of_role(by.role), giver=turn.giver, reason=reason
    )
    if hand is None:
        refusals += (Refusal("already_closed", "This contact is closed"),)
    elif hand.side is turn.to:
        refusals += (_with_them(turn),)
    if refusals:
        raise Refused(*refusals)
    contact = contacts.to_change(
        contact_id, version=None, permission=Permission.HAND_OVER_DUTY, by=by
    )
    contacts.mark_kept(contact, reason="Stays with it past the close of day", by=by, at=at)
    drawing.end(item, State.KEPT, because=reason.strip(), by=by, at=at)
    _on_the_trail(item, "kept with the hub", by=by, at=at)
    return item


@transaction.atomic
def accept_duty(*, contact_ids: Sequence[UUID], by: Viewer, at: datetime) -> list[DutyItem]:
    """Take contacts on: responsibility for each moves now, for all of them or for none.

    Errors:
        NotThere: one of them is not there, or not for `by`.
        NotPermitted: the role does not take over.
        Refused: `by` is of the side that gives; or one of them waits for a word, was kept, or has
            been accepted. Every reason at once.
    """
    wanted = list(dict.fromkeys(contact_ids))
    for contact_id in wanted:
        contact_queries.the_contact(by, contact_id)
    by.must(Permission.HAND_OVER_DUTY)
    if not wanted:
        raise Refused(Refusal("none_chosen", "Select what you accept", "contact_ids"))
    turn = turn_in(by.council, at)
    items = _locked(by.council, turn, wanted)
    hands = {one.id: one for one in contact_queries.in_hand(by.council, wanted)}
    missing = [each for each in wanted if each not in items]
    plan = planned(by.council, turn) if missing else {}
    refusals: list[Refusal] = []
    for contact_id in wanted:
        if contact_id in missing and contact_id in plan:
            items[contact_id] = drawing.draw(plan[contact_id], turn, by=by, at=at)
        _as_it_stands(items.get(contact_id), hands.get(contact_id), turn, at=at)
        refusals += _why_not_accept(items.get(contact_id), hands.get(contact_id), turn, by, at)
    team = team_of(by.council, turn.to)
    if refusals or team is None:
        raise Refused(*(refusals or _nobody_to_give_to(by.council, turn)))
    taken = [items[each] for each in wanted]
    for item in sorted(taken, key=lambda one: one.id):
        contact = contacts.to_change(
            item.contact_id, version=None, permission=Permission.HAND_OVER_DUTY, by=by
        )
        contacts.mark_taken(contact, team=team.key, reason=_reason(turn), by=by, at=at)
        drawing.end(item, State.ACCEPTED, because="", by=by, at=at)
        _on_the_trail(item, f"accepted by {turn.to}", by=by, at=at)
    return taken


def _why_not_accept(
    item: DutyItem | None, hand: InHand | None, turn: Turn, by: Viewer, at: datetime
) -> tuple[Refusal, ...]:
    if item is None:
        return (Refusal("not_on_the_list", "One of these is not on the list to hand over"),)
    refusals = reasons_not_to_accept(
        State(item.state),
        reference=item.reference,
        side=side_of_role(by.role),
        giver=turn.giver,
        past_the_turn=at >= turn.at,
    )
    if refusals:
        return refusals
    if hand is None:
        return (Refusal("already_closed", f"{item.reference} has been closed"),)
    if hand.side is turn.to:
        return (Refusal("already_with_you", f"{item.reference} is with your side already"),)
    return ()


def _one(
    contact_id: UUID, *, by: Viewer, at: datetime
) -> tuple[Turn, DutyItem | None, InHand | None]:
    """The turn, the contact's item with its lock, and who has the contact; None where there is
    none."""
    contact_queries.the_contact(by, contact_id)
    by.must(Permission.HAND_OVER_DUTY)
    turn = turn_in(by.council, at)
    item = _locked(by.council, turn, [contact_id]).get(contact_id)
    found = contact_queries.in_hand(by.council, [contact_id])
    hand = found[0] if found else None
    _as_it_stands(item, hand, turn, at=at)
    return turn, item, hand


def _as_it_stands(item: DutyItem | None, hand: InHand | None, turn: Turn, *, at: datetime) -> None:
    """An item that was ended, of a contact that is back in the giver's hands, stands again."""
    if item is None or hand is None or hand.side is turn.to:
        return
    if item.state in {State.OFF, State.ACCEPTED}:
        drawing.draw_again(item, turn, at=at)


def _locked(council: str, turn: Turn, ids: Sequence[UUID]) -> dict[UUID, DutyItem]:
    """Items before contacts, always, and in one order: so that two who act at once agree."""
    of_turn = DutyItem.objects.filter(council=council, turns_at=turn.at, to=turn.to)
    rows = of_turn.filter(contact_id__in=ids).select_for_update().order_by("id")
    return {row.contact_id: row for row in rows}


def _nobody_to_give_to(council: str, turn: Turn) -> tuple[Refusal, ...]:
    if team_of(council, turn.to) is not None:
        return ()
    message = f"The directory has no team for {SIDE_WORDS[turn.to]}: ask for it to be added"
    return (Refusal("no_such_team", message),)


def _with_them(turn: Turn) -> Refusal:
    words = SIDE_WORDS[turn.to]
    return Refusal("already_with_them", f"{words[0].upper()}{words[1:]} has it in hand already")


def _reason(turn: Turn) -> str:
    return "Accepted for the night" if turn.to is Side.DUTY else "Taken back in the morning"


def _tell_that_it_waits(item: DutyItem, turn: Turn, *, by: Viewer, at: datetime) -> None:
    """One alert for a turn's list, not one for each item."""
    team = team_of(item.council, turn.to)
    if team is None:
        raise NotThere("team")
    notices.queue(
        kind="duty_offered",
        council=item.council,
        channel="task",
        to=team.key,
        subject="A hand-over waits for you to accept it",
        body="Open Hand over duty, read what is said of each, and accept.",
        about="",
        due_at=turn.at,
        once_key=f"duty:{item.council}:{turn.to}:{turn.at.isoformat()}",
        by=by,
        at=at,
    )


def _on_the_trail(item: DutyItem, why: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=Permission.HAND_OVER_DUTY,
        object_type="contact",
        object_id=str(item.contact_id),
        by=by,
        at=at,
        why=why,
        council=item.council,
    )
