"""What was stepped down, and whether it came back. Pure.

A step-down is an outcome that gives less than an assessment and that a team takes on: early help.
It came back when another contact about the child or household arrives, or the hub reopens it,
within twelve months of the day the team accepted it. What arrives before that day is no bounce:
the hub had not let go.

Source: domain reference 1.7 and section 5 (step-down bounce at 3, 6 and 12 months); 002-18.
"""

from collections.abc import Iterable
from datetime import date

from lintel.kernel.instants import months_before
from lintel.policy.codes import Outcome

WITHIN = (3, 6, 12)  # months


def is_step_down(outcome: Outcome) -> bool:
    return outcome.low and outcome.hands_over


def step_downs_among(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """Keys of the outcomes that step a child down."""
    return frozenset(outcome.key for outcome in outcomes if is_step_down(outcome))


def came_back_within(accepted_on: date, back_on: date) -> int | None:
    """Within how many months it came back: 3, 6 or 12; None for later, or before it was accepted.

    >>> came_back_within(date(2026, 1, 31), date(2026, 4, 30))
    3
    >>> came_back_within(date(2026, 1, 31), date(2026, 5, 1))
    6
    >>> came_back_within(date(2026, 1, 31), date(2027, 2, 1)) is None
    True
    """
    if back_on < accepted_on:
        return None
    return next((n for n in WITHIN if months_before(back_on, n) <= accepted_on), None)
