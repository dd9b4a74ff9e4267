"""A real browser runs none of the markup that people wrote. Source: qualities C1."""

import pytest

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.contacts.tests.signing_in import become
from lintel.scoping.tests.given import shared as shared
from tests.properties.filled import fill_every_column
from tests.test_every_page_in_a_browser import MANAGER, PAGES, a_house

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

OPENED = tuple(name for name, (who, _) in PAGES.items() if who == MANAGER)[::3]


def test_nothing_that_was_written_is_run_or_sent_for(page, live_server, shared, tmp_path):
    """The fixture of the page refuses every word on the console, and so every report of the
    policy: a script or a picture that was asked for and stopped is found too."""
    world = a_house(tmp_path)
    account = Account.objects.get(username=MANAGER)
    assert account.role == Role.MANAGER
    fill_every_column()
    become(page, live_server, account)
    page.add_init_script("window.lx = () => { window.ran = true; }")
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda one: elsewhere.append(one.url) if not one.url.startswith(live_server.url) else None,
    )
    for name in OPENED:
        page.goto(PAGES[name][1].format(**vars(world)))
        assert page.locator("h1").count() == 1, name
        assert not page.evaluate("window.ran === true"), name
        assert not elsewhere, name
