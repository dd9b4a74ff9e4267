"""Asking agencies by page: what is usual first, all of it shown before the button."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts.rules.telling import AddressTold, AdultTold, ReferrerTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Agency
from lintel.screening import actions, queries
from lintel.screening.models import AgencyRequest, Chase
from lintel.screening.rules.asking import AnswerGiven, Ask, ItemGiven, Reply
from lintel.sharing.rules.handling import Mark

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]
NOON = given.NOON


def agencies(*keys):
    by = given.a_viewer(Role.SYSADMIN)
    for key in keys:
        kind = key.partition("-")[0]
        agency = Agency(key, key.title(), kind, given.COUNCIL, email=f"hub@{key}.example")
        directory.add_agency(agency=agency, by=by, at=NOON)


def shows(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return html.unescape(answer.content.decode())


def people_of(contact):
    from lintel.contacts import queries as contacts

    row = contacts.the_contact(given.a_manager(), contact.id)
    return [str(told.record_id) for told in contacts.told_in(row)]


def sent(contact, *keys, **more):
    fields = {
        "version": 3,
        "about": people_of(contact),
        "told": "A worry about how the child is looked after.",
        "agencies": list(keys),
        "purpose": "protect",
        "basis": "public_task_safeguarding",
    }
    for key in keys:
        fields |= {f"question_{key}": "What do you know?", f"parts_{key}": ["known", "concerns"]}
    return fields | more


def asked(contact, *keys, at=None, question="What do you know?"):
    asks = [
        Ask(key, question, tuple(AgencyRequest.id.field.to_python(p) for p in people_of(contact)),
            ("known",))
        for key in keys
    ]  # fmt: skip
    return actions.ask_agencies(
        contact_id=contact.id, asks=asks, by=given.a_manager(), at=at or timezone.now()
    )


def test_what_is_usual_is_ticked_and_the_due_time_is_shown_before_it_is_sent(client):
    agencies("police", "health", "education-elm", "education-oak")
    contact = given.rated()
    signed_in_as(client, Role.SCREENER)
    page = shows(client.get(f"/contacts/{contact.id}/requests/new"))
    before = page[: page.index("Ask these agencies")]
    assert "Rated amber" in before
    assert "5 h 59 min left" in before or "6 h left" in before
    assert re.search(r'value="health"[^>]*checked', page)
    assert not re.search(r'value="police"[^>]*checked', page)
    assert not re.search(r'value="education-\w+"[^>]*checked', page)
    assert "several for school" in before
    assert "“no consent” alone is never a reason" in before
    assert "Consent of the family" not in page


def test_several_are_asked_at_once_each_with_its_own_question(client):
    agencies("police", "health", "education")
    contact = given.rated()
    viewer = signed_in_as(client, Role.SCREENER)
    body = sent(contact, "police", "health", question_police="Any calls to the home?")
    answer = client.post(f"/contacts/{contact.id}/requests/new", body)
    assert answer.status_code == 302
    assert answer.url == f"/contacts/{contact.id}/requests"
    found = queries.requests_about(viewer, contact.id, at=timezone.now())
    assert {one.agency: one.question for one in found} == {
        "police": "Any calls to the home?",
        "health": "What do you know?",
    }
    page = shows(client.get(answer.url))
    assert "2 agencies asked" in page
    assert "Waiting: asked under a minute ago" in page


def test_what_is_wrong_is_said_beside_its_question_and_nothing_typed_is_lost(client):
    agencies("police", "health")
    contact = given.rated()
    signed_in_as(client, Role.SCREENER)
    body = sent(contact, "police", "health", question_police=" ", about=[], parts_health=[])
    page = shows(client.post(f"/contacts/{contact.id}/requests/new", body), 422)
    assert page.count('href="#id_about"') == 1
    assert 'href="#id_question_police"' in page
    assert 'href="#id_parts_health"' in page
    assert "A worry about how the child is looked after." in page
    assert not AgencyRequest.objects.exists()


def test_an_agency_asked_already_is_shown_with_its_silence_and_is_not_ticked(client):
    agencies("health")
    contact = given.rated()
    asked(contact, "health", at=timezone.now() - timedelta(hours=9))
    signed_in_as(client, Role.SCREENER)
    page = shows(client.get(f"/contacts/{contact.id}/requests/new"))
    before = page[: page.index("Ask these agencies")]
    assert "Asked already" in before
    assert "Silence: asked 9 h ago, due 3 h ago" in before
    assert not re.search(r'value="health"[^>]*checked', page)
    again = client.post(f"/contacts/{contact.id}/requests/new", sent(contact, "health"))
    assert "has been asked this already" in shows(again, 422)


def test_no_address_and_no_safe_contact_note_goes_out_with_what_is_told(client):
    agencies("health")
    mother = AdultTold(
        given_name="Ines", family_name="Ashgrove", relationship="mother",
        phone="07700 900123", safe_contact="Do not ring after six",
        address=AddressTold(lines=("14 Elm Road",), postcode="LS1 4AB"),
    )  # fmt: skip
    contact = given.rated(adults=(mother,), referrer=ReferrerTold(name="Ama", agency="Elm"))
    signed_in_as(client, Role.SCREENER)
    for told in ("They live at 14 elm road", "She is at ls14ab now", "do NOT ring after six"):
        body = sent(contact, "health", told=told)
        page = shows(client.post(f"/contacts/{contact.id}/requests/new", body), 422)
        assert "must be reached with care" in page
    assert not AgencyRequest.objects.exists()


def test_every_agency_is_shown_answered_or_silent_with_what_its_marks_allow(client):
    agencies("health", "police")
    contact = given.rated()
    at = timezone.now() - timedelta(hours=7)
    to_health, _ = asked(contact, "health", "police", at=at)
    nurse = given.a_viewer(Role.PARTNER, agency="health", employed_by_council=False)
    actions.answer_request(
        request_id=to_health,
        given=AnswerGiven(
            Reply.ANSWERED,
            items=[
                ItemGiven("concerns", "Two appointments missed", Mark.OPEN),
                ItemGiven("other", "Only for the decider", Mark.DECISION_MAKER),
            ],
            known="yes",
        ),
        by=nurse,
        at=at + timedelta(hours=1),
    )
    signed_in_as(client, Role.SCREENER)
    page = shows(client.get(f"/contacts/{contact.id}/requests"))
    assert page.index("Police") < page.index("Two appointments missed")
    assert "Silence: asked 7 h ago, due 1 h ago" in page
    assert "Answered after 1 h" in page
    assert "Only for the decider" not in page
    assert "only the decision-maker may read" in page
    contact_page = shows(client.get(f"/contacts/{contact.id}"))
    assert "Silence: asked 7 h ago" in contact_page


def test_a_silent_agency_is_reminded_rung_and_then_not_waited_for_with_a_reason(client):
    agencies("police")
    contact = given.rated()
    (request,) = asked(contact, "police")
    signed_in_as(client, Role.SCREENER)
    here = f"/contacts/{contact.id}/requests/{request}"
    assert client.post(f"{here}/chase", {"how": "reminder", "to": "Police"}).status_code == 302
    said = {"how": "telephone", "to": "The duty desk", "words": "Will answer by four"}
    assert client.post(f"{here}/chase", said).status_code == 302
    assert "Select how" in shows(client.post(f"{here}/chase", {"to": "Somebody"}), 422)
    assert Chase.objects.count() == 2
    assert "Will answer by four" in shows(client.get(f"/contacts/{contact.id}/requests"))
    assert "Enter why" in shows(client.post(f"{here}/without", {"reason": " "}), 409)
    assert client.post(f"{here}/without", {"reason": "She goes home at four"}).status_code == 302
    page = shows(client.get(f"/contacts/{contact.id}/requests"))
    assert "Not waited for after under a minute of silence" in page
    assert "She goes home at four" in page


def test_a_question_taken_back_holds_no_decision_and_can_be_asked_again(client):
    agencies("police")
    contact = given.rated()
    (request,) = asked(contact, "police")
    signed_in_as(client, Role.SCREENER)
    here = f"/contacts/{contact.id}/requests/{request}/withdraw"
    assert client.post(here, {"reason": "The wrong agency"}).status_code == 302
    assert AgencyRequest.objects.get().settled_as == "withdrawn"
    assert "settled already" in shows(client.post(here, {"reason": "Again"}), 409)
    asked(contact, "police")


def test_who_sent_the_contact_hears_nothing_of_what_other_agencies_were_asked(client):
    agencies("police")
    contact = given.rated()
    asked(contact, "police")
    school = given.a_viewer(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False)
    assert queries.requests_about(school, contact.id, at=timezone.now()) == []
    signed_in_as(client, Role.ADMIN)
    assert client.get(f"/contacts/{contact.id}/requests").status_code == 403
