"""How agencies answer: a plain table, bars beside it, and every figure opening its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts.rules import small_numbers
from lintel.govuk.words import RATINGS
from lintel.kernel.instants import length_in_words, when_in_words
from lintel.kernel.refusals import NotThere
from lintel.screening import queries
from lintel.screening.queries.measures import DAYS
from lintel.screening.rules.measures import FIGURES, Line

BAR, STEP = 380, 44
HIDDEN = "Too few to say"


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """Shape: `first` begins an agency: its line for all ratings."""

    agency: str
    rating: str
    first: bool
    figures: Sequence[Figure]
    median: str
    ninetieth: str


@dataclass(frozen=True, slots=True)
class Bar:
    title: str
    y: int
    width: int
    far: int
    label: str


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    at: str
    days: int
    heads: Sequence[str]
    lines: Sequence[LineShown]
    bars: Sequence[Bar]
    chart_height: int
    hides_small: bool


@dataclass(frozen=True, slots=True)
class CountedShown:
    reference: str
    href: str
    asked: str
    took: str


@dataclass(frozen=True, slots=True)
class CountedPage:
    title: str
    days: int
    rows: Sequence[CountedShown]


@guarded(Permission.VIEW_COUNTS, object_type="figures", methods=("GET",))
@require_safe
def agency_measures(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    may_open = viewer.may(Permission.VIEW_BOARD)
    titles = queries.agency_titles(viewer, at=now)
    found = queries.agency_measures(viewer, at=now)
    page = MeasuresPage(
        at=when_in_words(now),
        days=DAYS,
        heads=list(FIGURES.values()),
        lines=[_line(line, titles, may_open=may_open) for line in found],
        bars=_bars([one for one in found if one.rating == "all"], titles, exact=may_open),
        chart_height=STEP * len(titles),
        hides_small=not may_open,
    )
    return render(request, "screening/measures.html", {"page": page})


@guarded(Permission.VIEW_COUNTS, object_type="request", methods=("GET",))
@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    agency, figure = request.GET.get("agency", ""), request.GET.get("figure", "")
    rating = request.GET.get("rating", "all").replace("unrated", "")
    titles = queries.agency_titles(viewer, at=now)
    if agency not in titles or figure not in FIGURES:
        raise NotThere("figure")
    found = queries.counted_in(viewer, agency=agency, rating=rating, figure=figure, at=now)
    page = CountedPage(
        title=f"{titles[agency]}, {_rating(rating).lower()}: {FIGURES[figure].lower()}",
        days=DAYS,
        rows=[
            CountedShown(
                one.reference,
                f"{reverse('requests_about', args=[one.contact_id])}#request-{one.request_id}",
                when_in_words(one.asked.asked_at),
                f"Answered after {length_in_words(one.asked.took)}"
                if one.asked.took is not None
                else "Taken back"
                if one.asked.withdrawn
                else "Nothing said yet",
            )
            for one in found
        ],
    )
    return render(request, "screening/counted.html", {"page": page})


def _rating(key: str) -> str:
    return "All ratings" if key == "all" else RATINGS[key][0] if key in RATINGS else key


def _line(line: Line, titles: dict[str, str], *, may_open: bool) -> LineShown:
    few = not may_open and small_numbers.is_small(line.figures["asked"])
    return LineShown(
        agency=titles.get(line.agency, line.agency),
        rating=_rating(line.rating),
        first=line.rating == "all",
        figures=[
            Figure(
                title,
                f"{line.figures[key]:,}" if may_open else small_numbers.in_words(line.figures[key]),
                _list_of(line, key) if may_open and line.figures[key] else "",
            )
            for key, title in FIGURES.items()
        ],
        median=HIDDEN if few else _length(line.median),
        ninetieth=HIDDEN if few else _length(line.ninetieth),
    )


def _list_of(line: Line, figure: str) -> str:
    asked = {"agency": line.agency, "rating": line.rating or "unrated", "figure": figure}
    return f"{reverse('agency_measures_list')}?{urlencode(asked)}"


def _length(length: timedelta | None) -> str:
    return "No answer yet" if length is None else length_in_words(length)


def _bars(found: Sequence[Line], titles: dict[str, str], *, exact: bool) -> list[Bar]:
    """The median of each agency, with a mark at its ninetieth percentile."""
    shown = [one for one in found if exact or not small_numbers.is_small(one.figures["asked"])]
    most = max((one.ninetieth for one in shown if one.ninetieth), default=timedelta(hours=1))
    most = max(most, timedelta(minutes=1))
    return [
        Bar(
            titles.get(one.agency, one.agency),
            place * STEP,
            round(BAR * (one.median / most)) if one.median else 0,
            round(BAR * (one.ninetieth / most)) if one.ninetieth else 0,
            f"{_length(one.median)}, 9 in 10 within {_length(one.ninetieth)}"
            if one.median is not None
            else "No answer yet",
        )
        for place, one in enumerate(shown)
    ]
