"""The pages about challenges, in a client and in a real browser."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, sign_in, signed_in_as
from lintel.govuk.tests.as_seen import as_seen
from lintel.oversight.models import Challenge, ChallengeAnswer
from lintel.oversight.tests.given import raised
from lintel.screening.tests.given_asked import agency, asked

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

SENT = {
    "subject": "decision",
    "theme": "threshold",
    "disagrees": "He is hungry still",
    "wants": "An assessment",
}
UPHELD = {
    "do": "answer",
    "answer": "upheld",
    "reasons": "The nurse sees him weekly",
    "told": "We looked again. It stands",
}


def decided():
    given.teams()
    return given.decided().id


def test_a_screener_challenges_from_the_contact_and_a_manager_answers(client):
    contact_id = decided()
    signed_in_as(client, Role.SCREENER)
    here = f"/contacts/{contact_id}/challenge"
    assert here in client.get(f"/contacts/{contact_id}").content.decode()
    short = client.post(here, SENT | {"theme": ""})
    assert short.status_code == 422
    assert "He is hungry still" in short.content.decode()
    assert client.post(here, SENT).status_code == 302
    made = Challenge.objects.get()
    one = f"/contacts/{contact_id}/challenges/{made.id}"
    assert "Answer it" not in client.get(one).content.decode()

    signed_in_as(client, Role.MANAGER)
    closing = client.get(f"/contacts/{contact_id}/close").content.decode()
    assert one in closing, "what stands in the way is shown before the button"
    assert one in client.get("/challenges").content.decode()
    assert client.post(one, UPHELD | {"told": ""}).status_code == 422
    assert client.post(one, UPHELD).status_code == 302
    assert ChallengeAnswer.objects.get().level == 1
    assert "The nurse sees him weekly" in client.get(one).content.decode()


def test_a_referrer_signs_in_to_what_they_told_and_reads_only_what_they_are_told(client):
    contact_id = decided()
    teacher = given.an_account(
        Role.REFERRER, email="office@elm.example", agency="elm", employed_by_council=False
    )
    sign_in(client, teacher)
    home = client.get("/challenges").content.decode()
    assert f"/contacts/{contact_id}/challenge" in home
    assert "Ashgrove" not in home
    client.post(f"/contacts/{contact_id}/challenge", SENT)
    one = f"/contacts/{contact_id}/challenges/{Challenge.objects.get().id}"
    signed_in_as(client, Role.MANAGER)
    client.post(one, UPHELD)

    sign_in(client, teacher)
    theirs = client.get(one).content.decode()
    assert "We looked again" in theirs
    assert "The nurse sees him weekly" not in theirs
    assert "Take it to the next step" in theirs
    further = {"do": "further", "reason": "Hungry still"} | as_seen(client.get(one))
    assert client.post(one, further).status_code == 302
    assert "Step 2" in client.get(one).content.decode()


def test_a_draft_is_kept_for_who_may_challenge_and_no_others(client):
    contact_id = decided()
    signed_in_as(client, Role.SCREENER)
    kept = client.post(f"/contacts/{contact_id}/challenge/draft", {"disagrees": "Half a"})
    assert "saved_at" in kept.json()
    assert "Half a" in client.get(f"/contacts/{contact_id}/challenge").content.decode()
    signed_in_as(client, Role.REFERRER)
    address = f"/contacts/{contact_id}/challenge/draft"
    assert client.post(address, {"disagrees": "x"}).status_code == 404


def test_a_challenge_is_found_under_its_own_contact_only(client):
    contact_id = decided()
    made = raised(contact_id, given.a_screener())
    other = given.decided(children=(given.a_child(given_name="Otto"),)).id
    signed_in_as(client, Role.MANAGER)
    assert client.get(f"/contacts/{other}/challenges/{made}").status_code == 404


def test_figures_hide_small_numbers_from_who_sees_figures_only(client):
    raised(decided(), given.a_screener(), at=timezone.now())
    signed_in_as(client, Role.MANAGER)
    assert "1 to 5" not in client.get("/challenges/themes").content.decode()
    signed_in_as(client, Role.VIEWER)
    assert "1 to 5" in client.get("/challenges/themes").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_police_officer_challenges_a_manager_answers_and_it_is_taken_further(
    live_server, page, page_is_accessible, tmp_path
):
    pictures = Path(os.environ.get("LINTEL_PICTURES", tmp_path))
    given.teams()
    decider = given.an_account(Role.MANAGER, name="Ines Calloway")
    now = timezone.now()
    contact_id = given.decided(by=given.viewer_of(decider, now)).id
    police = given.an_account(Role.PARTNER, name="Amrit Vance", **agency("police"))
    (request,) = asked(type("Asked", (), {"id": contact_id}), "police", at=now)
    manager: Account = given.an_account(Role.MANAGER, name="Rhoda Quill")

    def look(name: str) -> None:
        page_is_accessible(page)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=pictures / f"challenge-{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 1024})

    become(page, live_server, police)
    page.goto(f"/requests/{request}")
    page.get_by_role("link", name="Challenge it").click()
    page.get_by_label("What was decided").check()
    page.get_by_label("What do you disagree with, and why?").fill("Three calls in a week")
    page.get_by_role("button", name="Send the challenge").click()
    look("raise-with-errors")
    page.get_by_label("What do you want instead?").fill("A strategy discussion")
    page.get_by_label("The level of need").check()
    page.get_by_role("button", name="Send the challenge").click()
    look("raised")

    become(page, live_server, decider)
    page.goto("/board")
    page.get_by_role("link", name="Open challenges").click()
    look("list")
    page.get_by_role("link", name="challenge of").click()
    assert page.get_by_role("button", name="Send the answer").count() == 0

    become(page, live_server, manager)
    page.goto(f"/contacts/{contact_id}")
    look("contact")
    page.get_by_role("link", name="Read the challenge").click()
    page.get_by_label("Upheld").check()
    page.get_by_label("What are the reasons?").fill("Each call was looked into")
    page.get_by_label("What is whoever challenged told?").fill("We looked again. It stands")
    look("to-answer")
    page.get_by_role("button", name="Send the answer").click()
    look("answered")

    become(page, live_server, police)
    page.goto("/challenges")
    look("mine")
    page.get_by_role("link", name="challenge of").click()
    page.get_by_text("Take it to the next step").click()
    expect(page.locator("body")).not_to_contain_text("Each call")
    page.get_by_label("Why do you take it further?").fill("A fourth call last night")
    page.get_by_role("button", name="Take it further").click()
    look("further")
    become(page, live_server, manager)
    page.goto("/challenges/themes")
    look("themes")
