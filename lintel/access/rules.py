"""How names, secrets and appointments are shaped, and what is wrong with one. Pure."""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lintel.access.viewers import Role
from lintel.kernel.refusals import Refusal

TOKEN_BYTES = 32
TOKEN_PREFIX = "lintel_"  # so that a scanner for leaked secrets can recognise one
INVITATION_LASTS = timedelta(days=7)
GRANT_LASTS = INVITATION_LASTS  # what was asked longer ago is asked again
RESET_LASTS = timedelta(hours=1)
GUESSES = 10
GUESSING_WINDOW = timedelta(minutes=5)
STEP_UP_LASTS = timedelta(minutes=10)
DORMANT_AFTER = timedelta(days=45)


def tidy_name(words: str) -> str:
    """A user name or e-mail address as it is compared: one form for every way of typing it.

    >>> tidy_name("  Ｐriya.Shah ")
    'priya.shah'
    """
    return unicodedata.normalize("NFKC", words).strip().casefold()


def new_token() -> str:
    """A secret nobody can guess, shown once and kept only as its hash."""
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """How a token is kept. It is 32 random bytes, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_employed(employed_until: date | None, *, on: date) -> bool:
    """Whether somebody still works where the account says, on the London day `on`."""
    return employed_until is None or on <= employed_until


def is_dormant(is_active: bool, idle_since: datetime, *, at: datetime) -> bool:
    """Whether an account that can still be signed in to has lain unused for too long."""
    return is_active and at - idle_since >= DORMANT_AFTER


def has_stepped_up(given_at: datetime | None, *, at: datetime) -> bool:
    """Whether a second factor given at `given_at` still counts for an act that asks for one.

    One that seems to lie ahead, as when a clock was put back, does not.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> has_stepped_up(nine, at=nine + timedelta(minutes=9))
    True
    >>> has_stepped_up(nine, at=nine + timedelta(minutes=10))
    False
    """
    return given_at is not None and timedelta(0) <= at - given_at < STEP_UP_LASTS


SOCIAL_WORK = frozenset(
    {
        Role.SCREENER,
        Role.SENIOR_PRACTITIONER,
        Role.MANAGER,
        Role.SOCIAL_WORKER,
        Role.EMERGENCY_DUTY,
        Role.LADO,
    }
)
TAKES_HAND_OVERS = frozenset({Role.SOCIAL_WORKER, Role.EARLY_HELP, Role.CHILD_PROTECTION})
OF_AN_AGENCY = frozenset({Role.PARTNER, Role.AGENCY_LEAD})
ENDS_SOON = timedelta(days=60)
_NUMBER = re.compile(r"[A-Z]{0,3}[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Appointment:
    """What somebody is for the council, and until when.

    Shape:
        agency: key of the employer; `employed_by_council` when that is the council itself.
        registered_until, employed_until: the last day it counts; None when there is none.
    """

    role: Role
    agency: str
    employed_by_council: bool
    teams: frozenset[str] = frozenset()
    registration_number: str = ""
    registered_until: date | None = None
    employed_until: date | None = None


class Registration(StrEnum):
    """Where a social work registration stands."""

    NOT_NEEDED = "not needed"
    MISSING = "missing"
    ENDED = "ended"
    ENDS_SOON = "ends soon"
    VALID = "valid"


def registration_state(role: Role, until: date | None, *, on: date) -> Registration:
    """
    >>> registration_state(Role.SCREENER, date(2026, 3, 1), on=date(2026, 3, 2)).value
    'ended'
    """
    if until is None:
        return Registration.MISSING if role in SOCIAL_WORK else Registration.NOT_NEEDED
    if until < on:
        return Registration.ENDED
    return Registration.ENDS_SOON if until - on <= ENDS_SOON else Registration.VALID


def tidy_number(number: str) -> str:
    """A registration number as the regulator writes it: 'sw 12345' is SW12345."""
    return "".join(number.split()).upper()


def what_is_wrong_with(appointed: Appointment) -> tuple[Refusal, ...]:
    """Why somebody cannot be given this role on these terms; empty when they can."""
    wrong = []
    number = appointed.registration_number
    if not appointed.agency:
        wrong.append(Refusal("agency_missing", "Select who employs them", "agency"))
    if appointed.role is Role.ADMIN_PROVIDER and appointed.employed_by_council:
        wrong.append(
            Refusal(
                "provider_is_not_the_council",
                "Select no: this role is for people employed by a provider",
                "employed_by_council",
            )
        )
    if appointed.role in OF_AN_AGENCY and appointed.employed_by_council:
        wrong.append(
            Refusal(
                "partner_is_not_the_council",
                "Select no: this role is for people whom another agency employs",
                "employed_by_council",
            )
        )
    if appointed.role in SOCIAL_WORK and not number:
        wrong.append(
            Refusal(
                "registration_missing",
                "Enter their Social Work England registration number: this role needs one",
                "registration_number",
            )
        )
    if number and not _NUMBER.fullmatch(number):
        wrong.append(
            Refusal(
                "registration_malformed",
                "Registration number must be like SW12345",
                "registration_number",
            )
        )
    if appointed.registered_until is None and (number or appointed.role in SOCIAL_WORK):
        wrong.append(
            Refusal(
                "registered_until_missing",
                "Enter the last day their registration is valid",
                "registered_until",
            )
        )
    if appointed.registered_until is not None and not number and appointed.role not in SOCIAL_WORK:
        wrong.append(
            Refusal(
                "registration_missing",
                "Enter the registration number that this date belongs to",
                "registration_number",
            )
        )
    if appointed.role in TAKES_HAND_OVERS and not appointed.teams:
        wrong.append(
            Refusal("team_missing", "Select a team: hand-overs come to their team", "teams")
        )
    return tuple(wrong)


def what_has_passed(appointed: Appointment, *, on: date) -> tuple[Refusal, ...]:
    """What nobody new can begin with: a registration or an employment that is over."""
    wrong = []
    if appointed.registered_until is not None and appointed.registered_until < on:
        wrong.append(
            Refusal(
                "registration_ended",
                "Last day of their registration must be today or later",
                "registered_until",
            )
        )
    if not is_employed(appointed.employed_until, on=on):
        wrong.append(
            Refusal("employment_ended", "Last day must be today or later", "employed_until")
        )
    return tuple(wrong)


def what_you_may_not_do_to_yourself(before: Appointment, after: Appointment) -> tuple[Refusal, ...]:
    """Nobody gives themselves another role, or leaves the council with nobody to let people in."""
    wrong = []
    if after.role is not before.role:
        wrong.append(
            Refusal("own_role", "You cannot change your own role. Ask a colleague", "role")
        )
    if after.employed_until != before.employed_until:
        wrong.append(
            Refusal(
                "own_employment",
                "You cannot change the end of your own employment. Ask a colleague",
                "employed_until",
            )
        )
    return tuple(wrong)


def who_may_not_confirm(
    by: UUID, *, asked_by: UUID, account_id: UUID | None
) -> tuple[Refusal, ...]:
    """A role takes two people, and neither of them is the one who gets it."""
    wrong = []
    if by == asked_by:
        words = "You asked for this. Somebody else must confirm it"
        wrong.append(Refusal("own_asking", words))
    if by == account_id:
        words = "This is for you. Somebody else must confirm it"
        wrong.append(Refusal("own_grant", words))
    return tuple(wrong)


def is_grant(before: Appointment, after: Appointment, *, on: date) -> bool:
    """Whether a change of terms on the London day `on` lets somebody see or do more: a role, what
    comes with being the council's own, another agency's records, what is handed over or kept to
    another team, or a registration or an employment that counts and did not."""
    becomes_own = after.employed_by_council and not before.employed_by_council
    moves = after.agency != before.agency or bool(after.teams - before.teams)
    registers = is_registered(after, on=on) and not is_registered(before, on=on)
    returns = is_employed(after.employed_until, on=on) and not is_employed(
        before.employed_until, on=on
    )
    return after.role is not before.role or becomes_own or moves or registers or returns


def with_less(before: Appointment, after: Appointment) -> Appointment:
    """The terms somebody has, less what new ones take away: that waits for nobody. A role and an
    employer are the other's or not at all, so they stay as they are.

    >>> old = Appointment(Role.VIEWER, "a", True, teams=frozenset({"one", "two"}))
    >>> new = Appointment(Role.MANAGER, "a", True, teams=frozenset({"two", "three"}))
    >>> less = with_less(old, new)
    >>> less.role.value, sorted(less.teams)
    ('viewer', ['two'])
    """
    registered, employed = before.registered_until, before.employed_until
    if registered is not None:
        lasts = after.registered_until
        registered = None if lasts is None else min(registered, lasts)
    if after.employed_until is not None:
        employed = min(employed or date.max, after.employed_until)
    return replace(
        before,
        employed_by_council=before.employed_by_council and after.employed_by_council,
        teams=before.teams & after.teams,
        registered_until=registered,
        employed_until=employed,
    )


def is_registered(appointed: Appointment, *, on: date) -> bool:
    return appointed.registered_until is not None and appointed.registered_until >= on


def what_passed_since(appointed: Appointment, *, asked_on: date, on: date) -> tuple[Refusal, ...]:
    """What was in date when terms were asked for, and is over when somebody confirms them."""
    before = what_has_passed(appointed, on=asked_on)
    return tuple(one for one in what_has_passed(appointed, on=on) if one not in before)


def what_may_not_become(before: Role, after: Role) -> tuple[Refusal, ...]:
    """A token is not a second factor: what a system holds must never carry a person's role."""
    if before is not after and Role.AGENCY_SYSTEM in {before, after}:
        words = "A system cannot become a person, or a person a system. Open another account"
        return (Refusal("system_or_person", words, "role"),)
    return ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Who the other side of single sign-on says somebody is. Shape: `council` is the one whose
    accounts that provider signs in; issuer and subject never change."""

    provider: str
    council: str
    issuer: str
    subject: str
