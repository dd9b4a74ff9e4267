"""How long agencies take to answer, and how often they do not. Pure.

Silence is counted as silence: it is never left out of a table because it has no length.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from lintel.screening.rules.answer_times import typical

RATINGS = ("red", "amber", "green", "blue", "")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it is counted.

    Shape: first_said: "answered", "nil", "refused", or "" where nothing was said yet; took: until
        then. more_time: the agency asked for more. withdrawn: the hub took it back unanswered.
    """

    agency: str
    rating: str
    asked_at: datetime
    due_at: datetime
    first_said: str = ""
    took: timedelta | None = None
    more_time: bool = False
    withdrawn: bool = False


FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "asked": "Asked",
        "answered": "Answered",
        "nil": "Nothing known",
        "refused": "Refused",
        "more_time": "More time",
        "silent": "Silent past the time",
        "late": "Answered late",
    }
)


def counts_as(one: Asked, figure: str, *, at: datetime) -> bool:
    """Whether a request is one of those a figure counts: the list it opens is made of these."""
    match figure:
        case "asked":
            return True
        case "answered" | "nil" | "refused":
            return one.first_said == figure
        case "more_time":
            return one.more_time
        case "silent":
            return not one.first_said and not one.withdrawn and at >= one.due_at
        case "late":
            return one.took is not None and one.asked_at + one.took > one.due_at
    return False


@dataclass(frozen=True, slots=True)
class Line:
    """One agency at one rating; `rating` "all" for all of them.

    Shape: figures by key of FIGURES; median and ninetieth None where nothing was answered.
    """

    agency: str
    rating: str
    figures: Mapping[str, int]
    median: timedelta | None
    ninetieth: timedelta | None


def lines(requests: Sequence[Asked], *, at: datetime) -> list[Line]:
    """For each agency a line for all it was asked, then one for each rating, reds first."""
    found = []
    for agency in sorted({one.agency for one in requests}):
        own = [one for one in requests if one.agency == agency]
        found.append(_line(agency, "all", own, at=at))
        for rating in RATINGS:
            rated = [one for one in own if one.rating == rating]
            if rated:
                found.append(_line(agency, rating, rated, at=at))
    return found


def _line(agency: str, rating: str, requests: Sequence[Asked], *, at: datetime) -> Line:
    took = typical(one.took for one in requests if one.took is not None)
    return Line(
        agency,
        rating,
        {figure: sum(counts_as(one, figure, at=at) for one in requests) for figure in FIGURES},
        took.median,
        took.ninetieth,
    )
