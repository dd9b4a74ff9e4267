"""Which hand-over is on, minute by minute. London's winter time is UTC."""

from datetime import UTC, datetime, timedelta

import pytest

from lintel.contacts.rules.sides import Side
from lintel.duty.rules.turns import turn_at
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for

HOURS = policy_for("northbeck").hub_hours


def the_turn(day: str):
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return turn_at(at, HOURS, calendar())


@pytest.mark.parametrize(
    ("moment", "to", "turns_at"),
    [
        ("2026-03-02T08:29", Side.DUTY, "2026-02-27T17:00"),  # still the weekend's
        ("2026-03-02T08:30", Side.HUB, "2026-03-02T09:00"),
        ("2026-03-02T16:29", Side.HUB, "2026-03-02T09:00"),
        ("2026-03-02T16:30", Side.DUTY, "2026-03-02T17:00"),
        ("2026-03-02T17:00", Side.DUTY, "2026-03-02T17:00"),
        ("2026-03-03T03:00", Side.DUTY, "2026-03-02T17:00"),
        ("2026-03-07T12:00", Side.DUTY, "2026-03-06T17:00"),  # a Saturday
        ("2026-04-03T12:00", Side.DUTY, "2026-04-02T16:00"),  # Good Friday, in summer time
        ("2026-03-30T07:31", Side.HUB, "2026-03-30T08:00"),  # summer time has begun
    ],
)
def test_the_list_that_is_on(moment, to, turns_at):
    turn = the_turn(moment)
    assert (turn.to, turn.at) == (to, datetime.fromisoformat(turns_at).replace(tzinfo=UTC))


def test_what_the_night_takes_on_comes_back_when_the_hub_next_opens():
    assert the_turn("2026-04-02T16:45").next_at == datetime(2026, 4, 7, 8, 0, tzinfo=UTC)


def test_a_manager_is_told_at_the_close_and_in_the_morning_a_little_later():
    evening, morning = the_turn("2026-03-02T16:45"), the_turn("2026-03-03T08:45")

    assert evening.answer_by(evening.drawn_from) == evening.at
    assert evening.answer_by(evening.at + timedelta(hours=5)) == evening.at + timedelta(
        hours=5, minutes=15
    )
    assert morning.answer_by(morning.drawn_from) == morning.at + timedelta(minutes=15)


def test_every_minute_of_two_months_has_one_hand_over_and_they_follow_each_other():
    at, last = datetime(2026, 3, 1, tzinfo=UTC), None
    while at < datetime(2026, 5, 1, tzinfo=UTC):
        turn = turn_at(at, HOURS, calendar())
        assert turn.drawn_from <= at < turn.until
        if last is not None and turn != last:
            assert (turn.at, turn.drawn_from, turn.to) == (last.next_at, last.until, last.giver)
        at, last = at + timedelta(minutes=29), turn
