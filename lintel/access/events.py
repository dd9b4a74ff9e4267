"""What happened to an account. Frozen; names nobody but by id."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class AccountTouched:
    """Something was done to an account, or with it.

    Shape: `did` is what the trail says: "signed in", "account disabled", "token issued" ...;
        `why` holds codes only.
    """

    did: str
    account_id: UUID
    council: str
    by: Viewer
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class AccountDormant:
    """An account was disabled because nobody had signed in with it for too long."""

    account_id: UUID
    council: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastAdministratorDormant:
    """Nobody has signed in for too long with the only administrator's account of a council. It
    stays open: without it nobody could be let in."""

    account_id: UUID
    council: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PasswordResetReady:
    """Somebody asked for a new password, and this is the link to send to their e-mail address.

    Shape: `email` is the account's own, never what was typed; `link` lapses at `ends_at`.
    """

    account_id: UUID
    council: str
    email: str
    link: str
    asked_at: datetime
    ends_at: datetime
    once_key: str


@dataclass(frozen=True, slots=True)
class InvitationReady:
    """Somebody is invited, and this is the link to send to the address they were invited at.

    Shape: `link` makes one account, once, and lapses at `ends_at`.
    """

    council: str
    email: str
    link: str
    invited_at: datetime
    ends_at: datetime
    once_key: str
