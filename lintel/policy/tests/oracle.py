"""The contract's words on clocks, worked out the slow way: by stepping, never by adding.

Written apart from `lintel.policy.clocks` and sharing nothing with it but the rule's own fields,
so that the two can disagree. It knows bank holidays from its own list.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
ONE = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)


def usual_holidays(year: int) -> set[date]:
    """England's bank holidays by the usual rules, with substitute days; no royal occasions."""
    found = {easter(year) - 2 * ONE, easter(year) + ONE}
    first_monday = next(d for d in _days(date(year, 5, 1)) if d.weekday() == 0)
    found |= {first_monday, _last_monday(year, 5), _last_monday(year, 8)}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in found:
            day += ONE
        found.add(day)
    return found


def _days(day: date):
    while True:
        yield day
        day += ONE


def _last_monday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != 0:
        day -= ONE
    return day


# What royal occasions changed, in the years the tests use.
MOVED = {
    2012: ({date(2012, 6, 4), date(2012, 6, 5)}, {date(2012, 5, 28)}),
    2020: ({date(2020, 5, 8)}, {date(2020, 5, 4)}),
    2022: ({date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}, {date(2022, 5, 30)}),
    2023: ({date(2023, 5, 8)}, set()),
}


def is_worked(day: date) -> bool:
    added, taken = MOVED.get(day.year, (set(), set()))
    return day.weekday() < 5 and day not in (usual_holidays(day.year) - taken) | added


def due(rule, start: datetime) -> datetime:
    """When it is due, in UTC."""
    local = start.astimezone(LONDON)
    if rule.unit in ("minutes", "hours"):
        minutes = rule.length if rule.unit == "minutes" else rule.length * 60
        if rule.calendar == "hub_hours":
            return _minutes_open(rule.opening.words, start, minutes)
        return start.astimezone(UTC) + minutes * MINUTE
    if rule.ends == "same_time":
        wall, day = (local.hour, local.minute, local.second, local.microsecond), local.date()
        if not is_worked(day):
            wall = (0, 0, 0, 0)
            while not is_worked(day):
                day += ONE
        return _wall(_step(rule, day), *wall).astimezone(UTC)
    day = _step(rule, local.date()) + ONE
    return _wall(day, 0, 0).astimezone(UTC)


def _wall(day: date, *clock: int) -> datetime:
    return datetime(day.year, day.month, day.day, *clock, tzinfo=LONDON)


def _step(rule, day: date) -> date:
    left = rule.length * (7 if rule.unit == "weeks" else 1)
    while left > 0:
        day += ONE
        if rule.unit != "working_days" or is_worked(day):
            left -= 1
    return day


def _minutes_open(words: str, start: datetime, minutes: int) -> datetime:
    """Step a minute at a time, counting those that begin while the hub is open.

    `start` is on the minute. Reads only the shape "Mon-Fri 09:00-17:00".
    """
    days, hours = words.split(" ")
    assert days == "Mon-Fri"
    opens, closes = hours.split("-")
    moment = start.astimezone(UTC)
    while minutes:
        local = moment.astimezone(LONDON)
        if is_worked(local.date()) and opens <= local.strftime("%H:%M") < closes:
            minutes -= 1
        moment += MINUTE
    return moment
