"""The pages: asking, what is shown, the log; and that where it is off there is nothing."""

import re

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts.tests import given as begun
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.scoping import kept
from lintel.scoping.models import Asking
from lintel.scoping.tests.given import PURPOSE, known_in_southmere, shared as shared
from lintel.scoping.tests.test_asking import TOMAS

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def contact(shared):
    begun.teams()
    known_in_southmere(TOMAS, at=timezone.now())
    return begun.received()


def shows(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def filled_in(page: str) -> dict:
    [child] = re.findall(r'name="children"[^>]*value="([0-9a-f-]{36})"', page)
    return {"children": child, "partner": "southmere", "purpose": PURPOSE}


def test_a_screener_asks_and_reads_the_answer_beside_the_contact(client, contact):
    signed_in_as(client, Role.SCREENER)
    page = shows(client.get(f"/contacts/{contact.id}/ask"))
    assert "Article 9(2)(g)" in page
    assert "checked" not in page

    answer = client.post(f"/contacts/{contact.id}/ask", filled_in(page), follow=True)

    record = shows(answer)
    assert "Known elsewhere?" in record
    assert "Yes, it looks so" in record
    assert "01632 960201" in record
    assert "never a decision" in record
    assert "All questions" not in record


def test_what_is_missing_is_said_at_once_and_nothing_is_asked(client, contact):
    signed_in_as(client, Role.SCREENER)

    page = shows(client.post(f"/contacts/{contact.id}/ask", {}), 422)

    for said in ("Select the children", "Select who to ask", "Select why you are asking"):
        assert said in page
    assert not Asking.objects.exists()


def test_a_child_who_cannot_be_asked_about_is_named_and_not_offered(client, contact):
    signed_in_as(client, Role.SCREENER)
    told = begun.received(children=(begun.a_child(date_of_birth=None, age_years=6),))

    page = shows(client.get(f"/contacts/{told.id}/ask"))

    assert "Too little is told to ask about Tomas Ashgrove" in page
    assert 'name="children"' not in page


def test_the_manager_of_each_side_reads_the_log(client, contact):
    signed_in_as(client, Role.SCREENER)
    page = shows(client.get(f"/contacts/{contact.id}/ask"))
    client.post(f"/contacts/{contact.id}/ask", filled_in(page))

    signed_in_as(client, Role.MANAGER)
    ours = shows(client.get("/token-questions"))
    assert contact.reference in ours
    assert "Nobody has asked." in ours

    signed_in_as(client, Role.MANAGER, council="southmere", agency="southmere-council")
    theirs = shows(client.get("/token-questions"))
    assert "Northbeck Council" in theirs
    assert "1 yes, 0 perhaps, 0 no" in theirs
    assert contact.reference not in theirs
    assert "Ashgrove" not in theirs


def test_a_screener_does_not_read_the_log(client, contact):
    signed_in_as(client, Role.SCREENER)

    shows(client.get("/token-questions"), 403)


def test_where_no_secret_is_shared_there_is_nothing_of_it(client, settings, tmp_path):
    settings.DATA = tmp_path
    begun.teams()
    contact = begun.received()
    signed_in_as(client, Role.MANAGER)

    assert "Known elsewhere?" not in shows(client.get(f"/contacts/{contact.id}"))
    shows(client.get(f"/contacts/{contact.id}/ask"), 404)
    shows(client.post(f"/contacts/{contact.id}/ask", {}), 404)
    shows(client.get("/token-questions"), 404)
    assert kept.make_tokens(at=timezone.now()) == 0


def test_another_councils_contact_is_not_there(client, contact):
    signed_in_as(client, Role.MANAGER, council="southmere", agency="southmere-council")

    shows(client.get(f"/contacts/{contact.id}/ask"), 404)
    shows(client.post(f"/contacts/{contact.id}/ask", {}), 404)
