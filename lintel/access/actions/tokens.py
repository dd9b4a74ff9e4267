"""Tokens of the API: issued, shown once, ended."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lintel.access.actions.managing import locked, must_manage, note
from lintel.access.models import ApiToken
from lintel.access.rules import (
    hash_of,
    new_token,
)
from lintel.access.scopes import Scope
from lintel.access.viewers import Viewer
from lintel.kernel.refusals import NotThere

TOKEN_LASTS = timedelta(days=365)


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
    must_manage(by)
    token = token or new_token()
    with transaction.atomic():
        account = locked(account_id, by)
        ApiToken.objects.create(
            account=account,
            hash=hash_of(token),
            scopes=sorted(scopes),
            issued_at=at,
            issued_by=by.account_id,
            expires_at=at + lasts,
        )
        note("token issued", account, by=by, at=at)
    return token


def end_tokens(*, account_id: UUID, by: Viewer, at: datetime) -> int:
    """Every token of the account stops working now; how many did."""
    must_manage(by)
    with transaction.atomic():
        account = locked(account_id, by)
        ended = ApiToken.objects.filter(account=account, expires_at__gt=at).update(expires_at=at)
        if ended:
            note("tokens ended", account, by=by, at=at)
    return ended


def revoke_token(*, account_id: UUID, token_id: UUID, by: Viewer, at: datetime) -> None:
    """The token is refused from the next request.

    Errors:
        NotThere: no such account or token, or none for `by`.
    """
    must_manage(by)
    with transaction.atomic():
        account = locked(account_id, by)
        taken, _ = ApiToken.objects.filter(pk=token_id, account=account).delete()
        if not taken:
            raise NotThere
        note("token revoked", account, by=by, at=at, why=str(token_id))
