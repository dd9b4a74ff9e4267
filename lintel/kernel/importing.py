"""What an import says when it is done: how much came in, and everything that did not, and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Lost(StrEnum):
    """What a trouble cost: the value only, the row or part it is in, or nothing."""

    NOTHING = "nothing"
    FIELD = "field"
    EPISODE = "episode"
    ROW = "row"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with a file.

    Shape:
        line: in the file, from 1; 0 for the whole.
        row: what names the row to whoever sent it: a reference, never a name.
        field: as the format calls it.
        code: stable, to count by.
        message: what is wrong, as GOV.UK error text.
        file: which of several files; "" where there is one.
    """

    line: int
    row: str
    field: str
    code: str
    message: str
    lost: Lost
    file: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Shape: `counts` in words to numbers, in the order to show; `stored` is False when nothing
    was kept."""

    counts: Mapping[str, int] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    stored: bool = True

    @property
    def refused(self) -> tuple[Trouble, ...]:
        """The troubles that cost something."""
        return tuple(one for one in self.troubles if one.lost is not Lost.NOTHING)

    def by_reason(self) -> list[tuple[str, str, int]]:
        """(what was lost, message, how often), most often first."""
        counted = Counter((one.lost.value, one.message) for one in self.troubles)
        return [(lost, message, n) for (lost, message), n in counted.most_common()]


class FileRefused(Exception):
    """A file cannot be read as what it is said to be. Nothing has been written.

    Shape: `trouble` names the line and the reason.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


def refuse_file(message: str, *, code: str, line: int = 0) -> FileRefused:
    return FileRefused(Trouble(line, "", "", code, message, Lost.FILE))
