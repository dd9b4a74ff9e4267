"""Working days and opening hours in England: the arithmetic under every clock.

A working day is any day but a Saturday, a Sunday or a bank holiday. Good Friday and Christmas
Day are common-law holidays and are listed with the bank holidays.

Source:
    Banking and Financial Dealings Act 1971, section 1 and Schedule 1.
    https://www.legislation.gov.uk/ukpga/1971/80
    Working Together does not define the term; this is the project's reading.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lintel.kernel.instants import LONDON, london_day

DAY = timedelta(days=1)
SATURDAY = 5  # date.weekday()
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class OutsideCalendar(LookupError):
    """A day fell outside the years whose bank holidays are known or can be worked out."""


def day_begins(day: date) -> datetime:
    """The first moment of `day` in London."""
    return datetime.combine(day, time.min, tzinfo=LONDON)


@dataclass(frozen=True, slots=True)
class Opening:
    """When a hub is open on a working day.

    Shape:
        hours: weekday (Monday is 0) -> (opens, closes) in London time; a day not held is closed.
        words: as the policy file says it: "Mon-Fri 09:00-17:00".
    """

    hours: tuple[tuple[int, time, time], ...]
    words: str

    def on(self, day: date) -> tuple[datetime, datetime] | None:
        """The moments the hub opens and closes on `day`, whether or not the day is a holiday."""
        for weekday, opens, closes in self.hours:
            if weekday == day.weekday():
                return (
                    datetime.combine(day, opens, tzinfo=LONDON),
                    datetime.combine(day, closes, tzinfo=LONDON),
                )
        return None


def opening(words: str) -> Opening:
    """What "Mon-Thu 09:00-17:00, Fri 09:00-16:30" means.

    Errors:
        ValueError: the words cannot be read, a day is said twice, or closing is not after opening.

    >>> opening("Mon-Fri 08:30-17:00").hours[0]
    (0, datetime.time(8, 30), datetime.time(17, 0))
    """
    hours: dict[int, tuple[int, time, time]] = {}
    for part in words.split(","):
        said = re.fullmatch(
            r"\s*([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))? (\d\d:\d\d)-(\d\d:\d\d)\s*", part
        )
        if not said or said[1] not in WEEKDAYS or (said[2] or said[1]) not in WEEKDAYS:
            raise ValueError(f"“{part.strip()}” is not like “Mon-Fri 09:00-17:00”")
        opens, closes = time.fromisoformat(said[3]), time.fromisoformat(said[4])
        first, last = WEEKDAYS.index(said[1]), WEEKDAYS.index(said[2] or said[1])
        if closes <= opens or last < first:
            raise ValueError(f"“{part.strip()}” ends before it begins")
        for weekday in range(first, last + 1):
            if weekday in hours:
                raise ValueError(f"{WEEKDAYS[weekday]} is said twice in “{words}”")
            hours[weekday] = (weekday, opens, closes)
    return Opening(tuple(hours[weekday] for weekday in sorted(hours)), words)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked.

    Shape:
        holidays: every published bank holiday from `first` to `last`, both included.
        expected: the holidays of a year not yet published, worked out from the usual rules;
            None when nothing beyond `last` is to be answered.
        furthest: the last day answered at all. Days after `last` are provisional: a new holiday
            may still be announced for them.
    """

    holidays: frozenset[date]
    first: date
    last: date
    expected: Callable[[int], frozenset[date]] | None = None
    furthest: date | None = None

    def is_provisional(self, day: date) -> bool:
        """Whether the answer about `day` rests on holidays nobody has published yet."""
        return day > self.last

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked.

        Errors:
            OutsideCalendar: rather than guess that an unchecked day is worked.
        """
        if self.first <= day <= self.last:
            return day.weekday() < SATURDAY and day not in self.holidays
        if self.expected is not None and self.last < day <= (self.furthest or self.last):
            return day.weekday() < SATURDAY and day not in self.expected(day.year)
        raise OutsideCalendar(
            f"{day} is not between {self.first} and {self.furthest or self.last}, "
            "the days whose bank holidays are known"
        )

    def first_working_day_from(self, day: date) -> date:
        """`day` itself when it is worked, else the next day that is."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which is not itself counted.

        >>> easter = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
        >>> year = WorkingCalendar(easter, date(2026, 1, 1), date(2026, 12, 31))
        >>> year.working_day_after(date(2026, 4, 2), 1)  # Maundy Thursday
        datetime.date(2026, 4, 7)
        """
        if count < 1:
            raise ValueError(f"count must be 1 or more, not {count}")
        while count:
            day += DAY
            count -= self.is_working_day(day)
        return day

    def open_time_after(self, start: datetime, length: timedelta, hub: Opening) -> datetime:
        """The moment `length` of opening time has passed since `start`, in UTC.

        Time that runs out exactly as the hub closes ends then, not when it opens again.
        """
        if length <= timedelta(0):
            raise ValueError(f"length must be more than nothing, not {length}")
        day, left = london_day(start), length
        while True:
            hours = hub.on(day) if self.is_working_day(day) else None
            if hours is not None:
                # In UTC: local arithmetic would gain or lose an hour when clocks change.
                opens, closes = (moment.astimezone(UTC) for moment in hours)
                begins = max(opens, start.astimezone(UTC))
                if closes - begins >= left:
                    return begins + left
                left -= max(closes - begins, timedelta(0))
            day += DAY
