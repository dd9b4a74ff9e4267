"""Adding, naming and removing a passkey of one's own, and new recovery codes."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from lintel.access import second_factor
from lintel.access.events import AccountTouched
from lintel.access.models import Account
from lintel.access.passkeys import MOST, WEBAUTHN
from lintel.access.viewers import Viewer
from lintel.kernel.news import tell
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused

NAME_LENGTH = 60


def add_passkey(*, name: str, credential: dict[str, Any], by: Viewer, at: datetime) -> None:
    """One's own key, read by `passkeys.read_new`, by a name to know it by.

    Errors:
        Invalid: no name. Refused: ten are there already.
    """
    name = _named(name)
    with transaction.atomic():
        account = _own(by)
        if Authenticator.objects.filter(user=account, type=WEBAUTHN).count() >= MOST:
            words = f"You have {MOST} passkeys. Remove one you no longer use"
            raise Refused(Refusal("passkeys_enough", words))
        added = WebAuthn.add(account, name, credential).instance
        added.created_at = at
        added.save(update_fields=["created_at"])
        tell(AccountTouched("passkey added", account.id, account.council, by, at))


def name_passkey(*, passkey_id: int, name: str, by: Viewer, at: datetime) -> None:
    """
    Errors:
        NotThere: no such key of one's own. Invalid: no name.
    """
    name = _named(name)
    with transaction.atomic():
        row = _own_key(passkey_id, by)
        row.data["name"] = name
        row.save(update_fields=["data"])
        tell(AccountTouched("passkey named", by.account_id, by.council, by, at))


def remove_passkey(*, passkey_id: int, by: Viewer, at: datetime) -> None:
    """It signs nobody in from now on.

    Errors:
        NotThere: no such key of one's own.
    """
    with transaction.atomic():
        _own_key(passkey_id, by).delete()
        tell(AccountTouched("passkey removed", by.account_id, by.council, by, at))


def renew_recovery_codes(*, by: Viewer, at: datetime) -> list[str]:
    """Fresh recovery codes of one's own, shown once; the old ones are worth nothing."""
    with transaction.atomic():
        account = _own(by)
        codes = second_factor.renew_recovery_codes(account)
        tell(AccountTouched("recovery codes renewed", account.id, account.council, by, at))
    return codes


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        words = "Enter a name you will know it by, such as Work telephone"
        raise Invalid(Refusal("name_missing", words, "name"))
    return name


def _own(by: Viewer) -> Account:
    return Account.objects.select_for_update().get(pk=by.account_id)


def _own_key(passkey_id: int, by: Viewer) -> Authenticator:
    kept = Authenticator.objects.select_for_update().filter(
        pk=passkey_id, user_id=by.account_id, type=WEBAUTHN
    )
    row = kept.first()
    if row is None:
        raise NotThere
    return row
