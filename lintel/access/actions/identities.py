"""Binding the account somebody has elsewhere to theirs here."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.events import AccountTouched
from lintel.access.models import Account, Identity
from lintel.access.viewers import Viewer
from lintel.kernel.news import tell


def bind_identity(*, account_id: UUID, issuer: str, subject: str, by: Viewer, at: datetime) -> None:
    """From now on that issuer's subject stands in for the account's password."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        Identity.objects.create(account=account, issuer=issuer, subject=subject, bound_at=at)
        tell(AccountTouched("single sign-on bound", account.id, account.council, by, at))


def unbind_identities(*, by: Viewer, at: datetime) -> int:
    """One's own: from now on only the password signs in; how many there were."""
    with transaction.atomic():
        taken, _ = Identity.objects.filter(account_id=by.account_id).delete()
        if taken:
            tell(AccountTouched("single sign-on unbound", by.account_id, by.council, by, at))
    return taken
