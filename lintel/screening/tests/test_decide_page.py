"""Deciding by page: all that stands in the way first, nothing chosen, nothing lost."""

import re
from datetime import timedelta

import pytest

from lintel.access.viewers import Role
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.screening.models import Decision

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

HIT = "She has a bruise on her cheek. Her mum's boyfriend hit her with a belt."
WHY = "School and mother agree a plan, and the bruise was seen by the ward"


def shows(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def send(client, receipt, *, version: int = 3, **sent):
    return client.post(
        f"/contacts/{receipt.id}/decide", {"version": version, "rationale": WHY, **sent}
    )


def test_nothing_is_chosen_beforehand(client):
    given.teams()
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)

    page = shows(client.get(f"/contacts/{receipt.id}/decide"))

    assert page.count('name="outcome"') == 8
    assert not re.search(r'name="outcome"[^>]* checked', page)
    assert "Nothing stands in the way" in page
    assert "tired" in page


def test_all_that_stands_in_the_way_is_said_before_the_button_with_links(client):
    receipt = given.looked_at(concern=HIT, immediate=True)
    signed_in_as(client, Role.SCREENER)

    page = shows(client.get(f"/contacts/{receipt.id}/decide"))

    before = page[: page.index("Record this decision")]
    assert f"/contacts/{receipt.id}/acknowledge" in before
    assert f"/contacts/{receipt.id}/rate" in before
    assert "this calls for a strategy discussion" in before
    assert f"/contacts/{receipt.id}#sign-" in before
    assert "Does not stop: strategy discussion" in before
    assert "A manager may go past this" in before
    assert 'name="override_reason"' not in page


def test_after_a_refusal_nothing_typed_is_lost(client):
    given.teams()
    receipt = given.rated(concern=HIT)
    signed_in_as(client, Role.SCREENER)

    page = shows(send(client, receipt, outcome="no_further_action"), 409)

    assert WHY in page
    assert re.search(r'value="no_further_action"[^>]* checked', page)
    assert "No further action cannot be recorded yet: 1 thing stands in the way" in page
    assert not Decision.objects.exists()


def test_a_sign_of_harm_is_shown_before_the_button_with_what_it_does_not_stop(client):
    given.teams()
    receipt = given.rated(categories=("neglect",))
    signed_in_as(client, Role.SCREENER)

    page = shows(client.get(f"/contacts/{receipt.id}/decide"))

    assert page.index("while this sign of harm stands") < page.index("Record this decision")
    assert "Does not stop: assessment (referral accepted), strategy discussion" in page
    page = shows(send(client, receipt, outcome="early_help"), 409)
    assert "Early help cannot be recorded yet: 1 thing stands in the way" in page


def test_a_manager_goes_past_with_a_reason_that_is_listed(client):
    given.teams()
    receipt = given.rated(concern=HIT)
    signed_in_as(client, Role.MANAGER)
    assert 'name="override_reason"' in shows(client.get(f"/contacts/{receipt.id}/decide"))

    answer = send(
        client,
        receipt,
        outcome="no_further_action",
        override_reason="Strategy discussion held by telephone at noon",
    )

    assert answer.status_code == 302
    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert "Went past:" in page
    assert "Strategy discussion held by telephone at noon" in page
    decision = Decision.objects.get()
    assert decision.was_overridden


def test_overrides_are_for_managers(client):
    signed_in_as(client, Role.SCREENER)

    assert client.get("/overrides").status_code == 403


def test_a_decision_that_hands_over_says_so_and_shows_on_the_contact(client):
    given.teams()
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)

    answer = send(client, receipt, outcome="early_help")

    assert answer.status_code == 302
    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert "Decided: Early help. A team must accept it" in page
    assert "Waiting: Early-help team" in page
    assert WHY in page


def test_where_several_teams_could_take_it_somebody_chooses(client):
    given.teams()
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)

    page = shows(send(client, receipt, outcome="linked_to_open_case"), 422)
    assert "Select the team to hand over to" in page

    answer = send(
        client, receipt, outcome="linked_to_open_case", to_linked_to_open_case="assessment"
    )
    assert answer.status_code == 302
    assert given.now(receipt).awaiting_team == "assessment"


def test_a_service_is_named_beside_its_outcome(client):
    given.teams()
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)

    page = shows(send(client, receipt, outcome="signposting"), 422)
    assert "Name the service" in page
    assert 'href="#id_to_signposting"' in page

    assert send(client, receipt, outcome="signposting", to_signposting="young-carers")
    assert given.now(receipt).outcome == "signposting"


def test_a_rationale_is_asked_for(client):
    given.teams()
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)

    page = shows(send(client, receipt, outcome="no_further_action", rationale=" "), 422)

    assert "Enter why this is the right outcome" in page


def test_a_stale_decision_shows_what_changed_and_keeps_the_words(client):
    given.teams()
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)
    colleague = given.a_screener(name="Noor Malik")
    contacts.rate_contact(
        contact_id=receipt.id,
        version=3,
        rating=Rating.RED,
        reason="The ward has rung",
        by=colleague,
        at=given.NOON + timedelta(hours=1),
    )

    answer = send(
        client,
        receipt,
        outcome="no_further_action",
        seen_at=(given.NOON + timedelta(minutes=40)).isoformat(),
    )

    page = shows(answer, 412)
    assert "Rated red, was amber" in page
    assert "Noor Malik" in page
    assert "The ward has rung" in page
    assert WHY in page
    assert given.now(receipt).stage is Stage.SCREENING


def test_a_draft_of_a_decision_comes_back_with_its_outcome(client):
    given.teams()
    receipt = given.rated()
    signed_in_as(client, Role.SCREENER)
    client.post(f"/drafts/decide:{receipt.id}", {"outcome": "early_help", "rationale": "Half a"})

    page = shows(client.get(f"/contacts/{receipt.id}/decide"))

    assert "Half a" in page
    assert "Your draft is here. Saved" in page
    assert re.search(r'value="early_help"[^>]* checked', page)


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (Role.ADMIN, {}),
        (Role.ADMIN_PROVIDER, {}),
        (Role.EARLY_HELP, {}),
        (Role.VIEWER, {}),
        (Role.SCREENER, {"registered_until": given.NOON.date()}),
        (Role.SCREENER, {"employed_by_council": False}),
    ],
)
def test_whoever_may_not_decide_finds_no_page_for_it(client, role, more):
    receipt = given.rated()
    signed_in_as(client, role, **more)

    assert client.get(f"/contacts/{receipt.id}/decide").status_code == 403
    assert send(client, receipt, outcome="no_further_action").status_code == 403
    assert given.now(receipt).stage is Stage.SCREENING


def test_a_decided_contact_has_nothing_to_decide(client):
    receipt = given.decided()
    signed_in_as(client, Role.MANAGER)

    page = shows(client.get(f"/contacts/{receipt.id}/decide"))

    assert "This cannot be decided now" in page
    assert "Record this decision" not in page


def test_the_next_one_to_decide_is_offered(client):
    given.teams()
    receipt, other = given.rated(), given.rated(children=(given.a_child(given_name="Ola"),))
    signed_in_as(client, Role.MANAGER)

    send(client, receipt, outcome="no_further_action", override_reason="Seen together")

    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert "Next to decide (1 left)" in page
    assert f"/contacts/{other.id}/decide" in page


def a_large_family(size: int):
    """A contact about `size` children, each linked, with `size` earlier contacts."""
    from lintel.people import actions as people

    by = given.a_screener()
    children = tuple(given.a_child(given_name=f"Child{number}") for number in range(size))
    for _ in range(size):
        earlier = given.received(children=children[:1])
        told = contact_queries.family_facts(contact_queries.the_contact(by, earlier.id)).told
        person = next((p for p in _persons(by, told[0].record_id)), None)
        people.link(told[0].record_id, person, ["same"], by=by, at=given.NOON)
    receipt = given.rated(children=children)
    for someone in contact_queries.family_facts(contact_queries.the_contact(by, receipt.id)).told:
        person = next((p for p in _persons(by, someone.record_id)), None)
        people.link(someone.record_id, person, ["same"], by=by, at=given.NOON)
    return receipt


def _persons(by, record_id):
    from lintel.people import queries as people_queries

    return [
        found.person_id
        for found in people_queries.candidates(by, record_id)
        if str(found.relation) == "same"
    ]


CONTACT_PAGE, DECIDE_PAGE = 56, 55


@pytest.mark.once
@pytest.mark.parametrize(
    ("page", "queries"), [("", CONTACT_PAGE), ("/decide", DECIDE_PAGE)], ids=["contact", "decide"]
)
def test_a_page_asks_as_much_of_a_small_family_as_of_a_large_one(
    client, page, queries, django_assert_num_queries
):
    given.teams()
    small, large = a_large_family(2), a_large_family(5)  # what adds up raises both
    signed_in_as(client, Role.MANAGER)
    client.get(f"/contacts/{small.id}{page}")

    for receipt in (small, large):
        with django_assert_num_queries(queries):
            client.get(f"/contacts/{receipt.id}{page}")
