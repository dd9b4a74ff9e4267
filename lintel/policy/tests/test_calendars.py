"""The working calendar: the published list, a newer one, and what lies beyond."""

import json
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from lintel.kernel.working_days import OutsideCalendar, WorkingCalendar, opening
from lintel.policy.calendars import calendar, published_calendar
from lintel.policy.files import PolicyFileWrong
from lintel.policy.tests import oracle

CALENDAR = published_calendar()


def test_the_calendar_is_the_list_gov_uk_publishes():
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
    assert CALENDAR.holidays == {holiday["date"] for holiday in listed}
    assert CALENDAR.first == date(2012, 1, 1)
    assert CALENDAR.last == date(CALENDAR.last.year, 12, 31)


def test_every_published_and_expected_day_is_as_the_usual_rules_and_royal_occasions_say():
    day = CALENDAR.first
    while day <= CALENDAR.furthest:
        assert CALENDAR.is_working_day(day) == oracle.is_worked(day), day
        day += timedelta(days=1)


def test_days_beyond_the_published_list_are_provisional():
    assert not CALENDAR.is_provisional(CALENDAR.last)
    assert CALENDAR.is_provisional(CALENDAR.last + timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 1])
def test_days_outside_the_calendar_are_refused(days):
    edge = CALENDAR.first if days < 0 else CALENDAR.furthest
    with pytest.raises(OutsideCalendar, match="bank holidays are known"):
        CALENDAR.is_working_day(edge + timedelta(days=days))


def test_a_calendar_without_expectations_ends_with_its_list():
    short = WorkingCalendar(frozenset(), date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(OutsideCalendar):
        short.working_day_after(date(2026, 12, 31), 1)


@pytest.fixture
def newer(tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_DATA", str(tmp_path))
    path = tmp_path / "policy" / "bank-holidays.json"
    path.parent.mkdir()
    return path


def listed(*days: str) -> str:
    return json.dumps({"england-and-wales": {"events": [{"date": day} for day in days]}})


def test_a_council_may_lay_down_a_newer_list(newer):
    newer.write_text(listed("2027-01-01", "2027-07-07", "2029-12-25"))

    changed = calendar()

    assert not changed.is_working_day(date(2027, 7, 7))
    assert changed.is_working_day(date(2027, 3, 26))  # a year it covers is replaced whole
    assert not changed.is_working_day(date(2026, 12, 25))
    assert changed.last == date(2029, 12, 31)


@pytest.mark.parametrize("text", ["not JSON", "{}", listed("Christmas")])
def test_a_list_that_cannot_be_read_says_where_to_get_one(newer, text):
    newer.write_text(text)
    with pytest.raises(PolicyFileWrong, match="download"):
        calendar()


def test_nothing_here_needs_a_network():
    source = sys.modules["lintel.policy.calendars"].__dict__
    assert "BankHolidays" not in source


@pytest.mark.parametrize(
    "words",
    ["9-5", "Mon-Fri 17:00-09:00", "Fri-Mon 09:00-17:00", "Mon-Fri 09:00-17:00, Fri 09:00-12:00"],
)
def test_opening_hours_that_make_no_sense_are_refused(words):
    with pytest.raises(ValueError, match="“"):
        opening(words)


def test_a_hub_may_open_differently_on_different_days():
    hub = opening("Mon-Thu 09:00-17:00, Fri 09:00-16:00")
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert CALENDAR.open_time_after(friday, timedelta(hours=2), hub) == datetime(
        2026, 11, 23, 10, tzinfo=UTC
    )


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_of_nothing_is_refused(count):
    with pytest.raises(ValueError, match="more"):
        CALENDAR.working_day_after(date(2026, 11, 20), count)
    with pytest.raises(ValueError, match="more"):
        CALENDAR.open_time_after(
            datetime(2026, 11, 20, tzinfo=UTC), timedelta(hours=count), opening("Mon 09:00-17:00")
        )
