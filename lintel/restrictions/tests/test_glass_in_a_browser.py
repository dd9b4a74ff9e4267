"""An emergency in a real browser: from "page not found" to the record, and what comes after."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access import second_factor
from lintel.access.models import Account
from lintel.access.tests.given import with_codes
from lintel.access.viewers import Role
from lintel.contacts.rules.telling import AddressTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become
from lintel.restrictions.tests.given import REASON, broken, hidden

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("LINTEL_PICTURES", "")
NARROW = {"width": 320, "height": 900}
HOME = AddressTold(("7 Tarn Close", "Northbeck"), "NB2 4QT")


@pytest.fixture
def looked_at(page, page_is_accessible):
    """Axe finds nothing at 320 pixels, where most goes wrong; pictures too, when asked for."""

    def look(name: str) -> None:
        page.set_viewport_size(NARROW)
        page_is_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
        for width in (NARROW["width"], 1280) if PICTURES else ():
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)

    return look


def somebody(role: Role) -> Account:
    account = given.an_account(role)
    with_codes(account, timezone.now())
    return account


def test_an_emergency_opens_one_record_until_it_is_ended(page, live_server, looked_at):
    one, screener = hidden(at=timezone.now()), somebody(Role.SCREENER)
    become(page, live_server, screener)
    page.goto(f"/contacts/{one.id}")
    looked_at("refusal")
    page.get_by_role("link", name="break the glass").click()
    expect(page.get_by_role("heading", name="Break the glass")).to_be_visible()
    looked_at("break")
    page.get_by_role("button", name="Break the glass").click()
    expect(page.get_by_role("alert")).to_contain_text("Select why you need to see the record")
    page.get_by_label("Somebody is at risk of harm now").check()
    page.get_by_label("What has happened, and what will you do?").fill(REASON)
    box = page.get_by_label("Code", exact=True)
    if box.is_visible():
        secret = second_factor.secret_of(screener)
        box.fill(second_factor.code_for(secret, at=timezone.now(), steps=1))
    page.get_by_role("button", name="Break the glass").click()
    expect(page).to_have_url(re.compile(f"/contacts/{one.id}$"))
    banner = page.get_by_role("region", name="Broken glass of")
    expect(banner).to_contain_text("Read only, 59 minutes left")
    expect(page.locator("main")).to_contain_text("Tomas")
    looked_at("through")
    page.emulate_media(media="print")
    expect(page.locator("main")).to_be_hidden()
    page.emulate_media(media="screen")

    page.goto("/board")
    expect(banner).to_contain_text("minutes left")
    page.get_by_role("button", name="End now").click()
    expect(banner).to_have_count(0)
    page.goto(f"/contacts/{one.id}")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def test_somebody_else_reviews_it(page, live_server, looked_at):
    one = hidden(at=timezone.now())
    broken(one, by=given.a_screener(), at=timezone.now())
    become(page, live_server, somebody(Role.DPO))
    page.goto("/broken-glass")
    looked_at("uses")
    page.get_by_role("link", name=re.compile("^BG-")).click()
    expect(page.get_by_text(REASON)).to_be_visible()
    looked_at("review")
    page.get_by_label("It was not justified").check()
    page.get_by_label("How do you know?").fill("The rota says she was not on duty")
    page.get_by_role("button", name="Record the review").click()
    expect(page.get_by_role("heading", name="Open incidents (1)")).to_be_visible()


def test_a_worker_says_who_they_are_near_to_and_is_warned(page, live_server, looked_at):
    child = given.a_child(given_name="Ivo", family_name="Dunmore", address=HOME)
    one = given.received(children=(child,), at=timezone.now())
    become(page, live_server, somebody(Role.SCREENER))
    page.goto("/conflicts")
    page.get_by_role("link", name="Enter them").click()
    page.get_by_label("Your first name").fill("Erin")
    page.get_by_label("Your last name").fill("Dunmore")
    page.get_by_label("Your date of birth").fill("1 June 1984")
    page.get_by_label("Where you live").fill("7 Tarn Close, Northbeck, NB2 4QT")
    looked_at("details")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept to compare with")).to_be_visible()

    page.goto(f"/contacts/{one.id}")
    expect(page.get_by_text("This contact names where you live")).to_be_visible()
    expect(page.get_by_text("Ivo")).to_have_count(0)
    looked_at("warned")
    page.get_by_label("Why do you need to open it?").fill("Nobody else is here and she rang")
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("main")).to_contain_text("Ivo")

    page.goto("/conflicts/declare")
    page.get_by_label("Reference of a contact about the family").fill(one.reference)
    page.get_by_label("They are family").check()
    page.get_by_label("How do you know them?").fill("My brother's boy")
    looked_at("declare")
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_text("It is hidden from now on")).to_be_visible()
    looked_at("mine")
    page.goto(f"/contacts/{one.id}")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()

    become(page, live_server, somebody(Role.MANAGER))
    page.goto("/conflicts/of-others")
    expect(page.get_by_text("Nobody else is here and she rang")).to_be_visible()
    looked_at("others")
