"""Everything shared about a child, or refused, on one page."""

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.screening import actions
from lintel.screening.rules.asking import AnswerGiven, Reply
from lintel.screening.tests.test_ask_pages import agencies, asked, shows

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

SAID = {
    "gave": "shared",
    "other": "Dr Amal Reid, GP",
    "items": "That the family is known to the hub",
    "purpose": "screen",
    "basis": "public_task_safeguarding",
    "consent": "not_asked",
    "consent_why": "There is risk of harm",
    "family_told": "no",
    "reasoning": "So that the surgery rings if she comes",
}


def test_what_was_asked_and_what_was_refused_are_lines_with_basis_and_ground(client):
    agencies("police")
    contact = given.rated()
    (request,) = asked(contact, "police")
    officer = given.a_viewer(Role.PARTNER, agency="police", employed_by_council=False)
    refusal = AnswerGiven(Reply.REFUSED, ground="live_operation", reason="It would warn him")
    actions.answer_request(request_id=request, given=refusal, by=officer, at=timezone.now())
    signed_in_as(client, Role.SCREENER)
    page = shows(client.get(f"/contacts/{contact.id}/shares"))
    assert "Shared 1 time" in page.replace("<strong>", "").replace("</strong>", "")
    assert "Police refused to share with The hub" in page
    assert "It would warn him" in page
    assert "live police operation" in page
    assert "Public task: safeguarding a child" in page
    assert "risk of harm, so consent is not asked for" in page
    assert "Police refused to share" in shows(client.get(f"/contacts/{contact.id}"))


def test_a_sharing_by_hand_needs_a_basis_and_is_then_in_the_ledger(client):
    contact = given.rated()
    signed_in_as(client, Role.SCREENER)
    here = f"/contacts/{contact.id}/shares/new"
    wrong = shows(client.post(here, SAID | {"basis": "", "items": ""}), 422)
    assert "Select the lawful basis" in wrong
    assert "Enter what is shared" in wrong
    assert "Dr Amal Reid, GP" in wrong
    assert client.post(here, SAID).url == f"/contacts/{contact.id}/shares"
    page = shows(client.get(f"/contacts/{contact.id}/shares"))
    assert "shared with Dr Amal Reid, GP" in page
    assert "Written in the ledger" in page


def test_no_consent_alone_is_not_a_ground_for_refusing(client):
    contact = given.rated()
    signed_in_as(client, Role.SCREENER)
    refused = SAID | {"gave": "refused", "consent": "refused", "reasoning": ""}
    page = shows(client.post(f"/contacts/{contact.id}/shares/new", refused), 422)
    assert "That nobody consented is not a ground by itself" in page


def test_who_may_not_share_reads_no_ledger(client):
    contact = given.rated()
    signed_in_as(client, Role.ADMIN)
    assert client.get(f"/contacts/{contact.id}/shares").status_code == 403
