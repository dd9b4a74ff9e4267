"""Records that imports left, over the API: listed, read, settled, undone."""

from uuid import UUID

import pytest

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit import trail
from lintel.contacts.tests import given
from lintel.people.models import ToReview
from lintel.people.tests import given as people
from lintel.people.tests.given import AT, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def left(source: str = "school", band: str = "possible") -> ToReview:
    return ToReview.objects.create(
        council="northbeck",
        record_id=people.record(people.told(given_name="Maisy", postcode="NB9 9ZZ")),
        source=source,
        band=band,
        left_at=AT,
        left_by=viewer().account_id,
    )


@pytest.fixture
def screener():
    given.teams()
    return Caller(Role.SCREENER)


def test_the_list_is_of_the_records_and_says_nobodys_name(screener):
    one, other = left(), left("health", "likely")
    answer = screener("GET", "/people/reviews").json()
    assert [row["id"] for row in answer["items"]] == [str(other.id), str(one.id)]
    assert (answer["reviewed"], answer["total"], answer["next_cursor"]) == (0, 2, None)
    assert "Maisy" not in str(answer)
    [row] = screener("GET", "/people/reviews?source=health").json()["items"]
    assert row["band"] == "likely"


def test_a_record_is_read_settled_and_undone(screener):
    person, row = people.person(), left()
    address = f"/people/reviews/{row.id}"
    said = screener("GET", address).json()
    assert (said["name"], said["person_id"]) == ("Maisy Okafor", None)
    assert person in {candidate_id(one) for one in said["candidates"]}
    assert [e.did for e in trail.entries_about("record to review", str(row.id))] == [
        "open record to review"
    ]

    done = screener("POST", f"{address}/settle", {"person": str(person)})
    assert done.json()["person_id"] == str(person)
    assert screener("GET", "/people/reviews").json()["items"] == []
    again = screener("POST", f"{address}/settle", {"new": True})
    assert [r["code"] for r in again.json()["refusals"]] == ["linked_already"]
    assert screener("POST", f"{address}/undo", {"reason": "A cousin"}).json()["person_id"] is None
    apart = screener("POST", f"{address}/not-the-same", {"person": str(person)}).json()
    assert person not in {candidate_id(one) for one in apart["candidates"]}


def candidate_id(said):
    return UUID(said["person_id"])


@pytest.mark.parametrize("sent", [{}, {"new": False}, {"new": True, "person": str(AT.year)}])
def test_settling_says_whose_it_is(screener, sent):
    assert screener("POST", f"/people/reviews/{left().id}/settle", sent).status_code == 422


def test_nobody_else_reads_them(screener):
    row = left()
    stranger = Caller(Role.SCREENER, council="southmere")
    assert stranger("GET", f"/people/reviews/{row.id}").status_code == 404
    assert stranger("GET", "/people/reviews").json()["items"] == []
    police = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    assert police("GET", "/people/reviews").status_code == 403
