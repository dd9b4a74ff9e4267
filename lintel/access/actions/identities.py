"""Binding the account somebody has elsewhere to theirs here."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.actions.managing import locked, must_manage
from lintel.access.events import AccountTouched
from lintel.access.models import Account, Identity, new_salt
from lintel.access.rules import Elsewhere
from lintel.access.viewers import Viewer
from lintel.kernel.news import tell
from lintel.kernel.refusals import Refusal, Refused


def bind_identity(*, account_id: UUID, who: Elsewhere, by: Viewer, at: datetime) -> None:
    """From now on that provider's subject stands in for the account's password.

    Errors:
        Refused: the provider is another council's, or the subject is somebody else's already.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        if who.council != account.council:
            words = "That way to sign in belongs to another council. Use your own council's"
            raise Refused(Refusal("identity_elsewhere", words))
        subject = {"provider": who.provider, "issuer": who.issuer, "subject": who.subject}
        given = {"account": account, "bound_at": at}
        kept, made = Identity.objects.get_or_create(**subject, defaults=given)
        if kept.account_id != account.id:
            words = "That account is used by somebody else here. Ask a system administrator"
            raise Refused(Refusal("identity_taken", words))
        if made:
            tell(AccountTouched("single sign-on bound", account.id, account.council, by, at))


def unbind_identities(*, account_id: UUID, by: Viewer, at: datetime) -> int:
    """From now on only the password signs in; how many there were. One's own, or an
    administrator's of the council.

    Errors:
        NotThere: no such account, or none for `by`.
    """
    if account_id != by.account_id:
        must_manage(by)
    with transaction.atomic():
        account = locked(account_id, by)
        taken, _ = Identity.objects.filter(account=account).delete()
        if taken:
            account.session_salt = new_salt()
            account.save(update_fields=["session_salt"])
            tell(AccountTouched("single sign-on unbound", account.id, account.council, by, at))
    return taken
