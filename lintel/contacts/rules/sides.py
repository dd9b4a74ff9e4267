"""Which side of the close of day has a contact in hand: the hub, or the emergency duty team. Pure.

It is worked out from who owns the contact, so a contact is always on one side and never on both.
"""

from enum import StrEnum

from lintel.access.viewers import Role
from lintel.kernel.refusals import Refusal

DUTY_TEAM = "duty"  # the kind of team


class Side(StrEnum):
    HUB = "hub"
    DUTY = "duty"

    @property
    def other(self) -> "Side":
        return Side.DUTY if self is Side.HUB else Side.HUB


def side_of_role(role: Role) -> Side:
    return Side.DUTY if role is Role.EMERGENCY_DUTY else Side.HUB


def side_of_owner(role: Role | None, team_kind: str) -> Side:
    """A named person before the team: `role` is None where only the team has it."""
    if role is not None:
        return side_of_role(role)
    return Side.DUTY if team_kind == DUTY_TEAM else Side.HUB


def reasons_not_across(now: Side, to: Side, *, by: Role) -> tuple[Refusal, ...]:
    """Responsibility crosses at the close of day only by whoever takes it on."""
    if now is to or side_of_role(by) is to:
        return ()
    who = "The emergency duty team has" if to is Side.DUTY else "The hub has"
    message = f"{who} a contact once they accept it: put it on the hand-over of duty"
    return (Refusal("not_accepted", message, field="to", cause="duty"),)
