"""What is handed over at a turn, worked out from the contacts themselves: a worker that has died
leaves nothing off the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.contacts import queries as contacts
from lintel.contacts.queries import InHand
from lintel.contacts.rules.sides import DUTY_TEAM, Side
from lintel.directory import queries as directory
from lintel.directory.rules.kinds import Team, team_to_take
from lintel.duty.models import Promise
from lintel.duty.rules.items import Pressing, Why, why_it_goes
from lintel.duty.rules.turns import Turn, turn_at
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for
from lintel.protection.queries.steps import due_before

FRONT_DOOR_TEAM = "front_door"


@dataclass(frozen=True, slots=True)
class Planned:
    """An open contact in the giver's hands, and why it goes."""

    contact: InHand
    why: tuple[Why, ...]


def turn_in(council: str, at: datetime) -> Turn:
    """The hand-over that is on in a council at `at`."""
    return turn_at(at, policy_for(council).hub_hours, calendar())


def team_of(council: str, side: Side) -> Team | None:
    """The team that takes over for a side; None where the directory has none of its own kind."""
    kind = DUTY_TEAM if side is Side.DUTY else FRONT_DOOR_TEAM
    own = [team for team in directory.teams(council) if team.kind == kind]
    return team_to_take(kind, own)


def planned(council: str, turn: Turn) -> Mapping[UUID, Planned]:
    """What goes at this turn as things stand, the gravest first; nothing to nobody."""
    if team_of(council, turn.to) is None:
        return {}
    if turn.to is Side.HUB:
        held = contacts.in_duty_hands(council)
        return {
            one.id: Planned(one, (*why_it_goes(_facts(one, turn.at)), Why.IN_HAND)) for one in held
        }
    due = Promise.objects.filter(council=council, settled_at=None, due_at__lt=turn.next_at)
    promised = set(due.values_list("contact_id", flat=True))
    steps = due_before(council, turn.next_at)
    found = {one.id: one for one in contacts.pressing(council, late_by=turn.at)}
    others = (promised | steps) - found.keys()
    found |= {one.id: one for one in contacts.in_hand(council, others)}
    plan = {
        one.id: Planned(one, why_it_goes(_facts(one, turn.at, promised, steps)))
        for one in found.values()
        if one.side is Side.HUB
    }
    return {key: one for key, one in plan.items() if one.why}


def _facts(
    one: InHand,
    late_by: datetime,
    promised: set[UUID] | frozenset[UUID] = frozenset(),
    steps: set[UUID] | frozenset[UUID] = frozenset(),
) -> Pressing:
    return Pressing(
        stage=one.stage,
        is_welfare=one.is_welfare,
        is_immediate=one.is_immediate,
        rating=one.rating,
        late=one.due_at is not None and one.due_at <= late_by,
        promise_due=one.id in promised,
        step_due=one.id in steps,
    )
