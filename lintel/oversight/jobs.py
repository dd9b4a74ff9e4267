"""What the clock does to a challenge: it announces. Where one stands is worked out when read."""

from datetime import datetime, timedelta

from django.db import transaction

from lintel.access.viewers import the_system
from lintel.audit import trail
from lintel.kernel.instants import london_day
from lintel.notices.queries import already_queued
from lintel.oversight.actions.allegations import CLOCK
from lintel.oversight.models import Allegation, Challenge
from lintel.oversight.queries.steps import rungs_of
from lintel.oversight.rules.challenging import Rung
from lintel.oversight.telling import DUE_SOON, OVERDUE, RAISED, tell_step, told_of
from lintel.policy.calendars import calendar, is_new_to, reckoned_with
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for

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


def reckon_again(at: datetime) -> int:
    """Where bank holidays have changed, when the designated officer must have each allegation that
    is open; how many moved."""
    if not is_new_to("oversight"):
        return 0
    moved = 0
    for id_ in list(Allegation.objects.filter(closed_at=None).values_list("id", flat=True)):
        with transaction.atomic():
            row = Allegation.objects.select_for_update().filter(id=id_, closed_at=None).first()
            if row is None:  # ended since
                continue
            rule = policy_for(row.council).clock_rule(CLOCK, on=london_day(row.at))
            due = due_at(rule, row.at, calendar())
            if due == row.due_at:
                continue
            moved, row.due_at = moved + 1, due
            row.save(update_fields=["due_at"])
            trail.record(
                did="reckon due time again",
                object_type="allegation",
                object_id=str(row.id),
                by=the_system(row.council, today=london_day(at)),
                at=at,
                council=row.council,
            )
    reckoned_with("oversight")
    return moved
