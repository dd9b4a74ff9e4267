"""A misspelt child of a known family: found, linked, undone; two files merged and unmerged."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become
from lintel.people import jobs
from lintel.people.tests import given as people

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("LINTEL_PICTURES", "")
MAYA = {
    "given_name": "Maya",
    "family_name": "Brown",
    "date_of_birth": date(2018, 3, 9),
    "mother_given_name": "Carla",
    "mother_family_name": "Brown",
}


def picture(page, name: str) -> None:
    """Pictures to look at, where somebody asks for them."""
    if PICTURES:
        before = page.viewport_size
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size(before)


def test_a_misspelt_child_is_found_linked_and_undone_and_two_files_are_merged_and_unmerged(
    page, live_server, page_is_accessible
):
    given.teams()
    first = people.person(people.told(**MAYA), source="school")
    second = people.person(people.told(**MAYA, phone="01632 960001"), source="health")
    twin = people.person(people.told(**(MAYA | {"given_name": "Grace"})), source="school")
    at = timezone.now()
    receipt = given.received(
        at=at - timedelta(minutes=5),
        children=(
            given.a_child(given_name="Maia", family_name="Browne", date_of_birth=date(2018, 9, 3)),
        ),
    )
    become(page, live_server, given.an_account(Role.SENIOR_PRACTITIONER, name="Sam Okafor"))

    page.goto(f"/contacts/{receipt.id}/people")
    page_is_accessible(page)
    picture(page, "candidates")
    expect(page.locator("body")).to_contain_text("day and month swapped")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save who this is").first.click()
    page.get_by_text("Linked to somebody we know").first.wait_for()
    page.get_by_text("Undo: this is somebody else").first.click()
    page.get_by_label("Why is this not the same person?").first.fill("A cousin")
    page.get_by_role("button", name="Undo the link").first.click()
    page.get_by_text("The link has been undone").first.wait_for()

    page.goto("/people/duplicates")
    page.get_by_text("Nobody waits").wait_for()
    page_is_accessible(page)
    page.get_by_role("button", name="Compare everybody").click()
    page.get_by_text("Everybody is being compared").wait_for()
    jobs.find_duplicates(timezone.now())
    page.goto("/people/duplicates")
    page_is_accessible(page)
    picture(page, "duplicates")
    assert page.get_by_role("link", name="Compare").count() == 1
    page.get_by_role("link", name="Compare").click()
    page.get_by_role("heading", name="Are they one person?").wait_for()
    page_is_accessible(page)
    picture(page, "compare")
    page.get_by_role("button", name="They are one person: merge").click()
    page.get_by_text("Enter why they are the same person").first.wait_for()
    page_is_accessible(page)
    page.get_by_label("Why?").fill("One child, told of by her school and her doctor")
    page.get_by_role("button", name="They are one person: merge").click()
    page.get_by_text("Merged. If that was wrong").wait_for()
    page_is_accessible(page)
    picture(page, "person")
    page.get_by_role("link", name="Undo this merge").click()
    page_is_accessible(page)
    picture(page, "unmerge")
    page.get_by_label("Why are they two people?").fill("Two girls of one name")
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_text("Unmerged: they are two people again").wait_for()
    page.get_by_role("button", name="They are two people").click()
    page.get_by_text("Said to be two people").first.wait_for()
    page.get_by_text("Nobody waits").wait_for()

    page.goto(f"/people/{first}/with/{twin}")
    page.get_by_text("Looks like a twin").first.wait_for()
    page_is_accessible(page)
    picture(page, "twin")
    page.goto(f"/people/{first}/with/{second}")
    page.get_by_label("Why may they be one person after all?").fill("Seen with her mother")
    page_is_accessible(page)
    picture(page, "apart")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("Taken back").wait_for()
