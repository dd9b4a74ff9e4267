"""A child is restricted, a new contact matches, the guardian sees it, and two people lift it."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.contacts import queries
from lintel.contacts.models import Contact
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become
from lintel.people import actions as people
from lintel.restrictions.models import Restriction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("LINTEL_PICTURES", "")


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_set_matched_seen_and_lifted_by_two(page, live_server, page_is_accessible):
    now = timezone.now()
    given.teams()
    manager, reader, guardian, screener = (
        given.an_account(role, name=name)
        for role, name in (
            (Role.MANAGER, "Jo Marchetti"),
            (Role.MANAGER, "Ravi Menon"),
            (Role.GUARDIAN, "Edith Farrow"),
            (Role.SCREENER, "Ines Duarte"),
        )
    )
    first = given.received(at=now)
    by = given.viewer_of(manager, now)
    child = queries.told_in(queries.the_contact(by, first.id))[0]
    person = people.link(child.record_id, None, [], by=by, at=now)

    # A manager restricts the child, and no longer sees her.
    become(page, live_server, manager)
    page.goto(f"/people/{person}")
    page.get_by_role("link", name="Restrict", exact=True).click()
    expect(page.get_by_role("heading", name="What this hides")).to_be_visible()
    expect(page.get_by_text(first.reference)).to_be_visible()
    page_is_accessible(page)
    picture(page, "restrict-person")
    page.get_by_role("button", name="Restrict them").click()
    expect(page.get_by_role("link", name="Select why the record is restricted")).to_be_visible()
    page.get_by_label("K1: Staff or partner employee, own family").check()
    page.get_by_label("What has happened, and what could happen?").fill("Her aunt works in the hub")
    page.get_by_label("Ravi Menon").check()
    page.get_by_label("As a worker of the family").check()
    page.get_by_role("button", name="Restrict them").click()
    expect(page.get_by_role("heading", name="You no longer see it")).to_be_visible()
    page.goto(f"/contacts/{first.id}")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Tomas")
    assert Contact.objects.get(id=first.id).owner_account_id == reader.id

    # A new contact about her is ordinary to a screener, and before the guardian.
    again = given.received(at=timezone.now())
    become(page, live_server, screener)
    page.goto(f"/contacts/{again.id}")
    expect(page.get_by_text(again.reference).first).to_be_visible()
    expect(page.get_by_text("Looks like somebody we know")).to_have_count(0)
    become(page, live_server, guardian)
    page.goto("/restrictions")
    expect(page.get_by_role("heading", name="New contacts to say (1)")).to_be_visible()
    page_is_accessible(page)
    picture(page, "register")
    page.get_by_role("link", name=again.reference).click()
    expect(page.get_by_role("heading", name="Is it about the same person?")).to_be_visible()
    page_is_accessible(page)
    picture(page, "match")
    page.get_by_label("Yes, it is the same").check()
    page.get_by_label("What do you know that decides it?").fill("The same birthday and school")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", name="New contacts to say (0)")).to_be_visible()
    become(page, live_server, screener)
    page.goto(f"/contacts/{again.id}")
    expect(page.get_by_text(again.reference)).to_have_count(0)

    # The guardian asks that it be lifted; only somebody else can do it.
    become(page, live_server, guardian)
    page.goto("/restrictions")
    page.get_by_role("link", name=re.compile("^Person ")).first.click()
    page.get_by_text("Ask that it be lifted").click()
    page.get_by_label("Why can it be lifted?").fill("The aunt has left the council")
    page.get_by_role("button", name="Ask to lift it").click()
    expect(page.get_by_text("somebody else must lift it").first).to_be_visible()
    expect(page.get_by_role("button", name="Lift it", exact=True)).to_have_count(0)
    page_is_accessible(page)
    picture(page, "restriction-asked")
    become(page, live_server, Account.objects.get(pk=reader.pk))
    page.goto(f"/restrictions/{Restriction.objects.get().id}")
    page.get_by_role("button", name="Lift it", exact=True).click()
    expect(page.get_by_text("Lifted. It is open again")).to_be_visible()
    become(page, live_server, screener)
    page.goto(f"/contacts/{first.id}")
    expect(page.get_by_text(first.reference).first).to_be_visible()


def test_the_page_to_restrict_a_contact_and_the_signal_in_its_place(
    page, live_server, page_is_accessible
):
    now = timezone.now()
    given.teams()
    manager, reader = given.an_account(Role.MANAGER), given.an_account(Role.SCREENER, name="Ann O")
    receipt = given.received(at=now)
    become(page, live_server, manager)
    page.goto(f"/contacts/{receipt.id}/restrict")
    page_is_accessible(page)
    picture(page, "restrict-contact")
    page.get_by_label("K2: High profile").check()
    page.get_by_label("What has happened, and what could happen?").fill("The trial is in the news")
    page.get_by_label("Ann O").check()
    page.get_by_label("For a task").check()
    page.get_by_role("button", name="Restrict it").click()
    expect(page.get_by_role("heading", name="You no longer see it")).to_be_visible()
    page_is_accessible(page)

    page.goto(f"/contacts/{receipt.id}")
    expect(page.get_by_text("Call the guardian of restricted records on 01632")).to_be_visible()
    page_is_accessible(page)
    picture(page, "signal")
    become(page, live_server, reader)
    page.goto(f"/contacts/{receipt.id}")
    expect(page.get_by_role("heading", name="Restricted", exact=True)).to_be_visible()
    expect(page.get_by_text("K2: High profile")).to_be_visible()
    page_is_accessible(page)
    picture(page, "contact-restricted")
