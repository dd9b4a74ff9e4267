"""Who may change an account, which one, and that it was changed."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lintel.access.checks import what_is_wrong_with_account
from lintel.access.events import AccountTouched
from lintel.access.models import Account
from lintel.access.viewers import SYSTEM_ID, NotPermitted, Permission, Viewer
from lintel.kernel.news import tell
from lintel.kernel.refusals import Invalid, NotThere


def must_manage(by: Viewer, council: str | None = None) -> None:
    """The worker and the command line act as the system, which whoever runs the machine is."""
    if by.account_id == SYSTEM_ID:
        return
    by.must(Permission.MANAGE_ACCOUNTS)
    if council is not None and council != by.council:
        raise NotThere


def locked(account_id: UUID, by: Viewer) -> Account:
    """An account of the actor's own council; another council's is not there.

    Locked together with the actor's own, in one order: of two who disable each other in the same
    moment the second finds that they are nobody any more, and one is left.

    Errors:
        NotThere: no such account, or none for `by`.
        NotPermitted: `by` was disabled, or given another role, since they were let in.
    """
    wanted = Account.objects.select_for_update().filter(pk__in={account_id, by.account_id})
    found = {one.pk: one for one in wanted.order_by("pk")}
    account = found.get(account_id)
    if by.account_id != SYSTEM_ID:
        actor = found.get(by.account_id)
        if actor is None or not actor.is_active or actor.role != by.role:
            raise NotPermitted(Permission.MANAGE_ACCOUNTS)
        if account is not None and account.council != by.council:
            account = None
    if account is None:
        raise NotThere
    return account


def keep_new(account: Account) -> None:
    """In the caller's transaction.

    Errors:
        Invalid: somebody else took the name or the address since they were found free.
    """
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        taken = tuple(what_is_wrong_with_account(account))
        if not taken:
            raise
        raise Invalid(*taken) from None


def note(did: str, account: Account, *, by: Viewer, at: datetime, why: str = "") -> None:
    tell(AccountTouched(did, account.id, account.council, by, at, why))
