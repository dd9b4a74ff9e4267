"""What the pages about signing in show: plain values only."""

from dataclasses import dataclass

from lintel.access.single_sign_on import Provider


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
    providers: tuple[Provider, ...]
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class CodePage:
    """Shape: `shown_code` is empty outside the demo."""

    shown_code: str
    has_passkey: bool


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


@dataclass(frozen=True, slots=True)
class PasskeyPage:
    """Shape: `works` is False at an address that is a number, where no browser has passkeys."""

    works: bool
    error: str


@dataclass(frozen=True, slots=True)
class SignInLine:
    """Shape: `end` is where to end it; "" for the session that asks."""

    device: str
    since: str
    seen: str
    end: str


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    name: str
    added: str
    used: str
    rename: str
    remove: str


@dataclass(frozen=True, slots=True)
class YourSignInsPage:
    """Shape: `others` is how many sessions there are beside this one."""

    sign_ins: tuple[SignInLine, ...]
    others: int
    passkeys: tuple[PasskeyLine, ...]
    passkeys_work: bool
    recovery_codes: int
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedInLine:
    """One colleague. Shape: `sessions` are their devices and when they were last used; `lift` is
    "" for one's own account."""

    name: str
    role: str
    sessions: tuple[str, ...]
    is_slowed: bool
    end: str
    lift: str


@dataclass(frozen=True, slots=True)
class SignedInPage:
    lines: tuple[SignedInLine, ...]
    done: tuple[str, ...]
