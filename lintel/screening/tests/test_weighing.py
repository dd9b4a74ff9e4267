"""An analysis is asked for where there is something to weigh, and every version is kept."""

import pytest

from lintel.access.viewers import Role
from lintel.contacts import queries as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.kernel.refusals import Invalid, Refused
from lintel.screening import actions, queries
from lintel.screening.tests.test_asking import agency_there, an_answer, asked
from lintel.sharing.rules.handling import Mark

pytestmark = pytest.mark.django_db
DAILY = {"daily_life": "He gets himself up and to school"}


@pytest.fixture
def manager():
    return given.a_manager()


def met_by(contact, outcome, *, by):
    row = contacts.the_contact(by, contact.id)
    [choice] = [c for c in queries.options_for(row, by=by).choices if c.outcome.key == outcome]
    return {refusal.code for refusal in choice.refusals}


def with_an_answer(by):
    contact = given.rated()
    agency_there("police")
    police = given.a_viewer(Role.PARTNER, agency="police", employed_by_council=False)
    (request,) = asked(contact, "police", by=by)
    actions.answer_request(
        request_id=request, given=an_answer(("A row in May", Mark.OPEN)), by=police, at=NOON
    )
    return contact


def test_a_first_contact_with_nothing_behind_it_is_not_held_up(manager):
    assert met_by(given.rated(), "no_further_action", by=manager) == set()


def test_what_an_agency_said_is_weighed_before_less_than_a_strategy_discussion(manager):
    contact = with_an_answer(manager)

    for outcome in ("no_further_action", "early_help", "assessment"):
        assert met_by(contact, outcome, by=manager) == {"not_weighed"}
    assert met_by(contact, "strategy_discussion", by=manager) == set()
    with pytest.raises(Refused):
        actions.decide_contact(
            contact_id=contact.id,
            version=3,
            outcome="no_further_action",
            rationale="Seen with the school",
            by=manager,
            at=NOON,
        )

    actions.weigh(contact_id=contact.id, headings=DAILY, by=manager, at=NOON)
    assert met_by(contact, "no_further_action", by=manager) == set()


def test_a_signposting_request_is_never_held_up_for_an_analysis():
    from lintel.policy.in_force import policy_for

    for outcome in policy_for(given.COUNCIL).codes.outcomes:
        if outcome.kind != "welfare":
            assert "weighed" not in outcome.guards


@pytest.mark.parametrize("said", [{}, {"daily_life": " "}, {"opinion": "Bad"}])
def test_an_analysis_says_something_under_a_heading_there_is(manager, said):
    with pytest.raises(Invalid):
        actions.weigh(contact_id=given.rated().id, headings=said, by=manager, at=NOON)


def test_it_is_written_on_a_page_and_every_version_is_shown(client):
    signed_in_as(client, Role.MANAGER)
    contact = given.rated()
    where = f"/contacts/{contact.id}/weigh"

    assert client.post(where, {"version": 3, "history_says": " "}).status_code == 422
    assert client.post(where, {"version": 2, **DAILY}).status_code == 412
    assert client.post(where, {"version": 3, **DAILY}).status_code == 302
    again = client.get(where).content.decode()
    assert "He gets himself up" in again
    client.post(where, {"version": 3, "disputed": "Whether the father lives there"})

    page = client.get(f"/contacts/{contact.id}/decide").content.decode()
    assert "Earlier analyses (1)" in page
    assert "Whether the father lives there" in page
    assert "He gets himself up" in page
