"""A contact in plain words, for every page beside which somebody works on it.

Only what `ContactView` gives is here, so what a viewer may not see has no place to appear.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Self
from uuid import UUID

from lintel.contacts.queries.record import AdultSeen, ChildSeen, ContactView, IndicatorSeen
from lintel.contacts.queries.timeline import Happening
from lintel.contacts.rules.telling import Channel, Consent, Kind
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import (
    age_in_words,
    day_in_words,
    day_or_when_in_words,
    london_day,
    when_in_words,
)
from lintel.policy.calendars import calendar
from lintel.policy.clocks import is_provisional
from lintel.policy.council import CouncilPolicy, NoSuchRule
from lintel.policy.in_force import policy_for

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Kind.WELFARE: "Welfare concern",
        Kind.INFORMATION_REQUEST: "Request for information",
        Kind.SIGNPOSTING: "Request for advice or signposting",
        Kind.EHC_REQUEST: "Request for an education, health and care needs assessment",
    }
)
CHANNEL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Channel.PUBLIC_FORM: "the public form",
        Channel.PROFESSIONAL_FORM: "the professional form",
        Channel.TELEPHONE: "telephone",
        Channel.EMAIL: "email",
        Channel.WALK_IN: "walk-in",
        Channel.API: "another system",
        Channel.CSV: "a file",
    }
)
CONSENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Consent.NOT_ASKED: "Not asked",
        Consent.GIVEN: "Given",
        Consent.REFUSED: "Refused",
        Consent.NOT_KNOWN: "",
    }
)
SEX_WORDS = {"M": "boy", "F": "girl"}
LEVEL_WORDS = {
    "immediate": "May need an immediate response",
    "strategy": "Calls for a strategy discussion",
    "raise": "Look twice",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of what was said. Shape: `sign` is the risk indicator it fired, "" for none."""

    text: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class SignShown:
    """A risk indicator. Shape: `set_aside` is "" while it stands, else who, when and why."""

    id: UUID
    title: str
    level: str
    words: str
    because: str
    rule: str
    version: str
    set_aside: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Shape: `age` reads after a name: "aged 8"; `facts` are (what, value) pairs that are known."""

    row_id: UUID
    record_id: UUID
    person_id: UUID | None
    name: str
    age: str
    facts: tuple[tuple[str, str], ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ClockShown:
    title: str
    clock: Clock
    due: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    when: str
    by: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConcernShown:
    concern: tuple[Piece, ...]
    why_now: tuple[Piece, ...]
    categories: tuple[str, ...]
    danger_said: bool
    facts: tuple[tuple[str, str], ...]
    signs: Sequence[SignShown]
    timeline: Sequence[TimelineEntry]

    @property
    def standing(self) -> Sequence[SignShown]:
        return [sign for sign in self.signs if not sign.set_aside]


@dataclass(frozen=True, slots=True)
class EventShown:
    """What fired a rule. Shape: `contact_id` is None for what this viewer may not open."""

    day: str
    title: str
    reference: str
    contact_id: UUID | None


@dataclass(frozen=True, slots=True)
class RaisedShown:
    """A rule about what adds up that raised the contact."""

    rule: str
    title: str
    words: str
    because: str
    source: str
    version: str
    events: Sequence[EventShown]


@dataclass(frozen=True, slots=True)
class AddingUpShown:
    """What raised a contact for a senior read. Shape: `reads` are (who and when, what they said),
    since it was raised."""

    rules: Sequence[RaisedShown]
    reads: Sequence[tuple[str, str]]
    awaits_read: bool

    @property
    def titles(self) -> str:
        return "; ".join(rule.title for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Shown:
    """Shape: `clock` is the next to run out, None once closed; `children`, `adults`, `concern`
    and `referrer` are None for whoever may not see them. `warnings` say how not to reach people;
    `adding_up` is None where nothing raised it.
    """

    id: UUID
    version: int
    reference: str
    kind: str
    is_welfare: bool
    rating: str
    stage: str
    owner: str
    waits_for: str
    next_step: str
    clock: ClockShown | None
    clocks: Sequence[ClockShown]
    received: str
    came_by: str
    source: str
    is_open: bool
    is_immediate: bool
    immediate_clock: Clock | None
    policy_version: str
    children: Sequence[PersonShown] | None
    adults: Sequence[PersonShown] | None
    referrer: tuple[tuple[str, str], ...] | None
    concern: ConcernShown | None
    warnings: tuple[str, ...]
    adding_up: AddingUpShown | None

    @classmethod
    def of(cls, view: ContactView, *, at: datetime) -> Self:
        facts = view.facts
        policy = policy_for(facts.council)
        source = policy.sources.get(view.source)
        days = calendar()
        clocks = [
            ClockShown(
                each.title,
                clock(each.due_at, at),
                when_in_words(each.due_at),
                each.source.title if each.source else "",
                each.counts_days and is_provisional(each.due_at, days),
            )
            for each in view.clocks
        ]
        immediate = [each for each in view.clocks if each.name == "immediate_response"]
        day = london_day(at)
        return cls(
            id=view.id,
            version=facts.version,
            reference=facts.reference,
            kind=KIND_WORDS[facts.kind],
            is_welfare=facts.is_welfare,
            rating=facts.rating or "",
            stage=view.queue_title,
            owner=view.owner,
            waits_for=view.waits_for,
            next_step=view.next_step,
            clock=clocks[0] if clocks else None,
            clocks=clocks,
            received=when_in_words(facts.received_at),
            came_by=_came_by(view),
            source=source.title if source else view.source,
            is_open=facts.is_open,
            is_immediate=facts.immediate_since is not None,
            immediate_clock=clock(immediate[0].due_at, at) if immediate else None,
            policy_version=view.policy_version,
            children=None
            if view.children is None
            else [_child(child, policy=policy, day=day) for child in view.children],
            adults=None if view.adults is None else [_adult(adult) for adult in view.adults],
            referrer=_referrer(view),
            concern=_concern(view, policy=policy),
            warnings=tuple(_warnings(view)),
            adding_up=_adding_up(view),
        )


def people_shown(
    children: Iterable[ChildSeen], adults: Iterable[AdultSeen], *, council: str, at: datetime
) -> list[PersonShown]:
    """Who a contact names, the children first."""
    policy, day = policy_for(council), london_day(at)
    return [_child(one, policy=policy, day=day) for one in children] + [
        _adult(one) for one in adults
    ]


def happened_since(shown: Shown, seen_at: str) -> list[TimelineEntry]:
    """What was done after `seen_at` (ISO 8601), oldest first; nothing when it cannot be read."""
    try:
        since = datetime.fromisoformat(seen_at)
    except ValueError:
        return []
    if since.tzinfo is None or shown.concern is None:
        return []
    return [entry for entry in shown.concern.timeline[::-1] if entry.at > since]


def aged(child: ChildSeen, *, day) -> str:
    """
    An age as it reads after a name: "aged 8", "5 months", "unborn", "age not known".
    """
    age = age_in_words(
        child.date_of_birth, expected_on=child.expected_on, age_years=child.age_years, on=day
    )
    return f"aged {age}" if age.isdigit() else age


def _name(given: str, family: str) -> str:
    return f"{given} {family}".strip() or "Name not known"


def _said(pairs: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    """Only what somebody said: a blank teaches nothing."""
    return tuple((what, value) for what, value in pairs if value)


def _child(child: ChildSeen, *, policy: CouncilPolicy, day) -> PersonShown:
    born = day_in_words(child.date_of_birth) if child.date_of_birth else ""
    expected = day_in_words(child.expected_on) if child.expected_on else ""
    return PersonShown(
        row_id=child.id,
        record_id=child.record_id,
        person_id=child.person_id,
        name=_name(child.given_name, child.family_name),
        age=aged(child, day=day),
        facts=_said(
            (
                ("Born", born),
                ("Expected", expected),
                ("Sex", SEX_WORDS.get(child.sex, "")),
                ("School", child.school),
                ("NHS number", child.nhs_number),
                ("Pupil number", child.upn),
                ("Ethnicity", policy.ethnicities.get(child.ethnicity, "")),
                ("Address", child.address),
            )
        ),
    )


def _adult(adult: AdultSeen) -> PersonShown:
    return PersonShown(
        row_id=adult.id,
        record_id=adult.record_id,
        person_id=adult.person_id,
        name=_name(adult.given_name, adult.family_name),
        age=adult.relationship,
        facts=_said(
            (
                ("Born", day_in_words(adult.date_of_birth) if adult.date_of_birth else ""),
                ("Telephone", adult.phone),
                ("Address", adult.address),
            )
        ),
        warning=adult.safe_contact,
    )


def _referrer(view: ContactView) -> tuple[tuple[str, str], ...] | None:
    if view.referrer is None:
        return None
    who = view.referrer
    return _said(
        (
            ("Name", "Did not give a name" if who.anonymous else who.name),
            ("Role", who.role),
            ("Agency", who.agency),
            ("To the child", who.relationship),
            ("Telephone", who.phone),
            ("Email", who.email),
            ("Their reference", view.external_reference),
        )
    )


def _came_by(view: ContactView) -> str:
    words = CHANNEL_WORDS.get(view.channel, view.channel)
    if view.keyed_at is None:
        return words
    keyed = when_in_words(view.keyed_at)
    return f"{words}, taken down on paper by {view.written_by}; keyed in on {keyed}"


def _warnings(view: ContactView) -> Iterable[str]:
    if view.referrer is not None and view.referrer.safe_contact:
        yield f"Reaching the referrer: {view.referrer.safe_contact}"
    for adult in view.adults or ():
        if adult.safe_contact:
            name = _name(adult.given_name, adult.family_name)
            yield f"Reaching {name}: {adult.safe_contact}"


def _concern(view: ContactView, *, policy: CouncilPolicy) -> ConcernShown | None:
    if view.concern is None:
        return None
    seen = view.concern
    marks: dict[str, list[tuple[int, int, str]]] = {"concern": [], "why_now": []}
    for sign in seen.indicators:
        if sign.dismissed_at is None:
            for field, start, end in sign.spans:
                marks.setdefault(field, []).append((start, end, sign.title))
    told = {True: "Yes", False: "No", None: "Not said"}[seen.family_told]
    if seen.family_told_reason:
        told = f"{told}: {seen.family_told_reason}"
    return ConcernShown(
        concern=highlighted(seen.concern, marks["concern"]),
        why_now=highlighted(seen.why_now, marks["why_now"]),
        categories=tuple(_category(policy, key) for key in seen.categories),
        danger_said=seen.immediate_danger,
        facts=_said(
            (
                ("Family told", told),
                ("Consent", CONSENT_WORDS.get(seen.consent, "")),
                ("Happened", day_or_when_in_words(seen.occurred_at) if seen.occurred_at else ""),
            )
        ),
        signs=[
            SignShown(
                id=i.id,
                title=i.title,
                level=LEVEL_WORDS.get(i.level, i.level),
                words="; ".join(dict.fromkeys(i.words.split("; "))),
                because=i.because,
                rule=i.rule,
                version=i.version,
                set_aside=""
                if i.dismissed_at is None
                else f"Set aside by {i.dismissed_by}, {when_in_words(i.dismissed_at)}: "
                f"{i.dismissed_because}",
            )
            for i in sorted(seen.indicators, key=_gravest_first)
        ],
        timeline=timeline(seen.happenings),
    )


def _gravest_first(sign: IndicatorSeen) -> tuple[bool, int]:
    return sign.dismissed_at is not None, list(LEVEL_WORDS).index(sign.level)


def _adding_up(view: ContactView) -> AddingUpShown | None:
    seen = view.adding_up
    if seen is None or not seen.rules:
        return None
    return AddingUpShown(
        rules=[
            RaisedShown(
                rule=each.rule,
                title=each.title,
                words=each.words,
                because=each.because,
                source=each.source,
                version=each.version,
                events=[
                    EventShown(
                        day_in_words(event.day), event.title, event.reference, event.contact_id
                    )
                    for event in each.events
                ],
            )
            for each in seen.rules
        ],
        reads=[(f"{read.by}, {when_in_words(read.at)}", read.words) for read in seen.reads],
        awaits_read=view.facts.awaits_senior_read,
    )


def _category(policy: CouncilPolicy, key: str) -> str:
    try:
        return policy.category(key).title
    except NoSuchRule:
        return key.replace("_", " ")


def timeline(happenings: Iterable[Happening]) -> list[TimelineEntry]:
    """What has happened, the newest first: what matters now is what came last."""
    entries = [
        TimelineEntry(when_in_words(each.at), each.by, each.title, each.words, each.at)
        for each in happenings
    ]
    return entries[::-1]


def highlighted(text: str, marks: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """`text` in pieces, those that fired a rule with its title. Shape: marks are (start, end,
    title); where two overlap the one that starts first is shown.

    >>> [(piece.text, piece.sign) for piece in highlighted("A bruise.", [(2, 8, "Injury")])]
    [('A ', ''), ('bruise', 'Injury'), ('.', '')]
    """
    pieces, reached = [], 0
    for start, end, title in sorted(marks):
        if start < reached or not start < end <= len(text):
            continue
        if start > reached:
            pieces.append(Piece(text[reached:start]))
        pieces.append(Piece(text[start:end], title))
        reached = end
    if reached < len(text):
        pieces.append(Piece(text[reached:]))
    return tuple(pieces)
