"""What the pages about challenges say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.contacts.rules.small_numbers import in_words
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import deadline_in_words, recently_in_words, when_in_words
from lintel.oversight.queries import ChallengeSeen, ThemeLine
from lintel.oversight.rules.challenging import (
    SUBJECT_WORDS,
    THEME_WORDS,
    Because,
    Settled,
    Subject,
    Theme,
)
from lintel.policy.challenging import Challenging

SETTLED_WORDS = {
    "": "Open",
    Settled.CHANGED: "Changed",
    Settled.UPHELD: "Upheld",
    Settled.WITHDRAWN: "Settled by talking",
}
BECAUSE_WORDS = {
    Because.RAISED: "Raised",
    Because.TAKEN_FURTHER: "Taken further",
    Because.RAN_OUT: "The time ran out",
}


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """Shape: `reasons`, `learning` and `by` are "" for who reads only what they are told."""

    title: str
    when: str
    told: str
    reasons: str
    learning: str
    by: str


@dataclass(frozen=True, slots=True)
class ChallengeShown:
    """Shape: `clock` is None once settled; `whose` step it is, by name, "" for every manager;
    `climbed` says how it came to its step."""

    href: str
    reference: str
    contact: str
    subject: str
    theme: str
    by: str
    when: str
    recently: str
    disagrees: str
    wants: str
    state: str
    is_open: bool
    step: str
    level: int
    clock: Clock | None
    whose: str
    climbed: Sequence[tuple[str, str]]
    answers: Sequence[AnswerShown]
    further: Sequence[tuple[str, str]]
    settled_because: str


@dataclass(frozen=True, slots=True)
class StepToCome:
    title: str
    owner: str
    time: str


@dataclass(frozen=True, slots=True)
class RaisePage:
    reference: str
    contact: str
    steps: Sequence[StepToCome]
    autosave: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class ChallengePage:
    """Shape: `further_until` in words, "" unless an upheld one can be taken further."""

    shown: ChallengeShown
    whole: bool
    may_answer: bool
    asks_for_whom: bool
    may_take_further: bool
    may_withdraw: bool
    further_until: str
    level: int
    next_step: str
    tried: str
    autosave: str
    saved_at: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class StepCount:
    title: str
    count: int
    late: int
    href: str


@dataclass(frozen=True, slots=True)
class OwnShown:
    reference: str
    when: str
    href: str


@dataclass(frozen=True, slots=True)
class ChallengesPage:
    """Shape: `steps` and `open` for who may read decisions, else empty; `to_answer` for whoever a
    step belongs to, and the lead of an agency whose answer is challenged; `told` what a referrer
    has told, None for others."""

    sees_all: bool
    steps: Sequence[StepCount]
    open: Sequence[ChallengeShown]
    to_answer: Sequence[ChallengeShown]
    mine: Sequence[ChallengeShown]
    whose: str
    told: Sequence[OwnShown] | None
    themes: str
    phone: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    month: str
    figures: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ThemesPage:
    heads: Sequence[str]
    rows: Sequence[ThemeRow]
    hides_small: bool
    at: str


@dataclass(frozen=True, slots=True)
class ChallengesPanel:
    """Shape: `raise_href` is "" for who may not challenge."""

    challenges: Sequence[ChallengeShown]
    raise_href: str


def challenge_shown(seen: ChallengeSeen, *, policy: Challenging, at: datetime) -> ChallengeShown:
    subject = SUBJECT_WORDS[Subject(seen.subject)][0]
    if seen.challenged_agency:
        subject = f"{subject}: {seen.challenged_agency}"
    return ChallengeShown(
        href=reverse("challenge", args=[seen.contact_id, seen.id]),
        reference=seen.reference,
        contact=reverse("contact", args=[seen.contact_id]) if seen.whole else "",
        subject=subject,
        theme=THEME_WORDS[Theme(seen.theme)][0],
        by=f"{seen.by}, {seen.agency_title}",
        when=when_in_words(seen.at),
        recently=recently_in_words(seen.at, at=at),
        disagrees=seen.disagrees,
        wants=seen.wants,
        state=SETTLED_WORDS[seen.settled_as],
        is_open=seen.is_open,
        step=f"Step {seen.level}: {seen.level_title}",
        level=seen.level,
        clock=clock(seen.due_at, at) if seen.is_open else None,
        whose=", ".join(seen.owners) if seen.is_open else "",
        climbed=[
            (
                f"Step {rung.level}: {policy.level(rung.level).title}",
                f"{BECAUSE_WORDS[rung.because]}, {when_in_words(rung.since)}"
                if rung.because is not Because.RAN_OUT
                else f"{BECAUSE_WORDS[rung.because]} at {deadline_in_words(rung.since)}",
            )
            for rung in seen.rungs
        ],
        answers=[
            AnswerShown(
                title=f"{SETTLED_WORDS[one.answer]} at step {one.level}",
                when=when_in_words(one.at),
                told=one.told,
                reasons=one.reasons,
                learning=one.learning,
                by=", ".join(
                    part
                    for part in (one.by, one.answered_for and f"for {one.answered_for}")
                    if part
                ),
            )
            for one in seen.answers
        ],
        further=[(f"{one.by}, {when_in_words(one.at)}", one.reason) for one in seen.further],
        settled_because=seen.settled_because,
    )


def themes_page(lines: Sequence[ThemeLine], *, hides_small: bool, at: datetime) -> ThemesPage:
    heads = [*(THEME_WORDS[theme][0] for theme in Theme), "Changed", "Upheld"]
    heads += ["Settled by talking", "Open"]

    def said(number: int) -> str:
        return in_words(number) if hides_small else f"{number:,}"

    rows = []
    for line in lines:
        numbers = [count for _, count in line.themes]
        numbers += [line.changed, line.upheld, line.withdrawn, line.open]
        figures = list(zip(heads, map(said, numbers), strict=True))
        rows.append(ThemeRow(f"{line.month:%B %Y}", figures))
    return ThemesPage(heads, rows, hides_small, when_in_words(at))
