"""A token is good for what it was issued for, and an account for so many requests a minute."""

import importlib.util
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from lintel.access import actions, allowances
from lintel.access.models import Account, Allowance, ApiToken
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
    where = f"/contacts/{sent.json()['id']}/files"
    assert school("POST", where, {}).json().get("code") != "scope", "files come with it"
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


def another_process():
    """The same code with a memory of its own, as another process has it."""
    made = importlib.util.module_from_spec(importlib.util.find_spec(allowances.__name__))
    made.__spec__.loader.exec_module(made)
    return made


@pytest.mark.django_db(transaction=True)
def test_processes_share_one_allowance(manager, settings):
    """Three memories and three connections at once: what each takes is of the same minute."""
    settings.API_REQUESTS_A_MINUTE = 40
    at, account = datetime(2026, 11, 22, 9, tzinfo=UTC), manager.account.id

    def spend(process) -> int:
        given = 0
        try:
            while given < 100:
                process.use(account, at=at)
                given += 1
        except TooOften:
            pass
        finally:
            connections.close_all()
        return given

    with ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(spend, [another_process() for _ in range(3)])) == 40
    assert spend(allowances) == 0


@pytest.mark.django_db(transaction=True)
def test_the_threads_of_one_process_take_one_share_between_them(manager, settings):
    """Eight that begin at once after a restart, again and again, do not use up the minute."""
    settings.API_REQUESTS_A_MINUTE = 100
    at, account = datetime(2026, 11, 22, 9, tzinfo=UTC), manager.account.id
    begins = threading.Barrier(8)

    def use(process) -> None:
        try:
            begins.wait(60)
            process.use(account, at=at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        for restarted in (another_process(), another_process()):
            list(threads.map(use, [restarted] * 8))
    assert Allowance.objects.get(account_id=account).given == 4 * (100 // allowances.SHARES)


def test_a_minute_that_begins_is_not_a_second_allowance_at_once(manager, settings):
    settings.API_REQUESTS_A_MINUTE = 60
    turn = datetime(2026, 11, 22, 9, 1, tzinfo=UTC)
    given: list[datetime] = []
    for second in range(-1, 121):
        at = turn + timedelta(seconds=second)
        for _ in range(70):
            try:
                allowances.use(manager.account.id, at=at)
                given.append(at)
            except TooOften:
                break
    assert given.count(turn - timedelta(seconds=1)) == 60
    assert sum(turn <= one < turn + timedelta(seconds=30) for one in given) <= 31
    assert sum(turn <= one < turn + timedelta(minutes=1) for one in given) == 60


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


def test_what_was_kept_back_while_a_line_was_down_comes_at_once_and_is_not_limited(manager):
    """Fifty contacts a second for a minute, in three processes. Source: K3."""
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    processes = [another_process() for _ in range(3)]
    for number in range(3_000):
        processes[number % 3].use(manager.account.id, at=at + timedelta(seconds=number / 50))


def test_every_scope_has_words():
    assert set(SCOPE_WORDS) == set(Scope)
