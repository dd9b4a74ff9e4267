"""The administrator's pages in a browser: for everybody, at every width."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.access import second_factor
from lintel.access.models import Account
from lintel.access.tests.given import PASSWORD, an_account, with_codes
from lintel.access.viewers import Role
from lintel.config.beginning import begin_directory
from lintel.contacts.tests.signing_in import become
from lintel.kernel.instants import london_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_work(page):
    """An administrator signed in, in a council with people in every state."""
    now = timezone.now()
    today = london_day(now)
    begin_directory("northbeck", at=now)
    admin = an_account("s.admin", name="Sol Admin", role=Role.SYSADMIN, registered_until=None)
    an_account("j.oe", registered_until=today - timedelta(days=1), name="Jo Oe")
    soon = today + timedelta(days=12)
    an_account("m.anager", role=Role.MANAGER, registered_until=soon, name="Mia Anager")
    an_account("forcesystem", role=Role.AGENCY_SYSTEM, registered_until=None, name="Force system")
    secret = with_codes(admin, now)
    page.goto("/login")
    page.get_by_label("User name or email address").fill("s.admin")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(second_factor.code_for(secret, at=timezone.now()))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/accounts")
    return page


def test_the_pages_of_accounts_are_accessible(at_work, live_server, page_is_accessible):
    page = at_work
    page_is_accessible(page)
    page.goto("/accounts/invite")
    page_is_accessible(page)
    page.get_by_role("button", name="Make the invitation").click()
    page_is_accessible(page)
    page.get_by_label("Full name").fill("Jo Okafor")
    page.get_by_label("User name").fill("j.okafor")
    page.get_by_label("Figures only").check()
    page.get_by_label("Who employs them?").select_option(index=1)
    page.get_by_label("Yes").check()
    page.get_by_label("Why do they need it?").fill("Looks after the figures from Monday")
    page.get_by_role("button", name="Make the invitation").click()
    page.get_by_text("A second person must confirm it").wait_for()
    page_is_accessible(page)
    page.goto("/accounts/grants")
    page_is_accessible(page)
    confirmer = an_account("s.econd", role=Role.SYSADMIN, registered_until=None)
    become(page, live_server, confirmer)
    page.goto("/accounts/grants")
    page_is_accessible(page)
    page.get_by_role("button", name="Confirm the role of Jo Okafor").click()
    assert "/login/invitation/" in page.get_by_label("Invitation link").input_value()
    page_is_accessible(page)
    page.goto("/accounts")
    page.get_by_role("button", name="Withdraw the invitation of Jo Okafor").wait_for()
    page_is_accessible(page)
    for username in ("m.anager", "forcesystem"):
        page.goto(f"/accounts/{Account.objects.get(username=username).id}")
        page_is_accessible(page)
    page.get_by_role("button", name="Issue a token").click()
    page_is_accessible(page)
    page.go_back()
    page.get_by_role("button", name="Disable account").click()
    page_is_accessible(page)


def test_the_pages_of_the_directory_are_accessible(at_work, page_is_accessible):
    page = at_work
    page.get_by_role("link", name="Directory", exact=True).click()
    page_is_accessible(page)
    for address in ("teams/add", "agencies/add", "services/add", "teams/front-door"):
        page.goto(f"/directory/{address}")
        page_is_accessible(page)
