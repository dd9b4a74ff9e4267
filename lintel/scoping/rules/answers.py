"""Yes, perhaps or no; and how much one partner may ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lintel.kernel.refusals import Refusal
from lintel.policy.asking import AskingByToken

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class State(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    NOT_ANSWERED = "no answer"


class Answer(StrEnum):
    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Question:
    """What travels. Shape: `tokens` are one for each child; `version` is the schema's."""

    question_id: UUID
    asked_at: datetime
    purpose: str
    key_id: str
    version: str
    tokens: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What travels back, and never more. Shape: one answer for each token, in their order."""

    question_id: UUID
    answered_at: datetime
    answers: tuple[Answer, ...]
    ring_team: str
    ring_phone: str


def answer_of(likeness: float, asking: AskingByToken) -> Answer:
    """
    >>> answer_of(0.91, AskingByToken(yes_from=86, perhaps_from=78))
    <Answer.YES: 'yes'>
    """
    hundredths = round(likeness * 100, 6)
    if hundredths >= asking.yes_from:
        return Answer.YES
    return Answer.PERHAPS if hundredths >= asking.perhaps_from else Answer.NO


def wait_for(
    children: int, earlier: Iterable[tuple[datetime, int]], asking: AskingByToken, *, at: datetime
) -> timedelta | None:
    """How long a partner waits before it may ask about so many; None when it may now.

    `earlier` are (when, how many children) it asked about for the same purpose in the last day.
    """
    earlier = sorted(earlier)
    waits = [
        _until_there_is_room(children, earlier, most, window, at)
        for most, window in ((asking.in_an_hour, HOUR), (asking.in_a_day, DAY))
    ]
    longest = max(waits)
    return longest if longest > timedelta(0) else None


def _until_there_is_room(
    children: int,
    earlier: Sequence[tuple[datetime, int]],
    most: int,
    window: timedelta,
    at: datetime,
) -> timedelta:
    inside = [(when, many) for when, many in earlier if when > at - window]
    over = sum(many for _, many in inside) + children - most
    for when, many in inside:
        if over <= 0:
            break
        over -= many
        if over <= 0:
            return when + window - at
    return timedelta(0)


def reasons_not_to_ask(
    asking: AskingByToken,
    *,
    partner: str,
    partners: Iterable[str],
    purpose: str,
    children: int,
    unaskable: int,
) -> tuple[Refusal, ...]:
    """Every reason at once, in words for the person asking.

    `partners` are those that take part; `unaskable` how many children are told of too little.
    """
    found = []
    if partner not in set(partners):
        found.append(Refusal("unknown_partner", "Select who to ask", field="partner"))
    if purpose not in asking.purposes:
        found.append(Refusal("no_purpose", "Select why you are asking", field="purpose"))
    if not children:
        found.append(Refusal("no_children", "Select the children to ask about", field="children"))
    elif children > asking.at_once:
        said = f"Select {asking.at_once} children or fewer"
        found.append(Refusal("too_many_children", said, field="children"))
    if unaskable:
        said = (
            "A child can only be asked about by first name, family name and full date of birth. "
            "Correct the contact, or ask by telephone"
        )
        found.append(Refusal("too_little_told", said, field="children"))
    return tuple(found)
