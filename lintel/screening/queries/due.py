"""When an agency that is asked now must answer."""

from datetime import datetime

from lintel.kernel.instants import london_day
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for

ANSWER_CLOCK = {"red": "agency_answer_red", "green": "agency_answer_green"}
OF_AMBER = "agency_answer_amber"


def answer_due(council: str, rating: str, *, at: datetime) -> datetime:
    """When an agency asked at `at` must answer, by the rating; unrated counts as amber."""
    rule = policy_for(council).clock_rule(ANSWER_CLOCK.get(rating, OF_AMBER), on=london_day(at))
    return due_at(rule, at, calendar())
