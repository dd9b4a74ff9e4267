"""What comes to the page of a family from outside: words of a filter, ids of nobody and of two."""

from uuid import uuid4

import pytest

from lintel.access.viewers import Role
from lintel.contacts import queries
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.people import actions as people

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def somebody(receipt):
    by = given.a_manager()
    [told] = queries.family_facts(queries.the_contact(by, receipt.id)).told
    return people.link(told.record_id, None, ["said"], by=by, at=given.NOON)


HOSTILE = (
    {"who": "' OR 1=1 --", "kind": "<script>alert(1)</script>", "period": "12; DROP TABLE"},
    {"who": str(uuid4()), "kind": "plan\x00", "period": "-1"},
    {"who": "\ud800".encode("utf-8", "surrogatepass"), "kind": "é" * 5_000, "period": "1e9"},
    {"who": ["a", "b"], "kind": ["plan", "nothing"], "period": ["", "٣"]},
)


@pytest.mark.parametrize("sent", HOSTILE)
def test_words_that_mean_nothing_narrow_nothing(client, sent):
    receipt = given.received()
    person = somebody(receipt)
    signed_in_as(client, Role.MANAGER)
    for address in (f"/contacts/{receipt.id}/history", f"/people/{person}/family"):
        answer = client.get(address, sent)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert receipt.reference in answer.content.decode()


def test_somebody_merged_away_is_read_as_whom_they_stand_as(client):
    first, second = given.received(), given.received(concern="Seen alone at the bus station")
    kept, other = somebody(first), somebody(second)
    people.merge_people(kept, other, "one child", by=given.a_manager(), at=given.NOON)
    signed_in_as(client, Role.MANAGER)

    answer = client.get(f"/people/{other}/family")

    assert answer.status_code == 200
    said = answer.content.decode()
    assert first.reference in said
    assert second.reference in said
    assert said.count("Opened from here") >= 1


def test_an_id_of_nobody_is_not_there(client):
    signed_in_as(client, Role.MANAGER)
    assert client.get(f"/people/{uuid4()}/family").status_code == 404
    assert client.get("/people/not-an-id/family").status_code == 404
