"""What the page of a family says, as plain values. Templates choose nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from lintel.contacts.family_timeline import KINDS, HistoryEvent
from lintel.contacts.queries.household import NAME_NOT_KNOWN, FamilyHistory, FamilyMember
from lintel.contacts.queries.shown import Shown
from lintel.contacts.web.family_drawing import TreeShown
from lintel.contacts.web.family_words import (
    beside_words,
    born_words,
    home_words,
    lived,
    month,
    relation_lines,
    told_words,
    whose_words,
)
from lintel.contacts.web.record_pages import address
from lintel.kernel.instants import day_in_words

MARKS = {
    "domestic_abuse": "Domestic abuse",
    "missing": "Missing",
    "came_back": "Came back after a step-down",
}
PERIODS = {"6": "Last 6 months", "12": "Last 12 months", "36": "Last 3 years"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One list to choose from, beside the others of the filter."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the time line is narrowed to. What was sent and means nothing narrows nothing.

    Shape: `who` are a member and those who stand in their place; none for everybody.
    """

    who: frozenset[UUID]
    kind: str
    months: int

    @classmethod
    def of(cls, sent: QueryDict, history: FamilyHistory) -> "Asked":
        known = {str(member.who): member.who for member in history.members}
        kind, period = sent.get("kind", ""), sent.get("period", "")
        return cls(
            _with_those_beside(known.get(sent.get("who", "")), history),
            kind if kind in KINDS else "",
            int(period) if period in PERIODS else 0,
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.who or self.kind or self.months)

    def wants(self, event: HistoryEvent, *, today: date) -> bool:
        if self.who and not self.who & event.whose:
            return False
        if self.kind and self.kind not in event.kinds:
            return False
        since = today - timedelta(days=365 * self.months // 12)
        ended = event.ends_on or (today if event.goes_on else event.on)
        return not self.months or ended >= since


def _with_those_beside(who: UUID | None, history: FamilyHistory) -> frozenset[UUID]:
    if who is None:
        return frozenset()
    return frozenset(m.who for m in history.members if who in (m.who, m.beside))


@dataclass(frozen=True, slots=True)
class TileShown:
    count: int
    words: str
    href: str
    alert: bool


@dataclass(frozen=True, slots=True)
class AlsoTold:
    """Somebody nobody has linked. Shape: `told_in` (reference, address) are contacts that tell of
    them, `say_href` where to say who they are."""

    words: str
    told_in: Sequence[tuple[str, str]]
    say_href: str
    say: str


@dataclass(frozen=True, slots=True)
class MemberShown:
    """Shape: `homes` is None for whoever may not see where people live; `unsaid` is whom nobody
    has linked: this one, or others who stand in their place."""

    name: str
    href: str
    unsaid: Sequence[AlsoTold]
    facts: Sequence[str]
    here: str
    born: str
    relations: Sequence[str]
    homes: Sequence[tuple[str, str]] | None
    known_to: Sequence[str]


@dataclass(frozen=True, slots=True)
class EventShown:
    """Shape: `until` says how long what goes on went on."""

    day: str
    title: str
    names: str
    marks: Sequence[str]
    until: str
    note: str
    detail: str
    rating: str
    outcome: str
    reference: str
    href: str
    source: str
    style: str


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """Shape: `shown` is the contact it was opened from, None when from a person."""

    shown: Shown | None
    heading: str
    back_href: str
    back_words: str
    tiles: Sequence[TileShown]
    plans_now: Sequence[str]
    came_back: Sequence[str]
    not_linked: Sequence[str]
    not_told: Sequence[str]
    people_href: str
    decide_href: str
    tree: TreeShown
    members: Sequence[MemberShown]
    events: Sequence[EventShown]
    all_events: int
    filters: Sequence[Question]
    is_narrow: bool
    whole_href: str
    printed_by: str
    printed_at: str
    council: str


def tiles(history: FamilyHistory, here: str) -> list[TileShown]:
    """Counts in twelve months; each opens what it counted."""
    counted = history.summary

    def tile(count: int, words: str, alert: bool, **wanted: str) -> TileShown:
        href = f"{here}?{urlencode(wanted)}#line" if count else ""
        return TileShown(count, words, href, alert and count > 0)

    year = {"period": "12"}
    return [
        tile(counted.contacts, "contacts", False, kind="contact", **year),
        tile(counted.no_further_action, "no further action", False, kind="contact", **year),
        tile(counted.domestic_abuse, "domestic-abuse notices", True, kind="domestic_abuse", **year),
        tile(counted.missing, "missing episodes", True, kind="missing", **year),
        tile(counted.came_back, "step-downs that came back", True, kind="came_back", **year),
        tile(len(counted.plans_now), "plans now", True, kind="plan"),
    ]


def filters(history: FamilyHistory, asked: Asked) -> list[Question]:
    kinds = {kind for event in history.events for kind in event.kinds}
    return [
        Question(
            "who",
            "Who it is about",
            [
                Choice("", "Everybody", not asked.who),
                *(
                    Choice(str(m.who), m.name or "Name not shown", m.who in asked.who)
                    for m in history.members
                    if m.beside is None
                    and any(
                        _with_those_beside(m.who, history) & event.whose for event in history.events
                    )
                ),
            ],
        ),
        Question(
            "kind",
            "What it is",
            [
                Choice("", "Everything", not asked.kind),
                *(
                    Choice(key, words, asked.kind == key)
                    for key, words in KINDS.items()
                    if key in kinds or asked.kind == key
                ),
            ],
        ),
        Question(
            "period",
            "When",
            [
                Choice("", "At any time", not asked.months),
                *(Choice(key, words, str(asked.months) == key) for key, words in PERIODS.items()),
            ],
        ),
    ]


def member_shown(
    member: FamilyMember,
    names: Mapping[UUID, str],
    *,
    here: str,
    contact_id: UUID | None,
    may_link: bool,
    beside: Sequence[FamilyMember] = (),
    elsewhere: frozenset[UUID] = frozenset(),
) -> MemberShown:
    """`beside` are those whom nobody has linked and who stand in the place of this one;
    `elsewhere` are all who stand in the place of any."""
    facts = []
    if member.number:
        facts.append(f"Number {member.number}")
    if member.other_names:
        facts.append(f"Also known as {', '.join(member.other_names)}")
    if member.died_on and member.born_on:
        facts.append("Died")
    if member.expected_on and not member.born_on:
        facts.append("Not yet born")
    unsaid = [also_told(one, contact_id, may_link, beside=True) for one in beside]
    if member.person_id is None:
        unsaid.insert(0, also_told(member, contact_id, may_link))
    if member.lives_there is False and not member.died_on:
        facts.append("Lives elsewhere, as last told")
    relations = relation_lines(member, names, but=elsewhere)
    relations += [
        f"Named {word}: {name or 'name not told'} (told by {by})"
        for word, name, by in member.named_parents
    ]
    homes = None
    if member.homes is not None:
        homes = [(home_words(period), lived(period)) for period in member.homes]
    linked = member.person_id is not None and not member.is_asked
    return MemberShown(
        name=member.name or "Name not shown",
        href=address("family", member.person_id) if linked else "",
        unsaid=unsaid,
        facts=facts,
        here=here if member.is_asked else "",
        born=born_words(member, full=True),
        relations=relations,
        homes=homes,
        known_to=[f"{agency} ({month(day)})" for agency, day in member.known_to],
    )


def also_told(
    member: FamilyMember, contact_id: UUID | None, may_link: bool, *, beside: bool = False
) -> AlsoTold:
    """`beside`: it is shown with somebody linked, who may be the same."""
    told_in = [(each.reference, address("contact", each.contact_id)) for each in member.told_in]
    here_first = sorted(member.told_in, key=lambda each: each.contact_id != contact_id)
    say_href = ""
    if may_link and here_first:
        first = here_first[0]
        say_href = f"{address('people', first.contact_id)}#person-{first.record_id}"
    return AlsoTold(
        words=beside_words(member) if beside else told_words(member),
        told_in=told_in if beside or len(told_in) > 1 else (),
        say_href=say_href,
        say="Say who this is"
        if member.name in ("", NAME_NOT_KNOWN)
        else f"Say who {member.name} is",
    )


def event_shown(event: HistoryEvent, names: Mapping[UUID, str]) -> EventShown:
    until = ""
    if event.ends_on:
        until = f"until {day_in_words(event.ends_on)}"
    elif event.goes_on:
        until = "no end told"
    outcome = event.outcome
    if "contact" in event.kinds and event.contact_id and not outcome and event.is_open:
        outcome = "Still open"
    marks = [words for key, words in MARKS.items() if key in event.kinds]
    if event.is_this:
        marks.insert(0, "This contact")
    return EventShown(
        day=day_in_words(event.on),
        title=event.title,
        names=whose_words(
            list(dict.fromkeys(name for who, name in names.items() if who in event.whose))
        ),
        marks=marks,
        until=until,
        note=event.note,
        detail=event.detail,
        rating=event.rating if "contact" in event.kinds else "",
        outcome=outcome,
        reference=event.reference,
        href=address("contact", event.contact_id) if event.contact_id and not event.is_this else "",
        source=event.source,
        style=next((key for key in KINDS if key in event.kinds), "contact"),
    )
