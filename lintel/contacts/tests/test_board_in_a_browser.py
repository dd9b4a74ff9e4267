"""The board and the call page in a real browser."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.contacts.models import Draft
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def as_somebody(page, live_server, role=Role.MANAGER):
    """Signed in as though through the pages, which have journeys of their own."""
    client = Client()
    viewer = signed_in(client, an_account("jo", role=role, name="Jo Marchetti"))
    cookie = {"name": "lintel", "value": client.cookies["lintel"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return viewer


def a_busy_morning():
    now = timezone.now()
    for minutes in (3, 40):
        given.received(at=now - timedelta(minutes=minutes))
    given.looked_at(immediate=True)
    for rating in Rating:
        given.rated(rating)


def fill_in(page, child="Wilhelmina"):
    """What a caller says, in the order a person would say it."""
    page.get_by_label("Telephone", exact=True).first.check()
    page.locator("[name=immediate_danger][value=no]").check()
    page.locator("[name=kind][value=welfare]").check()
    page.get_by_label("What are they telling us?").fill("Left alone on two evenings.")
    page.get_by_label("Who is telling us?").select_option("1B")
    page.locator("[name='children.0.given_name']").fill(child)


def test_a_call_that_is_taken_is_on_the_board(page, live_server, page_is_accessible):
    as_somebody(page, live_server)
    page.goto("/contacts/new")
    page_is_accessible(page)
    fill_in(page)
    page.get_by_role("button", name="Add another child").click()
    page.locator("[name='children.1.given_name']").fill("Otto")
    page.get_by_role("button", name="Record this contact").click()
    reference = page.locator(".lx-reference").inner_text()
    assert reference not in page.url
    page_is_accessible(page)
    page.get_by_role("link", name="Go to the board").click()
    row = page.get_by_role("row").filter(has_text=reference)
    assert "Wilhelmina" in row.inner_text()
    assert "Otto" in row.inner_text()
    row.get_by_role("link", name="Look at it").click()
    expect(page).to_have_url(re.compile("/look$"))


def test_what_is_typed_is_kept_while_it_is_typed(page, live_server):
    as_somebody(page, live_server)
    page.goto("/contacts/new")
    page.get_by_label("What are they telling us?").fill("The line is bad")
    page.get_by_text("Saved at").wait_for()
    assert Draft.objects.get().fields["concern"] == "The line is bad"
    page.locator("[name='children.0.given_name']").fill("Otto")
    page.keyboard.press("Enter")  # sends nothing
    assert page.locator("[name='children.0.given_name']").input_value() == "Otto"
    page.goto("/board")
    page.goto("/contacts/new")
    assert page.get_by_label("What are they telling us?").input_value() == "The line is bad"
    assert page.locator("[name='children.0.given_name']").input_value() == "Otto"


def test_what_is_on_its_way_to_be_kept_when_the_page_is_left_is_kept(page, live_server):
    as_somebody(page, live_server)
    page.goto("/contacts/new")
    on_its_way = []

    def keep_back(route):
        if route.request.resource_type == "fetch":
            on_its_way.append(route)
        else:
            route.continue_()

    page.route("**/drafts/**", keep_back)
    with page.expect_request("**/drafts/**"):
        page.get_by_label("What are they telling us?").fill("The line is bad")
    assert not Draft.objects.exists()
    page.goto("/board")
    page.goto("/contacts/new")
    assert len(on_its_way) == 1
    assert page.get_by_label("What are they telling us?").input_value() == "The line is bad"


def test_the_board_is_accessible_wide_and_narrow(page, live_server, page_is_accessible):
    as_somebody(page, live_server)
    page.goto("/board")
    page_is_accessible(page)
    a_busy_morning()
    for address in ("/board", "/board?rating=red", "/board?queue=returned", "/counts", "/search"):
        page.goto(address)
        page_is_accessible(page)


def test_the_board_renews_itself_and_leaves_focus_and_choices_alone(page, live_server):
    as_somebody(page, live_server)
    given.received(at=timezone.now())
    page.goto("/board")
    page.get_by_text("Filter this list").click()
    page.get_by_label("Rating").select_option("red")
    page.get_by_role("link", name="Late", exact=True).focus()
    receipt = given.received(at=timezone.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text(receipt.reference).first.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Late"
    assert page.get_by_label("Rating").input_value() == "red"


def test_a_board_left_on_a_desk_goes_when_the_session_ends(page, live_server):
    as_somebody(page, live_server)
    given.received(at=timezone.now())
    page.goto("/board")
    expect(page.locator("body")).to_contain_text("Ashgrove")
    page.context.clear_cookies()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_url("**/login?next=*")
    expect(page.locator("#id_password")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Ashgrove")


def test_everything_works_without_scripts(page_without_scripts, live_server):
    page = page_without_scripts
    as_somebody(page, live_server)
    page.goto("/contacts/new")
    fill_in(page)
    page.locator("[name='children.0.given_name']").press("Enter")  # keeps, and records nothing
    assert page.get_by_label("What are they telling us?").input_value().startswith("Left alone")
    page.get_by_role("button", name="Add another adult").click()
    page.get_by_role("button", name="Record this contact").click()
    reference = page.locator(".lx-reference").inner_text()
    page.goto("/board")
    page.get_by_role("link", name="Refresh").click()
    expect(page.locator("body")).to_contain_text(reference)
    page.get_by_label("Find by name or reference").fill("wilhel")
    page.get_by_role("button", name="Find").click()
    assert "wilhel" not in page.url
    expect(page.locator("body")).to_contain_text(reference)
