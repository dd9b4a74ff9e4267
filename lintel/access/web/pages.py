"""What the pages about signing in show: plain values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody you can be in the invented partnership."""

    key: str
    name: str
    role: str
    council: str
    what_for: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Shape: `notice` says why one is here again; `people` is empty outside the demo."""

    next: str
    notice: str
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class CodePage:
    """Shape: `shown_code` is empty outside the demo."""

    shown_code: str


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """Shape: `secret` in groups of four; `picture` is an SVG of the QR code."""

    secret: str
    picture: str


@dataclass(frozen=True, slots=True)
class RecoveryCodesPage:
    codes: tuple[str, ...]
    onward: str


@dataclass(frozen=True, slots=True)
class WordsPage:
    title: str
    paragraphs: tuple[str, ...]
    onward: str
    onward_words: str
