"""What may be known about accounts by the rest of the house."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.models import Account, ApiToken
from lintel.access.rules import hash_of, is_employed
from lintel.access.viewers import SYSTEM_ID, Role
from lintel.kernel.instants import london_day

NOBODY = {SYSTEM_ID: "Lintel", UUID(int=1): "The public form"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody work can be given to."""

    account_id: UUID
    name: str
    role: Role
    teams: frozenset[str]


def names_of(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """What to call each of `ids`, in one query; those who are nobody's account are left out."""
    wanted = set(ids)
    known = {key: name for key, name in NOBODY.items() if key in wanted}
    rest = wanted - known.keys()
    return known | dict(Account.objects.filter(id__in=rest).values_list("id", "name"))


def accounts_in_council(council: str, roles: Iterable[Role]) -> Sequence[Colleague]:
    """Those who can sign in for `council` in one of `roles`, by name."""
    kept = Account.objects.filter(council=council, role__in=[*roles], is_active=True)
    return [
        Colleague(account.id, account.name, Role(account.role), frozenset(account.teams))
        for account in kept.order_by("name", "id")
    ]


def account_by_token(token: str, at: datetime) -> Account | None:
    """Whose token it is; None when unknown, lapsed, or its holder is disabled or has left."""
    kept = ApiToken.objects.select_related("account").filter(hash=hash_of(token)).first()
    if kept is None or kept.expires_at <= at or not kept.account.is_active:
        return None
    if not is_employed(kept.account.employed_until, on=london_day(at)):
        return None
    return kept.account


def username_of(account_id: UUID) -> str:
    """The name somebody signs in with; "" when there is no such account."""
    return Account.objects.filter(id=account_id).values_list("username", flat=True).first() or ""
