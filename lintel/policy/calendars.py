"""The working calendar of England, from the list GOV.UK publishes. Never uses the network.

The list comes with the package `govuk-bank-holidays`. A council may lay a newer one beside its
policy files, as downloaded from https://www.gov.uk/bank-holidays.json: it replaces the years it
covers. After the last published year the usual rules fill in, and the answer is provisional.
"""

import json
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lintel.kernel.working_days import WorkingCalendar
from lintel.policy.files import PolicyFileWrong, local_folder

NEWER_LIST = "bank-holidays.json"
YEARS_BEYOND = 10  # how far the usual rules may be trusted at all, after the published list


def calendar() -> WorkingCalendar:
    """England's working days, as this installation knows them.

    Errors:
        PolicyFileWrong: the council's own list cannot be read.
    """
    newer = local_folder() / NEWER_LIST
    try:
        return _calendar(newer, newer.stat().st_mtime_ns)
    except FileNotFoundError:
        return _calendar(None)


def published_calendar() -> WorkingCalendar:
    """England's working days by the list that ships with Lintel."""
    return _calendar(None)


_reckoned: dict[str, WorkingCalendar] = {}


def is_new_to(whom: str) -> bool:
    """Whether this process has not said yet that `whom` has reckoned with the calendar there is."""
    return _reckoned.get(whom) is not calendar()


def reckoned_with(whom: str) -> None:
    _reckoned[whom] = calendar()


@cache  # by when it was laid down: a newer one counts at once
def _calendar(newer: Path | None, laid_down: int = 0) -> WorkingCalendar:
    # Read the package's file itself: importing the package's class imports an HTTP client.
    shipped = files("govuk_bank_holidays").joinpath(NEWER_LIST).read_text(encoding="utf-8")
    days = _weekday_holidays(json.loads(shipped), NEWER_LIST)
    if newer is not None:
        try:
            held = json.loads(newer.read_text(encoding="utf-8"))
        except ValueError:
            raise PolicyFileWrong(str(newer), "", "is not JSON; download it again") from None
        replacing = _weekday_holidays(held, str(newer))
        covered = {day.year for day in replacing}
        days = {day for day in days if day.year not in covered} | replacing
    first, last = min(days).year, _last_whole_year(days)
    return WorkingCalendar(
        holidays=frozenset(days),
        first=date(first, 1, 1),
        last=date(last, 12, 31),
        expected=_expected,
        furthest=date(last + YEARS_BEYOND, 12, 31),
    )


def _weekday_holidays(held: Any, file: str) -> set[date]:
    try:
        events = held["england-and-wales"]["events"]
        return {date.fromisoformat(event["date"]) for event in events}
    except (KeyError, TypeError, ValueError):
        raise PolicyFileWrong(
            file,
            "england-and-wales.events",
            "is not the list GOV.UK publishes; download https://www.gov.uk/bank-holidays.json",
        ) from None


def _last_whole_year(days: set[date]) -> int:
    """The last year whose Christmas is listed: a year is published whole or not at all."""
    return max(day.year for day in days if day.month == 12)


@cache
def _expected(year: int) -> frozenset[date]:
    # Slow to import and seldom needed.
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
