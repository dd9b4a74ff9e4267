"""What the pages about askings say, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse

from lintel.contacts.queries.shown import Shown
from lintel.kernel.instants import when_in_words
from lintel.scoping.queries import AnsweredSeen, AskingSeen, PartnerDay
from lintel.scoping.rules.answers import Answer, State

# Words and a colour of the design system's tags.
ANSWER_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Answer.YES: ("Yes, it looks so", "blue"),
        Answer.PERHAPS: ("Perhaps", "yellow"),
        Answer.NO: ("No match", "grey"),
        "": ("Waiting", "grey"),
    }
)
NO_ANSWER: Mapping[str, str] = MappingProxyType(
    {
        "too_often": "They have been asked as often as they allow for now. Ask by telephone, "
        "or again later",
        "refused": "They could not take the question. Ask by telephone",
        "not_reached": "Nobody could be reached in a day. Ask by telephone",
    }
)


@dataclass(frozen=True, slots=True)
class AboutShown:
    name: str
    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class AskingShown:
    """Shape: `elsewhere` is the address of the contact it was asked from, "" for this one."""

    partner: str
    purpose: str
    lawful_basis: str
    asked: str
    answered: str
    about: Sequence[AboutShown]
    ring: str
    telephone: str
    problem: str
    waiting: bool
    reference: str
    elsewhere: str


def asking_shown(seen: AskingSeen, *, contact_id: object = None) -> AskingShown:
    waiting = seen.state == State.WAITING
    known = any(one.answer in {Answer.YES, Answer.PERHAPS} for one in seen.about)
    ended = seen.state == State.NOT_ANSWERED
    return AskingShown(
        partner=seen.partner,
        purpose=seen.purpose.title if seen.purpose else "",
        lawful_basis=seen.purpose.lawful_basis if seen.purpose else "",
        asked=f"{when_in_words(seen.asked_at)} by {seen.asked_by or 'somebody who has left'}",
        answered=when_in_words(seen.ended_at) if seen.ended_at and not ended else "",
        about=[
            AboutShown(one.name, "No answer" if ended else words, colour)
            for one in seen.about
            for words, colour in [ANSWER_WORDS[one.answer]]
        ],
        ring=seen.ring_team if known else "",
        telephone=seen.ring_phone if known else "",
        problem=NO_ANSWER.get(seen.refused, "There was no answer") if ended else "",
        waiting=waiting,
        reference=seen.reference,
        elsewhere=""
        if seen.contact_id == contact_id
        else reverse("contact", args=[seen.contact_id]),
    )


@dataclass(frozen=True, slots=True)
class AskingsPanel:
    """Shape: `log_href` is "" for whoever may not read the log."""

    askings: Sequence[AskingShown]
    ask_href: str
    log_href: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """Shape: `too_little` are children of whom too little is told to ask by token."""

    shown: Shown
    too_little: Sequence[str]
    can_ask: bool
    earlier: Sequence[AskingShown]


@dataclass(frozen=True, slots=True)
class AnsweredShown:
    partner: str
    purpose: str
    when: str
    children: int
    yes: int
    perhaps: int
    no: int


def answered_shown(seen: AnsweredSeen) -> AnsweredShown:
    yes, perhaps, no = seen.counts
    when = when_in_words(seen.answered_at)
    return AnsweredShown(seen.partner, seen.purpose, when, seen.children, yes, perhaps, no)


@dataclass(frozen=True, slots=True)
class LogPage:
    days: Sequence[PartnerDay]
    answered: Sequence[AnsweredShown]
    asked: Sequence[AskingShown]
    in_an_hour: int
    in_a_day: int
