"""The pages about protection steps, in a client and in a real browser."""

import pytest

from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, signed_in_as
from lintel.protection.models import ProtectionStep, StepEnding

pytestmark = pytest.mark.by_turns

SLAPPED = {"categories": ("physical_abuse",), "concern": "His father did it, he says."}
OPINION = {
    "answer": "done",
    "happened_at": "2 March 2026 at 1pm",
    "paediatrician": "yes",
    "who": "Dr Imogen Farrow, consultant",
    "place": "Northbeck Infirmary",
    "consent": "parent",
    "words": "Two marks, in keeping with what he says",
}


def a_step():
    receipt = given.received(**SLAPPED)
    return receipt, ProtectionStep.objects.get(contact_id=receipt.id)


@pytest.mark.django_db
def test_an_opinion_is_recorded_on_its_page_and_shown_on_the_contact(client):
    receipt, step = a_step()
    signed_in_as(client, Role.SCREENER)
    here = f"/contacts/{receipt.id}/steps/{step.id}"

    assert "Opinion of a paediatrician: Tomas Ashgrove" in client.get(here).content.decode()
    short = client.post(here, OPINION | {"paediatrician": "no"})
    assert short.status_code == 422
    assert "Dr Imogen Farrow" in short.content.decode()
    assert client.post(here, OPINION).status_code == 302
    assert StepEnding.objects.get().consent == "parent"
    assert "Two marks" in client.get(f"/contacts/{receipt.id}").content.decode()


@pytest.mark.django_db
def test_that_there_is_none_is_recorded_with_each_view_and_listed(client):
    receipt, step = a_step()
    signed_in_as(client, Role.SENIOR_PRACTITIONER)
    here = f"/contacts/{receipt.id}/steps/{step.id}"
    assert client.post(here, {"answer": "declined", "reason": "No mark"}).status_code == 422
    views = {"social_care": "No", "health": "Agreed by telephone", "police": "Not asked"}
    sent = {"answer": "declined", "reason": "No mark", **views}
    assert client.post(here, sent).status_code == 302
    assert "Agreed by telephone" in client.get("/not-seen-by-a-paediatrician").content.decode()


@pytest.mark.django_db
def test_the_board_counts_the_children_not_seen_and_the_count_opens_their_list(client):
    a_step()
    signed_in_as(client, Role.MANAGER)
    board = client.get("/board").content.decode()
    assert "not seen by a paediatrician" in board
    assert "/not-seen-by-a-paediatrician" in board
    assert "Tomas Ashgrove" in client.get("/not-seen-by-a-paediatrician").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_read_well(live_server, page, page_is_accessible, tmp_path):
    receipt, step = a_step()
    become(page, live_server, given.an_account(Role.MANAGER))
    where = {
        "step": f"/contacts/{receipt.id}/steps/{step.id}",
        "unseen": "/not-seen-by-a-paediatrician",
        "contact": f"/contacts/{receipt.id}",
        "board": "/board",
    }
    for name, address in where.items():
        page.goto(address)
        page_is_accessible(page)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
