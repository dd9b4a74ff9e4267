"""Asking agencies and reading what they said, in a real browser."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.screening import actions
from lintel.screening.models import AgencyRequest
from lintel.screening.rules.asking import AnswerGiven, ItemGiven, Reply
from lintel.screening.tests.test_ask_pages import agencies, asked
from lintel.sharing.rules.handling import Mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def as_manager(page, live_server):
    client = Client()
    signed_in(client, an_account("jo", role=Role.MANAGER, name="Jo Marchetti"))
    cookie = {"name": "lintel", "value": client.cookies["lintel"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def test_agencies_are_asked_chased_and_read(page, live_server, page_is_accessible):
    agencies("police", "health", "education-elm", "education-oak", "housing")
    contact = given.rated(categories=("neglect",), concern="He came to school hungry.")
    as_manager(page, live_server)
    page.goto(f"/contacts/{contact.id}")
    page_is_accessible(page)
    page.get_by_role("link", name="Ask agencies").click()
    page_is_accessible(page)
    assert page.get_by_label("Health", exact=True).is_checked()
    page.get_by_text("What Health is asked").click()
    page.get_by_label("Question to Health").fill("Is she known to the health visitor?")
    page.get_by_text("Saved at").wait_for()
    page.goto(f"/contacts/{contact.id}/requests/new")
    page.get_by_text("What Health is asked").click()
    assert "health visitor" in page.get_by_label("Question to Health").input_value()
    page_is_accessible(page)
    page.get_by_role("button", name="Ask these agencies").click()
    page.get_by_text("agencies asked", exact=False).first.wait_for()
    assert AgencyRequest.objects.filter(agency="health").exists()
    page.get_by_role("button", name="Send a reminder now to Health").click()
    page.get_by_text("A reminder is on its way").wait_for()
    page_is_accessible(page)


def test_answers_silence_and_the_ledger_are_accessible(page, live_server, page_is_accessible):
    agencies("police", "health")
    contact = given.rated()
    at = timezone.now() - timedelta(hours=7)
    to_health, to_police = asked(contact, "health", "police", at=at)
    nurse = given.a_viewer(Role.PARTNER, agency="health", employed_by_council=False)
    item = ItemGiven("concerns", "Two appointments missed since March", Mark.OPEN)
    actions.answer_request(
        request_id=to_health,
        given=AnswerGiven(Reply.ANSWERED, items=[item], known="yes", since="2023"),
        by=nurse,
        at=at + timedelta(hours=1),
    )
    as_manager(page, live_server)
    for address in (
        f"/contacts/{contact.id}/requests",
        f"/contacts/{contact.id}/requests/{to_police}/chase",
        f"/contacts/{contact.id}/requests/{to_police}/without",
        f"/contacts/{contact.id}/shares",
        f"/contacts/{contact.id}/shares/new",
        f"/contacts/{contact.id}",
        "/board?agencies=yes",
        "/measures/agencies",
        "/measures/agencies/list?agency=police&rating=all&figure=silent",
    ):
        page.goto(address)
        page_is_accessible(page)


def test_asking_works_without_scripts(page_without_scripts, live_server):
    agencies("health")
    contact = given.rated()
    page = page_without_scripts
    as_manager(page, live_server)
    page.goto(f"/contacts/{contact.id}/requests/new")
    page.get_by_role("button", name="Ask these agencies").click()
    expect(page.locator("body")).to_contain_text("1 agency asked")
