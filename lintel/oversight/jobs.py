"""What the clock does to a challenge: it announces. Where one stands is worked out when read."""

from datetime import datetime, timedelta

from django.db import transaction

from lintel.access.viewers import the_system
from lintel.kernel.instants import london_day
from lintel.notices.queries import already_queued
from lintel.oversight.models import Challenge
from lintel.oversight.queries.steps import rungs_of
from lintel.oversight.rules.challenging import Rung
from lintel.oversight.telling import DUE_SOON, OVERDUE, RAISED, tell_step, told_of

SOON = timedelta(days=1)


def announce_challenges(at: datetime) -> int:
    """Tell whose step it is that a challenge has come to them, is due within a day, or is late;
    how many words were new. Each once for each step and each whose it is."""
    waiting = Challenge.objects.filter(settled_at=None).prefetch_related("answers", "further")
    said: dict[str, tuple[Challenge, Rung, str]] = {}
    for row in waiting:
        rung = rungs_of(row, row.answers.all(), row.further.all(), at=at)[-1]
        for kind in _kinds(rung, at=at):
            said |= dict.fromkeys(told_of(row, rung, kind=kind, at=at), (row, rung, kind))
    fresh = said.keys() - already_queued(said.keys())
    steps = {(said[key][0].id, said[key][2]): said[key] for key in sorted(fresh)}
    for row, rung, kind in steps.values():
        by = the_system(row.council, today=london_day(at))
        with transaction.atomic():
            tell_step(row, rung, kind=kind, by=by, at=at)
    return len(fresh)


def _kinds(rung: Rung, *, at: datetime) -> list[str]:
    kinds = [RAISED]
    if at >= rung.due_at:
        kinds.append(OVERDUE)
    elif rung.due_at - at <= SOON:
        kinds.append(DUE_SOON)
    return kinds
