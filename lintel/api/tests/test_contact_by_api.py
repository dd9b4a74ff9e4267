"""A contact handed in, looked at, rated, decided and closed by another system."""

import os
import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.api.tests.given import SENT, Caller
from lintel.contacts.tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def police():
    return Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)


@pytest.fixture
def manager():
    return Caller(Role.MANAGER)


def test_the_whole_path(police, manager):
    given.teams()
    taken = police.hands_in()
    assert taken.status_code == 201, taken.content
    where = f"/contacts/{taken.json()['id']}"

    def does(verb, body, version):
        answer = manager("POST", f"{where}/{verb}", body, **{"If-Match": f'"{version}"'})
        assert answer.status_code in {200, 201}, answer.content
        return answer

    does("look", {"immediate": False, "note": ""}, 1)
    does("rate", {"rating": "amber", "reason": "Hungry"}, 2)
    does("assign", {"to": str(manager.account.id), "reason": "Mine"}, 3)
    decided = does("decisions", {"outcome": "no_further_action", "rationale": "Fed now"}, 4)
    assert decided.json()["state"] == "decided"
    assert does("close", {"reason": "Done"}, 5).json()["state"] == "closed"
    assert does("reopen", {"reason": "More came in"}, 6).json()["queue"] == "to_decide"


def test_a_replay_gives_the_same_answer(police):
    first = police.hands_in("k-1")
    again = police.hands_in("k-1")

    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert police.hands_in("k-1", concern="Another").status_code == 422


def test_every_wrong_field_is_named(police):
    answer = police.hands_in(
        concern=5,
        categories="neglect",
        children=[{"given_name": "A", "date_of_birth": 20190504, "role": "manager"}],
        extra=1,
    )

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {
        "concern",
        "categories",
        "children.0.date_of_birth",
        "children.0.role",
        "extra",
    }


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b'"text"', b'{"kind": "welfare"', b"\xff\xfe"]
)
def test_an_unreadable_body_is_422(police, body):
    answer = police.client.generic(
        "POST",
        "/api/v1/contacts",
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {police.token}", "Idempotency-Key": "k"},
    )

    assert answer.status_code == 422, answer.content


def test_no_key_no_contact(police):
    assert police("POST", "/contacts", SENT).status_code == 422


def test_writes_state_the_version_they_saw(police, manager):
    where = f"/contacts/{police.hands_in().json()['id']}"
    look = {"immediate": False, "note": ""}

    assert manager("POST", f"{where}/look", look).status_code == 428
    assert manager("POST", f"{where}/look", look, **{"If-Match": '"7"'}).status_code == 412
    assert manager("PATCH", where, {"consent": "given"}).status_code == 428


def test_hidden_is_absent(police):
    where = f"/contacts/{police.hands_in().json()['id']}"
    stranger = Caller(Role.MANAGER, council="southmere")

    hidden, none = stranger("GET", where), stranger("GET", f"/contacts/{uuid4()}")

    assert hidden.status_code == none.status_code == 404
    without = [
        {key: value for key, value in answer.json().items() if key != "request_id"}
        for answer in (hidden, none)
    ]
    assert without[0] == without[1]


def test_a_role_that_may_see_but_not_do_is_told_so(police):
    where = f"/contacts/{police.hands_in().json()['id']}"
    screener = Caller(Role.SCREENER)

    answer = screener(
        "POST", f"{where}/look", {"immediate": False, "note": ""}, **{"If-Match": '"1"'}
    )

    assert answer.status_code == 403
    assert (
        police(
            "POST", f"{where}/look", {"immediate": False, "note": ""}, **{"If-Match": '"1"'}
        ).status_code
        == 403
    )


def test_every_refusal_comes_at_once_with_a_code_and_a_way_to_its_cause(police, manager):
    given.teams()
    taken = police.hands_in(categories=["physical_abuse"], immediate_danger=True)
    where = f"/contacts/{taken.json()['id']}"
    manager("POST", f"{where}/look", {"immediate": True, "note": ""}, **{"If-Match": '"1"'})

    answer = manager(
        "POST",
        f"{where}/decisions",
        {"outcome": "no_further_action", "rationale": "Fine"},
        **{"If-Match": '"2"'},
    )

    assert answer.status_code == 409
    refusals = answer.json()["refusals"]
    assert {r["code"] for r in refusals} == {
        "immediate_unanswered",
        "strategy_indicated",
        "not_rated",
    }
    assert all(r["cause_url"].startswith("/contacts/") for r in refusals)


def test_a_token_that_is_not_in_force_is_401():
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eA=="}):
        answer = Client().get("/api/v1/me", headers=headers)
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"


def test_queues_agree_with_their_lists(police, manager):
    for _ in range(3):
        police.hands_in()
    found = manager("GET", "/queues").json()

    assert found["received"] == found["open"] + found["closed"] == 3
    for queue in found["items"]:
        listed = manager("GET", queue["url"].removeprefix("/api/v1")).json()["items"]
        assert len(listed) == queue["count"]
        for item in listed:
            assert item["owner"]
            assert item["next_step"]
            assert item["due"]


def test_paging_gives_each_contact_once(police, manager):
    for _ in range(5):
        police.hands_in()
    seen, cursor = [], ""
    while True:
        page = manager("GET", f"/contacts?limit=2&cursor={cursor}").json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 5


def test_paging_skips_and_repeats_nothing_while_others_come_in(manager):
    """Told of between any two pages, at any time of receipt; LINTEL_WALKS says how many walks."""
    chance = random.Random(7)
    began = timezone.now() - timedelta(days=3)

    def more() -> str:
        at = began + timedelta(minutes=chance.randrange(3 * 24 * 60))
        return str(given.received(at=at).id)

    there = {more() for _ in range(7)}
    for _ in range(int(os.environ.get("LINTEL_WALKS", "4"))):
        seen, cursor, before = [], "", set(there)
        while cursor is not None:
            limit = chance.randrange(1, 2 + len(before))
            page = manager("GET", f"/contacts?limit={limit}&cursor={cursor}").json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            there |= {more()} if chance.random() < 0.3 else set()
        assert len(seen) == len(set(seen))
        assert before <= set(seen) <= there


def test_who_i_am(manager):
    said = manager("GET", "/me").json()

    assert (said["role"], said["council"], said["agency"]) == (
        "manager",
        "northbeck",
        "northbeck-council",
    )


def test_search_is_post_and_finds_by_name_and_reference(police, manager):
    taken = police.hands_in().json()

    assert manager("GET", "/search").status_code == 405
    for text in ("ashgrove", "Tomas Ashgrove", taken["reference"].lower().replace("-", " ")):
        found = manager("POST", "/search", {"text": text}).json()["items"]
        assert [item["id"] for item in found] == [taken["id"]]


def test_the_document_is_openapi_31_and_not_for_strangers(manager):
    assert Client().get("/api/v1/openapi.json").status_code == 401
    document = manager("GET", "/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/contacts/{contact_id}/look" in document["paths"]


@pytest.mark.parametrize(
    ("by_when", "status"),
    [("3513-08-11T20:10:38-23:02", 201), ("9999-12-31T23:30:00-23:00", 422)],
)
def test_a_time_of_no_place_on_earth_is_kept_in_ours_or_refused(by_when, status):
    screener = Caller(Role.SCREENER)
    receipt = given.rated()
    body = {"what": "Ring back", "to_whom": "The school", "by_when": by_when}
    answer = screener("POST", f"/contacts/{receipt.id}/promises", body)
    assert answer.status_code == status, answer.content


@pytest.mark.parametrize("rest", ["", "nowhere", "people/%0Aa/history", "contacts/%C2%85/decide"])
def test_an_address_of_the_api_that_is_not_there_answers_as_a_program_reads(client, rest):
    answer = client.get(f"/api/v1/{rest}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
