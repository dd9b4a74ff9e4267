"""What the pages of notices say, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Self
from uuid import UUID

from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import when_in_words
from lintel.notices.queries import NoticeInFull, ToTell
from lintel.notices.rules.kinds import Channel, Kind, State

WHAT: Mapping[str, str] = MappingProxyType(
    {
        Kind.RECEIPT_TO_REFERRER: "That we received it",
        Kind.OUTCOME_TO_REFERRER: "What was decided",
    }
)
BY: Mapping[str, str] = MappingProxyType(
    {
        Channel.TELEPHONE: "Telephone",
        Channel.LETTER: "Letter",
        Channel.EMAIL: "E-mail failed: tell them another way",
        Channel.TASK: "Read how they may be reached, then tell them",
    }
)
WHERE: Mapping[str, str] = MappingProxyType(
    {Channel.TELEPHONE: "Ring", Channel.LETTER: "Write to", Channel.EMAIL: "E-mail that failed"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """Shape: `clock` is None where nothing says by when; `tried` is "" before the first try."""

    id: UUID
    reference: str
    what: str
    by: str
    clock: Clock | None
    waiting_since: str
    tried: str

    @classmethod
    def of(cls, line: ToTell, *, at: datetime) -> Self:
        return cls(
            id=line.id,
            reference=line.about,
            what=WHAT.get(line.kind, line.kind.replace("_", " ").capitalize()),
            by=BY[line.channel],
            clock=clock(line.due_at, at) if line.due_at else None,
            waiting_since=when_in_words(line.queued_at),
            tried=_tried(line),
        )


@dataclass(frozen=True, slots=True)
class ToTellPage:
    """Shape: addresses of the pages before and after, "" for none."""

    rows: Sequence[Row]
    count: int
    late: int
    words: str
    earlier: str
    later: str
    noted: str


@dataclass(frozen=True, slots=True)
class TellPage:
    """Shape: `warning` says what stands in the way of telling them at once; "" for nothing."""

    row: Row
    where: str
    to: str
    say: str
    notes: str
    warning: str
    waits: bool

    @classmethod
    def of(cls, notice: NoticeInFull, *, at: datetime) -> Self:
        channel = notice.line.channel
        return cls(
            row=Row.of(notice.line, at=at),
            where=WHERE.get(channel, ""),
            to=notice.to if channel in WHERE else "",
            say=notice.body,
            notes=notice.notes,
            warning=_warning(notice),
            waits=notice.state in {State.QUEUED, State.FAILED},
        )


def _warning(notice: NoticeInFull) -> str:
    if not notice.shows_referrer:
        return "Your role does not show who referred. Ask a screening social worker to tell them."
    if notice.line.channel == Channel.TASK:
        return "Open the contact and read how they may be reached before you try."
    return ""


def _tried(line: ToTell) -> str:
    if not line.attempts or line.last_tried_at is None or line.channel == Channel.EMAIL:
        return ""
    times = "once" if line.attempts == 1 else f"{line.attempts} times"
    return f"Tried {times}, last {when_in_words(line.last_tried_at)}"
