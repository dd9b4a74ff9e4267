"""Moments and London days. Stored in UTC, shown in London, never without a zone."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

__all__ = [
    "LONDON",
    "UTC",
    "age_in_words",
    "clock_words",
    "day_in_words",
    "deadline_in_words",
    "length_in_words",
    "london_day",
    "months_before",
    "recently_in_words",
    "when_in_words",
    "years_old",
]


def london_day(moment: datetime) -> date:
    """The calendar day it is in London at `moment`."""
    return moment.astimezone(LONDON).date()


def day_in_words(day: date) -> str:
    """
    >>> day_in_words(date(2026, 3, 2))
    '2 March 2026'
    """
    return f"{day.day} {day:%B %Y}"


def when_in_words(moment: datetime) -> str:
    """A moment the GOV.UK way, in London time.

    >>> when_in_words(datetime(2026, 6, 1, 14, 5, tzinfo=UTC))
    '1 June 2026 at 3:05pm'
    """
    local = moment.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{day_in_words(local.date())} at {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def day_or_when_in_words(moment: datetime) -> str:
    """A moment of which perhaps only the day was said: midnight in London stands for that.

    >>> day_or_when_in_words(datetime(2026, 3, 2, tzinfo=UTC))
    '2 March 2026'
    """
    local = moment.astimezone(LONDON)
    return day_in_words(local.date()) if local.time() == time.min else when_in_words(moment)


def recently_in_words(moment: datetime, *, at: datetime) -> str:
    """A moment of the last days, short enough for a list.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> recently_in_words(noon - timedelta(hours=2), at=noon)
    'today 10:00'
    >>> recently_in_words(noon - timedelta(days=3), at=noon)
    'Fri 27 February 12:00'
    """
    local, today = moment.astimezone(LONDON), london_day(at)
    if local.date() == today:
        day = "today"
    elif local.date() == today - timedelta(days=1):
        day = "yesterday"
    elif local.year == today.year:
        day = f"{local:%a} {local.day} {local:%B}"
    else:
        day = day_in_words(local.date())
    return f"{day} {local:%H:%M}"


def length_in_words(length: timedelta) -> str:
    """A length of time as people say it, to the minute, two units at the most.

    >>> length_in_words(timedelta(minutes=130))
    '2 h 10 min'
    >>> length_in_words(timedelta(days=3, hours=4, minutes=9))
    '3 days 4 h'
    >>> length_in_words(timedelta(seconds=40))
    'under a minute'
    """
    minutes = int(length.total_seconds() // 60)
    if not minutes:
        return "under a minute"
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    if days:
        words = f"{days} day{'s' if days > 1 else ''}"
        return f"{words} {hours} h" if hours else words
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def clock_words(due_at: datetime, *, at: datetime) -> str:
    """What a clock says, in words that need no colour.

    Never says midnight: a clock that ends as a day begins is due by the end of the day before.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> clock_words(noon + timedelta(hours=2, minutes=10), at=noon)
    '2 h 10 min left, due 14:10'
    >>> clock_words(noon - timedelta(minutes=35), at=noon)
    'late by 35 min'
    """
    if at >= due_at:
        return f"late by {length_in_words(at - due_at)}"
    local, today = due_at.astimezone(LONDON), london_day(at)
    left = length_in_words(due_at - at)
    if local.time() == time.min:
        last = local.date() - timedelta(days=1)
        day = "today" if last == today else f"{last:%a} {day_in_words(last)}"
        when = f"by the end of {day}"
    elif local.date() == today:
        when = f"{local:%H:%M}"
    else:
        when = f"{local:%H:%M} {local:%a} {local.day} {local:%B}"
    return f"{left} left, due {when}"


def deadline_in_words(due_at: datetime) -> str:
    """When something must be done by; never says midnight.

    >>> deadline_in_words(datetime(2026, 3, 10, 0, 0, tzinfo=UTC))
    'the end of 9 March 2026'
    >>> deadline_in_words(datetime(2026, 3, 10, 9, 30, tzinfo=UTC))
    '10 March 2026 at 9:30am'
    """
    local = due_at.astimezone(LONDON)
    if local.time() == time.min:
        return f"the end of {day_in_words(local.date() - timedelta(days=1))}"
    return when_in_words(due_at)


def months_before(day: date, months: int) -> date:
    """The same day of the month so long before; the last of a month that has no such day.

    >>> months_before(date(2028, 2, 29), 12)
    datetime.date(2027, 2, 28)
    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_old(born_on: date, *, on: date) -> int:
    """Whole years lived by the day `on`.

    >>> years_old(date(2017, 3, 9), on=date(2026, 3, 8))
    8
    """
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def age_in_words(
    born_on: date | None, *, expected_on: date | None, age_years: int | None, on: date
) -> str:
    """How old a child is, as the board says it.

    >>> age_in_words(date(2017, 3, 9), expected_on=None, age_years=None, on=date(2026, 3, 8))
    '8'
    >>> age_in_words(None, expected_on=date(2026, 5, 1), age_years=None, on=date(2026, 3, 8))
    'unborn'
    """
    if born_on is not None:
        years = years_old(born_on, on=on)
        if years >= 2:
            return str(years)
        months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
        return f"{max(months, 0)} months"
    if expected_on is not None:
        return "unborn"
    return str(age_years) if age_years is not None else "age not known"
