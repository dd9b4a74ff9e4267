"""Dates and times as people write them: 9 March 2017, 9/3/17, 2:30pm. Day first, always."""

import re
from datetime import date, datetime, time, timedelta

from lintel.kernel.instants import LONDON

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SPLIT = re.compile(r"[\s/.,\-]+")
_ORDINAL = re.compile(r"^(\d{1,2})(st|nd|rd|th)$")


def read_date(text: str, *, on: date) -> date | None:
    """The day that was meant, or None when it cannot be told.

    A year of two digits is the latest such year that is not after next year, so 17 is 2017
    and 88 is 1988 when `on` is in 2026. Month names may be cut to three letters. Yesterday,
    today and tomorrow are counted from `on`; a weekday before the date is not checked.

    >>> read_date("9 March 2017", on=date(2026, 1, 1))
    datetime.date(2017, 3, 9)
    >>> read_date("9/3/17", on=date(2026, 1, 1)) == read_date("2017-03-09", on=date(2026, 1, 1))
    True
    >>> read_date("Sunday 1 March 2026", on=date(2026, 3, 2))
    datetime.date(2026, 3, 1)
    >>> read_date("yesterday", on=date(2026, 3, 2))
    datetime.date(2026, 3, 1)
    >>> read_date("31 February 2017", on=date(2026, 1, 1)) is None
    True
    """
    words = [w for w in _SPLIT.split(text.strip().lower()) if w and w not in {"of", "the"}]
    if len(words) == 1 and words[0] in DAYS:
        return on + timedelta(days=DAYS[words[0]])
    if len(words) == 4 and words[0] in WEEKDAYS:
        words = words[1:]
    if len(words) == 1 and len(words[0]) in {6, 8} and words[0].isascii() and words[0].isdigit():
        words = [words[0][:2], words[0][2:4], words[0][4:]]
    if len(words) != 3:
        return None
    return read_parts(*(reversed(words) if len(words[0]) == 4 else words), on=on)


def read_parts(day: str, month: str, year: str, *, on: date) -> date | None:
    """The day, month and year as three answers; None when they are no day."""
    ordinal = _ORDINAL.match(day.strip().lower())
    day = ordinal[1] if ordinal else day.strip()
    number = _month(month.strip().lower().rstrip("."))
    year = year.strip()
    if not all(w.isascii() and w.isdigit() for w in (day, year)) or number is None:
        return None
    if len(year) not in {2, 4}:
        return None
    full = int(year) if len(year) == 4 else _century(int(year), on=on)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    if word.isascii() and word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    if len(word) < 3:
        return None
    found = [n for n, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    if word == "sept":
        return 9
    return found[0] if len(found) == 1 else None


def _century(year: int, *, on: date) -> int:
    latest = on.year + 1
    full = latest - latest % 100 + year
    return full if full <= latest else full - 100


def read_time(text: str) -> time | None:
    """
    >>> read_time("2.30 pm"), read_time("14:30"), read_time("9am"), read_time("half two")
    (datetime.time(14, 30), datetime.time(14, 30), datetime.time(9, 0), None)
    """
    words = text.strip().lower().replace(".", ":").replace(" ", "")
    half = words[-2:] if words[-2:] in {"am", "pm"} else ""
    hours, _, minutes = words.removesuffix(half).partition(":")
    if not (hours.isascii() and hours.isdigit()) or (minutes and not minutes.isdigit()):
        return None
    hour, minute = int(hours), int(minutes or 0)
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


_MOMENT = re.compile(
    r"^(?P<day>.*?)[\s,]*(?:\bat\b)?[\s,]*"
    r"(?P<time>\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)|\d{1,2}[:.]\d{2})$"
)


def read_moment(text: str, *, on: date) -> datetime | None:
    """A day and a time in London, in one box; a time alone is today's.

    >>> read_moment("9 March 2026 at 2:30pm", on=date(2026, 3, 2)).isoformat()
    '2026-03-09T14:30:00+00:00'
    >>> read_moment("tomorrow 9am", on=date(2026, 3, 2)).isoformat()
    '2026-03-03T09:00:00+00:00'
    >>> read_moment("next week", on=date(2026, 3, 2)) is None
    True
    """
    found = _MOMENT.match(" ".join(text.lower().split()))
    if found is None:
        return None
    day = read_date(found["day"] or "today", on=on)
    moment = read_time(found["time"])
    if day is None or moment is None:
        return None
    return datetime.combine(day, moment, tzinfo=LONDON)
