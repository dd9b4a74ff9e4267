"""What the pages about asking agencies say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.queries.concern_shown import TimelineEntry
from lintel.contacts.queries.shown import Shown
from lintel.govuk.answers import Done, Obstacle
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import length_in_words, recently_in_words, when_in_words
from lintel.screening.queries import RequestSeen
from lintel.screening.rules.asking import ITEM_WORDS, PARTS, Reply, Settled, since_in_words
from lintel.sharing.rules.handling import MARK_WORDS, Mark, Reading

SETTLED_WORDS = {
    Settled.ANSWERED: "Answered",
    Settled.NIL: "Nothing known",
    Settled.REFUSED: "Refused",
    Settled.DECIDED_WITHOUT: "Not waited for",
    Settled.WITHDRAWN: "Taken back",
}
REPLY_WORDS = {
    Reply.ANSWERED: "Answered",
    Reply.NIL: "Nothing known",
    Reply.MORE_TIME: "Asked for more time",
    Reply.REFUSED: "Refused to share",
}
HOW_WORDS = {"reminder": "Reminded", "telephone": "Rung", "lead": "Their lead was told"}


@dataclass(frozen=True, slots=True)
class AgencyToAsk:
    """Shape: `question`, `parts` are names of the form's fields; `asked` says what it was asked
    before, newest first; `open` shows its question at once."""

    key: str
    title: str
    kind: str
    question: str
    parts: str
    asked: Sequence[str]
    ticked: bool
    place: int
    open: bool


@dataclass(frozen=True, slots=True)
class AskPage:
    """Shape: `usual` and `others` are agencies; `choose` kinds with several, of which one fits."""

    shown: Shown
    usual: Sequence[AgencyToAsk]
    others: Sequence[AgencyToAsk]
    others_open: bool
    because: str
    choose: Sequence[str]
    due: str
    due_by: str
    obstacles: Sequence[Obstacle]
    impossible: bool
    basis_open: bool
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str
    asked_href: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """Shape: `text` is "" for one of which the reader may know only that it exists."""

    part: str
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class SaidShown:
    what: str
    who: str
    details: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RequestShown:
    """One question and all that came of it.

    Shape: `state` is "silent", "waiting", "settled"; `standing` says it in words, with its clock.
    """

    id: str
    agency: str
    state: str
    standing: str
    clock: Clock | None
    question: str
    told: str
    about: str
    parts: str
    basis: str
    asked: str
    settled: str
    said: Sequence[SaidShown]
    items: Sequence[ItemShown]
    after_decision: int
    chases: Sequence[tuple[str, str]]
    chase: str
    remind: str
    without: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    shown: Shown
    requests: Sequence[RequestShown]
    waiting: int
    silent: int
    answered: int
    ask: str
    ledger: str
    banners: Sequence[Done]


@dataclass(frozen=True, slots=True)
class RequestStepPage:
    """One thing done about one request."""

    shown: Shown
    request: RequestShown
    title: str
    lead: str
    button: str
    back: str


@dataclass(frozen=True, slots=True)
class AskedPanel:
    lines: Sequence[RequestShown]
    all: str
    ask: str


def request_shown(seen: RequestSeen, viewer: Viewer, *, at: datetime) -> RequestShown:
    is_open = not seen.settled_as
    silent = is_open and at >= seen.due_at
    reach = {name: _way(seen, viewer, name, needed) for name, needed in WAYS.items()}
    return RequestShown(
        id=str(seen.id),
        agency=seen.agency_title,
        state="silent" if silent else "waiting" if is_open else "settled",
        standing=_standing(seen, at=at),
        clock=clock(seen.due_at, at) if is_open else None,
        question=seen.question,
        told=seen.told,
        about=", ".join(person.name for person in seen.about),
        parts="; ".join(PARTS[part] for part in seen.parts),
        basis=f"{seen.purpose}. {seen.basis}",
        asked=f"{recently_in_words(seen.asked_at, at=at)}"
        + (f", by {seen.asked_by}" if seen.asked_by else ""),
        settled=seen.settled_because,
        said=[
            SaidShown(
                REPLY_WORDS[Reply(one.kind)],
                f"{one.by or 'Somebody who has left'}, {when_in_words(one.at)}",
                [(what, words) for what, words in _details(one) if words],
            )
            for one in seen.answers
        ],
        items=[_item(one) for one in seen.contributions],
        after_decision=sum(one.after_decision for one in seen.contributions),
        chases=[
            (
                f"{HOW_WORDS.get(one.how, one.how)}: {one.to}",
                f"{one.by}, {when_in_words(one.at)}" + (f". {one.words}" if one.words else ""),
            )
            for one in seen.chases
        ],
        chase=reach["chase_agency"] if is_open else "",
        remind=reach["chase_agency"] if is_open else "",
        without=reach["decide_without"] if is_open else "",
        withdraw=reach["withdraw_request"] if is_open else "",
    )


WAYS = {
    "chase_agency": Permission.CHASE_AGENCY,
    "decide_without": Permission.DECIDE,
    "withdraw_request": Permission.ASK_AGENCIES,
}


def _way(seen: RequestSeen, viewer: Viewer, name: str, needed: Permission) -> str:
    return reverse(name, args=[seen.contact_id, seen.id]) if viewer.may(needed) else ""


ANSWERS = frozenset({Settled.ANSWERED, Settled.NIL, Settled.REFUSED})


def _standing(seen: RequestSeen, *, at: datetime) -> str:
    """How it stands, with the clock in words: silence is said as silence."""
    asked = length_in_words(at - seen.asked_at)
    if seen.settled_at is not None:
        took = length_in_words(seen.settled_at - seen.asked_at)
        late = ""
        if seen.settled_as in ANSWERS and seen.settled_at > seen.due_at:
            late = f", {length_in_words(seen.settled_at - seen.due_at)} late"
        if seen.settled_as in ANSWERS:
            return f"{SETTLED_WORDS[Settled(seen.settled_as)]} after {took}{late}"
        return f"{SETTLED_WORDS[Settled(seen.settled_as)]} after {took} of silence"
    if at >= seen.due_at:
        return f"Silence: asked {asked} ago, due {length_in_words(at - seen.due_at)} ago"
    return f"Waiting: asked {asked} ago, due in {length_in_words(seen.due_at - at)}"


def _details(one):
    known = {"yes": "They know them", "no": "They do not know them"}.get(one.known, "")
    yield "Known", known + since_in_words(one.since)
    yield "They will answer by", when_in_words(one.until) if one.until else ""
    yield "Ground", one.ground
    yield "Reason", one.reason


def _item(one) -> ItemShown:
    after = "Came after the decision. " if one.after_decision else ""
    if one.reading is not Reading.FULL:
        return ItemShown(ITEM_WORDS.get(one.part, ""), "", f"{after}Held for the decision-maker")
    words = f"{after}{MARK_WORDS[Mark(one.mark)]}"
    return ItemShown(ITEM_WORDS.get(one.part, one.part), one.text, words)
