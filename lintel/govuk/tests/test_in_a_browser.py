"""Every piece in a real browser: accessible, narrow, and helpful when scripts run."""

import re

import pytest
from playwright.sync_api import expect

from lintel.govuk.tests import gallery

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("lintel.govuk.tests.gallery"),
]


@pytest.mark.parametrize("layout", ["app", "public"])
def test_every_piece_is_accessible_before_and_after_mistakes(page, page_is_accessible, layout):
    page.goto(f"/gallery/{layout}")
    page_is_accessible(page)
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title(re.compile("^Error: Every piece"))
    page_is_accessible(page)


def test_the_summary_leads_to_the_field(page):
    page.goto("/gallery/public")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Enter the day you last saw the child").click()
    assert page.evaluate("document.activeElement.id") == "id_seen_on-day"
    page.get_by_role("link", name="Select yes if the family has been told").click()
    assert page.evaluate("document.activeElement.value") == "yes"


def test_what_is_being_written_is_kept_as_it_is_written(page):
    gallery.saved.clear()
    page.goto("/gallery/app")
    page.get_by_label("What has happened?").fill("Marks on both arms")
    page.get_by_text("Saved at").wait_for()
    assert gallery.saved[-1]["concern"] == "Marks on both arms"


def test_a_refresh_brings_what_is_new_and_leaves_focus_alone(page):
    page.goto("/gallery/app")
    page.locator("#kept").focus()
    page.get_by_text("Fresh").wait_for()
    assert page.evaluate("document.activeElement.id") == "kept"
