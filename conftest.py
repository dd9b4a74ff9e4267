"""What every test may ask for: a database on either engine, and a real browser with axe.

Journeys are marked `browser`. Where there is no Chromium they are left out, and said so;
with CI=true that is a failure.

With LINTEL_TESTS=database only what a second engine could change is run: what touches the test
database or is marked `either_database`. Left out is what needs one database only, whichever:
- tests that touch none;
- journeys of one context alone: their pages are the same on both, and what they write is written
  again by the tests of its actions;
- what is marked `once`: a journey through several contexts, or a measure, of which each part that
  asks the database something is asked on both by tests of its own.

With LINTEL_SHARED, a folder, the two databases share the work: of each test that is marked `walk`
(one page, field, role or operation after the other, through code that no engine changes) each runs
every other step; and what needs one database only is run by whoever comes to it first, after all
that is its own, so that both end together. `dev.py test` runs SQLite and PostgreSQL so.

With LINTEL_TURN, a number, a run takes its part and leaves the next run the others:
- of a long walk half of the steps, a quarter on each database: all in two turns, each on both in
  four;
- what is marked `by_turns`, pages and verbs whose queries and actions have tests of their own on
  both, on one database, and on the other the next time; not what commits;
- axe looks at each page wide or narrow, the other the next time;
- what is marked `seldom`, on one turn in four.
Without it, or where a test is named, all is taken. `dev.py torture walks` takes all on both.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import axe, whoever_is_free
from tests.only_this_machine import sitecustomize as only

# Playwright runs a loop of its own, which Django would otherwise take for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("LINTEL_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
WIDE = {"width": 1280, "height": 1024}
NARROW = {"width": 320, "height": 720}
ZOOMED = {"width": 320, "height": 256}  # 1280 x 1024 at 400 %
# No name and no other address leads anywhere: what a page loads from elsewhere is an error of it.
ONLY_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
PATIENCE = 60_000  # milliseconds: a shared machine may be slow, and nothing that works waits


WHOLE_HOUSE = Path(__file__).parent / "tests"
DATABASE_ONLY = os.environ.get("LINTEL_TESTS") == "database"


# What can go is looked for a tenth as often: a suite makes little that only that would find.
gc.set_threshold(7_000, 10, 10)

# Nothing here is judged by how long it took: machines are busy with others. Speed is measured
# in dev.py bench.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests run only when asked for by mark or by name; journeys only with a browser."""
    if DATABASE_ONLY and not whoever_is_free.asked():
        config.hook.pytest_deselected(items=[item for item in items if _needs_one_database(item)])
        items[:] = [item for item in items if not _needs_one_database(item)]
    if whoever_is_free.asked():
        _keep_half(config, items)
    for item in items:
        if "slow" in item.keywords and not config.option.markexpr and not _named(config, item):
            item.add_marker(pytest.mark.skip(reason="slow: run by name or with -m slow"))
        if "browser" in item.keywords and not CHROMIUM and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def _keep_half(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = whoever_is_free.kept(
        items,
        walks=_is_marked("walk"),
        by_turns=lambda item: _is_marked("by_turns")(item) and not _commits(item),
        seldom=_is_marked("seldom"),
        once=_needs_one_database,
        second=DATABASE_ONLY,
        turn=whoever_is_free.turn(),
    )
    config.hook.pytest_deselected(items=[*{*items} - {*kept}])
    items[:] = kept


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """What is my own, then what is shared and nobody else has begun."""
    if not whoever_is_free.asked() or session.testsfailed or session.config.option.collectonly:
        return None
    todo = whoever_is_free.turns(session.items, once=_needs_one_database, alone=_is_a_journey)
    item = next(todo, None)
    while item is not None:
        following = next(todo, None)  # the next is known before this one ends: what both stand on
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail or session.shouldstop:
            raise session.Interrupted(session.shouldfail or session.shouldstop)
        item = following
    return True


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded stays to the end: it need not be looked through for what can go."""
    gc.collect()
    gc.freeze()


def _is_marked(mark: str) -> Callable[[pytest.Item], bool]:
    return lambda item: bool(item.get_closest_marker(mark))


def _is_a_journey(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("browser"))


def _commits(item: pytest.Item) -> bool:
    """Locks and what is committed are asked of both databases each time."""
    return any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))


def _needs_one_database(item: pytest.Item) -> bool:
    if _is_a_journey(item) and WHOLE_HOUSE not in item.path.parents:
        return True
    return bool(item.get_closest_marker("once")) or not _touches_the_database(item)


def _touches_the_database(item: pytest.Item) -> bool:
    marks = ("django_db", "either_database")
    asked_for = {"db", "transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())}
    return bool(asked_for) or any(item.get_closest_marker(mark) for mark in marks)


def pytest_configure(config: pytest.Config) -> None:
    """Nothing here, and nothing that is started here, speaks to anything but this machine."""
    number, counted = tempfile.mkstemp(prefix="lintel-reached-")
    os.close(number)
    os.environ[only.COUNTED_IN] = counted
    path = (str(Path(only.__file__).parent), os.environ.get("PYTHONPATH"))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    sys.addaudithook(only.refuse)


def pytest_sessionfinish(session: pytest.Session) -> None:
    far = [one for one in only.reached() if not one.startswith(f"{only.TRIED_ON_PURPOSE} ")]
    if far:
        print(f"reached for beyond this machine: {far}", file=sys.stderr)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    Path(os.environ[only.COUNTED_IN]).unlink(missing_ok=True)


def _named(config: pytest.Config, item: pytest.Item) -> bool:
    return any(str(item.path).endswith(word.split("::")[0]) for word in config.args)


@pytest.fixture(autouse=True, scope="session")
def _worded_afresh() -> None:
    """What is worded once is held against the question itself: see its docstring."""
    from lintel.access import worded_once

    worded_once.held_against_afresh = True


@pytest.fixture(autouse=True, scope="session")
def _few_records() -> None:
    """Scored as where few are held: counting would be one query more in the first test."""
    from lintel.people import scoring
    from lintel.policy.in_force import councils

    for council in councils():
        scoring.remember(council, 0)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing to change: tests/settings.py has said it all."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The trail's triggers come down once: they refuse the emptying of tables between tests.

    The test that proves them puts them up again for itself.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    from lintel.audit import triggers

    with django_db_blocker.unblock():
        triggers.take_down(connection)
        TransactionTestCase._fixture_teardown = _empty_what_has_rows
    yield
    if connection.vendor == "postgresql":  # a live server's last connections keep it from going
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _empty_what_has_rows(case) -> None:
    """After a test that commits: Django empties every table there is and fills some again, which
    takes longer than most of these tests. What migrations and Django itself put in stays."""
    from django.db import connection, transaction

    stays = {"django_migrations", "django_content_type", "auth_permission", "django_site"}
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = {name: connection.ops.quote_name(name) for name in {*names} - stays}
    any_in = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})"  # noqa: S608
        for name, table in quoted.items()
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(any_in)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quoted[name]}")  # noqa: S608


@pytest.fixture(scope="session")
def begun_once(django_db_setup: None, django_db_blocker) -> Callable[[], AbstractContextManager]:
    """with begun_once(): facts made here, in a fixture of a module, are there for each of its
    tests; what a test changes is undone after it, and everything after the last.

    Not in a module that has tests which commit: they would wait for this transaction.
    """
    from django.db import transaction

    @contextmanager
    def begun() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)

    return begun


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """One Chromium for the whole run."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    if not CHROMIUM:
        pytest.fail("There is no Chromium: apt-get install chromium, or set LINTEL_CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            timeout=PATIENCE,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", ONLY_THIS_MACHINE],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, live_server) -> Iterator:
    """A fresh visitor at the live server: page.goto("/refer"). No console error may occur."""
    context = browser.new_context(base_url=live_server.url, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on(
        "console",
        # A page that is refused on purpose makes the browser say so; scripts and CSP may not.
        lambda m: (
            said.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
        ),
    )
    yield opened
    context.close()
    assert not said, f"the browser's console said: {said}"


@pytest.fixture
def page_without_scripts(browser, live_server) -> Iterator:
    """A fresh visitor whose browser runs no JavaScript."""
    context = browser.new_context(
        base_url=live_server.url, viewport=WIDE, locale="en-GB", java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page_is_accessible(request) -> Callable:
    """page_is_accessible(page): axe finds nothing, wide, narrow and at 400 %, with no sideways
    scroll. Needs a page that runs scripts. Leaves the page as wide as it was. Axe looks once:
    what is run on both databases it looks at on SQLite; and with a turn at one width, the first
    page of a test at one, the second at the other, and on the next turn the other way about."""
    with_axe = not DATABASE_ONLY or _needs_one_database(request.node)
    turn, seen = whoever_is_free.turn(), count()

    def check(page) -> None:
        _has_arrived(page)
        before = page.viewport_size
        looked_at = (WIDE, NARROW)
        if turn is not None:
            looked_at = (looked_at[(turn + next(seen)) % 2],)
        for size in (WIDE, NARROW, ZOOMED):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{page.url} is {width} px wide at {size['width']} px"
            if with_axe and size in looked_at:
                found = axe.found(page)
                assert not found, _violations(page.url, size, found)
        page.set_viewport_size(before)

    return check


def _has_arrived(page) -> None:
    """A press waits until the page that it leads to has begun; that has to be whole, and drawn.

    Never by `wait_for_function`: what it asks a second time is eval in the page, which our own
    Content-Security-Policy refuses.
    """
    page.wait_for_load_state("load")
    page.locator("main").wait_for(state="attached")
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def _violations(url: str, size: dict[str, int], found: list[dict]) -> str:
    lines = [f"{url} at {size['width']} px:"]
    for violation in found:
        lines.append(f"  {violation['id']}: {violation['help']}")
        lines += [f"    {node['html'][:200]}" for node in violation["nodes"][:3]]
    return "\n".join(lines)
