"""The board: the whole hub on one page, worst first.

Filters are codes and travel in the address. Names never do: finding somebody by name is a
search, which is sent, and which leaves its trace.
"""

from datetime import datetime
from hashlib import blake2s
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import queries
from lintel.contacts.counted import counted_for
from lintel.contacts.queries import BoardFilter, QueueCount, SeniorReads
from lintel.contacts.queries.board import PAGE
from lintel.contacts.rules.queues import BY_NAME, CLOSED, SENIOR_READ_TITLE
from lintel.contacts.web.board_pages import BoardShown, Choice, Tile, ToRead, Unseen
from lintel.contacts.web.next_step import address
from lintel.contacts.web.rows import KINDS, rows_shown, source_words
from lintel.govuk.words import clock
from lintel.kernel.instants import LONDON, when_in_words
from lintel.notices import queries as notices
from lintel.policy.in_force import policy_for

RATINGS = {
    "unrated": "Not rated",
    "red": "Red",
    "amber": "Amber",
    "green": "Green",
    "blue": "Blue",
}
NOTHING = {
    "": "Nothing is open. Every contact has been dealt with.",
    "not_looked_at": "Nothing waits to be looked at.",
    "immediate": "No immediate need is unanswered.",
    "held": "Nothing is on hold.",
    "to_accept": "No team has anything still to accept.",
    "to_close": "Nothing waits to be closed.",
    "returned": "No team has sent anything back.",
    "other_enquiries": "No request waits for an answer.",
    "to_rate": "Nothing waits to be rated.",
    "to_decide": "Nothing waits for a decision.",
    CLOSED: "Nothing has been closed yet.",
}
TITLES = {name: queue.title for name, queue in BY_NAME.items()} | {CLOSED: "Closed"}
LAST_PAGE = 10_000
YES = ("mine", "my_team", "late", "senior_read", "agencies")


@guarded(Permission.VIEW_BOARD, object_type="contact", methods=("GET",))
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    page = _page(request)
    return render(request, "contacts/board.html", {"page": page})


@guarded(Permission.VIEW_BOARD, object_type="contact", methods=("GET",))
@require_safe
def board_now(request: HttpRequest) -> HttpResponse:
    """What changes on the board, for the page to put in place of what it shows."""
    body = render_to_string("contacts/board_now.html", {"page": _page(request)}, request)
    etag = f'"{blake2s(body.encode(), digest_size=16).hexdigest()}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return HttpResponse(body, headers={"ETag": etag})


def _page(request: HttpRequest) -> BoardShown:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    wanted, number = wanted_of(request.GET, viewer), _number(request.GET)
    counts = queries.queue_counts(viewer, at=now)
    reads = queries.senior_reads(viewer, at=now)
    found = queries.board(viewer, wanted=wanted, number=number, at=now)
    rows = rows_shown(viewer, found.rows, at=now)
    start = (number - 1) * PAGE
    policy = policy_for(viewer.council)
    nothing = NOTHING.get(wanted.queue, "Nothing is in this queue.")
    if _narrowing(wanted):
        nothing = "Nothing open matches what you asked for."
    elif viewer.teams and not viewer.may(Permission.VIEW_COUNTS) and not wanted.queue:
        nothing = "Nothing has been passed to your team."
    local = now.astimezone(LONDON)
    return BoardShown(
        council=policy.council_title,
        title=TITLES[wanted.queue] if wanted.queue else "All open",
        nothing=nothing,
        nothing_more=f"Last checked at {local:%H:%M}.",
        at=f"{local:%H:%M}",
        by=f"{viewer.name}, {when_in_words(now)}",
        unseen=_unseen(viewer, counts, at=now),
        to_read=_to_read(viewer, reads, at=now),
        counted=[
            Tile(
                each.words,
                each.count,
                reverse(each.page),
                here=False,
                late=f"{each.late} late" if each.late else "",
                alert=bool(each.late),
            )
            for each in counted_for(viewer, at=now)
        ],
        tiles=_tiles(counts, reads, wanted),
        views=_views(viewer, wanted),
        rows=rows,
        shown=f"{start + 1} to {start + len(rows)}" if rows else "",
        chosen=_chosen(wanted, viewer),
        clear=_address(BoardFilter(queue=wanted.queue)),
        earlier=_address(wanted, number - 1) if number > 1 else "",
        later=_address(wanted, number + 1) if found.has_next else "",
        here=_address(wanted, number),
        live=_address(wanted, number, page="board_now"),
        choices=_choices(viewer, wanted),
        hidden=_fields(BoardFilter(queue=wanted.queue, my_team=wanted.my_team)),
        find=address("search") if viewer.may(Permission.SEARCH) else "",
        is_worker_silent=not notices.worker_is_alive(at=now),
    )


def wanted_of(asked: QueryDict, viewer: Viewer) -> BoardFilter:
    """The filter an address asks for; what it asks that does not exist is passed over."""

    def one_of(name: str, known: object) -> str:
        value = asked.get(name, "")
        return value if value in known else ""  # type: ignore[operator]

    return BoardFilter(
        queue=one_of("queue", TITLES),
        rating=one_of("rating", RATINGS),
        kind=one_of("kind", KINDS),
        source=one_of("source", policy_for(viewer.council).sources),
        mine=asked.get("mine") == "yes",
        my_team=asked.get("my_team") == "yes",
        late=asked.get("late") == "yes",
        senior_read=asked.get("senior_read") == "yes",
        agencies=asked.get("agencies") == "yes",
    )


def _number(asked: QueryDict) -> int:
    sent = asked.get("page", "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 7 else 1
    return min(max(number, 1), LAST_PAGE)


def _fields(wanted: BoardFilter, number: int = 1) -> dict[str, str]:
    """A filter as the fields of an address; only what is asked for."""
    fields = {
        name: getattr(wanted, name)
        for name in ("queue", "rating", "kind", "source")
        if getattr(wanted, name)
    }
    fields |= {name: "yes" for name in YES if getattr(wanted, name)}
    return fields | ({"page": str(number)} if number > 1 else {})


def _address(wanted: BoardFilter, number: int = 1, page: str = "board") -> str:
    fields = _fields(wanted, number)
    return f"{reverse(page)}?{urlencode(fields)}" if fields else reverse(page)


def _narrowing(wanted: BoardFilter) -> bool:
    return bool(_fields(wanted).keys() - {"queue"})


def _unseen(viewer: Viewer, counts: list[QueueCount], *, at: datetime) -> Unseen | None:
    """First on the page, for whoever keeps the hub's clocks."""
    if not viewer.may(Permission.VIEW_COUNTS):
        return None
    waiting = next(each for each in counts if each.name == "not_looked_at")
    return Unseen(
        waiting.count,
        clock(waiting.first_due, at) if waiting.first_due else None,
        _address(BoardFilter(queue="not_looked_at")),
    )


def _to_read(viewer: Viewer, reads: SeniorReads, *, at: datetime) -> ToRead | None:
    """Second on the page, for whoever can do it: what adds up, and waits for them."""
    if not viewer.may(Permission.SENIOR_READ) or not (reads.open or reads.closed):
        return None
    return ToRead(
        reads.open,
        clock(reads.first_due, at) if reads.first_due else None,
        _address(BoardFilter(senior_read=True)),
        reads.closed,
        _address(BoardFilter(queue=CLOSED, senior_read=True)),
    )


def _tiles(counts: list[QueueCount], reads: SeniorReads, wanted: BoardFilter) -> list[Tile]:
    late = sum(each.late for each in counts)
    everything = Tile(
        "All open",
        sum(each.count for each in counts),
        reverse("board"),
        not wanted.queue and not _narrowing(wanted),
        f"{late} late" if late else "",
    )
    to_read = Tile(
        SENIOR_READ_TITLE,
        reads.open,
        _address(BoardFilter(senior_read=True)),
        wanted.senior_read and not wanted.queue,
        f"{reads.late} late" if reads.late else "",
    )
    return [
        everything,
        to_read,
        *(
            Tile(
                each.title,
                each.count,
                _address(BoardFilter(queue=each.name)),
                wanted.queue == each.name and not wanted.senior_read,
                f"{each.late} late" if each.late else "",
                alert=each.name == "immediate" and each.count > 0,
            )
            for each in counts
        ),
    ]


def _views(viewer: Viewer, wanted: BoardFilter) -> list[Tile]:
    """Quick ways to look: what is mine, my team's, late or closed."""
    views = [
        ("Mine", BoardFilter(mine=True)),
        ("Late", BoardFilter(late=True)),
        ("Waiting for agencies", BoardFilter(agencies=True)),
        ("Closed", BoardFilter(queue=CLOSED)),
    ]
    if viewer.teams:
        views.insert(1, ("My team’s", BoardFilter(my_team=True)))
    return [Tile(words, 0, _address(each), wanted == each) for words, each in views]


def _choices(viewer: Viewer, wanted: BoardFilter) -> list[Choice]:
    policy = policy_for(viewer.council)
    sources = {code: source_words(policy, code) for code in policy.sources}
    asked = (
        ("rating", "Rating", wanted.rating, RATINGS),
        ("kind", "Kind", wanted.kind, KINDS),
        ("source", "From", wanted.source, sources),
    )
    choices = [
        Choice(
            name,
            label,
            [
                ("", "Any", not chosen),
                *((key, words, key == chosen) for key, words in known.items()),
            ],
        )
        for name, label, chosen, known in asked
    ]
    for name, label, yes in (
        ("mine", "Whose", "Mine"),
        ("late", "Clock", "Late"),
        ("senior_read", "Adds up", SENIOR_READ_TITLE),
        ("agencies", "Asked", "Waiting for agencies"),
    ):
        chosen = getattr(wanted, name)
        choices.append(Choice(name, label, [("", "Any", not chosen), ("yes", yes, chosen)]))
    return choices


def _chosen(wanted: BoardFilter, viewer: Viewer) -> str:
    policy = policy_for(viewer.council)
    parts = [
        RATINGS.get(wanted.rating, ""),
        KINDS.get(wanted.kind, ""),
        f"from {source_words(policy, wanted.source)}" if wanted.source else "",
        "mine" if wanted.mine else "",
        "my team’s" if wanted.my_team else "",
        "late" if wanted.late else "",
        "for a senior read" if wanted.senior_read else "",
        "waiting for agencies" if wanted.agencies else "",
    ]
    return ", ".join(part for part in parts if part)
