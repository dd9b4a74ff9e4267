"""What agencies said, side by side: heading by heading, and who has said nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer
from lintel.kernel.instants import LONDON, day_in_words, london_day
from lintel.screening.queries import PoolingSeen, RequestSeen
from lintel.screening.rules.asking import ITEM_WORDS, Reply, Settled, since_in_words
from lintel.sharing.rules.handling import MARK_WORDS, Mark, Reading

WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one agency said under one heading. Shape: `texts` are (words, mark in words)."""

    agency: str
    texts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SaidTogether:
    """One heading, with every agency that said something under it."""

    title: str
    voices: Sequence[Voice]


@dataclass(frozen=True, slots=True)
class Contributor:
    """Shape: `how` says what came, or that nothing did; `held` what may not be read here."""

    agency: str
    how: str
    held: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Shape: `pool` is where the answers are pooled, "" where they are already or cannot be;
    `waiting` are the agencies that stand in the way of pooling without a reason."""

    together: Sequence[SaidTogether]
    contributed: Sequence[Contributor]
    not_contributed: Sequence[Contributor]
    blind: bool
    pooled: Sequence[str]
    waiting: Sequence[str]
    pool: str
    all: str

    @property
    def silence(self) -> bool:
        return bool(self.not_contributed)


def pooled(
    found: Sequence[RequestSeen],
    poolings: Sequence[PoolingSeen],
    viewer: Viewer,
    *,
    contact_id,
    is_open: bool,
    at: datetime,
) -> Pooled | None:
    """None where nobody was asked."""
    asked = [one for one in found if one.settled_as != Settled.WITHDRAWN]
    if not asked:
        return None
    spoke = [one for one in asked if _spoke(one)]
    may_pool = is_open and viewer.may(Permission.POOL) and not poolings
    return Pooled(
        together=list(_together(spoke)),
        contributed=[_contributor(one, at=at) for one in spoke],
        not_contributed=[_contributor(one, at=at) for one in asked if not _spoke(one)],
        blind=any(one.blind for one in asked),
        pooled=[
            f"Pooled by {one.by or 'somebody who has left'}, {day_and_time(one.at, now=at)}"
            + (f": {one.reason}" if one.reason else "")
            for one in poolings
        ],
        waiting=[one.agency_title for one in asked if not one.settled_as],
        pool=reverse("pool_answers", args=[contact_id]) if may_pool else "",
        all=reverse("requests_about", args=[contact_id]),
    )


def _spoke(one: RequestSeen) -> bool:
    """Whether they said anything that bears on it; asking for more time does not."""
    return any(said.kind != Reply.MORE_TIME for said in one.answers)


def _together(spoke: Sequence[RequestSeen]):
    for part, title in ITEM_WORDS.items():
        voices = []
        for one in spoke:
            texts = [
                (item.text, MARK_WORDS[Mark(item.mark)])
                for item in one.contributions
                if item.part == part and item.reading is Reading.FULL
            ]
            if part == "known":
                texts = [*((words, "") for words in _known(one)), *texts]
            if texts:
                voices.append(Voice(one.agency_title, texts))
        if voices:
            yield SaidTogether(title, voices)


def _known(one: RequestSeen):
    for said in one.answers:
        if said.known:
            words = "They know them" if said.known == "yes" else "They do not know them"
            yield words + since_in_words(said.since)


def _contributor(one: RequestSeen, *, at: datetime) -> Contributor:
    return Contributor(one.agency_title, how_it_went(one, at=at), _held(one), _why(one))


def how_it_went(one: RequestSeen, *, at: datetime) -> str:
    """In words, with silence as silence: "asked Tuesday 9:10am, due 11:10am, no answer"."""
    due = _time(one.due_at) if _same_day(one) else day_and_time(one.due_at, now=at)
    words = f"asked {day_and_time(one.asked_at, now=at)}, due {due}"
    told = [said for said in one.answers if said.kind != Reply.MORE_TIME]
    if told:
        first = told[0]
        within = _same_day(one) and london_day(first.at) == london_day(one.due_at)
        came = _time(first.at) if within else day_and_time(first.at, now=at)
        words += f", {SAID[Reply(first.kind)]} {came}"
        words += " (late)" if first.at > one.due_at else ""
    else:
        more = [said.until for said in one.answers if said.until]
        words += ", asked for more time" if more else ""
        words += ", no answer" if at >= one.due_at or one.settled_as else ", not due yet"
    if one.chases:
        words += f"; chased {_times(len(one.chases))}"
    if one.settled_as == Settled.DECIDED_WITHOUT:
        words += "; not waited for"
    return words


SAID = {
    Reply.ANSWERED: "answered",
    Reply.NIL: "said that they know nothing",
    Reply.REFUSED: "refused to share",
}


def _why(one: RequestSeen) -> str:
    if one.settled_as == Settled.DECIDED_WITHOUT:
        return one.settled_because
    refused = [said for said in one.answers if said.kind == Reply.REFUSED]
    return ". ".join(filter(None, (refused[-1].ground, refused[-1].reason))) if refused else ""


def _held(one: RequestSeen) -> str:
    if not one.hidden:
        return ""
    items = "1 item" if one.hidden == 1 else f"{one.hidden} items"
    if one.blind:
        return f"{items} to be read once all have answered, or the answers are pooled"
    return f"{items} for the decision-maker only"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _same_day(one: RequestSeen) -> bool:
    return london_day(one.asked_at) == london_day(one.due_at)


def _time(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def day_and_time(moment: datetime, *, now: datetime) -> str:
    """ "Tuesday 9:10am" within the week, else with the date."""
    if abs(now - moment) < WEEK:
        return f"{moment.astimezone(LONDON):%A} {_time(moment)}"
    return f"{day_in_words(london_day(moment))} {_time(moment)}"
