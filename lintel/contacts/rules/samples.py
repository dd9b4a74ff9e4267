"""What a sample of contacts may be: how many, for how long, and which are drawn.

Source: access model, section 2: an auditor and an inspector read a sample, for a limited time.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.refusals import Refusal

MOST = 100
LONGEST = timedelta(days=92)
FURTHEST = timedelta(days=366)  # until the first day
EARLIEST = date(1990, 1, 1)  # to draw from

# What a draw is made from, by key.
DRAWN_FROM: Mapping[str, str] = MappingProxyType(
    {
        "received": "All that were received",
        "no_further_action": "Those that ended in no further action",
        "early_help": "Those stepped down to early help",
        "closed": "Those that are closed",
    }
)


@dataclass(frozen=True, slots=True)
class Draw:
    """So many of a kind that came between two days, the last included."""

    of: str
    number: int
    from_on: date | None
    until_on: date | None

    @property
    def words(self) -> str:
        return f"{self.number} drawn from: {DRAWN_FROM[self.of].lower()}"


@dataclass(frozen=True, slots=True)
class SampleSaid:
    """A sample as somebody asks for it. Shape: `references` or `draw`, not both; read from
    `starts_on` until `last_on`, that day included."""

    title: str
    starts_on: date
    last_on: date
    readers: Sequence[UUID]
    references: Sequence[str] = ()
    draw: Draw | None = None


def what_is_wrong_with(said: SampleSaid, *, today: date) -> tuple[Refusal, ...]:
    wrong = []
    if not said.title.strip():
        wrong.append(Refusal("title_missing", "Enter what the sample is for", "title"))
    if not said.readers:
        wrong.append(Refusal("readers_missing", "Select who reads it", "readers"))
    if said.starts_on > today + FURTHEST:
        words = f"The first day must be within {FURTHEST.days} days"
        wrong.append(Refusal("too_far", words, "starts_on"))
    elif said.last_on < max(said.starts_on, today):
        wrong.append(
            Refusal("over_already", "The last day must be after the first, and not past", "last_on")
        )
    elif said.last_on - said.starts_on >= LONGEST:
        wrong.append(
            Refusal("too_long", f"A sample lasts {LONGEST.days} days at the most", "last_on")
        )
    if said.draw is None and not said.references:
        wrong.append(
            Refusal("contacts_missing", "Enter references, or how many to draw", "references")
        )
    if len(said.references) > MOST:
        wrong.append(Refusal("too_many", f"A sample has {MOST} contacts at the most", "references"))
    if said.draw is not None:
        wrong += _wrong_with_draw(said.draw, today=today)
    return tuple(wrong)


def _wrong_with_draw(draw: Draw, *, today: date) -> Iterable[Refusal]:
    if draw.of not in DRAWN_FROM:
        yield Refusal("drawn_from_what", "Select what to draw from", "draw_of")
    if not 1 <= draw.number <= MOST:
        yield Refusal("how_many", f"How many to draw must be 1 to {MOST}", "number")
    if draw.from_on is None:
        yield Refusal("since_missing", "Enter the first day to draw from", "since")
    elif draw.from_on < EARLIEST:
        yield Refusal("too_early", f"The first day must be in {EARLIEST.year} or later", "since")
    if draw.until_on is None:
        yield Refusal("until_missing", "Enter the last day to draw from", "until")
    elif not (draw.from_on or draw.until_on) <= draw.until_on <= today:
        yield Refusal(
            "not_yet", "The last day to draw from must be after the first, and not to come", "until"
        )


def drawn(sample_id: UUID, ids: Iterable[UUID], number: int) -> list[UUID]:
    """So many of `ids`, which nobody chose, and anybody can draw again to check."""

    def lot(contact_id: UUID) -> bytes:
        return hashlib.sha256(sample_id.bytes + contact_id.bytes).digest()

    return sorted(ids, key=lot)[:number]
