"""What the pages of files say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from lintel.files.shown import FileShown


@dataclass(frozen=True, slots=True)
class AttachPage:
    """Shape: `back` leads to the record; `limits` says what is taken and how much of it."""

    reference: str
    back: str
    limits: Sequence[str]
    errors: Sequence[dict[str, str]]


@dataclass(frozen=True, slots=True)
class MarkPage:
    reference: str
    back: str
    file: FileShown
    version: int
