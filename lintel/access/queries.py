"""What may be known about accounts by the rest of the house."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from lintel.access.models import Account, ApiToken, Identity, Invitation
from lintel.access.rules import (
    DORMANT_AFTER,
    Appointment,
    hash_of,
    is_employed,
    tidy_name,
)
from lintel.access.viewers import SYSTEM_ID, Permission, Role, Viewer
from lintel.access.worded_once import worded_once
from lintel.kernel.instants import london_day
from lintel.kernel.reading import shelf
from lintel.kernel.refusals import NotThere

NOBODY = {SYSTEM_ID: "Lintel", UUID(int=1): "The public form"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody work can be given to."""

    account_id: UUID
    name: str
    role: Role
    teams: frozenset[str]
    agency: str = ""


def names_of(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """What to call each of `ids`, in one query; those who are nobody's account are left out."""
    wanted = set(ids)
    known = shelf("access.names_of")
    rest = wanted - known.keys() - NOBODY.keys()
    if rest:
        found = dict(_called(list(rest)))
        known |= {key: found.get(key) for key in rest}
    names = known | NOBODY
    return {key: names[key] for key in wanted if names[key] is not None}


@worded_once
def _called(ids: list[UUID]) -> QuerySet[Account, tuple[UUID, str]]:
    return Account.objects.filter(id__in=ids).values_list("id", "name")


def accounts_in_council(
    council: str, roles: Iterable[Role], *, agency: str = ""
) -> Sequence[Colleague]:
    """Those who can sign in for `council` in one of `roles`, by name; of one agency, if given."""
    kept = Account.objects.filter(council=council, role__in=[*roles], is_active=True)
    if agency:
        kept = kept.filter(agency=agency)
    return [
        Colleague(
            account.id,
            account.name,
            Role(account.role),
            frozenset(account.teams),
            account.agency,
        )
        for account in kept.order_by("name", "id")
    ]


def accounts_of_role(council: str, role: Role) -> frozenset[UUID]:
    """Every account of `role` in a council, also of those who have left: what they had is known."""
    found = Account.objects.filter(council=council, role=role)
    return frozenset(found.values_list("id", flat=True))


def registered_workers(council: str, *, on: date) -> Sequence[Colleague]:
    """The council's own people whose registration as a social worker is in date, by name."""
    kept = Account.objects.filter(
        council=council, employed_by_council=True, is_active=True, registered_until__gte=on
    )
    return [
        Colleague(account.id, account.name, Role(account.role), frozenset(account.teams))
        for account in kept.order_by("name", "id")
    ]


@dataclass(frozen=True, slots=True)
class AgencyLead:
    """Who answers for an agency when its people do not."""

    account_id: UUID
    name: str
    email: str
    council: str
    agency: str


def agency_leads(councils: Iterable[str], *, on: date) -> Sequence[AgencyLead]:
    """Everybody who leads an agency of these councils and works there on `on`. One query."""
    kept = Account.objects.filter(
        council__in=set(councils), role=Role.AGENCY_LEAD, is_active=True
    ).order_by("name", "id")
    return [
        AgencyLead(one.id, one.name, one.email, one.council, one.agency)
        for one in kept
        if is_employed(one.employed_until, on=on)
    ]


@dataclass(frozen=True, slots=True)
class Addressee:
    account_id: UUID
    email: str


def addressees(council: str, role: Role, *, on: date) -> Sequence[Addressee]:
    """Everybody of a role who works for a council on `on`, to be told something. One query."""
    kept = Account.objects.filter(council=council, role=role, is_active=True).order_by("id")
    return [Addressee(one.id, one.email) for one in kept if is_employed(one.employed_until, on=on)]


def named_of_role(
    council: str, usernames: Iterable[str], role: Role, *, on: date
) -> Sequence[Addressee]:
    """Those of `usernames` who have that role in a council and work there on `on`. One query."""
    wanted = sorted({tidy_name(name) for name in usernames})
    kept = Account.objects.filter(
        council=council, role=role, is_active=True, username__in=wanted
    ).order_by("id")
    return [Addressee(one.id, one.email) for one in kept if is_employed(one.employed_until, on=on)]


def accounts_shut(ids: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Those that are shut, or whose holder has left. One query."""
    kept = Account.objects.filter(id__in=sorted({*ids}))
    return frozenset(
        account_id
        for account_id, is_active, until in kept.values_list("id", "is_active", "employed_until")
        if not (is_active and is_employed(until, on=on))
    )


@dataclass(frozen=True, slots=True)
class TokenHeld:
    """A token in force, of whoever sent it. Shape: no `scopes` means all its account may."""

    account: Account
    scopes: tuple[str, ...]


def token_held(token: str, at: datetime) -> TokenHeld | None:
    """None when unknown, lapsed, or its holder is disabled or has left.

    The first use of a day is noted, with one write.
    """
    kept = next(iter(_token_of(hash_of(token))), None)
    if kept is None or kept.expires_at <= at or not kept.account.is_active:
        return None
    today = london_day(at)
    if not is_employed(kept.account.employed_until, on=today):
        return None
    if kept.last_used_on != today:
        ApiToken.objects.filter(pk=kept.pk).update(last_used_on=today)
    return TokenHeld(kept.account, tuple(kept.scopes))


@worded_once
def _token_of(hashed: str) -> QuerySet[ApiToken]:
    return ApiToken.objects.select_related("account").filter(hash=hashed)


def account_by_id(account_id: UUID, at: datetime) -> Account | None:
    """The account, while its holder may sign in; None else."""
    account = Account.objects.filter(id=account_id, is_active=True).first()
    if account is None or not is_employed(account.employed_until, on=london_day(at)):
        return None
    return account


def hold_account(account_id: UUID) -> None:
    """Lock an account for this transaction: what its holder may do only so often, they do one at
    a time."""
    Account.objects.select_for_update().filter(id=account_id).first()


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
    registered_until: date | None
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
            "registered_until": self.registered_until and self.registered_until.isoformat(),
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
            account.registered_until,
            account.employed_until,
            account.id in with_codes,
            account.last_login,
        )
        for account in Account.objects.order_by("username")
    ]


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """One account as an administrator of its own council sees it.

    Shape: `has_codes`: a second factor is set up; `bound` are the keys of single sign-ons that
        stand in for the password, on the page of one account; `last_signed_in_at` is None for
        never.
    """

    account_id: UUID
    username: str
    name: str
    email: str
    appointed: Appointment
    is_active: bool
    has_codes: bool
    last_signed_in_at: datetime | None
    bound: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """A token, without what makes it one."""

    token_id: UUID
    issued_at: datetime
    ends_at: datetime
    last_used_on: date | None
    scopes: tuple[str, ...]


def appointment_of(account: Account) -> Appointment:
    return Appointment(
        role=Role(account.role),
        agency=account.agency,
        employed_by_council=account.employed_by_council,
        teams=frozenset(account.teams),
        registration_number=account.registration_number,
        registered_until=account.registered_until,
        employed_until=account.employed_until,
    )


def accounts_seen(viewer: Viewer) -> Sequence[AccountSeen]:
    """Every account of the viewer's council, by name, in two queries.

    Errors:
        NotPermitted: the viewer does not look after accounts.
    """
    viewer.must(Permission.MANAGE_ACCOUNTS)
    kept = Account.objects.filter(council=viewer.council)
    with_codes = set(
        Authenticator.objects.filter(
            type=Authenticator.Type.TOTP, user__council=viewer.council
        ).values_list("user_id", flat=True)
    )
    return [_seen(account, account.id in with_codes) for account in kept.order_by("name", "id")]


def account_seen(viewer: Viewer, account_id: UUID) -> AccountSeen:
    """
    Errors:
        NotPermitted: the viewer does not look after accounts.
        NotThere: no such account, or another council's.
    """
    viewer.must(Permission.MANAGE_ACCOUNTS)
    account = Account.objects.filter(council=viewer.council, pk=account_id).first()
    if account is None:
        raise NotThere
    codes = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user=account)
    bound = Identity.objects.filter(account=account).order_by("provider", "bound_at")
    seen = _seen(account, codes.exists())
    return replace(seen, bound=tuple(bound.values_list("provider", flat=True)))


def tokens_of(viewer: Viewer, account_id: UUID, at: datetime) -> Sequence[TokenSeen]:
    """The account's tokens that still work, the newest first.

    Errors:
        NotPermitted: the viewer does not look after accounts.
    """
    viewer.must(Permission.MANAGE_ACCOUNTS)
    kept = ApiToken.objects.filter(
        account_id=account_id, account__council=viewer.council, expires_at__gt=at
    )
    return [
        TokenSeen(row.id, row.issued_at, row.expires_at, row.last_used_on, tuple(row.scopes))
        for row in kept.order_by("-issued_at", "id")
    ]


def _seen(account: Account, has_codes: bool) -> AccountSeen:
    return AccountSeen(
        account.id,
        account.username,
        account.name,
        account.email,
        appointment_of(account),
        account.is_active,
        has_codes,
        account.last_login,
    )


def proposed(token: str) -> Mapping[str, str]:
    """The name and user name that whoever holds the invitation is offered, "" when none is; and
    the council that invites them."""
    kept = Invitation.objects.filter(hash=hash_of(token)).first()
    if kept is None:
        return {}
    return {"name": kept.name, "username": kept.username, "council": kept.council}


def idle_since(account: Account) -> datetime:
    """Since when nobody has signed in with it, or it was made, or enabled again."""
    moments = (account.created_at, account.last_login, account.idle_from)
    return max(moment for moment in moments if moment is not None)


def dormant_accounts(*, at: datetime) -> Sequence[UUID]:
    """People's accounts that lie unused for too long. A system's token has an end of its own."""
    kept = Account.objects.filter(is_active=True, created_at__lte=at - DORMANT_AFTER)
    kept = kept.exclude(role=Role.AGENCY_SYSTEM).exclude(last_login__gt=at - DORMANT_AFTER)
    kept = kept.exclude(idle_from__gt=at - DORMANT_AFTER)
    return list(kept.order_by("created_at").values_list("id", flat=True))


def account_id_of(username: str) -> UUID | None:
    """Whose user name it is."""
    kept = Account.objects.filter(username=tidy_name(username)).only("id").first()
    return None if kept is None else kept.id


def email_of(account_id: UUID) -> str:
    """Where the holder of an account is written to; "" when there is no such account."""
    return Account.objects.filter(id=account_id).values_list("email", flat=True).first() or ""
