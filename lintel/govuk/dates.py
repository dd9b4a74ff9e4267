"""Dates as people write them: 9 March 2017, 9/3/17, 2017-03-09. Day first, always."""

import re
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

_SPLIT = re.compile(r"[\s/.,\-]+")
_ORDINAL = re.compile(r"^(\d{1,2})(st|nd|rd|th)$")


def read_date(text: str, *, on: date) -> date | None:
    """The day that was meant, or None when it cannot be told.

    A year of two digits is the latest such year that is not after next year, so 17 is 2017
    and 88 is 1988 when `on` is in 2026. Month names may be cut to three letters.

    >>> read_date("9 March 2017", on=date(2026, 1, 1))
    datetime.date(2017, 3, 9)
    >>> read_date("9/3/17", on=date(2026, 1, 1)) == read_date("2017-03-09", on=date(2026, 1, 1))
    True
    >>> read_date("31 February 2017", on=date(2026, 1, 1)) is None
    True
    """
    words = [w for w in _SPLIT.split(text.strip().lower()) if w and w not in {"of", "the"}]
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
