"""Whatever breaks under a request, it is told so: all is stored or nothing, and nothing twice.

Real faults: a connection to PostgreSQL that is cut at each word, and an answer to COMMIT that is
lost; SQLite's file full, and moved away; each write of a decision failing in turn. The long
versions are in tools/torture.
"""

import os
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError, close_old_connections, connection, connections

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit import checking
from lintel.config.commands.digest import digest
from lintel.contacts.models import Contact, IntakeKey
from lintel.contacts.queries import conservation_everywhere
from lintel.contacts.tests import given
from tools.torture._proxy import Proxy

pytestmark = pytest.mark.django_db(transaction=True)

# How many points of a request are cut. With LINTEL_CUT_ROUNDS it is each of them, so many times.
FEW = 5
ROUNDS = int(os.environ.get("LINTEL_CUT_ROUNDS", "0"))
RECOVERED_WITHIN = 5.0  # seconds, without a restart; judged only in those rounds
# What a request says of itself, and what another one before it may have begun.
BESIDE = {"access.guesses", "access.apitoken", "access.allowance"}

only_postgres = pytest.mark.skipif(
    not os.environ.get("LINTEL_TEST_DATABASE_URL"), reason="PostgreSQL's connections"
)
only_sqlite = pytest.mark.skipif(
    bool(os.environ.get("LINTEL_TEST_DATABASE_URL")), reason="SQLite's file"
)


@pytest.fixture
def police():
    caller = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    assert caller.hands_in().status_code == 201  # what a first request does once
    return caller


def is_told(answer) -> None:
    """That it is not available for now, and when to come again."""
    assert answer.status_code == 503, answer.content
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["title"] == "Lintel is not available just now"


def adds_up() -> None:
    received, still_open, closed, astray = conservation_everywhere()
    assert (received, astray) == (still_open + closed, [])
    assert checking.verify().fault is None


@pytest.fixture
def proxy():
    """Every connection of this test goes through it."""
    settings_dict = connection.settings_dict
    before = {name: settings_dict[name] for name in ("HOST", "PORT")}
    between = Proxy(before["HOST"] or "127.0.0.1", int(before["PORT"] or 5432))
    connections.close_all()
    settings_dict |= {"HOST": "127.0.0.1", "PORT": str(between.port)}
    yield between
    between.heal()
    connections.close_all()
    settings_dict |= before
    between.close()


@only_postgres
@pytest.mark.parametrize("swallow", [False, True], ids=["cut", "answer lost"])
def test_a_connection_cut_anywhere_loses_nothing_and_doubles_nothing(police, proxy, swallow):
    """The last things said are COMMIT and what the answer is made of: each of them is cut."""
    close_old_connections()
    proxy.listen()
    assert police.hands_in().status_code == 201
    length, kept = proxy.said, Contact.objects.count()
    few = {*range(1, length, max(1, length // FEW)), *range(length - 3, length + 1)}
    points = sorted(few) if ROUNDS == 0 else [*range(1, length + 1)] * ROUNDS
    told, recovered = 0, [0.0]
    for number in points:
        key = uuid4().hex
        close_old_connections()
        proxy.cut_after(number, swallow=swallow)
        answer = police.hands_in(key)
        was_cut = proxy.was_cut
        proxy.heal()
        close_old_connections()
        # Cut while it was only asked whether it is still there, it is opened anew, and goes on.
        if was_cut and answer.status_code != 201:
            told += 1
            is_told(answer)
            answer = police.hands_in(key)
        assert answer.status_code == 201, (number, answer.content)
        recovered += [time.monotonic() - proxy.cut_at] if was_cut else []
        assert police.hands_in(key).json()["id"] == answer.json()["id"]
        kept += 1
        assert Contact.objects.count() == IntakeKey.objects.count() == kept, number
    assert told >= len(points) // 2
    adds_up()
    longest = max(recovered)
    print(
        f"{len(points)} cuts, {told} told to come again; {longest:.2f} s at most from a cut until "
        "the next was acknowledged"
    )
    assert ROUNDS == 0 or longest <= RECOVERED_WITHIN


@only_postgres
def test_a_server_that_takes_no_writes_any_more_is_said_and_given_up(police):
    """It only stands by since another took over: whoever asks next is with that other one."""
    kept = Contact.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    is_told(police.hands_in())
    close_old_connections()  # as between two requests
    assert police.hands_in().status_code == 201
    assert Contact.objects.count() == kept + 1
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    connection.health_check_done = False  # as where nothing was asked of it for a while
    connection.close_if_health_check_failed()
    assert police.hands_in().status_code == 201
    adds_up()


@only_sqlite
def test_a_full_disk_is_said_and_nothing_is_acknowledged(police):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests left free is room
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        before = digest()
        refused = 0
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        for _ in range(40):
            answer = police.hands_in()
            if answer.status_code == 201:  # there was room in a page that was begun
                before = digest()
                continue
            is_told(answer)
            refused += 1
        assert refused
        after = digest()
        assert {k: v for k, v in after.items() if before[k] != v and k not in BESIDE} == {}
        cursor.execute("PRAGMA max_page_count = 4294967294")
    assert police.hands_in().status_code == 201
    adds_up()


@only_sqlite
def test_a_database_that_was_moved_away_takes_nothing_until_it_is_back(police, settings):
    settings.DATABASE_IS_THERE = True
    file = Path(str(connection.settings_dict["NAME"]))
    away = file.with_name("away")
    kept = Contact.objects.count()
    file.rename(away)
    try:
        for _ in range(2):
            is_told(police.hands_in())
            assert not file.exists()
    finally:
        away.rename(file)
    assert police.hands_in().status_code == 201
    assert Contact.objects.count() == kept + 1
    adds_up()


@contextmanager
def failing_at(number: int):
    """The given write, counted from one, is refused by the database; says whether it came to it."""
    writes = [0]

    def execute(execute, sql, params, many, context):
        if sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            writes[0] += 1
            if writes[0] == number:
                raise OperationalError("refused by a test")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield writes


def test_a_decision_of_which_any_write_fails_is_no_decision(police):
    given.teams()
    manager = Caller(Role.MANAGER, teams=["assessment", "early-help"])
    where = f"/contacts/{police.hands_in().json()['id']}"
    steps = (
        ("look", {"immediate": False, "note": ""}),
        ("rate", {"rating": "amber", "reason": "Hungry on three days"}),
        ("decisions", {"outcome": "assessment", "rationale": "Needs a visit at home"}),
    )
    failed = 0
    for version, (verb, body) in enumerate(steps, start=1):
        headers = {"If-Match": f'"{version}"'}
        before = digest()
        for number in range(1, 201):
            with failing_at(number) as writes:
                answer = manager("POST", f"{where}/{verb}", body, **headers)
            if writes[0] < number:
                break
            failed += 1
            is_told(answer)
            after = digest()
            changed = {k for k in after if before[k] != after[k]} - BESIDE
            assert changed == set(), (verb, number)
        assert answer.status_code in {200, 201}, answer.content
    assert failed > 8
    adds_up()
