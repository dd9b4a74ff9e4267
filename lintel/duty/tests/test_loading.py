"""What the demo writes in bulk is what the actions would have left."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from lintel.access.viewers import Role
from lintel.contacts import loading as contacts, queries
from lintel.contacts.rules.facts import Rating
from lintel.contacts.rules.sides import Side
from lintel.contacts.tests import given
from lintel.directory import loading as directory, queries as teams
from lintel.directory.rules.members import Member
from lintel.duty import loading
from lintel.duty.models import DutyItem, Promise
from lintel.duty.queries.plan import turn_in
from lintel.duty.rules.items import Why
from lintel.duty.rules.promises import Settled
from lintel.duty.tests.given import CLOSES, DRAWN, NIGHT_TEAM, a_duty_worker, the_hub_and_the_night
from lintel.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_night_that_was_handed_over_and_a_promise_that_was_kept():
    the_hub_and_the_night()
    manager, night = given.a_manager(), a_duty_worker()
    by = given.a_viewer(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False)
    walk = contacts.receive(
        given.a_telling(), council=given.COUNCIL, reference="NB-2345-67", by=by, at=given.NOON
    )
    walk.look(immediate=False, by=manager, at=given.NOON)
    walk.rate(rating=Rating.RED, reason="Hungry", by=manager, at=given.NOON)
    said = {"what": "Ring her", "to_whom": "The mother", "due_at": CLOSES}
    promised = loading.promise(walk, by=manager, at=given.NOON, **said)
    loading.settle(walk, promised, how=Settled.KEPT, words="Rang her", by=manager, at=DRAWN)
    turn = turn_in(given.COUNCIL, DRAWN)
    item = loading.hand_over(
        walk, turn=turn, why=[Why.RED], note="See her tonight", by=manager, at=DRAWN
    )
    with pytest.raises(Refused):
        loading.accept(walk, item, turn=turn, team=NIGHT_TEAM, by=manager, at=CLOSES)
    loading.accept(walk, item, turn=turn, team=NIGHT_TEAM, by=night, at=CLOSES)
    with transaction.atomic():
        contacts.write([walk], by=manager, known_since=given.NOON, known={})
        loading.write(promises=[promised], items=[item])

    [held] = queries.in_duty_hands(given.COUNCIL)
    assert (held.reference, held.side) == ("NB-2345-67", Side.DUTY)
    assert DutyItem.objects.get().state == "accepted"
    assert Promise.objects.get().settled_as == "kept"


def test_members_of_a_child_protection_team_are_loaded_once():
    given.teams()
    by, day = given.a_viewer(Role.SYSADMIN), given.NOON.date()
    members = [Member(uuid4(), "protection", "police", "DS Dhillon", "Police", day)]
    assert directory.load_members(members, council="northbeck", by=by, at=given.NOON) == 1
    assert directory.load_members(members, council="northbeck", by=by, at=given.NOON) == 0
    found = teams.membership("northbeck", "protection", on=day + timedelta(days=1))
    assert found.missing == ("education", "social_worker", "health")
