"""A sender falls silent: found soon of who sends much, and never of who sends once a term."""

from datetime import date, timedelta
from math import exp, sqrt
from random import Random

import pytest

from lintel.contacts.rules.senders import (
    ALARMING,
    Verdict,
    by_expected_day,
    expected_days,
    judge,
)
from lintel.policy.calendars import published_calendar
from lintel.policy.files import PolicyFileWrong, Table
from lintel.policy.senders import lay_senders, shipped_senders

LIMITS = shipped_senders()
CALENDAR = published_calendar()
SPAN = LIMITS.usual_days + 80  # what is counted of a sender, in working days
YEAR = 250
FALSE_ALARMS = 0.05  # a year of one sender, at the most


def sent(chance: Random, a_day: float) -> int:
    if a_day > 30:
        return max(0, round(chance.gauss(a_day, sqrt(a_day))))
    least, count, product = exp(-a_day), 0, chance.random()
    while product > least:
        count, product = count + 1, product * chance.random()
    return count


def raised_in_a_year(counts: list[int]) -> int:
    """How many times a sender is raised over its last year, looked at day by day."""
    found = [judge(counts[day - SPAN : day], LIMITS).verdict in ALARMING for day in _looks(counts)]
    return sum(now and not before for before, now in zip([False, *found], found, strict=False))


def _looks(counts: list[int]) -> range:
    return range(len(counts) - YEAR, len(counts))


def days_until_raised(chance: Random, a_day: float, then: float) -> int:
    counts = [sent(chance, a_day) for _ in range(SPAN)]
    for day in range(1, 121):
        counts.append(sent(chance, then))
        if judge(counts[-SPAN:], LIMITS).verdict in ALARMING:
            return day
    return 121


def test_who_sends_as_ever_is_raised_more_rarely_than_the_stated_rate():
    chance, raised, years = Random(20260302), 0, 0
    for a_day in (0.02, 0.1, 0.3, 1, 3, 10, 60):
        for _ in range(3):
            raised += raised_in_a_year([sent(chance, a_day) for _ in range(SPAN + YEAR)])
            years += 1
    assert raised <= FALSE_ALARMS * years


def test_nor_is_one_who_sends_in_batches():
    chance, raised, years = Random(7), 0, 0
    for a_week in (0.3, 1, 3):
        for _ in range(7):
            batches = [sent(chance, a_week / 5) for _ in range(SPAN + YEAR)]
            raised += raised_in_a_year([6 * many for many in batches])
            years += 1
    assert raised <= FALSE_ALARMS * years


@pytest.mark.parametrize(("a_day", "within"), [(20, 1), (10, 2), (5, 4), (2, 9), (0.5, 40)])
def test_silence_is_raised_as_soon_as_it_says_something(a_day, within):
    chance = Random(5)
    took = sorted(days_until_raised(chance, a_day, 0) for _ in range(11))
    assert took[9] <= within


@pytest.mark.parametrize(("a_day", "within"), [(100, 2), (50, 4), (20, 8), (10, 25)])
def test_half_as_much_is_raised_as_soon_as_it_says_something(a_day, within):
    chance = Random(5)
    took = sorted(days_until_raised(chance, a_day, a_day / 2) for _ in range(11))
    assert took[9] <= within


def test_a_school_that_sends_once_a_term_is_never_silent():
    once_a_term = ([0] * 59 + [1]) * 3 + [0] * 100
    assert {judge(once_a_term[:day], LIMITS).verdict for day in range(len(once_a_term))} == {
        Verdict.TOO_LITTLE
    }


def test_what_is_found_says_how_many_were_to_be_expected():
    found = judge([4] * 120 + [0] * 3, LIMITS)
    assert (found.verdict, found.days, found.received) == (Verdict.SILENT, 3, 0)
    assert (found.expected, found.a_week) == (12.0, 20.0)

    found = judge([40] * 120 + [20] * 3, LIMITS)
    assert (found.verdict, found.received) == (Verdict.DROPPED, 20 * found.days)


def test_of_a_sender_known_for_a_week_nothing_is_said():
    assert judge([30] * 5 + [0] * 2, LIMITS).verdict is Verdict.TOO_LITTLE
    assert judge([], LIMITS).verdict is Verdict.TOO_LITTLE


def test_no_holiday_is_a_silence_and_what_came_at_the_weekend_is_counted():
    """Easter 2026: Good Friday is 3 April, Easter Monday the 6th."""
    days = expected_days(
        date(2026, 3, 30), date(2026, 4, 8), calendar=CALENDAR, breaks=LIMITS.breaks
    )
    assert days == [
        *(date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)),
        *(date(2026, 4, 7), date(2026, 4, 8)),
    ]
    came = {date(2026, 3, 29): 9, date(2026, 3, 31): 1, date(2026, 4, 5): 2, date(2026, 4, 8): 3}
    # From the day after the first of all on: the first is why the sender is known.
    assert by_expected_day(came, days, calendar=CALENDAR) == [9, 1, 0, 0, 2, 3]


def test_nobody_expects_a_school_to_send_in_august():
    span = date(2026, 7, 1), date(2026, 9, 30)
    schools = LIMITS.breaks_of(closes_with_schools=True)
    days = expected_days(*span, calendar=CALENDAR, breaks=schools)
    assert date(2026, 7, 13) in days
    assert date(2026, 9, 11) in days
    assert not [day for day in days if date(2026, 7, 14) <= day <= date(2026, 9, 10)]
    others = expected_days(*span, calendar=CALENDAR, breaks=LIMITS.breaks)
    assert date(2026, 8, 4) in others


def test_a_school_that_sends_in_term_is_as_usual_all_the_year():
    chance = Random(3)
    first, last = date(2025, 9, 1), date(2026, 12, 18)
    schools = LIMITS.breaks_of(closes_with_schools=True)
    in_term = set(expected_days(first, last, calendar=CALENDAR, breaks=schools))
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    came = {day: sent(chance, 2) for day in days if day in in_term}
    for day in days[200:]:
        known = {each: count for each, count in came.items() if each < day and count}
        since = max(first, day - timedelta(weeks=LIMITS.weeks_back))
        expected = expected_days(since, day - timedelta(days=1), calendar=CALENDAR, breaks=schools)
        counts = by_expected_day(known, expected, calendar=CALENDAR)
        assert judge(counts, LIMITS).verdict not in ALARMING, day


@pytest.mark.parametrize(
    ("key", "said", "remedy"),
    [
        ("breaks", ["July"], "is not like"),
        ("breaks", ["02-30 to 03-01"], "is not like"),
        ("stretches", ["soon"], "write working days"),
        ("one_in", 0, "write 1 or more"),
        ("drop_percent", 95, "write 90 or less"),
    ],
)
def test_a_council_is_told_what_is_wrong_with_its_file(key, said, remedy):
    with pytest.raises(PolicyFileWrong, match=remedy):
        lay_senders(LIMITS, Table("north.toml", "", {"senders": {key: said}}))


def test_a_council_sets_its_own_breaks():
    table = Table("north.toml", "", {"senders": {"breaks": ["08-01 to 08-31"]}})
    assert lay_senders(LIMITS, table).breaks[0].holds(date(2026, 8, 4))
