"""The hand-over that is on, as both ends see it.

What the worker has not drawn up yet is worked out here, and shown all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer
from lintel.access.worded_once import worded_once
from lintel.contacts import queries as contacts
from lintel.contacts.counted import Counted
from lintel.contacts.queries import BoardRow, InHand
from lintel.contacts.queries.beside import board_rows
from lintel.contacts.rules.sides import Side, side_of_role
from lintel.directory import queries as directory
from lintel.directory.rules.kinds import Team
from lintel.duty.models import DutyItem
from lintel.duty.queries.plan import Planned, planned, team_of, turn_in
from lintel.duty.queries.promises import PromiseSeen, open_promises
from lintel.duty.rules.items import OPEN, State, Why
from lintel.duty.rules.turns import Turn
from lintel.restrictions.queries import hidden_contacts


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One contact on the list.

    Shape:
        holder: who has it at this moment, in words; never empty while it is open.
        had: who had it when it was drawn up.
        before: what was said of it at the hand-over before this one, "" for nothing.
        late: nobody has accepted it, and they should have; `told`: managers know.
        row: None when the contact is not for this viewer.
    """

    contact_id: UUID
    reference: str
    state: State
    why: tuple[Why, ...]
    note: str
    next_check_at: datetime | None
    ready_by: str
    ready_at: datetime | None
    holder: str
    had: str
    before: str
    answer_by: datetime
    late: bool
    told: bool
    ended_by: str
    ended_at: datetime | None
    ended_because: str
    promises: Sequence[PromiseSeen]
    row: BoardRow | None


@dataclass(frozen=True, slots=True)
class Night:
    """Shape:

    side: the viewer's; `giver`, `taker` the teams, None where the directory has none.
    items: those that have not ended first, the gravest first.
    dealt_with: what the other side took on at the last turn and has closed since.
    """

    turn: Turn
    side: Side
    giver: Team | None
    taker: Team | None
    items: Sequence[ItemSeen]
    dealt_with: Sequence[ItemSeen]

    @property
    def gives(self) -> bool:
        return self.side is self.turn.giver


def the_night(viewer: Viewer, *, at: datetime) -> Night:
    """
    Errors:
        NotPermitted: the viewer's role takes no part in it.
    """
    viewer.must(Permission.HAND_OVER_DUTY)
    council, turn = viewer.council, turn_in(viewer.council, at)
    rows = list(DutyItem.objects.filter(council=council, turns_at=turn.at, to=turn.to))
    plan = planned(council, turn)
    before = _of_the_turn_before(council, turn)
    found = _as_they_stand(council, turn, {row.contact_id: row for row in rows}, plan)
    closed = contacts.closed_among(council, [row.contact_id for row in before])
    gone = [(row.contact_id, None, row, State.ACCEPTED) for row in before
            if row.state == State.ACCEPTED and row.contact_id in closed]  # fmt: skip
    hidden = contacts.hidden_from(viewer, [one[0] for one in (*found, *gone)])
    found = [one for one in found if one[0] not in hidden]
    gone = [one for one in gone if one[0] not in hidden]
    seen = _Seen(viewer, turn, [*found, *gone], {row.contact_id: row for row in before}, at=at)
    items = [seen.item(*one) for one in found]
    return Night(
        turn=turn,
        side=side_of_role(viewer.role),
        giver=team_of(council, turn.giver),
        taker=team_of(council, turn.to),
        items=sorted(items, key=lambda one: one.state not in OPEN),
        dealt_with=[seen.item(*one) for one in gone],
    )


def state_of(contact_id: UUID, turn: Turn) -> State | None:
    """How a contact stands on the list that is on; None when it is not on it. One query."""
    found = _on_the_list(contact_id, turn.to, turn.at)
    return State(found[0]) if found else None


@worded_once
def _on_the_list(contact_id: UUID, to: Side, at: datetime) -> QuerySet[DutyItem, str]:
    rows = DutyItem.objects.filter(contact_id=contact_id, to=to, turns_at=at)
    return rows.values_list("state", flat=True)[:1]


# A contact, who has it, its row, and how it stands.
Standing = tuple[UUID, Planned | InHand | None, DutyItem | None, State]


def _as_they_stand(
    council: str, turn: Turn, rows: Mapping[UUID, DutyItem], plan: Mapping[UUID, Planned]
) -> list[Standing]:
    """The list as it would be once drawn up again, without writing it."""
    hands = {one.id: one for one in contacts.in_hand(council, rows.keys() - plan.keys())}
    found: list[Standing] = []
    for contact_id, one in plan.items():
        row = rows.get(contact_id)
        anew = row is None or row.state in {State.OFF, State.ACCEPTED}
        found.append((contact_id, one, row, State.DRAWN if anew or row is None else row.state))
    for contact_id, hand in hands.items():
        row = rows[contact_id]
        is_said = row.state == State.READY or Why.ADDED in row.why
        if row.state not in OPEN or (hand.side is turn.giver and is_said):
            found.append((contact_id, hand, row, State(row.state)))
    return [(key, one, row, State(state)) for key, one, row, state in found]


def _of_the_turn_before(council: str, turn: Turn) -> list[DutyItem]:
    """The items of the last turn the other way."""
    earlier = DutyItem.objects.filter(council=council, to=turn.giver, turns_at__lt=turn.at)
    last = earlier.aggregate(last=Max("turns_at"))["last"]
    return list(earlier.filter(turns_at=last)) if last else []


class _Seen:
    """What is asked once for the whole list: names, teams, rows, promises."""

    def __init__(
        self,
        viewer: Viewer,
        turn: Turn,
        found: Sequence[Standing],
        before: Mapping[UUID, DutyItem],
        *,
        at: datetime,
    ) -> None:
        self.turn, self.before, self.at = turn, before, at
        ids = [one[0] for one in found]
        self.rows = board_rows(viewer, ids, at=at)
        self.promises = open_promises(ids, at=at)
        kept = [row for _, _, row, _ in found if row is not None]
        people = {row.ready_by for row in kept} | {row.ended_by for row in kept}
        people |= {row.had_account for row in [*kept, *before.values()]}
        self.who = access.names_of(each for each in people if each is not None)
        self.teams = {team.key: team.title for team in directory.teams(viewer.council)}

    def item(
        self,
        contact_id: UUID,
        one: Planned | InHand | None,
        row: DutyItem | None,
        state: State,
    ) -> ItemSeen:
        shown, earlier = self.rows.get(contact_id), self.before.get(contact_id)
        hand = one.contact if isinstance(one, Planned) else one
        why = {Why(key) for key in row.why} if row is not None else set()
        why |= set(one.why) if isinstance(one, Planned) else set()
        answer_by = row.answer_by if row else self._answer_by(hand)
        had = row if row is not None and self.turn.to is Side.DUTY else earlier
        return ItemSeen(
            contact_id=contact_id,
            reference=row.reference if row else hand.reference if hand else "",
            state=state,
            why=tuple(each for each in Why if each in why),
            note=row.note if row else "",
            next_check_at=row.next_check_at if row else None,
            ready_by=self._name(row.ready_by) if row else "",
            ready_at=row.ready_at if row else None,
            holder=shown.owner if shown else "",
            had=self._name(had.had_account) or self.teams.get(had.had_team, "") if had else "",
            before=earlier.note if earlier else "",
            answer_by=answer_by,
            late=state in OPEN and self.at >= answer_by,
            told=row is not None and row.told_at is not None,
            ended_by=self._name(row.ended_by) if row else "",
            ended_at=row.ended_at if row else None,
            ended_because=row.ended_because if row else "",
            promises=self.promises.get(contact_id, ()),
            row=shown,
        )

    def _answer_by(self, hand: InHand | None) -> datetime:
        since = self.turn.drawn_from
        return self.turn.answer_by(max(since, hand.received_at) if hand else since)

    def _name(self, account: UUID | None) -> str:
        return self.who.get(account, "Somebody who has left") if account else ""


def waiting_count(viewer: Viewer, at: datetime) -> Counted | None:
    """How many wait to be accepted, for the board; one query. What nobody accepted is late."""
    if not viewer.may(Permission.HAND_OVER_DUTY):
        return None
    found = _waiting(viewer, at)
    count, late = found[0] if found else (0, 0)
    return Counted("duty", "To hand over, not accepted yet", count, late)


@worded_once
def _waiting(viewer: Viewer, at: datetime) -> QuerySet[DutyItem, tuple[int, int]]:
    """One row, as all are of one council; none where nothing waits."""
    waiting = DutyItem.objects.filter(council=viewer.council, state__in=sorted(OPEN))
    if not viewer.may(Permission.VIEW_ALLEGATION):
        waiting = waiting.filter(contact_id__in=contacts.visible_to(viewer).values("id"))
    waiting = waiting.exclude(contact_id__in=hidden_contacts(viewer)).order_by().values("council")
    counted = waiting.annotate(count=Count("id"), late=Count("id", filter=Q(answer_by__lte=at)))
    return counted.values_list("count", "late")
