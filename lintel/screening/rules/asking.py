"""Asking agencies: what can be asked and answered, and what stands in the way of either. Pure.

Consent is not asked for where there is risk of harm, and "no consent" alone is never a reason
not to share.
Source: domain reference 1.8; peers, section 5, item 6; obligations 000-48, 001-25, 004-12.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.refusals import Refusal
from lintel.sharing.rules.handling import Mark

LONGEST_TEXT = 20_000


class Settled(StrEnum):
    """How a request ended. Open while it has none."""

    ANSWERED = "answered"
    NIL = "nil"
    REFUSED = "refused"
    DECIDED_WITHOUT = "decided_without"
    WITHDRAWN = "withdrawn"


class Reply(StrEnum):
    """What an agency can say. Each of them is an answer; silence is not."""

    ANSWERED = "answered"
    NIL = "nil"
    MORE_TIME = "more_time"
    REFUSED = "refused"


PARTS: Mapping[str, str] = MappingProxyType(
    {
        "known": "Whether you know them, and since when",
        "concerns": "What worries you",
        "strengths": "What is going well",
        "involved": "Who is involved now",
        "risk_to_workers": "Risk to people who visit",
        "other": "Anything else",
    }
)
# What an agency was asked as "what worries you" reads otherwise to the hub.
ITEM_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **PARTS,
        "known": "What they know",
        "concerns": "What worries them",
        "involved": "Who is involved",
    }
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to one agency, as it is about to be asked.

    Shape: `about` are ids of source records; `parts` keys of PARTS.
    """

    agency: str
    question: str
    about: tuple[UUID, ...]
    parts: tuple[str, ...]
    told: str = ""
    purpose: str = "protect"
    basis: str = "public_task_safeguarding"

    @property
    def same_thing(self) -> str:
        """The same for the same question about the same people, however it is spaced."""
        said = " ".join(self.question.casefold().split())
        about = ",".join(sorted(str(one) for one in self.about))
        return hashlib.sha256(f"{said}|{about}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ItemGiven:
    """One item of an answer. Shape: `part` is a key of PARTS; `named` account ids."""

    part: str
    text: str
    mark: Mark
    named: tuple[UUID, ...] = ()
    onward_leave: bool = False


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """What an agency is about to say.

    Shape: `known` "yes", "no" or ""; `until` with more time; `ground` with a refusal.
    """

    kind: Reply
    items: Sequence[ItemGiven] = ()
    known: str = ""
    since: str = ""
    until: datetime | None = None
    ground: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Askable:
    """Shape:

    agencies: keys of the council's directory; people: records of the contact's people.
    already: (agency, same_thing) asked and not withdrawn or refused.
    never_tell: where somebody lives who must not be found, and how they must not be reached.
    """

    agencies: Collection[str]
    people: Collection[UUID]
    already: Collection[tuple[str, str]] = field(default=frozenset())
    never_tell: Collection[str] = ()
    is_open: bool = True


def reasons_not_to_ask(asks: Sequence[Ask], known: Askable) -> tuple[Refusal, ...]:
    """What must be put right before any is asked. Fields are "asks.0.question" and so on."""
    if not known.is_open:
        return (Refusal("already_closed", "This contact is closed. Reopen it to ask an agency"),)
    wrong: list[Refusal] = []
    if not asks:
        wrong.append(Refusal("missing", "Select at least one agency", "asks"))
    seen: set[tuple[str, str]] = set()
    for place, ask in enumerate(asks):
        wrong += _wrong_with(ask, f"asks.{place}.", known)
        same = (ask.agency, ask.same_thing)
        if same in seen or same in known.already:
            words = "This agency has been asked this already. Chase it, or ask something else"
            wrong.append(Refusal("asked_already", words, f"asks.{place}.question"))
        seen.add(same)
    return tuple(wrong)


def _wrong_with(ask: Ask, at: str, known: Askable) -> Iterable[Refusal]:
    if ask.agency not in known.agencies:
        yield Refusal("unknown", "Select an agency from the directory", f"{at}agency")
    if not ask.question.strip():
        yield Refusal("missing", "Enter what you want to know", f"{at}question")
    if len(ask.question) + len(ask.told) > LONGEST_TEXT:
        yield Refusal("too_long", f"Enter {LONGEST_TEXT:,} characters or fewer", f"{at}question")
    if not ask.about:
        yield Refusal("missing", "Select who it is about", f"{at}about")
    elif not set(ask.about) <= set(known.people):
        yield Refusal("unknown", "Select people of this contact", f"{at}about")
    if not ask.parts or not set(ask.parts) <= set(PARTS):
        yield Refusal("missing", "Select what you need: the least that answers it", f"{at}parts")
    for name in ("question", "told"):
        if says_where(getattr(ask, name), known.never_tell):
            words = (
                "Take out the address, number or safe-contact note: somebody here must be "
                "reached with care, and the agency does not need it to answer"
            )
            yield Refusal("says_where", words, f"{at}{name}")


def says_where(text: str, never_tell: Collection[str]) -> bool:
    """Whether `text` holds any of what may not be told, however it is spaced.

    >>> says_where("They moved to 14 elm road, LS1 4AB", ["14 Elm Road", "LS14AB"])
    True
    >>> says_where("They have moved", ["14 Elm Road"])
    False
    """
    said = _letters(text)
    return any(len(secret) >= 5 and secret in said for secret in map(_letters, never_tell))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


_SAID_SOMETHING = frozenset({Settled.ANSWERED, Settled.REFUSED})


def reasons_not_to_answer(
    given: AnswerGiven, *, settled_as: str, at: datetime, grounds: Collection[str]
) -> tuple[Refusal, ...]:
    """Why an agency cannot say this now. An answer can be added to after it was given."""
    if settled_as in {Settled.WITHDRAWN}:
        return (Refusal("withdrawn", "The hub has taken this question back"),)
    if given.kind in (Reply.NIL, Reply.REFUSED) and settled_as in _SAID_SOMETHING:
        words = "Your agency has answered this. Add to the answer, or change how it is handled"
        return (Refusal("already_answered", words),)
    wrong = []
    if given.kind is Reply.ANSWERED and not given.items and not given.known:
        wrong.append(Refusal("missing", "Enter what you know, or make a nil return", "items"))
    for place, item in enumerate(given.items):
        if not item.text.strip():
            wrong.append(Refusal("missing", "Enter what you know", f"items.{place}.text"))
        if len(item.text) > LONGEST_TEXT:
            words = f"Enter {LONGEST_TEXT:,} characters or fewer"
            wrong.append(Refusal("too_long", words, f"items.{place}.text"))
        if item.part not in PARTS:
            wrong.append(Refusal("unknown", "Select a heading", f"items.{place}.part"))
        if item.named and item.mark is not Mark.SEALED:
            words = "Name readers of a sealed item only"
            wrong.append(Refusal("named_not_sealed", words, f"items.{place}.named"))
    if given.kind is Reply.MORE_TIME:
        if settled_as:
            wrong.append(Refusal("already_answered", "This question has been answered"))
        if given.until is None or given.until <= at:
            wrong.append(Refusal("missing", "Enter when you will answer: a time to come", "until"))
        if not given.reason.strip():
            wrong.append(Refusal("missing", "Enter why you need more time", "reason"))
    if given.kind is Reply.REFUSED:
        if given.ground not in grounds:
            words = (
                "Select the ground for not sharing. That nobody consented is not a ground by itself"
            )
            wrong.append(Refusal("ground_missing", words, "ground"))
        if not given.reason.strip():
            wrong.append(
                Refusal("missing", "Enter why sharing would do more harm than not", "reason")
            )
    return tuple(wrong)


def reasons_not_to_withdraw(*, settled_as: str, reason: str) -> tuple[Refusal, ...]:
    if settled_as:
        return (Refusal("already_answered", "This question is settled already"),)
    if not reason.strip():
        return (Refusal("no_reason", "Enter why you take the question back", "reason"),)
    return ()


def reasons_not_to_decide_without(*, settled_as: str, reason: str) -> tuple[Refusal, ...]:
    if settled_as:
        return (Refusal("already_answered", "This question is settled already"),)
    if not reason.strip():
        words = "Enter why the decision cannot wait for this agency"
        return (Refusal("no_reason", words, "reason"),)
    return ()


def since_in_words(said: str) -> str:
    """Since when somebody is known, as its agency typed it, at the end of a sentence.

    >>> since_in_words("2023"), since_in_words("Since birth"), since_in_words("")
    (', since 2023', ', since birth', '')
    """
    words = said.strip()
    first, _, rest = words.partition(" ")
    if first.casefold() == "since":
        words = rest.strip()
    return f", since {words}" if words else ""
