"""Clocks: days people recognise, and every rule against an oracle that steps."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings, strategies as st

from lintel.kernel.instants import LONDON, london_day
from lintel.kernel.working_days import OutsideCalendar, opening
from lintel.policy.calendars import published_calendar
from lintel.policy.clocks import CalendarKind, Ends, Unit, due_at, is_provisional
from lintel.policy.in_force import preset_policy, presets
from lintel.policy.tests import oracle

CALENDAR = published_calendar()
STANDARD = preset_policy("standard")
NAMES = tuple(STANDARD.rules)

CONTRACT = {
    "first_look",
    "pass_on_4h",
    "hub_decision_24h",
    "referral_decision_1wd",
    "rag_red",
    "rag_amber",
    "rag_green",
    "strategy_discussion",
    "s47_child_seen",
    "icpc_15wd",
    "assessment_45wd",
    "ehc_decision_6w",
    "ehc_plan_20w",
    "private_fostering_visit_7wd",
    "lado_report_1wd",
    "missing_interview_72h",
    "professional_challenge_5wd",
}


def due(name: str, start: str, *, preset: str = "standard") -> str:
    began = datetime.fromisoformat(start)
    rule = preset_policy(preset).clock_rule(name, london_day(began))
    return due_at(rule, began, CALENDAR).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        # the contract's own
        ("referral_decision_1wd", "2027-03-25T16:00+00:00", "2027-03-30T16:00+01:00"),
        ("lado_report_1wd", "2027-03-25T16:00+00:00", "2027-03-30T16:00+01:00"),
        ("referral_decision_1wd", "2026-11-21T14:00+00:00", "2026-11-24T00:00+00:00"),
        # Easter Saturday: the count starts on Tuesday
        ("referral_decision_1wd", "2027-03-27T14:00+00:00", "2027-03-31T00:00+01:00"),
        # a working day late in the evening is still a working day
        ("referral_decision_1wd", "2026-11-19T23:59+00:00", "2026-11-20T23:59+00:00"),
        # Friday to Monday over the change of the clocks, both ways
        ("referral_decision_1wd", "2026-03-27T09:30+00:00", "2026-03-30T09:30+01:00"),
        ("referral_decision_1wd", "2026-10-23T09:30+01:00", "2026-10-26T09:30+00:00"),
        # a start that is another day in London than in UTC
        ("referral_decision_1wd", "2026-06-14T23:30+00:00", "2026-06-16T00:30+01:00"),
        # Christmas Eve 2026 is a Thursday; Boxing Day's substitute is Monday
        ("referral_decision_1wd", "2026-12-24T10:00+00:00", "2026-12-29T10:00+00:00"),
        ("lado_report_1wd", "2026-12-25T10:00+00:00", "2026-12-30T00:00+00:00"),
        # New Year 2027
        ("tell_referrer", "2026-12-31T17:00+00:00", "2027-01-05T00:00+00:00"),
        # days and weeks end as the day after begins, and the first is not counted
        ("strategy_discussion", "2026-11-19T23:59+00:00", "2026-11-23T00:00+00:00"),
        ("ehc_decision_6w", "2026-03-02T09:00+00:00", "2026-04-14T00:00+01:00"),
        ("ehc_plan_20w", "2026-09-07T09:00+01:00", "2027-01-26T00:00+00:00"),
        # leap day
        ("ehc_decision_6w", "2028-01-18T09:00+00:00", "2028-03-01T00:00+00:00"),
        ("tell_referrer", "2028-02-28T09:00+00:00", "2028-03-01T00:00+00:00"),
        # from a weekend, the first working day is counted whole
        ("private_fostering_visit_7wd", "2026-11-21T14:00+00:00", "2026-12-02T00:00+00:00"),
        ("icpc_15wd", "2026-12-11T12:00+00:00", "2027-01-07T00:00+00:00"),
        ("assessment_45wd", "2026-02-16T09:00+00:00", "2026-04-23T00:00+01:00"),
        # hours are real ones, when an hour is lost and when one comes twice
        ("rag_red", "2027-03-27T23:00+00:00", "2027-03-28T04:00+01:00"),
        ("rag_red", "2026-10-24T23:00+01:00", "2026-10-25T02:00+00:00"),
        ("rag_green", "2026-10-23T12:00+01:00", "2026-10-26T11:00+00:00"),
        ("first_look", "2026-10-25T01:45+01:00", "2026-10-25T01:15+00:00"),
    ],
)
def test_a_day_people_recognise(name, start, expected):
    assert due(name, start) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-20T16:00+00:00", "2026-11-23T12:00+00:00"),  # Friday 4pm, Monday noon
        ("2026-11-20T13:00+00:00", "2026-11-20T17:00+00:00"),  # runs out exactly at closing
        ("2026-11-20T17:00+00:00", "2026-11-23T13:00+00:00"),  # arrives as the hub closes
        ("2026-11-21T03:00+00:00", "2026-11-23T13:00+00:00"),
        ("2026-11-23T06:00+00:00", "2026-11-23T13:00+00:00"),
        ("2027-03-25T16:30+00:00", "2027-03-30T12:30+01:00"),  # over Easter and the change
    ],
)
def test_hub_hours_count_only_while_the_hub_is_open(start, expected):
    assert due("rag_red", start, preset="surrey_police") == expected


def test_every_rule_of_the_contract_is_there_in_every_scheme():
    for preset in presets():
        assert {r.name for r in preset_policy(preset).clock_rules(date.max)} >= CONTRACT


def test_only_two_rules_in_days_keep_the_clock_time():
    keeping = {
        rule.name
        for rule in STANDARD.clock_rules(date(2027, 1, 1))
        if not rule.unit.by_the_clock and rule.ends is Ends.SAME_TIME
    }
    assert keeping == {"referral_decision_1wd", "lado_report_1wd"}


def test_there_is_no_clock_for_blue():
    assert "rag_blue" not in NAMES


def test_the_two_half_past_ones_of_autumn_are_two_moments():
    rule = STANDARD.clock_rule("first_look", date(2026, 10, 25))
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)

    gap = (
        due_at(rule, first.replace(fold=1), CALENDAR).timestamp()
        - due_at(rule, first, CALENDAR).timestamp()
    )

    assert gap == timedelta(hours=1).total_seconds()


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2027-03-27T01:30+00:00", "2027-03-28T02:00+01:00"),  # half past one does not come
        ("2026-10-24T01:30+01:00", "2026-10-25T01:30+01:00"),  # it comes twice: the first
        ("2026-10-25T01:30+00:00", "2026-10-26T01:30+00:00"),
    ],
)
def test_a_council_may_keep_the_time_over_plain_days(start, expected):
    rule = replace(
        STANDARD.clock_rule("strategy_discussion", date(2027, 1, 1)),
        length=1,
        ends=Ends.SAME_TIME,
    )
    due = due_at(rule, datetime.fromisoformat(start), CALENDAR)
    assert due.isoformat(timespec="minutes") == expected


def test_a_moment_without_a_zone_is_refused():
    rule = STANDARD.clock_rule("rag_red", date(2027, 1, 1))
    with pytest.raises(ValueError, match="zone"):
        due_at(rule, datetime.fromisoformat("2027-01-01T09:00"), CALENDAR)


def test_hub_hours_without_an_opening_are_refused():
    rule = replace(
        STANDARD.clock_rule("rag_red", date(2027, 1, 1)), calendar=CalendarKind.HUB_HOURS
    )
    with pytest.raises(ValueError, match="opening"):
        due_at(rule, datetime(2027, 1, 1, tzinfo=UTC), CALENDAR)


def test_a_clock_past_the_published_holidays_is_provisional():
    rule = STANDARD.clock_rule("assessment_45wd", date(2028, 12, 1))
    soon = due_at(rule, datetime(2028, 9, 1, 9, tzinfo=UTC), CALENDAR)
    late = due_at(rule, datetime(2028, 12, 1, 9, tzinfo=UTC), CALENDAR)

    assert not is_provisional(soon, CALENDAR)
    assert is_provisional(late, CALENDAR)
    # ends as 2029 begins, so its last day is still a published one
    assert not is_provisional(datetime(2029, 1, 1, tzinfo=LONDON), CALENDAR)


def test_a_day_nobody_can_know_about_is_refused_and_not_guessed():
    rule = STANDARD.clock_rule("icpc_15wd", date(2027, 1, 1))
    for year in (2011, CALENDAR.furthest.year + 1):
        with pytest.raises(OutsideCalendar):
            due_at(rule, datetime(year, 6, 1, tzinfo=UTC), CALENDAR)


MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("2012-01-01"),
    max_value=datetime.fromisoformat("2036-12-31"),
    timezones=st.just(UTC),
)
# Where mistakes live: within two days of a change of the clocks, Easter, a leap day, year's end.
EDGES = st.builds(
    lambda edge, minutes: edge + timedelta(minutes=minutes),
    st.sampled_from(
        [
            datetime(year, month, day, 1, tzinfo=UTC)
            for year in range(2020, 2036)
            for month, day in [
                *((3, d) for d in range(25, 32)),
                *((10, d) for d in range(25, 32)),
                (2, 28),
                (12, 24),
                (12, 31),
            ]
        ]
        + [
            datetime.combine(oracle.easter(year), datetime.min.time(), tzinfo=UTC)
            for year in range(2013, 2036)
        ]
    ),
    st.integers(-2880, 2880),
)


@settings(max_examples=int(os.environ.get("LINTEL_STARTS", "1500")), deadline=None)
@given(name=st.sampled_from(NAMES), start=MOMENTS | EDGES)
@example(name="referral_decision_1wd", start=datetime(2027, 3, 25, 16, tzinfo=UTC))
def test_every_rule_agrees_with_an_oracle_that_steps(name, start):
    rule = STANDARD.clock_rule(name, london_day(start))

    answer = due_at(rule, start, CALENDAR)

    assert answer.astimezone(UTC) == oracle.due(rule, start)
    assert answer.tzinfo is LONDON
    assert answer > start


@settings(max_examples=60, deadline=None)
@given(
    start=EDGES | MOMENTS.map(lambda moment: moment.replace(second=0, microsecond=0)),
    length=st.integers(1, 1500),
    words=st.sampled_from(["Mon-Fri 09:00-17:00", "Mon-Fri 08:30-17:00", "Mon-Fri 00:00-23:59"]),
)
def test_hub_hours_agree_with_an_oracle_that_steps_by_the_minute(start, length, words):
    rule = replace(
        STANDARD.clock_rule("rag_red", date(2027, 1, 1)),
        length=length,
        unit=Unit.MINUTES,
        calendar=CalendarKind.HUB_HOURS,
        opening=opening(words),
    )
    assert due_at(rule, start, CALENDAR).astimezone(UTC) == oracle.due(rule, start)
