"""Who a child may be, while the call is taken."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.audit.models import AuditEntry
from lintel.contacts.models import Contact, ContactChild, Draft
from lintel.contacts.tests.signing_in import become
from lintel.contacts.tests.test_call_page import WHOLE
from lintel.people import queries as people
from lintel.people.tests import given as given_people

CALL, LOOK = "/contacts/new", "/contacts/new/look"
TOMAS = re.compile("Use this child.*Tomas Ashgrove")
PICTURES = os.environ.get("LINTEL_PICTURES", "")
TYPED = WHOLE | {"children.0.given_name": "Tomas", "children.0.family_name": "Ashgrof"}


def tomas(**said):
    known = {
        "given_name": "Tomas",
        "family_name": "Ashgrove",
        "date_of_birth": date(2019, 5, 4),
        "sex": "M",
        "address_lines": ("1 Mill Lane",),
        "postcode": "ZN1 1AA",
    }
    return given_people.person(given_people.told(**(known | said)))


@pytest.fixture
def screener(client):
    return signed_in(client, an_account("somebody", role=Role.SCREENER))


def looks() -> list[str]:
    found = AuditEntry.objects.filter(did="look for a person").order_by("sequence")
    return list(found.values_list("why", flat=True))


def linked(place: int = 0):
    """The links of a child of the contact that was recorded."""
    child = ContactChild.objects.get(place=place)
    return people.links_of_record("northbeck", child.record_id)


@pytest.mark.django_db
def test_the_button_shows_who_it_may_be_and_keeps_everything_typed(client, screener):
    person = tomas()
    answer = client.post(CALL, TYPED | {"do": "look:children.0"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Tomas Ashgrove, born 4 May 2019" in page
    assert "the same person" in page
    assert "Agrees: " in page
    assert f"use:children.0:{person}" in page
    for kept in ("Ashgrof", "Came to school hungry", "Do not ring", "Mia"):
        assert kept in page
    assert "There is a problem" not in page
    assert looks() == [f"1 shown {person}"]
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_who_was_chosen_is_linked_when_it_is_recorded_as_the_actors_own_act(client, screener):
    person = tomas()
    page = client.post(CALL, TYPED | {"do": f"use:children.0:{person}"}).content.decode()
    assert "You have said that this is" in page
    assert f'name="children.0.known" value="{person}"' in page
    assert "You have said that this is" in client.get(CALL).content.decode()
    before = AuditEntry.objects.filter(did="link person").count()

    client.post(CALL, TYPED | {"children.0.known": str(person), "do": "save"})
    [link] = linked()
    assert link.person_id == person
    assert link.reasons["said"] == ["chosen by whoever took the call"]
    assert link.reasons["agrees"]
    assert linked(1) == []
    assert AuditEntry.objects.filter(did="link person").count() == before + 1


@pytest.mark.django_db
def test_a_choice_is_taken_back_and_the_others_are_shown_again(client, screener):
    person = tomas()
    chosen = TYPED | {"children.0.known": str(person)}
    page = client.post(CALL, chosen | {"do": "unuse:children.0"}).content.decode()
    assert "You have said that this is" not in page
    assert f"use:children.0:{person}" in page
    assert "children.0.known" not in Draft.objects.get().fields

    client.post(CALL, TYPED | {"do": "save"})
    assert linked() == []


@pytest.mark.django_db
def test_a_choice_goes_with_its_child_and_nobody_is_two_of_them(client, screener):
    person = tomas()
    chosen = TYPED | {"children.1.known": str(person)}
    page = client.post(CALL, chosen | {"do": "look:children.0"}).content.decode()
    assert "Chosen for child 2" in page
    assert f"use:children.0:{person}" not in page

    client.post(CALL, chosen | {"do": f"use:children.0:{person}"})
    assert "children.0.known" not in Draft.objects.get().fields
    client.post(CALL, chosen | {"do": "remove:children.0"})
    assert Draft.objects.get().fields["children.0.known"] == str(person)


@pytest.mark.django_db
def test_too_little_looks_for_nobody(client, screener):
    tomas()
    page = client.post(CALL, {"children.0.given_name": "Tomas", "do": "look:children.0"})
    assert "to look for this child" in page.content.decode()
    assert looks() == []


@pytest.mark.django_db
def test_the_answer_for_scripts_holds_one_child_and_leaves_one_entry(client, screener):
    person = tomas()
    answer = client.post(LOOK, TYPED | {"which": "children.0"})
    assert b"Tomas Ashgrove" in answer.content
    assert b"<html" not in answer.content
    assert looks() == [f"1 shown {person}"]
    assert not Draft.objects.exists()
    assert client.get(LOOK).status_code == 405
    assert client.post(LOOK, TYPED | {"which": "children.7"}).status_code == 404
    assert client.post(LOOK, TYPED | {"which": "home"}).status_code == 404


@pytest.mark.django_db
def test_a_person_of_another_council_is_never_shown_chosen_or_linked(client, screener):
    elsewhere = given_people.person(
        given_people.told(given_name="Tomas", family_name="Ashgrove"), council="southmere"
    )
    chosen = TYPED | {"children.0.known": str(elsewhere)}
    assert b"You have said that this is" not in client.post(CALL, chosen | {"do": "keep"}).content
    answer = client.post(CALL, chosen | {"do": "save"})
    assert answer.status_code == 422
    assert b"is not known any more" in answer.content
    assert not Contact.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMIN, Role.ADMIN_PROVIDER])
def test_whoever_may_not_say_who_people_are_is_shown_nobody(client, role):
    chosen = TYPED | {"children.0.known": str(tomas())}
    signed_in(client, an_account("taker", role=role))
    page = client.post(CALL, chosen | {"do": "look:children.0"}).content.decode()
    assert "Look for this child" not in page
    assert "Tomas Ashgrove" not in page
    assert client.post(LOOK, TYPED | {"which": "children.0"}).status_code == 403
    answer = client.post(CALL, chosen | {"do": "save"})
    assert answer.status_code == 302
    assert linked() == []
    assert looks() == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_likely_appear_while_a_name_is_typed_and_focus_never_moves(
    page, live_server, page_is_accessible
):
    person, brother = tomas(), tomas(given_name="Milo", date_of_birth=date(2016, 2, 1))
    become(page, live_server, an_account("somebody", role=Role.SCREENER))
    asked = []
    page.on("request", lambda r: asked.append((r.method, r.url)) if LOOK in r.url else None)
    page.goto(CALL)
    page.get_by_role("textbox", name="The children’s address").fill("1 Mill Lane")
    page.get_by_label("First name").first.fill("Tomas")
    page.get_by_label("Last name").first.fill("Ashgrof")
    born = page.get_by_label("Date of birth").first
    born.fill("4 May 2019")
    page.get_by_text("Tomas Ashgrove, born 4 May 2019").first.wait_for()
    page.locator("[data-look-answer] li").first.wait_for(state="attached")
    assert born.evaluate("field => field === document.activeElement")
    status = page.locator("[data-look-status]").first
    assert status.get_attribute("aria-live") == "polite"
    assert "we know may be child 1" in status.inner_text()
    assert asked
    assert set(asked) == {("POST", live_server.url + LOOK)}
    page_is_accessible(page)
    picture(page, "typing")

    # What somebody is about to choose from stays under their hands while another answer comes.
    use = page.get_by_role("button", name=TOMAS)
    use.focus()
    with page.expect_response("**" + LOOK):
        page.evaluate(
            """const field = document.querySelector('[name="children.0.family_name"]');
            field.value = "Zzyzx";
            field.dispatchEvent(new Event("input", { bubbles: true }));"""
        )
    assert use.evaluate("button => button === document.activeElement")
    page.evaluate("document.querySelector('[name=\"children.0.family_name\"]').value = 'Ashgrof'")
    use.press("Enter")
    page.get_by_text("You have said that this is").wait_for()
    assert page.get_by_label("Last name").first.input_value() == "Ashgrof"
    page_is_accessible(page)
    picture(page, "chosen")
    page.get_by_role("button", name="Take that back").click()
    page.get_by_role("button", name=TOMAS).wait_for()
    assert any(str(person) in why for why in looks())
    assert any(str(brother) in why for why in looks())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_scripts_the_button_does_it(page_without_scripts, live_server):
    page = page_without_scripts
    tomas()
    become(page, live_server, an_account("somebody", role=Role.SCREENER))
    page.goto(CALL)
    page.get_by_label("First name").first.fill("Tomas")
    page.get_by_label("Last name").first.fill("Ashgrof")
    page.get_by_label("What are they telling us?").fill("He came hungry")
    page.get_by_role("button", name="Look for this child").click()
    page.get_by_role("button", name=TOMAS).click()
    page.get_by_text("You have said that this is").wait_for()
    assert page.get_by_label("What are they telling us?").input_value() == "He came hungry"


def picture(page, name: str) -> None:
    """Pictures to look at, where somebody asks for them."""
    if PICTURES:
        before = page.viewport_size
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size(before)
