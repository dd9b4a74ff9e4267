"""The close of the day and its opening: which hand-over is on at a moment. Pure.

A *turn* is a moment at which the hub closes or opens. Its hand-over begins a little before, when
the list is drawn up, and lasts until the next one begins: whatever comes up in the night joins it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lintel.contacts.rules.sides import Side
from lintel.kernel.instants import london_day
from lintel.kernel.working_days import DAY, WorkingCalendar
from lintel.policy.duty import HubHours

FURTHEST = 14  # days: no hub is closed for longer


@dataclass(frozen=True, slots=True)
class Turn:
    """Shape:

    to: the side that takes over; `at` the moment the hub closes or opens.
    drawn_from: when its list is first drawn up; `until`: when that of the next turn is.
    next_at: the next turn's moment: when what is taken on comes back.
    """

    to: Side
    at: datetime
    drawn_from: datetime
    next_at: datetime
    until: datetime
    answer_within: timedelta

    @property
    def giver(self) -> Side:
        return self.to.other

    def answer_by(self, drawn_at: datetime) -> datetime:
        """When an item drawn at a moment must have been accepted, or a manager is told.

        At the close of day at once; in the morning the hub has a few minutes to come in.
        """
        if self.to is Side.DUTY and drawn_at < self.at:
            return self.at
        return max(self.at, drawn_at) + self.answer_within


def turn_at(at: datetime, hours: HubHours, calendar: WorkingCalendar) -> Turn:
    """The hand-over that is on at `at`: the last whose list has begun to be drawn up.

    Errors:
        OutsideCalendar: the bank holidays of a year it needs are not known.
        ValueError: the hub has not been open for a fortnight.
    """
    before = timedelta(minutes=hours.drawn_minutes_before)
    turns = list(_turns(at, hours, calendar))
    begun = [turn for turn in turns if turn[0] - before <= at]
    if not begun or begun[-1] == turns[-1]:
        raise ValueError("the hub has not been open for a fortnight")
    (moment, to), (after, _) = begun[-1], turns[len(begun)]
    return Turn(
        to=to,
        at=moment,
        drawn_from=moment - before,
        next_at=after,
        until=after - before,
        answer_within=timedelta(minutes=hours.answer_within_minutes),
    )


def _turns(
    at: datetime, hours: HubHours, calendar: WorkingCalendar
) -> Iterator[tuple[datetime, Side]]:
    """Openings and closings around `at`, in order, in UTC: local arithmetic loses an hour when
    clocks change."""
    day, last = london_day(at) - FURTHEST * DAY, london_day(at) + FURTHEST * DAY
    while day <= last:
        open_on = hours.opening.on(day) if calendar.is_working_day(day) else None
        if open_on is not None:
            yield open_on[0].astimezone(UTC), Side.HUB
            yield open_on[1].astimezone(UTC), Side.DUTY
        day += DAY
