"""Whether a sender has fallen silent, or sends half as much as it did. Pure.

A *sender* is an agency whose system or people hand in contacts. Its contacts are counted by
*expected day*: a working day that is in no break of the sender's own. What comes on a Saturday, a
Sunday or a bank holiday is counted with the next expected day; what comes in a break is left out.

A stretch of the latest whole days is compared with the sender's own days before it. When both
run at one rate, what falls into the stretch is a binomial share of all (the conditional test of
two Poisson counts), so that a sender of whom little is known raises nothing: a school that sends
once a term is never silent. Where counts swing more than chance alone would have it, as of a
sender who sends in batches, they are taken to say that much less.

Source: issue 5, quality J7. Test: Przyborowski and Wilenski 1940, "Homogeneity of results in
testing samples from Poisson series"; swing: McCullagh and Nelder 1989, section 6.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, exp, lgamma, log, log1p

from lintel.kernel.working_days import DAY, WorkingCalendar
from lintel.policy.senders import Break, SilenceLimits

WEEK = 5  # working days


class Verdict(StrEnum):
    """What a sender's counts say. The stored value never changes."""

    SILENT = "silent"
    DROPPED = "dropped"
    AS_USUAL = "as_usual"
    TOO_LITTLE = "too_little"


ALARMING = frozenset({Verdict.SILENT, Verdict.DROPPED})


@dataclass(frozen=True, slots=True)
class Found:
    """Shape:
    days: how many expected days the stretch has; 0 where nothing is said of one.
    received: contacts in that stretch; expected: as many as its days before would give.
    a_week: what is usual in five expected days.
    chance: of so few or fewer, if the sender sent as before.
    """

    verdict: Verdict
    days: int
    received: int
    expected: float
    a_week: float
    chance: float


def expected_days(
    first: date, last: date, *, calendar: WorkingCalendar, breaks: Iterable[Break]
) -> list[date]:
    """The days of a span on which a sender may be expected to send, oldest first."""
    kept, days, day = tuple(breaks), [], first
    while day <= last:
        if calendar.is_working_day(day) and not any(one.holds(day) for one in kept):
            days.append(day)
        day += DAY
    return days


def by_expected_day(
    counts: Mapping[date, int], days: Sequence[date], *, calendar: WorkingCalendar
) -> list[int]:
    """How many came by each of `days`, from the day after the sender's first on; what came when
    nobody works is counted with the next day that is worked."""
    if not counts:
        return []
    found = dict.fromkeys(days, 0)
    for day, count in counts.items():
        worked = calendar.first_working_day_from(day)
        if worked in found:
            found[worked] += count
    first = min(counts)
    return [count for day, count in found.items() if day > first]


def judge(counts: Sequence[int], limits: SilenceLimits) -> Found:
    """What a sender's counts by whole expected day, oldest first, say of its latest days."""
    quiet = _days_of_silence(counts)
    before, usual = _usual(counts, quiet, limits)
    if before < limits.least_days or not usual:
        return Found(Verdict.TOO_LITTLE, 0, 0, 0.0, 0.0, 1.0)
    a_week = usual * WEEK / before
    if quiet:
        chance = _by_chance(counts, quiet, limits)
        if chance * limits.one_in < 1:
            return Found(Verdict.SILENT, quiet, 0, usual * quiet / before, a_week, chance)
    dropped = _dropped(counts, limits)
    if dropped is not None:
        return dropped
    longest = limits.longest_silence_days
    swing = _swing(_before(counts, quiet, limits))
    of_silence = _at_most(0, usual, share=longest / (before + longest), swing=swing)
    said = Verdict.AS_USUAL if of_silence * limits.one_in < 1 else Verdict.TOO_LITTLE
    return Found(said, 0, 0, 0.0, a_week, 1.0)


def _dropped(counts: Sequence[int], limits: SilenceLimits) -> Found | None:
    """The shortest stretch in which half or less came, and not by chance."""
    for days in limits.stretches:
        before, usual = _usual(counts, days, limits)
        if before < limits.least_days:
            continue
        received, expected = sum(counts[-days:]), usual * days / before
        if received * 100 > expected * limits.drop_percent:
            continue
        chance = _by_chance(counts, days, limits)
        if chance * limits.one_in < 1:
            a_week = usual * WEEK / before
            return Found(Verdict.DROPPED, days, received, expected, a_week, chance)
    return None


def _days_of_silence(counts: Sequence[int]) -> int:
    days = 0
    while days < len(counts) and not counts[-1 - days]:
        days += 1
    return days


def _before(counts: Sequence[int], days: int, limits: SilenceLimits) -> Sequence[int]:
    end = len(counts) - days
    return counts[max(0, end - limits.usual_days) : end]


def _usual(counts: Sequence[int], days: int, limits: SilenceLimits) -> tuple[int, int]:
    """How many days before a stretch are compared with it, and what came in them."""
    kept = _before(counts, days, limits)
    return len(kept), sum(kept)


def _by_chance(counts: Sequence[int], days: int, limits: SilenceLimits) -> float:
    """The chance of so few or fewer in the latest `days`, if they are as the days before."""
    before, received = _before(counts, days, limits), sum(counts[-days:])
    usual, share = sum(before), days / (len(before) + days)
    least = _at_most(received, usual, share=share, swing=1.0)
    if least * limits.one_in >= 1:  # swing only makes it likelier
        return least
    return _at_most(received, usual, share=share, swing=_swing(before))


def _swing(daily: Sequence[int]) -> float:
    """How much more than chance the usual days differ, by day or by five days; 1 or more."""
    weekly = [sum(daily[at : at + WEEK]) for at in range(0, len(daily) - WEEK + 1, WEEK)]
    return max(1.0, _spread(daily), _spread(weekly))


def _spread(counts: Sequence[int]) -> float:
    """Variance over mean: 1 of a Poisson count."""
    total = sum(counts)
    if len(counts) < 2 or not total:
        return 1.0
    mean = total / len(counts)
    squares = sum(count * count for count in counts)
    return (squares - total * mean) / (len(counts) - 1) / mean


def _at_most(received: int, usual: int, *, share: float, swing: float) -> float:
    """The chance of `received` or fewer in a stretch that has this share of all days.

    >>> round(_at_most(0, 10, share=0.5, swing=1.0), 6) == round(0.5**10, 6)
    True
    """
    few = ceil(received / swing)
    total = few + int(usual / swing)
    return min(1.0, sum(_exactly(number, total, share) for number in range(few + 1)))


def _exactly(number: int, total: int, share: float) -> float:
    ways = lgamma(total + 1) - lgamma(number + 1) - lgamma(total - number + 1)
    return exp(ways + number * log(share) + (total - number) * log1p(-share))
