"""The hub in figures: received = open by queue + closed, and what was done today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import queries
from lintel.contacts.queries import Conservation, DayCount
from lintel.contacts.rules import small_numbers
from lintel.contacts.rules.queues import CLOSED
from lintel.contacts.web.next_step import address
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import when_in_words

BAR = 400  # the longest bar, in the chart's own units
STEP = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One queue. Shape: `first` is the clock with least time, None when empty or not shown."""

    title: str
    count: str
    late: str
    first: Clock | None
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Shape: y, width and late_width are in the chart's own units; label ends the bar."""

    title: str
    y: int
    width: int
    late_width: int
    label: str


@dataclass(frozen=True, slots=True)
class CountsPage:
    """Shape: `difference` names what does not add up, "" when everything does."""

    at: str
    lines: Sequence[Line]
    open: str
    late: str
    closed: str
    closed_href: str
    received: str
    difference: str
    astray: Sequence[str]
    bars: Sequence[Bar]
    chart_height: int
    today: Sequence[tuple[str, str]]
    hides_small: bool


@guarded(Permission.VIEW_COUNTS, object_type="figures", methods=("GET",))
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = queries.conservation(viewer, at=now)
    today = queries.day_count(viewer, at=now)
    return render(request, "contacts/counts.html", {"page": _page(viewer, found, today, at=now)})


def _page(viewer: Viewer, found: Conservation, today: DayCount, *, at: datetime) -> CountsPage:
    may_open = viewer.may(Permission.VIEW_BOARD)
    numbers = [queue.count for queue in found.queues]
    late = [queue.late for queue in found.queues]
    word: Callable[[int], str] = "{:,}".format if may_open else small_numbers.in_words
    board = address("board")
    return CountsPage(
        at=when_in_words(at),
        lines=[
            Line(
                queue.title,
                word(queue.count),
                word(queue.late),
                clock(queue.first_due, at) if queue.first_due and may_open else None,
                f"{board}?queue={queue.name}" if may_open else "",
            )
            for queue in found.queues
        ],
        open=word(sum(numbers)) if may_open else small_numbers.sum_in_words(numbers),
        late=word(sum(late)) if may_open else small_numbers.sum_in_words(late),
        closed=word(found.closed)
        if may_open
        else small_numbers.rest_in_words(found.received, numbers),
        closed_href=f"{board}?queue={CLOSED}" if may_open else "",
        received=word(found.received),
        difference=_difference(found),
        astray=found.astray if may_open else (),
        bars=_bars(found, word, exact=may_open),
        chart_height=len(found.queues) * STEP,
        today=[
            ("Received", word(today.received)),
            ("Looked at", word(today.looked_at)),
            ("Decided", word(today.decided)),
            ("Closed", word(today.closed)),
        ],
        hides_small=not may_open,
    )


def _difference(found: Conservation) -> str:
    if found.difference:
        return (
            f"{abs(found.difference)} of the contacts received are in no queue and not closed. "
            "Tell whoever looks after Lintel at once."
        )
    if found.astray:
        return f"{len(found.astray)} open contacts are in a queue that their facts do not give."
    return ""


def _bars(found: Conservation, word: Callable[[int], str], *, exact: bool) -> list[Bar]:
    """Bars as long as their numbers; one whose number is hidden is as long as any such could be."""

    def size(number: int) -> int:
        hidden = not exact and small_numbers.is_small(number)
        return small_numbers.SMALLEST_SHOWN if hidden else number

    most = max([size(queue.count) for queue in found.queues] + [small_numbers.SMALLEST_SHOWN])
    return [
        Bar(
            queue.title,
            place * STEP,
            round(BAR * size(queue.count) / most),
            round(BAR * queue.late / most) if exact else 0,
            f"{word(queue.count)} ({queue.late} late)"
            if exact and queue.late
            else word(queue.count),
        )
        for place, queue in enumerate(found.queues)
    ]
