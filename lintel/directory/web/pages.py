"""What the pages about accounts and the directory say, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from lintel.access.queries import AccountSeen, TokenSeen
from lintel.access.roles import ROLE_WORDS
from lintel.access.rules import Appointment, Registration, is_employed, registration_state
from lintel.access.scopes import SCOPE_WORDS, Scope
from lintel.access.viewers import Role
from lintel.access.waiting import InvitationSeen
from lintel.kernel.instants import day_in_words, london_day, recently_in_words, when_in_words


def registration_words(appointed: Appointment, *, on: date) -> tuple[str, str]:
    """In words, and the colour of a tag when somebody must act: "red", "yellow" or ""."""
    until = appointed.registered_until
    state = registration_state(appointed.role, until, on=on)
    if state is Registration.MISSING:
        return "None: may not look, rate or decide", "red"
    if until is None:
        return "Not needed", ""
    if state is Registration.ENDED:
        return f"Ended {day_in_words(until)}: may not look, rate or decide", "red"
    if state is Registration.ENDS_SOON:
        left = (until - on).days
        within = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        return f"Ends {within}, {day_in_words(until)}", "yellow"
    return f"Valid until {day_in_words(until)}", ""


def state_words(seen: AccountSeen, *, on: date) -> tuple[str, str]:
    """In words, and a tag's colour."""
    ends = seen.appointed.employed_until
    if not seen.is_active:
        return "Disabled", "grey"
    if not is_employed(ends, on=on):
        return f"Left {day_in_words(ends)}" if ends else "Left", "grey"
    if seen.appointed.role is not Role.AGENCY_SYSTEM and not seen.has_codes:
        return "No one-time codes yet", "yellow"
    return (f"Active until {day_in_words(ends)}" if ends else "Active"), "green"


def signed_in_words(seen: AccountSeen, *, at: datetime) -> str:
    if seen.appointed.role is Role.AGENCY_SYSTEM:
        return "Uses a token"
    if seen.last_signed_in_at is None:
        return "Never"
    return recently_in_words(seen.last_signed_in_at, at=at)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Shape: `registration` and `state` are words and a colour."""

    href: str
    name: str
    username: str
    role: str
    agency: str
    registration: tuple[str, str]
    last_signed_in: str
    state: tuple[str, str]

    @classmethod
    def of(cls, seen: AccountSeen, agencies: Mapping[str, str], *, at: datetime) -> "AccountLine":
        today = london_day(at)
        return cls(
            href=reverse("account", args=[seen.account_id]),
            name=seen.name,
            username=seen.username,
            role=ROLE_WORDS[seen.appointed.role],
            agency=agencies.get(seen.appointed.agency, seen.appointed.agency),
            registration=registration_words(seen.appointed, on=today),
            last_signed_in=signed_in_words(seen, at=at),
            state=state_words(seen, on=today),
        )


@dataclass(frozen=True, slots=True)
class InvitationLine:
    who: str
    role: str
    until: str
    withdraw: str

    @classmethod
    def of(cls, seen: InvitationSeen) -> "InvitationLine":
        return cls(
            who=seen.name or seen.email or "Without a name",
            role=ROLE_WORDS[seen.role],
            until=when_in_words(seen.ends_at),
            withdraw=reverse("withdraw_invitation", args=[seen.invitation_id]),
        )


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Shape: `to_renew` is how many registrations are missing, over or end soon."""

    accounts: Sequence[AccountLine]
    invitations: Sequence[InvitationLine]
    to_renew: int
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class TokenPage:
    back: str


@dataclass(frozen=True, slots=True)
class TokenLine:
    issued: str
    until: str
    used: str
    may: str
    revoke: str

    @classmethod
    def of(cls, seen: TokenSeen, account_id: object) -> "TokenLine":
        return cls(
            issued=when_in_words(seen.issued_at),
            until=when_in_words(seen.ends_at),
            used=day_in_words(seen.last_used_on) if seen.last_used_on else "Not yet",
            may=", ".join(SCOPE_WORDS[Scope(one)][0] for one in seen.scopes)
            or "Whatever the account may",
            revoke=reverse("revoke_token", args=[account_id, seen.token_id]),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done to an account, on a page of its own."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Shape: `issue` is "" for an account that has no tokens; `mine`: the viewer's own; `seen`:
    its terms, as letters."""

    line: AccountLine
    email: str
    bound: str
    steps: Sequence[Step]
    tokens: Sequence[TokenLine]
    issue: str
    mine: bool
    seen: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    title: str
    paragraphs: Sequence[str]
    button: str
    warns: bool
    back: str
    refused: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SecretPage:
    """A secret that is shown once, and where to go when it has been copied."""

    title: str
    label: str
    secret: str
    paragraphs: Sequence[str]
    onward: str
    onward_words: str


@dataclass(frozen=True, slots=True)
class InvitePage:
    """Shape: `no_teams` when the directory has nothing but the front door."""

    no_teams: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    href: str
    title: str
    kind: str
    reach: Sequence[str]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the directory. Shape: `kind_words` heads the second column."""

    what: str
    title: str
    hint: str
    kind_words: str
    add: str
    add_words: str
    lines: Sequence[EntryLine]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    sections: Sequence[Section]
    missing: Sequence[str]
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Shape: `seen` is what stood there, as letters; "" where it is new."""

    title: str
    button: str
    facts: Sequence[tuple[str, ...]]
    seen: str = ""
