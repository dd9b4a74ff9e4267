"""What the clock does to broken glass: it tells of what nobody reviewed in time."""

from datetime import datetime

from django.db import transaction

from lintel.access.viewers import Role, the_system
from lintel.kernel.instants import london_day
from lintel.notices.queries import already_queued
from lintel.restrictions.actions.glass import say_late
from lintel.restrictions.queries.glass import late_uses
from lintel.restrictions.rules.glass import LATE, once_key


def escalate_glass(at: datetime) -> int:
    """Tell of every use whose review is late, once for each; how many were new."""
    late = {once_key(LATE, glass.id, Role.DPO): glass for glass in late_uses(at=at)}
    fresh = late.keys() - already_queued(late.keys())
    for key in sorted(fresh):
        glass = late[key]
        with transaction.atomic():
            say_late(glass, by=the_system(glass.council, today=london_day(at)), at=at)
    return len(fresh)
