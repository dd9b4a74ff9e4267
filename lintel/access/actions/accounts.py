"""What can be done with accounts. Each ends in the trail, in the same transaction."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from lintel.access import second_factor
from lintel.access.actions.granting import (
    columns_of,
    note_asked,
    withdraw_waiting,
)
from lintel.access.actions.managing import keep_new, locked, must_manage, note
from lintel.access.checks import (
    what_is_wrong_with_account,
    what_is_wrong_with_password,
)
from lintel.access.events import AccountDormant, LastAdministratorDormant
from lintel.access.models import Account, Grant, new_salt
from lintel.access.queries import appointment_of, idle_since
from lintel.access.rules import (
    GRANT_LASTS,
    Appointment,
    is_dormant,
    is_employed,
    is_grant,
    tidy_name,
    what_is_wrong_with,
    what_may_not_become,
    what_you_may_not_do_to_yourself,
    with_less,
)
from lintel.access.viewers import SYSTEM_ID, Role, Viewer
from lintel.access.waiting import is_unopened
from lintel.kernel.as_seen import must_be_as_seen
from lintel.kernel.instants import london_day
from lintel.kernel.news import tell
from lintel.kernel.refusals import Invalid, Refusal, Refused

COMES_BACK = "To come back: the account was disabled"


class Changed(StrEnum):
    NOTHING = "nothing"
    NOW = "now"
    WAITS = "waits"
    PARTLY = "partly"
    """What was taken away counts, and what is given waits."""


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
    why: str = "",
) -> UUID:
    """A new account; without a password nobody can sign in to it until one is set. Opened by a
    person it is shut until a second one confirms it, who reads `why`.

    Errors:
        Invalid: the user name or e-mail address is taken or malformed, the password weak, or a
            person does not say why.
    """
    must_manage(by, council)
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
        keep_new(account)
        note_asked(
            appointment_of(account),
            council=council,
            account=account,
            opens=True,
            why=why,
            by=by,
            at=at,
        )
        note("account opened", account, by=by, at=at, why=str(account.role))
    return account.id


def change_appointment(
    *,
    account_id: UUID,
    appointed: Appointment,
    seen: str | None = None,
    by: Viewer,
    at: datetime,
    why: str = "",
) -> Changed:
    """Give the account another role, registration, employer, teams or end.

    It counts at its holder's next request; what a person gives waits for a second one, and what the
    same change takes away does not. What waited before is withdrawn: it was asked of other terms.
    The new terms of an account that was never opened are what its second person confirms. `seen`
    are its terms as they were read, as `letters_of`.

    Errors:
        NotThere: no such account, or none for `by`.
        Invalid: the terms make no sense, or a person gives a role and does not say `why`.
        Refused: an administrator's own role or the end of their own employment; a system that
            would become a person, or a person a system; its terms have changed since `seen`.
    """
    must_manage(by)
    wrong = what_is_wrong_with(appointed)
    if wrong:
        raise Invalid(*wrong)
    with transaction.atomic():
        account = locked(account_id, by)
        before = appointment_of(account)
        must_be_as_seen(asdict(before), seen)
        refusals = what_may_not_become(before.role, appointed.role)
        if account.id == by.account_id:
            refusals += what_you_may_not_do_to_yourself(before, appointed)
        if refusals:
            raise Refused(*refusals)
        changed = _columns_changed(before, appointed)
        if not changed:
            return Changed.NOTHING
        unopened = is_unopened(account)
        asks = {"council": account.council, "account": account, "why": why, "by": by, "at": at}
        if not unopened and is_grant(before, appointed, on=london_day(at)):
            grant = note_asked(appointed, **asks)
            if grant is not None:
                words = f"{before.role}>{appointed.role} grant={grant.id}"
                note("role asked for", account, by=by, at=at, why=words)
                taken = _keep_terms(account, with_less(before, appointed), by=by, at=at)
                return Changed.PARTLY if taken else Changed.WAITS
        _keep_terms(account, appointed, by=by, at=at)
        withdraw_waiting(account, by=by, at=at)
        if unopened and note_asked(appointed, opens=True, **asks):
            return Changed.WAITS
    return Changed.NOW


def _columns_changed(before: Appointment, after: Appointment) -> list[str]:
    old = columns_of(before)
    return [column for column, value in columns_of(after).items() if value != old[column]]


def _keep_terms(account: Account, after: Appointment, *, by: Viewer, at: datetime) -> bool:
    """Whether anything was different."""
    before = appointment_of(account)
    changed = _columns_changed(before, after)
    if not changed:
        return False
    for column in changed:
        setattr(account, column, columns_of(after)[column])
    account.save(update_fields=changed)
    what = " ".join(sorted(changed))
    if "role" in changed:
        what = f"{what} {before.role}>{after.role}"
    note("account changed", account, by=by, at=at, why=what)
    return True


def disable_account(*, account_id: UUID, by: Viewer, at: datetime, why: str = "") -> None:
    """Refused on the very next request, by page and by token.

    Errors:
        NotThere: no such account.
        Refused: nobody disables their own account, so that one person is always left.
    """
    must_manage(by)
    if account_id == by.account_id:
        raise Refused(Refusal("own_account", "You cannot disable your own account"))
    with transaction.atomic():
        account = locked(account_id, by)
        account.is_active = False
        account.session_salt = new_salt()
        account.save(update_fields=["is_active", "session_salt"])
        note("account disabled", account, by=by, at=at, why=why)
        withdraw_waiting(account, by=by, at=at)


def enable_account(*, account_id: UUID, by: Viewer, at: datetime) -> Changed:
    """Let somebody who was disabled sign in again, with the password and codes they had, once a
    second person confirms it: coming back is given by two. Whoever runs the machine needs nobody.

    Errors:
        NotThere: no such account, or none for `by`.
        Refused: it waits for a second person already.
    """
    must_manage(by)
    with transaction.atomic():
        account = locked(account_id, by)
        if account.is_active:
            return Changed.NOTHING
        if by.account_id == SYSTEM_ID:
            withdraw_waiting(account, by=by, at=at)
            account.is_active, account.idle_from = True, at
            account.save(update_fields=["is_active", "idle_from"])
            note("account enabled", account, by=by, at=at)
            return Changed.NOW
        asked = Grant.objects.filter(account=account, opens=True, given=None)
        if asked.filter(asked_at__gt=at - GRANT_LASTS).exists():
            words = "Somebody else must confirm it first"
            raise Refused(Refusal("waits_for_second_person", words))
        why = "" if is_unopened(account) else COMES_BACK
        terms = appointment_of(account)
        note_asked(
            terms, council=account.council, account=account, opens=True, why=why, by=by, at=at
        )
        note("account asked for", account, by=by, at=at, why=str(account.role))
    return Changed.WAITS


def disable_dormant(*, account_id: UUID, by: Viewer, at: datetime) -> bool:
    """Disable somebody who has not signed in for 45 days, and tell the administrators; whether
    they still had not. The last administrator of a council is left, and that is told instead. By
    the worker alone."""
    must_manage(by)
    with transaction.atomic():
        council = Account.objects.values_list("council", flat=True).get(pk=account_id)
        administrators = _administrators(council, at=at)
        account = locked(account_id, by)
        if not is_dormant(account.is_active, idle_since(account), at=at):
            return False
        if [one.id for one in administrators] == [account_id]:
            tell(LastAdministratorDormant(account.id, account.council, at))
            return False
        account.is_active, account.session_salt = False, new_salt()
        account.save(update_fields=["is_active", "session_salt"])
        note("account disabled", account, by=by, at=at, why="dormant")
        withdraw_waiting(account, by=by, at=at)
        tell(AccountDormant(account.id, account.council, at))
    return True


def _administrators(council: str, *, at: datetime) -> list[Account]:
    """Who can let people in there, locked in one order, so that two who are disabled at once are
    not both taken for the other's."""
    kept = Account.objects.select_for_update().filter(
        council=council, role=Role.SYSADMIN, is_active=True
    )
    today = london_day(at)
    return [one for one in kept.order_by("pk") if is_employed(one.employed_until, on=today)]


def reset_second_factor(*, account_id: UUID, by: Viewer, at: datetime) -> None:
    """Forget a lost telephone: one-time and recovery codes go, every session ends, and the next
    sign-in sets up new codes. The password stays, so this alone lets nobody in.

    Errors:
        NotThere: no such account, or none for `by`.
        Refused: your own; a session left open must not be enough to move it to another telephone.
    """
    must_manage(by)
    if account_id == by.account_id:
        words = "You cannot reset your own one-time codes. Ask a colleague"
        raise Refused(Refusal("own_account", words))
    with transaction.atomic():
        account = locked(account_id, by)
        second_factor.forget(account)
        account.session_salt = new_salt()
        account.save(update_fields=["session_salt"])
        note("second factor reset", account, by=by, at=at)


def set_password(*, account_id: UUID, password: str, by: Viewer, at: datetime) -> None:
    """A new password, by its holder after a reset or by an administrator; ends every session.

    Errors:
        Invalid: the password is too weak, and why.
    """
    if by.account_id != account_id:
        must_manage(by)
    with transaction.atomic():
        account = locked(account_id, by)
        wrong = what_is_wrong_with_password(password, account)
        if wrong:
            raise Invalid(*wrong)
        account.set_password(password)
        account.session_salt = new_salt()
        account.idle_from = at
        account.save(update_fields=["password", "session_salt", "idle_from"])
        note("password set", account, by=by, at=at)


def enrol_totp(
    *, account_id: UUID, secret: str, by: Viewer, at: datetime, used_step: int = 0
) -> list[str]:
    """Give the account this one-time code secret; the recovery codes are shown once."""
    if by.account_id != account_id:
        must_manage(by)
    with transaction.atomic():
        account = locked(account_id, by)
        codes = second_factor.enrol(account, secret, used_step=used_step)
        note("second factor enrolled", account, by=by, at=at)
    return codes


def note_glass(*, until: datetime | None, by: Viewer, at: datetime) -> None:
    """Keep beside the account of `by` when the last glass they have broken closes, so that only
    their own requests ask which. Part of breaking or ending one, whose trail entry says so."""
    Account.objects.filter(pk=by.account_id).update(glass_until=until)
