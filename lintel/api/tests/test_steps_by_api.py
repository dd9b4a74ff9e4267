"""Protection steps through the API: what a connected system reads and records."""

import pytest

from lintel.access.viewers import Role
from lintel.api.tests.given import SENT, Caller
from lintel.contacts.tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def contact_id():
    given.teams()
    police = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    body = SENT | {"categories": ["physical_abuse"]}
    return police("POST", "/contacts", body, **{"Idempotency-Key": "k"}).json()["id"]


@pytest.fixture
def screener():
    return Caller(Role.SCREENER)


def test_a_paediatric_step_is_read_declined_with_each_view_and_done_after_all(contact_id, screener):
    [step] = screener("GET", f"/contacts/{contact_id}/steps").json()["items"]
    assert (step["kind"], step["state"], step["name"]) == ("paediatric", "open", "Tomas Ashgrove")

    here = f"/steps/{step['id']}"
    short = screener("POST", f"{here}/decline", {"reason": "No mark"})
    assert short.status_code == 422
    assert {e["field"] for e in short.json()["errors"]} >= {"views.health", "views.police"}
    views = {"social_care": "No", "health": "No", "police": "Not asked: no crime is alleged"}
    told = screener("POST", f"{here}/decline", {"reason": "No mark", "views": views})
    assert told.json()["state"] == "declined"

    opinion = {
        "happened_at": "2026-01-02T10:00:00Z",
        "who": "Dr Farrow, consultant paediatrician",
        "place": "Northbeck Infirmary",
        "paediatrician": True,
        "consent": "parent",
        "words": "In keeping with what he says",
    }
    gp = screener("POST", f"{here}/done", opinion | {"paediatrician": False})
    assert gp.status_code == 422
    done = screener("POST", f"{here}/done", opinion)
    assert done.json()["state"] == "done"
    assert done.json()["endings"][0]["late_entry"] is True
    assert screener("POST", f"{here}/done", opinion).status_code == 409


def test_who_may_not_see_decisions_sees_no_step(contact_id):
    admin = Caller(Role.ADMIN)
    assert admin("GET", f"/contacts/{contact_id}/steps").json()["items"] == []
