"""What watch does by the clock."""

from datetime import datetime

from lintel.access.viewers import the_system
from lintel.kernel.instants import london_day
from lintel.policy.in_force import councils
from lintel.watch import actions


def look_over(at: datetime) -> int:
    """Questions raised in every council; how many are new."""
    today = london_day(at)
    return sum(
        actions.look_over(council=council, by=the_system(council, today=today), at=at)
        for council in councils()
    )
