"""How long something may take: the rule as data, and the moment it ends.

Clocks run from their start without a pause. The board, the notices and `lintel clock` all ask
`due_at`, so that a promise has one answer wherever it is read.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from lintel.kernel.instants import LONDON, london_day
from lintel.kernel.sources import Source
from lintel.kernel.working_days import DAY, Opening, WorkingCalendar, day_begins


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"

    @property
    def by_the_clock(self) -> bool:
        return self in (Unit.MINUTES, Unit.HOURS)


class Ends(StrEnum):
    SAME_TIME = "same_time"
    END_OF_DAY = "end_of_day"


class CalendarKind(StrEnum):
    ELAPSED = "elapsed"
    HUB_HOURS = "hub_hours"
    WORKING_DAYS_ENGLAND = "working_days_england"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A promise with a length.

    Shape:
        name: stable, for other systems: "referral_decision_1wd".
        start, stop: the events it runs between, in words.
        opening: when the hub is open; None unless the calendar is hub hours.
        out_of_hours: what happens when it starts outside working time, in words.
        in_force_from: the first London day this length applies to.
    """

    name: str
    title: str
    start: str
    stop: str
    length: int
    unit: Unit
    ends: Ends
    calendar: CalendarKind
    opening: Opening | None
    out_of_hours: str
    source: Source
    in_force_from: date

    @property
    def counts_days(self) -> bool:
        """Whether a bank holiday could move what it gives."""
        return self.unit is Unit.WORKING_DAYS or self.calendar is CalendarKind.HUB_HOURS

    @property
    def length_words(self) -> str:
        """
        Such as "1 working day", "30 minutes", "4 hub hours".
        """
        unit = self.unit.value.replace("_", " ")
        if self.calendar is CalendarKind.HUB_HOURS:
            unit = f"hub {unit}"
        return f"{self.length} {unit.removesuffix('s') if self.length == 1 else unit}"


def due_at(rule: ClockRule, start: datetime, calendar: WorkingCalendar) -> datetime:
    """The moment, in London time, at which what the rule promises is late.

    Minutes and hours are real ones, across a change of the clocks, or opening time when the
    calendar is hub hours. A rule that ends at the end of its last day is due as the next day
    begins, and the day of the start is not counted. A rule in working days that keeps the clock
    time and starts on a day nobody works starts with the next working day.

    Errors:
        ValueError: `start` has no zone.
        OutsideCalendar: the bank holidays of a year it needs are not known.
    Source: the project's contract, section 6.
    """
    if start.tzinfo is None:
        raise ValueError("the start has no zone, so it is not a moment")
    if rule.unit.by_the_clock:
        minutes = rule.length * (60 if rule.unit is Unit.HOURS else 1)
        length = timedelta(minutes=minutes)
        if rule.calendar is CalendarKind.HUB_HOURS:
            if rule.opening is None:
                raise ValueError(f"{rule.name} runs in hub hours but says no opening")
            return calendar.open_time_after(start, length, rule.opening).astimezone(LONDON)
        # In UTC: local arithmetic would gain or lose an hour when clocks change.
        return (start.astimezone(UTC) + length).astimezone(LONDON)
    if rule.ends is Ends.END_OF_DAY:
        return day_begins(_last_day(rule, london_day(start), calendar) + DAY)
    return _same_time(rule, start.astimezone(LONDON), calendar)


def is_provisional(due: datetime, calendar: WorkingCalendar) -> bool:
    """Whether bank holidays still to be published may yet move `due`.

    A clock that ends as a day begins ended the day before.
    """
    return calendar.is_provisional(london_day(due - timedelta(microseconds=1)))


def _last_day(rule: ClockRule, first: date, calendar: WorkingCalendar) -> date:
    if rule.unit is Unit.WORKING_DAYS:
        return calendar.working_day_after(first, rule.length)
    return first + timedelta(days=rule.length * (7 if rule.unit is Unit.WEEKS else 1))


def _same_time(rule: ClockRule, local: datetime, calendar: WorkingCalendar) -> datetime:
    if rule.unit is Unit.WORKING_DAYS and not calendar.is_working_day(local.date()):
        local = day_begins(calendar.first_working_day_from(local.date()))
    day = _last_day(rule, local.date(), calendar)
    # fold=0: when the time comes twice, as clocks go back, the promise ends with the first.
    wanted = datetime.combine(day, local.time(), tzinfo=LONDON).replace(fold=0)
    landed = wanted.astimezone(UTC).astimezone(LONDON)
    if landed.replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return landed
    # The time does not come at all, as clocks go forward: the first moment after the hour lost.
    return landed.replace(minute=0, second=0, microsecond=0)
