"""Ordinary people with accounts, and signing in as one of them. Public: other tests use it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.test import Client

from lintel.access import actions, second_factor
from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.viewers import Role, Viewer, the_system

PASSWORD = "walrus teapot gravel 91"
TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def the_house(at: datetime = NOON) -> Viewer:
    return the_system("northbeck", today=at.date())


def an_account(
    username: str = "p.shah",
    *,
    role: Role = Role.SCREENER,
    council: str = "northbeck",
    agency: str = "northbeck-council",
    employed_by_council: bool = True,
    registered_until: date | None = date(2099, 1, 1),
    at: datetime = NOON,
    **more: object,
) -> Account:
    """Somebody with a password and no one-time code yet."""
    account_id = actions.open_account(
        username=username,
        name=more.pop("name", "Priya Shah"),
        role=role,
        council=council,
        agency=agency,
        employed_by_council=employed_by_council,
        registered_until=registered_until,
        password=more.pop("password", PASSWORD),
        by=the_house(at),
        at=at,
        **more,
    )
    return Account.objects.get(pk=account_id)


def with_codes(account: Account, at: datetime = NOON) -> str:
    """The account's new one-time code secret."""
    secret = second_factor.new_secret()
    actions.enrol_totp(account_id=account.id, secret=secret, by=the_house(at), at=at)
    return secret


def a_viewer(
    role: Role = Role.SCREENER,
    *,
    account_id: UUID | None = None,
    council: str = "northbeck",
    registered: bool = True,
    employed_by_council: bool = True,
    teams: frozenset[str] = frozenset(),
    today: date = TODAY,
) -> Viewer:
    """Somebody looking, without an account in the database."""
    return Viewer(
        account_id=account_id or uuid4(),
        name="Priya Shah",
        role=role,
        council=council,
        agency=f"{council}-council",
        employed_by_council=employed_by_council,
        registered_until=today + timedelta(days=90) if registered else None,
        teams=teams,
        today=today,
    )


def signed_in(client: Client, account: Account, at: datetime | None = None) -> Viewer:
    """Sign in through the pages, with both factors, now."""
    from django.utils import timezone

    at = at or timezone.now()
    secret = second_factor.secret_of(account) or with_codes(account, at)
    client.post("/login", {"username": account.username, "password": PASSWORD})
    answer = client.post("/login/code", {"code": second_factor.code_for(secret, at=at)})
    assert answer.status_code == 302, answer.content.decode()
    return viewer_of(account, at)
