"""What the pages of duty say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.queries.concern_shown import TimelineEntry
from lintel.contacts.queries.shown import Shown
from lintel.contacts.rules.sides import Side
from lintel.directory.rules.kinds import Team
from lintel.duty.queries import ItemSeen, Night, PromiseSeen
from lintel.duty.queries.promises import SETTLED_WORDS
from lintel.duty.rules.items import OPEN, SIDE_WORDS, WHY_WORDS, State, Why
from lintel.duty.rules.turns import Turn
from lintel.govuk.answers import Obstacle
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import recently_in_words, when_in_words


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """Shape: `clock` is None once settled; `settle` is "" for who may not."""

    what: str
    to_whom: str
    by_when: str
    made: str
    clock: Clock | None
    ended: str
    ended_words: str
    settle: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """Shape: `who` are children and ages; `clock` runs to when a manager is told, None once it
    has ended; `can_take`: this viewer may accept it now."""

    id: str
    reference: str
    href: str
    say: str
    who: tuple[str, ...]
    rating: str
    why: tuple[str, ...]
    note: str
    said: str
    next_check: str
    holder: str
    had: str
    before: str
    promises: Sequence[PromiseShown]
    clock: Clock | None
    late: bool
    can_take: bool
    ended: str


@dataclass(frozen=True, slots=True)
class DutyPage:
    """The close of the day, or its opening, as one of its two ends sees it.

    Shape:
        heading, when: which hand-over this is and where it has got to, in words.
        missing: the directory has no team to take over.
        to_say: nobody has said a word about them; `waiting`: ready to be accepted.
        gives: the viewer is of the side that hands over.
        late, told: how many nobody accepted in time, and whether managers know of each.
    """

    heading: str
    when: str
    rule: str
    gives: bool
    giver: str
    taker: str
    taker_phone: str
    missing: bool
    to_say: Sequence[ItemShown]
    waiting: Sequence[ItemShown]
    accepted: Sequence[ItemShown]
    kept: Sequence[ItemShown]
    dealt_with: Sequence[ItemShown]
    done: Sequence[str]
    wrong: Sequence[str]
    late: int
    told: bool
    printed: str
    council: str

    @property
    def takeable(self) -> Sequence[ItemShown]:
        return [one for one in (*self.waiting, *self.to_say) if one.can_take]


@dataclass(frozen=True, slots=True)
class SayPage:
    """Shape: `stale` and `changed` as contacts' step pages; `item` None where it is not on the
    list yet, and is put on it by this; `seen` is what was said of it so far, as letters."""

    shown: Shown
    item: ItemShown | None
    title: str
    giver_is_hub: bool
    obstacles: Sequence[Obstacle]
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str
    seen: str


@dataclass(frozen=True, slots=True)
class PromisesPage:
    shown: Shown
    promises: Sequence[PromiseShown]
    may_promise: bool
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class SettlePage:
    reference: str
    back: str
    promise: PromiseShown
    autosave: str


@dataclass(frozen=True, slots=True)
class PromisesPanel:
    """Shape: `standing` says where it is on the hand-over that is on, "" for not at all."""

    promises: Sequence[PromiseShown]
    all_href: str
    more: str
    standing: str
    say: str


def promise_shown(seen: PromiseSeen, *, viewer: Viewer, at: datetime) -> PromiseShown:
    may = seen.is_open and viewer.may(Permission.PROMISE)
    ended = ""
    if seen.settled_at is not None:
        ended = f"{SETTLED_WORDS[seen.settled_as]}, {when_in_words(seen.settled_at)}"
    return PromiseShown(
        what=seen.what,
        to_whom=seen.to_whom,
        by_when=when_in_words(seen.due_at),
        made=f"{seen.by}, {recently_in_words(seen.made_at, at=at)}",
        clock=clock(seen.due_at, at) if seen.is_open else None,
        ended=f"{ended} by {seen.settled_by}" if ended else "",
        ended_words=seen.settled_words,
        settle=reverse("settle_promise", args=[seen.contact_id, seen.id]) if may else "",
    )


ENDED = {
    State.ACCEPTED: "Accepted by {by}, {when}",
    State.KEPT: "Kept with the hub by {by}, {when}",
    State.LEFT: "Never accepted",
    State.OFF: "Off the list, {when}",
}


def item_shown(seen: ItemSeen, night: Night, *, viewer: Viewer, at: datetime) -> ItemShown:
    is_open = seen.state in OPEN
    past = at >= night.turn.at
    may_say = night.gives and seen.state in {*OPEN, State.KEPT}
    said = ""
    if seen.ready_at is not None:
        said = f"{seen.ready_by}, {recently_in_words(seen.ready_at, at=at)}"
    ended = ""
    if not is_open and seen.ended_at is not None:
        when = recently_in_words(seen.ended_at, at=at)
        ended = ENDED[seen.state].format(by=seen.ended_by, when=when)
    return ItemShown(
        id=str(seen.contact_id),
        reference=seen.reference,
        href=reverse("contact", args=[seen.contact_id]) if seen.row else "",
        say=reverse("say_for_duty", args=[seen.contact_id]) if may_say else "",
        who=tuple(", ".join(part for part in child if part) for child in seen.row.children)
        if seen.row
        else (),
        rating=seen.row.rating if seen.row else "",
        why=tuple(WHY_WORDS[why] for why in seen.why if why is not Why.IN_HAND),
        note=seen.ended_because if seen.state is State.KEPT else seen.note,
        said=said,
        next_check=when_in_words(seen.next_check_at) if seen.next_check_at else "",
        holder=seen.holder,
        had=seen.had,
        before=seen.before,
        promises=[promise_shown(one, viewer=viewer, at=at) for one in seen.promises],
        clock=clock(seen.answer_by, at) if is_open else None,
        late=seen.late,
        can_take=not night.gives
        and (seen.state is State.READY or (seen.state is State.DRAWN and past)),
        ended=ended,
    )


def duty_page(
    night: Night, *, viewer: Viewer, council: str, done: Sequence[str], wrong: Sequence[str],
    at: datetime,
) -> DutyPage:  # fmt: skip
    items = [(one, item_shown(one, night, viewer=viewer, at=at)) for one in night.items]

    def those(*states: State) -> list[ItemShown]:
        return [shown for seen, shown in items if seen.state in states]

    return DutyPage(
        heading="Hand over duty",
        when=when_it_turns(night.turn, at=at),
        rule=f"Each stays with {SIDE_WORDS[night.turn.giver]} until "
        f"{SIDE_WORDS[night.turn.to]} {'accepts' if night.turn.to is Side.DUTY else 'takes'} it"
        f"{'' if night.turn.to is Side.DUTY else ' back'}.",
        gives=night.gives,
        giver=_title(night.giver, night.turn.giver),
        taker=_title(night.taker, night.turn.to),
        taker_phone=night.taker.phone if night.taker else "",
        missing=night.taker is None,
        to_say=those(State.DRAWN),
        waiting=those(State.READY),
        accepted=those(State.ACCEPTED),
        kept=those(State.KEPT),
        dealt_with=[item_shown(one, night, viewer=viewer, at=at) for one in night.dealt_with],
        done=done,
        wrong=wrong,
        late=sum(seen.late for seen, _ in items),
        told=all(seen.told for seen, _ in items if seen.late),
        printed=f"{viewer.name}, {when_in_words(at)}",
        council=council,
    )


def _title(team: Team | None, side: Side) -> str:
    words = SIDE_WORDS[side]
    return team.title if team else f"{words[0].upper()}{words[1:]}"


def when_it_turns(turn: Turn, *, at: datetime) -> str:
    """
    Such as "The hub closes today 17:00 and opens again Tue 3 March 09:00".
    """
    when, then = (recently_in_words(moment, at=at) for moment in (turn.at, turn.next_at))
    if turn.to is Side.DUTY:
        verb, next_verb = "closes" if at < turn.at else "closed", "opens again"
    else:
        verb, next_verb = "opens" if at < turn.at else "opened", "closes"
    return f"The hub {verb} {when} and {next_verb} {then}."
