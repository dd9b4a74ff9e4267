"""What can be done with accounts. Each ends in the trail, in the same transaction."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from lintel.access import second_factor
from lintel.access.events import AccountTouched
from lintel.access.models import Account, ApiToken, Invitation, new_salt
from lintel.access.rules import INVITATION_LASTS, hash_of, new_token, tidy_name
from lintel.access.viewers import SYSTEM_ID, Permission, Role, Viewer
from lintel.kernel.news import tell
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused

TOKEN_LASTS = timedelta(days=365)


def open_account(
    *,
    username: str,
    name: str,
    role: Role,
    council: str,
    agency: str,
    employed_by_council: bool,
    by: Viewer,
    at: datetime,
    email: str = "",
    password: str | None = None,
    registration_number: str = "",
    registered_until: date | None = None,
    employed_until: date | None = None,
    teams: Iterable[str] = (),
    demo_key: str = "",
) -> UUID:
    """A new account; without a password nobody can sign in to it until one is set.

    Errors:
        Invalid: the user name or e-mail address is taken or malformed, or the password weak.
    """
    _must_manage(by)
    account = Account(
        username=tidy_name(username),
        email=tidy_name(email),
        name=name.strip(),
        role=Role(role),
        council=council,
        agency=agency,
        employed_by_council=employed_by_council,
        registration_number=registration_number,
        registered_until=registered_until,
        employed_until=employed_until,
        teams=sorted(teams),
        demo_key=demo_key,
        created_at=at,
    )
    wrong = [*_what_is_wrong(account)]
    if password is not None:
        wrong += _what_is_wrong_with_password(password, account)
    if wrong:
        raise Invalid(*wrong)
    account.set_password(password)
    with transaction.atomic():
        account.save(force_insert=True)
        _note("account opened", account, by=by, at=at, why=str(account.role))
    return account.id


def invite(
    *,
    role: Role,
    council: str,
    agency: str,
    employed_by_council: bool,
    by: Viewer,
    at: datetime,
    email: str = "",
    teams: Iterable[str] = (),
) -> str:
    """The secret of a one-use invitation, to be shown or sent once; only its hash is kept."""
    _must_manage(by)
    token = new_token()
    with transaction.atomic():
        kept = Invitation.objects.create(
            hash=hash_of(token),
            email=tidy_name(email),
            role=Role(role),
            council=council,
            agency=agency,
            employed_by_council=employed_by_council,
            teams=sorted(teams),
            invited_by=by.account_id,
            invited_at=at,
            expires_at=at + INVITATION_LASTS,
        )
        tell(AccountTouched("invitation made", kept.id, council, by, at, why=str(role)))
    return token


def accept_invitation(
    *, token: str, username: str, name: str, password: str, by: Viewer, at: datetime
) -> UUID:
    """The account that an invitation makes. Its holder then sets up a one-time code.

    Errors:
        NotThere: no such invitation, or it was used or has lapsed.
        Invalid: as `open_account`.
    """
    with transaction.atomic():
        invited = Invitation.objects.select_for_update().filter(hash=hash_of(token)).first()
        if invited is None or invited.accepted_at is not None or invited.expires_at <= at:
            raise NotThere
        account = Account(
            username=tidy_name(username),
            email=invited.email,
            name=name.strip(),
            role=invited.role,
            council=invited.council,
            agency=invited.agency,
            employed_by_council=invited.employed_by_council,
            teams=invited.teams,
            created_at=at,
        )
        wrong = [*_what_is_wrong(account), *_what_is_wrong_with_password(password, account)]
        if wrong:
            raise Invalid(*wrong)
        account.set_password(password)
        account.save(force_insert=True)
        invited.accepted_at, invited.account = at, account
        invited.save(update_fields=["accepted_at", "account"])
        _note("invitation accepted", account, by=by, at=at)
    return account.id


def disable_account(*, account_id: UUID, by: Viewer, at: datetime, why: str = "") -> None:
    """Refused on the very next request, by page and by token.

    Errors:
        NotThere: no such account.
        Refused: nobody disables their own account, so that one person is always left.
    """
    _must_manage(by)
    if account_id == by.account_id:
        raise Refused(Refusal("own_account", "You cannot disable your own account"))
    with transaction.atomic():
        account = _locked(account_id)
        account.is_active = False
        account.session_salt = new_salt()
        account.save(update_fields=["is_active", "session_salt"])
        _note("account disabled", account, by=by, at=at, why=why)


def expire_sessions(*, account_id: UUID, by: Viewer, at: datetime) -> None:
    """Every session of the account ends at its next request; it may sign in again."""
    _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id)
        account.session_salt = new_salt()
        account.save(update_fields=["session_salt"])
        _note("sessions expired", account, by=by, at=at)


def set_password(*, account_id: UUID, password: str, by: Viewer, at: datetime) -> None:
    """A new password, by its holder after a reset or by an administrator; ends every session.

    Errors:
        Invalid: the password is too weak, and why.
    """
    if by.account_id != account_id:
        _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id)
        wrong = _what_is_wrong_with_password(password, account)
        if wrong:
            raise Invalid(*wrong)
        account.set_password(password)
        account.session_salt = new_salt()
        account.save(update_fields=["password", "session_salt"])
        _note("password set", account, by=by, at=at)


def issue_token(
    *,
    account_id: UUID,
    by: Viewer,
    at: datetime,
    lasts: timedelta = TOKEN_LASTS,
    token: str = "",
) -> str:
    """A bearer token, shown once; only its hash is kept. `token` is given by the demo alone."""
    _must_manage(by)
    token = token or new_token()
    with transaction.atomic():
        account = _locked(account_id)
        ApiToken.objects.create(
            account=account,
            hash=hash_of(token),
            issued_at=at,
            issued_by=by.account_id,
            expires_at=at + lasts,
        )
        _note("token issued", account, by=by, at=at)
    return token


def end_tokens(*, account_id: UUID, by: Viewer, at: datetime) -> int:
    """Every token of the account stops working now; how many did."""
    _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id)
        ended = ApiToken.objects.filter(account=account, expires_at__gt=at).update(expires_at=at)
        if ended:
            _note("tokens ended", account, by=by, at=at)
    return ended


def enrol_totp(
    *, account_id: UUID, secret: str, by: Viewer, at: datetime, used_step: int = 0
) -> list[str]:
    """Give the account this one-time code secret; the recovery codes are shown once."""
    if by.account_id != account_id:
        _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id)
        codes = second_factor.enrol(account, secret, used_step=used_step)
        _note("second factor enrolled", account, by=by, at=at)
    return codes


def _must_manage(by: Viewer) -> None:
    """The worker and the command line act as the system, which whoever runs the machine is."""
    if by.account_id != SYSTEM_ID:
        by.must(Permission.MANAGE_ACCOUNTS)


def _locked(account_id: UUID) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotThere
    return account


def _note(did: str, account: Account, *, by: Viewer, at: datetime, why: str = "") -> None:
    tell(AccountTouched(did, account.id, account.council, by, at, why))


def _what_is_wrong(account: Account) -> Iterable[Refusal]:
    if not account.name:
        yield Refusal("name_missing", "Enter a name", field="name")
    try:
        account._meta.get_field("username").run_validators(account.username)
    except ValidationError:
        yield Refusal(
            "username_malformed",
            "User name must be letters, numbers, dots, hyphens and underscores only",
            field="username",
        )
    if Account.objects.filter(username=account.username).exists():
        yield Refusal("username_taken", "That user name is taken", field="username")
    if account.email:
        try:
            validate_email(account.email)
        except ValidationError:
            yield Refusal(
                "email_malformed",
                "Enter an email address in the correct format, like name@example.com",
                field="email",
            )
        if Account.objects.filter(email=account.email).exists():
            yield Refusal("email_taken", "That email address is taken", field="email")


def _what_is_wrong_with_password(password: str, account: Account) -> list[Refusal]:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        return [Refusal("password_weak", words, field="password") for words in weak.messages]
    return []
