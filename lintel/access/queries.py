"""What may be known about accounts by the rest of the house."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator

from lintel.access.models import Account, ApiToken
from lintel.access.rules import hash_of, is_employed, tidy_name
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


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as an administrator sees it: no names, no e-mail address."""

    account_id: UUID
    username: str
    role: Role
    council: str
    agency: str
    is_active: bool
    employed_until: date | None
    has_codes: bool
    last_signed_in_at: datetime | None

    def as_row(self) -> dict[str, object]:
        return {
            "id": str(self.account_id),
            "username": self.username,
            "role": str(self.role),
            "council": self.council,
            "agency": self.agency,
            "state": "active" if self.is_active else "disabled",
            "employed_until": self.employed_until and self.employed_until.isoformat(),
            "second_factor": self.has_codes,
            "last_signed_in_at": self.last_signed_in_at and self.last_signed_in_at.isoformat(),
        }


def accounts() -> Sequence[AccountLine]:
    """Every account of the instance, by user name, in two queries."""
    with_codes = set(
        Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True)
    )
    return [
        AccountLine(
            account.id,
            account.username,
            Role(account.role),
            account.council,
            account.agency,
            account.is_active,
            account.employed_until,
            account.id in with_codes,
            account.last_login,
        )
        for account in Account.objects.order_by("username")
    ]


def account_id_of(username: str) -> UUID | None:
    """Whose user name it is."""
    kept = Account.objects.filter(username=tidy_name(username)).only("id").first()
    return None if kept is None else kept.id
