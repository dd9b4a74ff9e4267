"""Handing over: responsibility moves when the other side has taken it, and not before."""

from datetime import timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.contacts import actions as contacts, queries
from lintel.contacts.rules.facts import Stage
from lintel.contacts.tests import given
from lintel.kernel.refusals import NotThere, Refused
from lintel.pathways import actions, queries as pathways

pytestmark = pytest.mark.django_db
LATER = given.NOON + timedelta(minutes=50)


@pytest.fixture(autouse=True)
def hub():
    given.teams()


@pytest.fixture
def team():
    return given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])


def test_a_decision_offers_the_contact_and_it_stays_open(team):
    receipt = given.decided("assessment")

    contact = given.now(receipt)
    assert (contact.stage, contact.awaiting_team) == (Stage.DECIDED, "assessment")
    [offer] = pathways.handovers(team)
    assert (offer.reference, offer.state) == (receipt.reference, "offered")
    with pytest.raises(Refused) as refused:
        contacts.close_contact(
            contact_id=receipt.id, version=4, reason="Sent", by=given.a_manager(), at=LATER
        )
    assert refused.value.refusals[0].code == "handover_not_accepted"


def test_accepting_moves_responsibility_and_closes_the_hubs_contact(team):
    receipt = given.decided("assessment")

    actions.accept_handover(contact_id=receipt.id, version=4, by=team, at=LATER)

    assert given.now(receipt).stage is Stage.CLOSED
    assert queries.the_contact(team, receipt.id).accepted_team == "assessment"


def test_returning_needs_a_reason_and_the_clock_has_run_on(team):
    receipt = given.decided("assessment")
    started = given.now(receipt).clock_started_at

    with pytest.raises(Refused):
        actions.return_handover(contact_id=receipt.id, version=4, reason=" ", by=team, at=LATER)
    actions.return_handover(
        contact_id=receipt.id, version=4, reason="Lives in Southmere", by=team, at=LATER
    )

    contact = given.now(receipt)
    assert contact.clock_started_at == started
    rows = queries.board(
        given.a_manager(), wanted=queries.BoardFilter(queue="returned"), at=LATER
    ).rows
    assert [row.reference for row in rows] == [receipt.reference]
    with pytest.raises(NotThere):
        queries.the_contact(team, receipt.id)


def test_another_team_knows_nothing_of_it():
    receipt = given.decided("assessment")
    other = given.a_viewer(Role.SOCIAL_WORKER, teams=["protection"])

    with pytest.raises(NotThere):
        actions.accept_handover(contact_id=receipt.id, version=4, by=other, at=LATER)


def test_the_hub_cannot_accept_for_the_team():
    receipt = given.decided("assessment")

    with pytest.raises(NotPermitted):
        actions.accept_handover(contact_id=receipt.id, version=4, by=given.a_manager(), at=LATER)


def test_reopening_takes_the_offer_back(team):
    receipt = given.decided("assessment")

    contacts.reopen_contact(
        contact_id=receipt.id, version=4, reason="New call", by=given.a_manager(), at=LATER
    )

    assert [h.state for h in pathways.handovers_of(given.a_manager(), receipt.id)] == ["withdrawn"]
    with pytest.raises(NotThere):
        actions.accept_handover(contact_id=receipt.id, version=5, by=team, at=LATER)
