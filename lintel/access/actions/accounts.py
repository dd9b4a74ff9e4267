"""What can be done with accounts. Each ends in the trail, in the same transaction."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from lintel.access import second_factor
from lintel.access.actions.granting import columns_of, note_asked
from lintel.access.actions.identities import bind_identity
from lintel.access.checks import (
    what_is_wrong_with_account,
    what_is_wrong_with_email,
    what_is_wrong_with_password,
    what_is_wrong_with_username,
)
from lintel.access.events import AccountDormant, AccountTouched, InvitationReady
from lintel.access.models import Account, ApiToken, Grant, Invitation, new_salt
from lintel.access.queries import appointment_of, idle_since
from lintel.access.rules import (
    INVITATION_LASTS,
    Appointment,
    hash_of,
    is_dormant,
    is_grant,
    new_token,
    tidy_name,
    what_has_passed,
    what_is_wrong_with,
    what_may_not_become,
    what_you_may_not_do_to_yourself,
)
from lintel.access.scopes import Scope
from lintel.access.viewers import SYSTEM_ID, Permission, Role, Viewer
from lintel.kernel.instants import london_day
from lintel.kernel.news import tell
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused

TOKEN_LASTS = timedelta(days=365)


class Changed(StrEnum):
    NOTHING = "nothing"
    NOW = "now"
    WAITS = "waits"


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
    """A new account; without a password nobody can sign in to it until one is set. Opened by a
    person it is shut until a second one confirms it.

    Errors:
        Invalid: the user name or e-mail address is taken or malformed, or the password weak.
    """
    _must_manage(by, council)
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
    wrong = [*what_is_wrong_with_account(account)]
    if password is not None:
        wrong += what_is_wrong_with_password(password, account)
    if wrong:
        raise Invalid(*wrong)
    account.set_password(password)
    account.is_active = by.account_id == SYSTEM_ID
    with transaction.atomic():
        account.save(force_insert=True)
        note_asked(
            appointment_of(account), council=council, account=account, opens=True, by=by, at=at
        )
        _note("account opened", account, by=by, at=at, why=str(account.role))
    return account.id


def invite(
    *,
    appointed: Appointment,
    council: str,
    by: Viewer,
    at: datetime,
    name: str = "",
    username: str = "",
    email: str = "",
    site: str = "",
) -> str:
    """The secret of a one-use invitation, to be shown or sent once; only its hash is kept. Made
    by a person it opens nothing until a second one confirms it.

    Shape: `site` is where Lintel is, "https://hub.example.gov.uk"; with it and an `email` the
        link is told to whoever sends it.

    Errors:
        Invalid: the terms make no sense or are over, or the name or address is taken or malformed.
    """
    _must_manage(by, council)
    asked = Invitation(
        name=name.strip(),
        username=tidy_name(username),
        email=tidy_name(email),
        council=council,
        invited_by=by.account_id,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
        **columns_of(appointed),
    )
    wrong = [*what_is_wrong_with(appointed), *what_has_passed(appointed, on=london_day(at))]
    wrong += what_is_wrong_with_username(asked.username) if asked.username else ()
    wrong += what_is_wrong_with_email(asked.email)
    if wrong:
        raise Invalid(*wrong)
    token = new_token()
    asked.hash = hash_of(token)
    with transaction.atomic():
        asked.save(force_insert=True)
        note_asked(appointed, council=council, invitation=asked, by=by, at=at)
        if asked.email and site:
            tell(
                InvitationReady(
                    council=council,
                    email=asked.email,
                    link=f"{site}{reverse('invitation_link', args=[token])}",
                    invited_at=at,
                    ends_at=asked.expires_at,
                    once_key=f"invitation:{asked.id}",
                )
            )
        tell(AccountTouched("invitation made", asked.id, council, by, at, why=str(asked.role)))
    return token


def withdraw_invitation(*, invitation_id: UUID, by: Viewer, at: datetime) -> None:
    """Its link stops working at once.

    Errors:
        NotThere: there is none, none for `by`, or it was used or has lapsed.
    """
    _must_manage(by)
    with transaction.atomic():
        waiting = Invitation.objects.select_for_update().filter(
            pk=invitation_id, accepted_at=None, expires_at__gt=at
        )
        if by.account_id != SYSTEM_ID:
            waiting = waiting.filter(council=by.council)
        invited = waiting.first()
        if invited is None:
            raise NotThere
        invited.expires_at = at
        invited.save(update_fields=["expires_at"])
        tell(AccountTouched("invitation withdrawn", invited.id, invited.council, by, at))


def accept_invitation(
    *,
    token: str,
    username: str,
    name: str,
    by: Viewer,
    at: datetime,
    password: str = "",
    identity: tuple[str, str] | None = None,
) -> UUID:
    """The account that an invitation makes. Its holder then sets up a one-time code.

    Shape: `identity` is the issuer and subject that stand in for a password, where there is one.

    Errors:
        NotThere: no such invitation, or it was used or has lapsed.
        Refused: it waits for a second person.
        Invalid: as `open_account`.
    """
    with transaction.atomic():
        invited = Invitation.objects.select_for_update().filter(hash=hash_of(token)).first()
        if invited is None or invited.accepted_at is not None or invited.expires_at <= at:
            raise NotThere
        if Grant.objects.filter(invitation=invited).exclude(given=True).exists():
            words = "Somebody at the council must confirm your invitation. Try again later"
            raise Refused(Refusal("waits_for_second_person", words))
        account = Account(
            username=tidy_name(username),
            email=invited.email,
            name=name.strip(),
            role=invited.role,
            council=invited.council,
            agency=invited.agency,
            employed_by_council=invited.employed_by_council,
            registration_number=invited.registration_number,
            registered_until=invited.registered_until,
            employed_until=invited.employed_until,
            teams=invited.teams,
            created_at=at,
        )
        wrong = [*what_is_wrong_with_account(account)]
        wrong += () if identity else what_is_wrong_with_password(password, account)
        if wrong:
            raise Invalid(*wrong)
        account.set_password(None if identity else password)
        account.save(force_insert=True)
        if identity:
            issuer, subject = identity
            bind_identity(account_id=account.id, issuer=issuer, subject=subject, by=by, at=at)
        invited.accepted_at, invited.account = at, account
        invited.save(update_fields=["accepted_at", "account"])
        _note("invitation accepted", account, by=by, at=at)
    return account.id


def change_appointment(
    *, account_id: UUID, appointed: Appointment, by: Viewer, at: datetime
) -> Changed:
    """Give the account another role, registration, employer, teams or end.

    It counts at its holder's next request; a role given by a person waits for a second one.

    Errors:
        NotThere: no such account, or none for `by`.
        Invalid: the terms make no sense.
        Refused: an administrator's own role or the end of their own employment; a system that
            would become a person, or a person a system.
    """
    _must_manage(by)
    wrong = what_is_wrong_with(appointed)
    if wrong:
        raise Invalid(*wrong)
    with transaction.atomic():
        account = _locked(account_id, by)
        before = appointment_of(account)
        refusals = what_may_not_become(before.role, appointed.role)
        if account.id == by.account_id:
            refusals += what_you_may_not_do_to_yourself(before, appointed)
        if refusals:
            raise Refused(*refusals)
        changed = [
            column
            for column, value in columns_of(appointed).items()
            if value != columns_of(before)[column]
        ]
        if not changed:
            return Changed.NOTHING
        if is_grant(before, appointed) and note_asked(
            appointed, council=account.council, account=account, by=by, at=at
        ):
            _note("role asked for", account, by=by, at=at, why=f"{before.role}>{appointed.role}")
            return Changed.WAITS
        for column in changed:
            setattr(account, column, columns_of(appointed)[column])
        account.save(update_fields=changed)
        why = " ".join(sorted(changed))
        if "role" in changed:
            why = f"{why} {before.role}>{appointed.role}"
        _note("account changed", account, by=by, at=at, why=why)
    return Changed.NOW


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
        account = _locked(account_id, by)
        account.is_active = False
        account.session_salt = new_salt()
        account.save(update_fields=["is_active", "session_salt"])
        _note("account disabled", account, by=by, at=at, why=why)


def enable_account(*, account_id: UUID, by: Viewer, at: datetime) -> None:
    """Let somebody who was disabled sign in again, with the password and codes they had.

    Errors:
        NotThere: no such account, or none for `by`.
        Refused: it is new, and waits for a second person.
    """
    _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id, by)
        opened = Grant.objects.filter(account=account, opens=True)
        if opened.exists() and not opened.filter(given=True).exists():
            raise Refused(Refusal("waits_for_second_person", "Somebody else must confirm it first"))
        account.is_active, account.idle_from = True, at
        account.save(update_fields=["is_active", "idle_from"])
        _note("account enabled", account, by=by, at=at)


def disable_dormant(*, account_id: UUID, by: Viewer, at: datetime) -> bool:
    """Disable somebody who has not signed in for 45 days, and tell the administrators; whether
    they still had not. By the worker alone."""
    _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id, by)
        if not is_dormant(account.is_active, idle_since(account), at=at):
            return False
        account.is_active, account.session_salt = False, new_salt()
        account.save(update_fields=["is_active", "session_salt"])
        _note("account disabled", account, by=by, at=at, why="dormant")
        tell(AccountDormant(account.id, account.council, at))
    return True


def reset_second_factor(*, account_id: UUID, by: Viewer, at: datetime) -> None:
    """Forget a lost telephone: one-time and recovery codes go, every session ends, and the next
    sign-in sets up new codes. The password stays, so this alone lets nobody in.

    Errors:
        NotThere: no such account, or none for `by`.
        Refused: your own; a session left open must not be enough to move it to another telephone.
    """
    _must_manage(by)
    if account_id == by.account_id:
        words = "You cannot reset your own one-time codes. Ask a colleague"
        raise Refused(Refusal("own_account", words))
    with transaction.atomic():
        account = _locked(account_id, by)
        second_factor.forget(account)
        account.session_salt = new_salt()
        account.save(update_fields=["session_salt"])
        _note("second factor reset", account, by=by, at=at)


def set_password(*, account_id: UUID, password: str, by: Viewer, at: datetime) -> None:
    """A new password, by its holder after a reset or by an administrator; ends every session.

    Errors:
        Invalid: the password is too weak, and why.
    """
    if by.account_id != account_id:
        _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id, by)
        wrong = what_is_wrong_with_password(password, account)
        if wrong:
            raise Invalid(*wrong)
        account.set_password(password)
        account.session_salt = new_salt()
        account.idle_from = at
        account.save(update_fields=["password", "session_salt", "idle_from"])
        _note("password set", account, by=by, at=at)


def issue_token(
    *,
    account_id: UUID,
    by: Viewer,
    at: datetime,
    lasts: timedelta = TOKEN_LASTS,
    scopes: Iterable[Scope] = (),
    token: str = "",
) -> str:
    """A bearer token, shown once; only its hash is kept. `token` is given by the demo alone.

    Without `scopes` it may be used for whatever its account may do.
    """
    _must_manage(by)
    token = token or new_token()
    with transaction.atomic():
        account = _locked(account_id, by)
        ApiToken.objects.create(
            account=account,
            hash=hash_of(token),
            scopes=sorted(scopes),
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
        account = _locked(account_id, by)
        ended = ApiToken.objects.filter(account=account, expires_at__gt=at).update(expires_at=at)
        if ended:
            _note("tokens ended", account, by=by, at=at)
    return ended


def revoke_token(*, account_id: UUID, token_id: UUID, by: Viewer, at: datetime) -> None:
    """The token is refused from the next request.

    Errors:
        NotThere: no such account or token, or none for `by`.
    """
    _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id, by)
        taken, _ = ApiToken.objects.filter(pk=token_id, account=account).delete()
        if not taken:
            raise NotThere
        _note("token revoked", account, by=by, at=at, why=str(token_id))


def enrol_totp(
    *, account_id: UUID, secret: str, by: Viewer, at: datetime, used_step: int = 0
) -> list[str]:
    """Give the account this one-time code secret; the recovery codes are shown once."""
    if by.account_id != account_id:
        _must_manage(by)
    with transaction.atomic():
        account = _locked(account_id, by)
        codes = second_factor.enrol(account, secret, used_step=used_step)
        _note("second factor enrolled", account, by=by, at=at)
    return codes


def _must_manage(by: Viewer, council: str | None = None) -> None:
    """The worker and the command line act as the system, which whoever runs the machine is."""
    if by.account_id == SYSTEM_ID:
        return
    by.must(Permission.MANAGE_ACCOUNTS)
    if council is not None and council != by.council:
        raise NotThere


def _locked(account_id: UUID, by: Viewer) -> Account:
    """An account of the actor's own council; another council's is not there."""
    found = Account.objects.select_for_update().filter(pk=account_id)
    if by.account_id != SYSTEM_ID:
        found = found.filter(council=by.council)
    account = found.first()
    if account is None:
        raise NotThere
    return account


def _note(did: str, account: Account, *, by: Viewer, at: datetime, why: str = "") -> None:
    tell(AccountTouched(did, account.id, account.council, by, at, why))


def note_glass(*, until: datetime | None, by: Viewer, at: datetime) -> None:
    """Keep beside the account of `by` when the last glass they have broken closes, so that only
    their own requests ask which. Part of breaking or ending one, whose trail entry says so."""
    Account.objects.filter(pk=by.account_id).update(glass_until=until)
