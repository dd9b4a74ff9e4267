"""A council with several hubs: the one that covers where the child lives is said, with why."""

import pytest

from lintel.access.viewers import Role
from lintel.contacts import actions as contacts, queries
from lintel.contacts.rules.telling import AddressTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Team

pytestmark = pytest.mark.django_db
SOUTH = Team("hub-south", "South hub", "front_door", given.COUNCIL, covers="NB5")


def lives(postcode: str):
    address = AddressTold(lines=("1 Elm Row",), postcode=postcode)
    return given.received(children=(given.a_child(address=address),))


def test_another_hub_is_said_with_its_reason_until_it_has_the_contact(client):
    given.teams()
    directory.add_team(team=SOUTH, by=given.a_viewer(Role.SYSADMIN), at=given.NOON)
    theirs, ours = lives("NB5 1AB"), lives("NB4 1AB")
    viewer = signed_in_as(client, Role.SCREENER)

    page = client.get(f"/contacts/{theirs.id}").content.decode()
    assert "South hub</strong>: it covers NB5, where the child lives" in page
    assert f'href="/contacts/{theirs.id}/assign"' in page
    assert "South hub" not in client.get(f"/contacts/{ours.id}").content.decode()

    contacts.assign_contact(
        contact_id=theirs.id, version=None, to="hub-south", by=viewer, at=given.NOON
    )
    assert queries.the_contact(viewer, theirs.id).owner_team == "hub-south"
    assert "Another hub covers this" not in client.get(f"/contacts/{theirs.id}").content.decode()
