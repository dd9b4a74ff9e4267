"""Asking, reading the answer, and the log of both sides, in a real browser."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.contacts.tests import given as begun
from lintel.scoping.tests.given import known_in_southmere, shared as shared
from lintel.scoping.tests.test_asking import TOMAS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def as_somebody(page, live_server, name: str, **differences) -> None:
    client = Client()
    signed_in(client, an_account(name, **differences))
    cookie = {"name": "lintel", "value": client.cookies["lintel"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def test_a_screener_asks_reads_and_both_sides_have_it(
    page, live_server, page_is_accessible, shared, tmp_path
):
    begun.teams()
    known_in_southmere(TOMAS, at=timezone.now())
    ada = begun.a_child(given_name="Ada", family_name="Bright")
    unknown = begun.a_child(given_name="Baby", family_name="Ashgrove", date_of_birth=None)
    contact = begun.received(at=timezone.now(), children=(begun.a_child(), ada, unknown))
    as_somebody(page, live_server, "jo", role=Role.SCREENER)

    page.goto(f"/contacts/{contact.id}")
    page_is_accessible(page)
    page.get_by_role("link", name="Ask whether a council or agency knows them").click()
    page_is_accessible(page)
    page.screenshot(path=tmp_path / "ask.png", full_page=True)
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page_is_accessible(page)

    page.get_by_label("Tomas Ashgrove").check()
    page.get_by_label("Ada Bright").check()
    page.get_by_label("Southmere Council").check()
    page.get_by_label("Deciding what help a child needs").check()
    page.get_by_role("button", name="Ask").click()
    card = page.get_by_role("region", name="Known elsewhere?")
    card.get_by_text("Yes, it looks so").wait_for()
    assert "Ada Bright: No match" in " ".join(card.inner_text().split())
    assert card.get_by_role("link", name="01632 960201").is_visible()
    page_is_accessible(page)
    page.screenshot(path=tmp_path / "answered.png", full_page=True)

    as_somebody(page, live_server, "sam", role=Role.MANAGER)
    page.goto("/token-questions")
    expect(page.locator("body")).to_contain_text(contact.reference)
    page_is_accessible(page)
    page.screenshot(path=tmp_path / "ours.png", full_page=True)

    far = {"council": "southmere", "agency": "southmere-council"}
    as_somebody(page, live_server, "lee", role=Role.MANAGER, **far)
    page.goto("/token-questions")
    expect(page.locator("body")).to_contain_text("Northbeck Council")
    expect(page.locator("body")).not_to_contain_text("Ashgrove")
    page_is_accessible(page)
    page.screenshot(path=tmp_path / "theirs.png", full_page=True)
