"""The form in a real browser, with axe on every page, wide and narrow; and without scripts."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lintel.contacts.models import Contact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("LINTEL_PICTURES", "")


def picture(page, name: str) -> None:
    """Keeps what a page looks like, when somebody asks to see: LINTEL_PICTURES=folder."""
    if PICTURES:
        before = page.viewport_size
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
        page.set_viewport_size(before)


class Visitor:
    def __init__(self, page, check=lambda page: None) -> None:
        self.page, self.check, self.seen = page, check, 0

    def look(self) -> None:
        self.check(self.page)
        self.seen += 1
        name = self.page.url.split("/refer")[1].strip("/").replace("/", "-") or "start"
        picture(self.page, f"{self.seen:02}-{name}")

    def go_on(self, button: str = "Continue") -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def choose(self, label: str) -> None:
        self.look()
        self.page.get_by_label(label, exact=True).check()
        self.go_on()

    def write(self, **boxes: str) -> None:
        self.look()
        for label, words in boxes.items():
            self.page.locator(f"#id_{label}").fill(words)
        self.go_on()


def test_a_teacher_refers_two_children(page, page_is_accessible):
    teacher = Visitor(page, page_is_accessible)
    page.goto("/refer")
    teacher.look()
    page.get_by_role("button", name="Start now").click()
    teacher.choose("No")
    teacher.choose("Northbeck Council")
    teacher.choose("Somebody whose work brings you into contact with the child")
    teacher.choose("Tell us you are worried about a child")
    teacher.choose("School")
    teacher.go_on()
    teacher.look()
    expect(page).to_have_title(re.compile("^Error: "))
    teacher.write(
        name="Zubeda Okonkwo",
        role="Class teacher",
        agency="Millbank Primary",
        email="z.okonkwo@millbank.example",
    )
    teacher.write(safe_contact="")
    teacher.write(given_name="Tom", family_name="Ashdown")
    teacher.write(date_of_birth="9 March 2017")
    teacher.write(school="Millbank Primary")
    teacher.write(lines="12 Canal Row\nNorthbeck", postcode="ZN1 1AA")
    teacher.choose("Yes")
    teacher.write(given_name="Ayesha")
    teacher.write(age_years="8 months")
    teacher.write(school="")
    teacher.write()
    teacher.choose("No")
    teacher.choose("Yes")
    teacher.write(relationship="Stepfather", safe_contact="he checks the phone")
    teacher.choose("No")
    teacher.write(concern="Tom came to school with a burn on his arm.\n\nHe said “Dad did it”.")
    teacher.look()
    page.get_by_label("Somebody is hurting the child", exact=True).check()
    teacher.go_on()
    teacher.write(occurred_on="1/3/2026", why_now="It is new today.")
    teacher.look()
    page.get_by_label("No", exact=True).first.check()
    page.locator("#id_reason").fill("It could put Tom at more risk")
    teacher.go_on()
    expect(page).to_have_url(re.compile("/refer/check$"))
    teacher.look()
    page.get_by_role("link", name="Change who they are to the child").click()
    teacher.write(relationship="Stepfather, Mark")
    expect(page).to_have_url(re.compile("/refer/check$"))
    teacher.go_on("Send to Northbeck Council")
    page.wait_for_url("**/refer/sent")
    teacher.look()
    contact = Contact.objects.get()
    expect(page.locator("body")).to_contain_text(contact.reference)
    assert contact.children.count() == 2


def test_a_neighbour_without_scripts_stops_at_999_and_comes_back_with_a_code(page_without_scripts):
    page = page_without_scripts
    neighbour = Visitor(page)
    page.goto("/refer")
    page.get_by_role("button", name="Start now").click()
    neighbour.choose("Yes")
    page.get_by_role("button", name="I have called 999, continue").click()
    neighbour.choose("Southmere Council")
    neighbour.choose("A member of the public")
    neighbour.choose("Tell us you are worried about a child")
    neighbour.choose("A friend, neighbour or child minder")
    neighbour.choose("No, I want to stay anonymous")
    page.locator("#id_given_name").fill("Tom")
    page.get_by_role("button", name="Save and come back later").click()
    code = page.locator(".lx-reference").inner_text()
    page.get_by_role("link", name="Enter the code and go on now").click()
    neighbour.write(code=code)
    expect(page).to_have_url(re.compile("/refer/child/1/age$"))
    for _ in range(3):
        neighbour.go_on()
    neighbour.choose("No")
    neighbour.choose("No")
    neighbour.write(concern="Crying every night.")
    for _ in range(3):
        neighbour.go_on()
    neighbour.go_on("Send to Southmere Council")
    expect(page.locator("body")).to_contain_text("Thank you for telling us")
    page.go_back()
    page.wait_for_load_state()
    assert "Crying every night" not in page.content()
    assert Contact.objects.get().immediate_danger


def test_the_pages_a_neighbour_sees_are_accessible(page, page_is_accessible):
    neighbour = Visitor(page, page_is_accessible)
    page.goto("/refer/danger")
    neighbour.choose("Yes")
    neighbour.look()
    page.get_by_role("button", name="I have called 999, continue").click()
    neighbour.choose("Northbeck Council")
    neighbour.choose("A member of the public")
    neighbour.choose("Tell us you are worried about a child")
    neighbour.choose("A friend, neighbour or child minder")
    neighbour.choose("Yes, I will give my name")
    neighbour.write(name="Wren Abara")
    neighbour.write(safe_contact="Only ring between 9am and 3pm")
    page.goto("/refer/check")
    neighbour.look()
    page.goto("/refer/child/1/name")
    page.get_by_role("button", name="Save and come back later").click()
    neighbour.look()
    page.goto("/refer/return")
    neighbour.look()
    neighbour.write(code="AAAA BBBB CCCC")
    neighbour.look()
