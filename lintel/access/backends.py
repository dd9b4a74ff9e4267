"""Who a name and password belong to, in the same time whether or not anybody has that name."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from lintel.access.models import Account
from lintel.access.rules import is_employed, tidy_name
from lintel.access.worded_once import worded_once
from lintel.kernel.instants import london_day


def account_named(name: str) -> Account | None:
    """Whose user name or e-mail address it is; a user name wins."""
    tidy = tidy_name(name)
    if not tidy or "\x00" in tidy:
        return None
    found = list(Account.objects.filter(Q(username=tidy) | Q(email=tidy))[:2])
    return max(found, key=lambda account: account.username == tidy, default=None)


@worded_once
def _accounts(account_id: UUID) -> QuerySet[Account]:
    return Account.objects.filter(pk=account_id)


class AccountBackend(BaseBackend):
    """One way in for people. Systems have tokens, and no password opens a session for them."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **rest: object,
    ) -> Account | None:
        if username is None or password is None:
            return None
        account = account_named(username)
        if account is None:
            make_password(password)  # as long as checking one takes
            return None
        right = account.check_password(password)
        return account if right and account.is_human and self._still_here(account) else None

    def get_user(self, user_id: object) -> Account | None:
        found = _accounts(UUID(str(user_id)))
        return found[0] if found and self._still_here(found[0]) else None

    def _still_here(self, account: Account) -> bool:
        today = london_day(timezone.now())  # noqa: TID251 the edge: Django asks at each request
        return account.is_active and is_employed(account.employed_until, on=today)
