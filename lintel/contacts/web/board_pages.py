"""What the board says, as plain values. Templates choose nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lintel.contacts.web.rows import RowShown
from lintel.govuk.words import Clock


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that opens its list. Shape: `late` is words, "" when nothing is."""

    words: str
    count: int
    href: str
    here: bool
    late: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: a name, its label, and (value, words, chosen) to choose from."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What waits for a first look. Shape: `clock` is the one with least time; None for none."""

    count: int
    clock: Clock | None
    href: str


@dataclass(frozen=True, slots=True)
class ToRead:
    """What waits for a senior read. Shape: `clock` is the one with least time; `closed` were
    raised after they were closed."""

    count: int
    clock: Clock | None
    href: str
    closed: int
    closed_href: str


@dataclass(frozen=True, slots=True)
class BoardShown:
    """Shape:

    title, nothing: of the list shown, and what to say when it is empty.
    counted: what contexts above count, each with its own list.
    chosen: what narrows the list, in words; "" when nothing but the queue does.
    live: the address that keeps the page current.
    hidden: fields of the filter form that stay as they are.
    """

    council: str
    title: str
    nothing: str
    nothing_more: str
    at: str
    by: str
    unseen: Unseen | None
    to_read: ToRead | None
    counted: Sequence[Tile]
    tiles: Sequence[Tile]
    views: Sequence[Tile]
    rows: Sequence[RowShown]
    shown: str
    chosen: str
    clear: str
    earlier: str
    later: str
    here: str
    live: str
    choices: Sequence[Choice]
    hidden: Mapping[str, str]
    find: str
    is_worker_silent: bool
