"""The receiving team's pages: what waits, taking it on, sending it back."""

import pytest

from lintel.access.viewers import Role
from lintel.contacts.rules.facts import Stage
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def offered():
    given.teams()
    return given.decided("early_help")


def shows(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_a_team_sees_what_waits_for_it_with_its_clock(client, offered):
    signed_in_as(client, Role.EARLY_HELP, teams=["early-help"])

    page = shows(client.get("/hand-overs"))

    assert "Waiting for your team (1)" in page
    assert offered.reference in page
    assert "late by" in page
    assert f"/contacts/{offered.id}/hand-over" in page


def test_another_team_sees_nothing_of_it(client, offered):
    signed_in_as(client, Role.SOCIAL_WORKER, teams=["assessment"])

    assert "Waiting for your team (0)" in shows(client.get("/hand-overs"))
    assert client.get(f"/contacts/{offered.id}/hand-over").status_code == 404


def test_the_hub_sees_what_waits_and_leaves_it_to_the_team(client, offered):
    signed_in_as(client, Role.SCREENER)

    page = shows(client.get("/hand-overs"))

    assert "The team answers" in page
    assert client.get(f"/contacts/{offered.id}/hand-over").status_code == 403


def test_early_help_reads_what_it_may_and_no_more(client, offered):
    signed_in_as(client, Role.EARLY_HELP, teams=["early-help"])

    page = shows(client.get(f"/contacts/{offered.id}"))

    assert "Tomas Ashgrove" in page
    assert "Accept it or return it" in page
    for hidden in ("Ama Fletcher", "He came to school tired", "breakfast club now in place"):
        assert hidden not in page


def test_a_team_accepts_and_the_hub_lets_go(client, offered):
    signed_in_as(client, Role.EARLY_HELP, teams=["early-help"])

    answer = client.post(
        f"/contacts/{offered.id}/hand-over", {"version": 4, "answer": "accept"}, follow=True
    )

    assert "Accepted: it is with your team now" in shows(answer)
    assert given.now(offered).stage is Stage.CLOSED


def test_a_return_needs_a_reason_and_keeps_what_was_typed(client, offered):
    signed_in_as(client, Role.EARLY_HELP, teams=["early-help"])
    address = f"/contacts/{offered.id}/hand-over"

    page = shows(client.post(address, {"version": 4, "answer": "return", "reason": " "}), 409)
    assert "Enter why you are returning it" in page

    client.post(address, {"version": 4, "answer": "return", "reason": "They have moved away"})
    assert given.now(offered).was_returned
    client.logout()
    signed_in_as(client, Role.MANAGER)
    page = shows(client.get(f"/contacts/{offered.id}"))
    assert "They have moved away" in page
    assert "Decide again" in page


def test_an_answer_to_an_older_state_is_not_taken(client, offered):
    signed_in_as(client, Role.EARLY_HELP, teams=["early-help"])

    page = shows(
        client.post(
            f"/contacts/{offered.id}/hand-over",
            {"version": 3, "answer": "return", "reason": "They have moved away"},
        ),
        412,
    )

    assert "this contact changed while you were writing" in page
    assert "They have moved away" in page


def test_there_is_nothing_to_answer_twice(client, offered):
    signed_in_as(client, Role.EARLY_HELP, teams=["early-help"])
    address = f"/contacts/{offered.id}/hand-over"
    client.post(address, {"version": 4, "answer": "accept"})

    page = shows(client.get(address))

    assert "There is nothing to answer here" in page
    assert "Send answer" not in page
