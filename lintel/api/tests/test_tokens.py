"""A token is good for what it was issued for, and an account for so many requests a minute."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from lintel.access import actions, allowances
from lintel.access.models import Account, ApiToken
from lintel.access.scopes import SCOPE_WORDS, Scope, scope_of
from lintel.access.tests.given import the_house
from lintel.access.viewers import Permission, Role
from lintel.api.tests.given import Caller
from lintel.config.routes import routes
from lintel.kernel.refusals import TooOften

pytestmark = pytest.mark.django_db


def issued(caller: Caller, *scopes: Scope) -> Caller:
    caller.token = actions.issue_token(
        account_id=caller.account.id, scopes=scopes, by=the_house(), at=timezone.now()
    )
    return caller


@pytest.fixture
def manager():
    return Caller(Role.MANAGER)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_of_one_scope_is_refused_at_every_operation_of_the_others(scope, manager):
    issued(manager, scope)
    wrong = []
    for route in routes():
        if not route.pattern.startswith("/api/v1/") or route.public:
            continue
        for method in set(route.methods) - {"HEAD"}:
            asks = Permission(route.permission) if route.permission else None
            needed = scope_of(asks, reads=method == "GET")
            path = route.pattern.removeprefix("/api/v1")
            for part in ("uuid:", ""):
                path = path.replace(f"<{part}", "<")
            while "<" in path:
                before, _, rest = path.partition("<")
                path = f"{before}00000000-0000-4000-8000-000000000000{rest.partition('>')[2]}"
            answer = manager(method, path, {} if method != "GET" else None)
            refused = answer.status_code == 403 and answer.json()["code"] == "scope"
            if refused != (needed not in (scope, None)):
                wrong.append((method, path, answer.status_code))
    assert not wrong


def test_a_school_that_may_only_send_sends_and_reads_nothing():
    school = issued(
        Caller(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False), Scope.SUBMIT
    )
    sent = school.hands_in()
    assert sent.status_code == 201
    read = school("GET", f"/contacts/{sent.json()['id']}")
    assert (read.status_code, read.json()["code"]) == (403, "scope")
    assert read.json()["detail"] == school("GET", "/contacts").json()["detail"]
    assert school("GET", "/me").status_code == 200


def test_a_token_ends_and_shows_when_it_was_last_used(manager):
    issued(manager, Scope.READ)
    row = ApiToken.objects.latest("issued_at")
    assert row.last_used_on is None
    manager("GET", "/me")
    row.refresh_from_db()
    assert row.last_used_on is not None
    ApiToken.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert manager("GET", "/me").status_code == 401


def test_a_minute_holds_exactly_so_many_requests_and_the_next_begins_again(manager, settings):
    settings.API_REQUESTS_A_MINUTE = 43
    begins = datetime(2026, 11, 22, 9, 0, 20, tzinfo=UTC)
    account = manager.account.id
    for _ in range(43):
        allowances.use(account, at=begins)
    with pytest.raises(TooOften) as slowed:
        allowances.use(account, at=begins)
    assert slowed.value.wait == timedelta(seconds=40)
    allowances.use(account, at=begins + timedelta(seconds=40))

    allowances.use(Account.objects.get(pk=account).pk, at=begins + timedelta(minutes=2))
    assert allowances.forget_old(at=begins + timedelta(days=2)) == 1


def test_processes_share_one_allowance(manager, settings):
    """Another process has its own memory: what it takes is taken from the same minute."""
    settings.API_REQUESTS_A_MINUTE = 40
    at, account, given = datetime(2026, 11, 22, 9, tzinfo=UTC), manager.account.id, 0
    for number in range(100):
        if number % 3 == 0:
            allowances._left.clear()
        try:
            allowances.use(account, at=at)
            given += 1
        except TooOften:
            break
    assert 0 < given <= 40


def test_too_many_requests_are_429_and_say_when_to_come_back(manager, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    answers = [manager("GET", "/me") for _ in range(3)]
    slowed = answers[-1]
    assert slowed.status_code == 429
    assert 1 <= int(slowed.headers["Retry-After"]) <= 60
    assert slowed.json()["title"] == "Too many questions for now"


def test_ten_times_the_national_peak_from_one_agency_is_not_limited(manager):
    """4.1 contacts a second for a minute, and as many questions about them. Source: E3, K2."""
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    for number in range(492):
        allowances.use(manager.account.id, at=at + timedelta(seconds=number * 60 / 492))


def test_every_scope_has_words():
    assert set(SCOPE_WORDS) == set(Scope)
