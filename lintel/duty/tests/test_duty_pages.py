"""Both ends of the hand-over, and promises: in a client and in a real browser."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.audit.models import AuditEntry
from lintel.contacts.rules.facts import Rating
from lintel.contacts.rules.sides import Side
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, sign_in, signed_in_as
from lintel.duty import actions
from lintel.duty.queries.plan import turn_in
from lintel.duty.tests.given import NIGHT_TEAM, now_to_be_handed_over, the_hub_and_the_night

pytestmark = pytest.mark.by_turns

PICTURES = os.environ.get("LINTEL_PICTURES", "")
NOTE = "Police will ring at eight: answer them, and see her tonight"


def two_ends(contact_id) -> tuple[Account, Account]:
    """The accounts of whoever gives and takes at this hour."""
    accounts = [
        given.an_account(Role.MANAGER, name="Helen Mawdsley"),
        given.an_account(Role.EMERGENCY_DUTY, teams=[NIGHT_TEAM], name="Solomon Reeve"),
    ]
    now = timezone.now()
    manager, worker = (viewer_of(one, now) for one in accounts)
    ends = now_to_be_handed_over(contact_id, manager=manager, worker=worker)
    return tuple(Account.objects.get(id=viewer.account_id) for viewer in ends)


def shows(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def gives_at_this_hour() -> Side:
    return turn_in(given.COUNCIL, timezone.now()).giver


@pytest.mark.django_db
def test_from_a_word_to_acceptance(client):
    the_hub_and_the_night()
    red = given.rated(Rating.RED)
    giver, taker = two_ends(red.id)
    sign_in(client, giver)
    other = Client()
    sign_in(other, taker)
    where = f"/contacts/{red.id}/duty"

    page = shows(client.get("/duty"))
    assert red.reference in page
    assert where in page
    assert "Accept those I have ticked" not in page
    answer = {"answer": "over"} if gives_at_this_hour() is Side.HUB else {}
    assert "Enter what" in shows(client.post(where, {**answer, "note": " "}), 409)
    assert client.post(where, {**answer, "note": NOTE}).status_code == 302
    assert "waits to be accepted" in shows(client.get("/duty"))
    assert "It is not yours to hand over now" in shows(other.get(where))

    page = shows(other.get("/duty"))
    assert NOTE in page
    assert "Select what you accept" in shows(other.post("/duty", {"accept": "ticked"}), 409)
    taken = other.post("/duty", {"accept": "all", "on_page": str(red.id)}, follow=True)
    assert "Accepted: 1 contact is with your team now" in shows(taken)
    assert "has been accepted already" in shows(other.post("/duty", {"contact": str(red.id)}), 409)
    assert f"Accepted by {taker.name}" in shows(client.get("/duty"))


@pytest.mark.django_db
def test_with_nothing_to_hand_over_the_page_says_so(client):
    the_hub_and_the_night()
    signed_in_as(client, Role.MANAGER)
    page = shows(client.get("/duty"))
    assert "Nothing waits for" in page
    given.rated(Rating.RED)


@pytest.mark.django_db
def test_a_council_without_a_team_for_the_night_is_told(client):
    given.teams()
    signed_in_as(client, Role.MANAGER)
    page = shows(client.get("/duty"))
    assert ("Nobody can take over" in page) is (gives_at_this_hour() is Side.HUB)


@pytest.mark.django_db
def test_the_sheet_says_all_that_is_read_out_and_is_on_the_trail(client):
    the_hub_and_the_night()
    red = given.rated(Rating.RED)
    giver, _ = two_ends(red.id)
    viewer = sign_in(client, giver)
    actions.hand_over(contact_id=red.id, note=NOTE, by=viewer, at=timezone.now())

    page = shows(client.get("/duty/sheet"))

    assert red.reference in page
    assert NOTE in page
    assert "Tomas Ashgrove" in page
    assert AuditEntry.objects.filter(object_type="duty", why="opened sheet").count() == 1


@pytest.mark.django_db
def test_a_promise_from_its_making_to_its_keeping(client):
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)
    where = f"/contacts/{receipt.id}/promises"
    assert "None is open" in shows(client.get(f"/contacts/{receipt.id}"))
    said = {"what": "Ring back tonight", "to_whom": "The mother", "by_when": "9 March 2020 9am"}
    page = shows(client.post(where, said), 409)
    assert "Enter a time that is still to come" in page
    assert "Ring back tonight" in page

    assert client.post(where, said | {"by_when": "9 March 2035 9am"}).status_code == 302
    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert "Ring back tonight" in page
    settle = page.split(f'href="{where}/')[1].split('"')[0]
    assert "Select whether it was kept" in shows(client.post(f"{where}/{settle}", {}), 422)
    done = {"how": "not_kept", "words": "No answer; told her by text"}
    assert client.post(f"{where}/{settle}", done).status_code == 302
    assert "Not kept" in shows(client.get(where))


@pytest.mark.django_db
def test_who_takes_no_part_is_refused(client):
    signed_in_as(client, Role.SCREENER)
    assert client.get("/duty").status_code == 403


def picture(page, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_hand_over_in_a_browser_wide_and_narrow(page, live_server, page_is_accessible):
    the_hub_and_the_night()
    red, other = given.rated(Rating.RED), given.rated(Rating.RED)
    giver, taker = two_ends(red.id)
    viewer = viewer_of(giver, timezone.now())
    at = timezone.now()
    if gives_at_this_hour() is Side.DUTY:
        from lintel.contacts import actions as contacts

        to = str(giver.id)
        contacts.assign_contact(contact_id=other.id, version=None, to=to, by=viewer, at=at)
    actions.make_promise(
        contact_id=red.id,
        what="Ring back and say what happens tonight",
        to_whom="The grandmother",
        due_at=at + timedelta(hours=1),
        by=viewer,
        at=at,
    )
    become(page, live_server, giver)
    page.goto("/duty")
    page_is_accessible(page)
    picture(page, "duty-giver")
    page.get_by_role("link", name=f"Say what they must know {red.reference}").click()
    page_is_accessible(page)
    if gives_at_this_hour() is Side.HUB:
        page.get_by_label("Hand it over").check()
    page.locator("[name=note]").fill(NOTE)
    page.locator("[name=next_check]").fill("tomorrow 7am")
    picture(page, "duty-say")
    page.get_by_role("button", name="Save").click()
    assert "waits to be accepted" in page.locator(".lx-banner--success").inner_text()
    picture(page, "duty-waiting")
    page.goto(f"/contacts/{red.id}/promises")
    page_is_accessible(page)
    picture(page, "promises")
    page.get_by_role("link", name="Say whether it was kept").click()
    page_is_accessible(page)
    page.goto(f"/contacts/{red.id}")
    page_is_accessible(page)
    picture(page, "contact-with-promise")
    page.goto("/duty/sheet")
    page_is_accessible(page)
    picture(page, "duty-sheet")
    page.emulate_media(media="print")
    picture(page, "duty-sheet-printed")
    page.emulate_media(media="screen")

    become(page, live_server, taker)
    page.goto("/duty")
    page_is_accessible(page)
    picture(page, "duty-taker")
    page.set_viewport_size({"width": 320, "height": 720})
    page_is_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    picture(page, "duty-taker-narrow")
    page.get_by_label(f"Accept {red.reference}").check()
    page.get_by_role("button", name="Accept those I have ticked").click()
    assert "Accepted: 1 contact" in page.locator(".lx-banner--success").inner_text()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/board")
    row = page.get_by_role("row").filter(has_text=red.reference)
    assert ("Emergency duty team" if taker.role == Role.EMERGENCY_DUTY else "Front-door") in (
        row.inner_text()
    )
    picture(page, "board-after")
