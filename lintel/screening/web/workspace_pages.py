"""What the pages of an agency's workspace say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.access.viewers import Viewer
from lintel.files.shown import FilesPanel
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import (
    age_in_words,
    day_in_words,
    length_in_words,
    london_day,
    recently_in_words,
    when_in_words,
)
from lintel.screening.queries import ContributionSeen, RequestSeen
from lintel.screening.queries.asked import PersonAsked
from lintel.screening.queries.workspace import Holder, Workspace
from lintel.screening.rules.answer_times import Typical
from lintel.screening.rules.asking import PARTS, Settled, since_in_words
from lintel.sharing.rules.handling import Mark, Reading

SHORT_MARKS = {
    Mark.OPEN: "Open",
    Mark.HUB_ONLY: "Hub only",
    Mark.DECISION_MAKER: "Decision-maker only",
    Mark.SEALED: "Sealed",
}
# How an agency's own people read how a request ended.
SETTLED_WORDS = {
    Settled.ANSWERED: "Answered",
    Settled.NIL: "Nothing known",
    Settled.REFUSED: "Refused",
    Settled.DECIDED_WITHOUT: "The hub went on without you",
    Settled.WITHDRAWN: "Taken back by the hub",
}
SAID_WORDS = {
    "answered": "Answered",
    "nil": "Said that nothing is known",
    "more_time": "Asked for more time",
    "refused": "Refused to share",
}


@dataclass(frozen=True, slots=True)
class PersonShown:
    name: str
    born: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """One request in a list. Shape: `clock` is None once it is settled."""

    href: str
    give_href: str
    reference: str
    who: tuple[str, ...]
    question: str
    rating: str
    clock: Clock | None
    asked: str
    holder: str
    mine: bool
    ended: str
    when: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """Shape: `times` are words, "" when nothing was answered; `lead` shows the agency's own."""

    agency: str
    open: Sequence[LineShown]
    answered: Sequence[LineShown]
    late: int
    lead: bool
    counted: int
    median: str
    ninetieth: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class ItemShown:
    """Shape: `text` is "" where only that it exists may be known."""

    heading: str
    text: str
    mark: str
    onward: bool
    by: str
    when: str
    change_href: str
    exists_only: bool


@dataclass(frozen=True, slots=True)
class OtherShown:
    """Another agency's answer, once pooled."""

    agency: str
    ended: str
    items: Sequence[ItemShown]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Shape:

    parts: keys the hub asks for, and those it does not, each in order.
    holder: who else has it, "" for nobody or oneself; `over` is their account.
    proof: lets what is typed be kept for its writer after the sign-in has run out.
    """

    reference: str
    question: str
    told: str
    people: Sequence[PersonShown]
    asked: str
    due: str
    clock: Clock | None
    purpose: str
    basis: str
    rating: str
    settled: str
    withdrawn: bool
    reminders: Sequence[str]
    said: Sequence[str]
    items: Sequence[ItemShown]
    others: Sequence[OtherShown]
    pooled: bool
    parts: Sequence[str]
    more_parts: Sequence[str]
    holder: str
    over: str
    mine: bool
    challenge: str
    autosave: str
    saved_at: str
    proof: str
    done: Sequence[str]
    files: FilesPanel


@dataclass(frozen=True, slots=True)
class MarkPage:
    """Shape: `history` is how it was handled before, the newest first."""

    item: ItemShown
    back: str
    reference: str
    history: Sequence[str]
    version: int


@dataclass(frozen=True, slots=True)
class GivePage:
    reference: str
    holder: str
    clock: Clock | None


def requests_page(
    found: Workspace, viewer: Viewer, *, agency: str, lead: bool, done: Sequence[str], at: datetime
) -> RequestsPage:
    lines = [_line(one, found.holders.get(one.id), viewer, lead, at=at) for one in found.open]
    return RequestsPage(
        agency=agency,
        open=lines,
        answered=[
            _line(one, found.holders.get(one.id), viewer, lead, at=at) for one in found.answered
        ],
        late=sum(one.late for one in found.open),
        lead=lead,
        counted=found.times.count,
        median=_length(found.times, "median"),
        ninetieth=_length(found.times, "ninetieth"),
        done=done,
    )


def _length(times: Typical, which: str) -> str:
    found = getattr(times, which)
    return "" if found is None else length_in_words(found)


def _line(
    one: RequestSeen, holder: Holder | None, viewer: Viewer, lead: bool, *, at: datetime
) -> LineShown:
    mine = holder is not None and holder.account_id == viewer.account_id
    is_open = not one.settled_as
    return LineShown(
        href=reverse("request", args=[one.id]),
        give_href=reverse("give_request", args=[one.id]) if lead and is_open else "",
        reference=one.reference,
        who=tuple(f"{each.name}, {_born(each, at=at)}" for each in one.about),
        question=one.question,
        rating=one.rating,
        clock=clock(one.due_at, at) if is_open else None,
        asked=recently_in_words(one.asked_at, at=at),
        holder="You" if mine else holder.name if holder else "",
        mine=mine,
        ended="" if is_open else SETTLED_WORDS[Settled(one.settled_as)],
        when=recently_in_words(one.settled_at, at=at) if one.settled_at else "",
    )


def _born(person: PersonAsked, *, at: datetime) -> str:
    if person.born_on is not None:
        age = age_in_words(person.born_on, expected_on=None, age_years=None, on=london_day(at))
        return f"born {day_in_words(person.born_on)} ({age})"
    if person.expected_on is not None:
        return f"expected {day_in_words(person.expected_on)}"
    return "date of birth not known"


def people_shown(one: RequestSeen, *, at: datetime) -> list[PersonShown]:
    return [PersonShown(each.name, _born(each, at=at)) for each in one.about]


def item_shown(item: ContributionSeen) -> ItemShown:
    return ItemShown(
        heading=PARTS.get(item.part, item.part),
        text=item.text,
        mark=SHORT_MARKS[Mark(item.mark)] if item.mark else "",
        onward=item.onward_leave,
        by=item.by,
        when=when_in_words(item.at),
        change_href=reverse("change_mark", args=[item.id]) if item.mine else "",
        exists_only=item.reading is Reading.THAT_IT_EXISTS,
    )


def said_in_words(one: RequestSeen) -> list[str]:
    """What the agency has said beside its items, oldest first."""
    lines = []
    for each in one.answers:
        words = f"{SAID_WORDS[each.kind]}, {when_in_words(each.at)}"
        words += f" by {each.by}" if each.by else ""
        if each.known:
            words += ". Known to you" if each.known == "yes" else ". Not known to you"
        words += since_in_words(each.since)
        if each.until:
            words += f", until {when_in_words(each.until)}"
        if each.ground:
            words += f". {each.ground}"
        if each.reason:
            words += f": {each.reason}"
        lines.append(words)
    return lines


def others_shown(requests: Sequence[RequestSeen], *, own: RequestSeen) -> list[OtherShown]:
    return [
        OtherShown(
            agency=one.agency_title,
            ended=OTHERS_ENDED.get(one.settled_as, "No answer yet"),
            items=[item_shown(item) for item in one.contributions],
        )
        for one in requests
        if one.agency != own.agency and one.settled_as != Settled.WITHDRAWN
    ]


OTHERS_ENDED = {
    Settled.ANSWERED: "Answered",
    Settled.NIL: "Nothing known",
    Settled.REFUSED: "Did not share",
    Settled.DECIDED_WITHOUT: "No answer",
}
