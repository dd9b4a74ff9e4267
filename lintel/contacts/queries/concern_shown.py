"""What was told in a contact, its signs of risk and what has happened since, in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from lintel.contacts.queries.people_shown import said
from lintel.contacts.queries.record import ContactView, IndicatorSeen
from lintel.contacts.queries.timeline import Happening
from lintel.contacts.rules.telling import Consent
from lintel.kernel.instants import day_or_when_in_words, when_in_words
from lintel.policy.council import CouncilPolicy, NoSuchRule

CONSENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Consent.NOT_ASKED: "Not asked",
        Consent.GIVEN: "Given",
        Consent.REFUSED: "Refused",
        Consent.NOT_KNOWN: "",
    }
)
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


def concern_shown(view: ContactView, *, policy: CouncilPolicy) -> ConcernShown | None:
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
        facts=said(
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
