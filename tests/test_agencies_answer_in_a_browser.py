"""An agency answers by page: five minutes, the keyboard alone, 320 px, no scripts, with axe."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.screening import actions
from lintel.screening.models import AgencyRequest, Contribution, Handling
from lintel.screening.tests.given_asked import agency, answered, asked
from lintel.sharing.rules.handling import Mark

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("LINTEL_PICTURES", "")  # a folder, to look at the pages


def become(page, live_server, account: Account) -> None:
    client = Client()
    sign_in(client, account)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.fixture
def station():
    """The police, asked three things by the hub; one is late."""
    there = agency("police") | {"name": "Amrit Dhillon"}
    now = timezone.now()
    contacts = [given.rated(), given.rated(), given.rated()]
    for contact, ago in zip(contacts, (1, 2, 90), strict=True):
        asked(contact, "police", at=now - timedelta(hours=ago))
    return there, contacts


def test_a_police_officer_answers_within_five_minutes(
    page, live_server, page_is_accessible, station
):
    there, _ = station
    become(page, live_server, given.an_account(Role.PARTNER, **there))
    page.goto("/requests")
    page_is_accessible(page)
    picture(page, "requests")

    pages = []
    page.on("framenavigated", lambda frame: pages.append(frame.url))
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_role("heading", name="What do you know?").wait_for()
    page.get_by_label("Yes").check()
    page.get_by_label("What worries you").fill("Officers went there twice in January: shouting.")
    page.get_by_label("Hub only").locator("visible=true").check()
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("Answer sent").wait_for()
    # Five clicks and one sentence above, and what was waited for: the question and the list again.
    assert len(pages) == 2, pages

    page.get_by_role("link", name="Answer").first.click()
    page_is_accessible(page)
    picture(page, "answer")
    page.get_by_role("button", name="Nothing known").click()
    page.get_by_text("Sent: nothing is known").wait_for()
    page_is_accessible(page)
    picture(page, "sent")
    assert AgencyRequest.objects.filter(settled_as="nil").count() == 1


def test_what_is_typed_is_saved_while_typing_and_marks_can_be_changed_later(
    page, live_server, page_is_accessible, station
):
    there, _ = station
    given.an_account(Role.MANAGER, name="Helen Mawdsley")
    become(page, live_server, given.an_account(Role.PARTNER, **there))
    page.goto("/requests")
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_label("What worries you").fill("A name we watch")
    page.get_by_label("Sealed").locator("visible=true").check()
    page.get_by_text("Saved at").wait_for()
    page.reload()
    page.get_by_text("Your draft is here").wait_for()
    page.get_by_text("Name who may read what you seal").click()
    page.get_by_label("Helen Mawdsley").check()
    page_is_accessible(page)
    picture(page, "sealing")
    page.get_by_text("You need more time", exact=True).click()
    page.get_by_text("You will not share this", exact=True).click()
    page_is_accessible(page)
    picture(page, "everything_open")
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("Answer sent").wait_for()
    item = Contribution.objects.get()
    assert len(Handling.objects.get(contribution=item).named) == 1

    page.goto(f"/requests/{item.request_id}")
    page_is_accessible(page)
    picture(page, "answered")
    page.get_by_role("link", name="Change who may read it").click()
    page_is_accessible(page)
    picture(page, "mark")
    page.get_by_label("Open", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It is handled as “Open” from now on").wait_for()


def test_mistakes_are_said_and_the_page_holds_at_320_px_by_keyboard_alone(
    page, live_server, page_is_accessible, station
):
    there, _ = station
    become(page, live_server, given.an_account(Role.PARTNER, **there))
    page.set_viewport_size({"width": 320, "height": 720})
    page.goto(f"/requests/{AgencyRequest.objects.order_by('due_at').first().id}")
    box = page.get_by_label("What worries you")
    _tab_to(page, box)
    page.keyboard.type("Shouting")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_label("Open", exact=True).locator("visible=true").is_checked()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Hub only").locator("visible=true").is_checked()
    picture(page, "narrow")
    _tab_to(page, page.get_by_role("button", name="Send answer"))
    page.keyboard.press("Enter")
    page.get_by_text("Answer sent").wait_for()
    picture(page, "narrow_list")

    page.goto(f"/requests/{AgencyRequest.objects.filter(settled_as='').first().id}")
    page.get_by_label("What worries you").fill("Shouting")
    page.get_by_role("button", name="Send answer").click()
    page.get_by_role("link", name="Select who may read this: what worries you").wait_for()
    page_is_accessible(page)
    picture(page, "mistakes")


def _tab_to(page, wanted) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError("not reached by the keyboard")


def test_without_scripts_nothing_is_lost_and_all_can_be_sent(
    page_without_scripts, live_server, station
):
    page = page_without_scripts
    there, _ = station
    become(page, live_server, given.an_account(Role.PARTNER, **there))
    page.goto("/requests")
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_label("What worries you").fill("Shouting")
    page.get_by_role("button", name="Save and come back").last.click()
    page.get_by_text("nothing has been sent yet").wait_for()
    page.get_by_role("link", name="Go on").click()
    assert page.get_by_label("What worries you").input_value() == "Shouting"
    page.get_by_label("Open", exact=True).locator("visible=true").check()
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("Answer sent").wait_for()


def test_a_lead_sees_every_request_and_gives_one_to_somebody(
    page, live_server, page_is_accessible, station
):
    there, contacts = station
    officer = given.an_account(Role.PARTNER, **there)
    lead = given.an_account(Role.AGENCY_LEAD, **(there | {"name": "Maureen Tasker"}))
    request = AgencyRequest.objects.get(contact_id=contacts[0].id)
    viewer = given.viewer_of(officer, timezone.now())
    answered(request.id, viewer, ("Calls in May", Mark.HUB_ONLY), at=timezone.now())
    actions.take_request(
        request_id=AgencyRequest.objects.get(contact_id=contacts[1].id).id,
        by=viewer,
        at=timezone.now(),
    )
    become(page, live_server, lead)
    page.goto("/requests")
    page_is_accessible(page)
    picture(page, "lead")
    page.get_by_role("link", name="Give to").first.click()
    page_is_accessible(page)
    picture(page, "give")
    page.get_by_label("Who answers it?").select_option("Amrit Dhillon")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is with whom you chose").wait_for()
