"""The answers side by side on the page of the decision, blind where the council wants that."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.policy import in_force
from lintel.screening import actions, queries
from lintel.screening.rules.asking import Reply
from lintel.screening.tests.test_asking import agency_there, an_answer, asked
from lintel.sharing.rules.handling import Mark, Reading

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=30)


@pytest.fixture
def manager():
    return given.a_manager()


def agencies(*keys):
    for key in keys:
        agency_there(key)
    return [given.a_viewer(Role.PARTNER, agency=key, employed_by_council=False) for key in keys]


def answered(request_id, *items, by, at=SOON, **more):
    actions.answer_request(request_id=request_id, given=an_answer(*items, **more), by=by, at=at)


@pytest.fixture
def blind(monkeypatch):
    """Northbeck as it is, but for wanting answers read together."""
    real = in_force.policy_for(given.COUNCIL)
    changed = replace(
        real, asking_agencies=replace(real.asking_agencies, blind_until_answered=True)
    )
    monkeypatch.setattr("lintel.screening.queries.items.policy_for", lambda council: changed)


def read_by(viewer, contact, at=SOON):
    return {
        one.agency: [(item.text, item.reading) for item in one.contributions]
        for one in queries.requests_about(viewer, contact.id, at=at)
    }


def test_the_two_demo_councils_differ():
    assert not in_force.policy_for("northbeck").asking_agencies.blind_until_answered
    assert in_force.policy_for("southmere").asking_agencies.blind_until_answered


def test_nobody_at_the_hub_reads_an_answer_before_all_have_answered(manager, blind):
    contact = given.rated()
    police, health = agencies("police", "health")
    first, second = asked(contact, "police", "health", by=manager)
    answered(first, ("Known to us", Mark.OPEN), by=police, since="March")

    for role in (Role.MANAGER, Role.SCREENER, Role.SENIOR_PRACTITIONER, Role.EMERGENCY_DUTY):
        viewer = given.a_viewer(role)
        assert read_by(viewer, contact)["police"] == [("", Reading.THAT_IT_EXISTS)]
        [one] = [
            one
            for one in queries.requests_about(viewer, contact.id, at=SOON)
            if one.agency == "police"
        ]
        assert [(said.known, said.since, said.reason) for said in one.answers] == [("", "", "")]
    [own] = queries.for_my_agency(police, at=SOON, open_only=False)
    assert [item.text for item in own.contributions] == ["Known to us"]

    answered(second, ("Seen in June", Mark.OPEN), by=health)
    assert read_by(manager, contact)["police"] == [("Known to us", Reading.FULL)]


def test_pooling_with_a_reason_ends_the_wait(manager, blind):
    contact = given.rated()
    (police, _) = agencies("police", "health")
    first, _ = asked(contact, "police", "health", by=manager)
    answered(first, ("Known to us", Mark.OPEN), by=police)

    actions.pool_contributions(
        contact_id=contact.id, reason="He goes home at three", by=manager, at=SOON
    )

    assert read_by(manager, contact)["police"] == [("Known to us", Reading.FULL)]


def test_what_was_read_before_another_was_asked_stays_read(manager, blind):
    contact = given.rated()
    (police, _) = agencies("police", "health")
    (first,) = asked(contact, "police", by=manager)
    answered(first, ("Known to us", Mark.OPEN), by=police, at=NOON - timedelta(minutes=5))

    asked(contact, "health", by=manager)

    assert read_by(manager, contact)["police"] == [("Known to us", Reading.FULL)]


def test_the_decision_page_says_who_spoke_who_is_silent_and_what_may_not_be_read(client):
    screener = signed_in_as(client, Role.SCREENER)
    contact = given.rated()
    police, health, _ = agencies("police", "health", "housing")
    now = timezone.now()
    one, two, three = asked(contact, "police", "health", "housing", by=given.a_manager())
    answered(
        one,
        ("Called to a row in May", Mark.OPEN),
        ("A source", Mark.DECISION_MAKER),
        by=police,
        at=now,
    )
    answered(two, by=health, at=now, kind=Reply.NIL, items=(), known="no")
    for _ in range(2):
        actions.chase_agency(
            request_id=three, how="telephone", to="Duty", by=given.a_manager(), at=now
        )

    page = client.get(f"/contacts/{contact.id}/decide").content.decode()

    assert "Called to a row in May" in page
    assert "A source" not in page
    assert "1 item for the decision-maker only" in page
    assert "said that they know nothing" in page
    assert "no answer; chased twice" in page
    assert "Pooling waits for Housing" in page
    assert page.index("Have not contributed") < page.index("Record this decision")
    assert screener


def test_answers_are_pooled_from_the_page_and_a_missing_reason_is_asked_for(client):
    signed_in_as(client, Role.MANAGER)
    contact = given.rated()
    (police, _) = agencies("police", "health")
    first, second = asked(contact, "police", "health", by=given.a_manager())
    answered(first, ("Known to us", Mark.OPEN), by=police)
    where = f"/contacts/{contact.id}/pool"

    refused = client.post(where, {"reason": " "})
    assert refused.status_code == 409
    assert "Waiting for Health" in refused.content.decode()

    assert client.post(where, {"reason": "He goes home at three"}).status_code == 302
    page = client.get(f"/contacts/{contact.id}/decide").content.decode()
    assert "Pooled by" in page
    assert "He goes home at three" in page
    assert second


def test_there_is_nothing_to_pool_where_nobody_was_asked(client):
    signed_in_as(client, Role.MANAGER)
    contact = given.rated()

    assert client.get(f"/contacts/{contact.id}/pool").status_code == 404
    assert (
        "What the agencies know"
        not in client.get(f"/contacts/{contact.id}/decide").content.decode()
    )
