"""Values as pages say them: clocks, ratings and moments, in words that need no colour."""

from dataclasses import dataclass
from datetime import date, datetime

from lintel.kernel.instants import clock_words, day_in_words, when_in_words

# Word on the tag, and the colour of the tag. Red is never told by colour alone.
RATINGS = {
    "red": ("Red", "red"),
    "amber": ("Amber", "orange"),
    "green": ("Green", "green"),
    "blue": ("Blue", "blue"),
    "": ("Not rated", "grey"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Shape: `state` is "late", "soon" or "running"; `due` is ISO 8601 for machines."""

    words: str
    state: str
    due: str


def clock(due_at: datetime, at: datetime, soon_minutes: int = 60) -> Clock:
    """What a clock says at a moment."""
    left = (due_at - at).total_seconds()
    state = "late" if left <= 0 else "soon" if left <= soon_minutes * 60 else "running"
    return Clock(clock_words(due_at, at=at), state, due_at.isoformat())


def rating(key: str | None) -> tuple[str, str]:
    """Words and tag colour of a rating; an unknown key is said as it stands, in grey."""
    return RATINGS.get(key or "", ((key or "").capitalize(), "grey"))


def moment(value: datetime | None) -> str:
    """'1 June 2026 at 3:05pm', in London time; "" for none."""
    return when_in_words(value) if value else ""


def day(value: date | None) -> str:
    """'1 June 2026'; "" for none."""
    return day_in_words(value) if value else ""
