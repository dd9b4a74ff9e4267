"""The night's hand-over and promises through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given
from lintel.duty.tests.given import NIGHT_TEAM, now_to_be_handed_over, the_hub_and_the_night

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def test_an_item_stays_where_it_is_until_the_other_side_accepts():
    the_hub_and_the_night()
    contact = str(given.rated(Rating.RED).id)
    manager, worker = Caller(Role.MANAGER), Caller(Role.EMERGENCY_DUTY, teams=[NIGHT_TEAM])
    by_account = {one.account.id: one for one in (manager, worker)}
    giver, taker = (
        by_account[viewer.account_id]
        for viewer in now_to_be_handed_over(
            contact,
            **{
                name: viewer_of(Account.objects.get(id=one.account.id), timezone.now())
                for name, one in (("manager", manager), ("worker", worker))
            },
        )
    )

    def item(answer) -> dict:
        return next(i for i in answer.json()["items"] if i["contact_id"] == contact)

    first = item(giver("GET", "/duty"))
    assert first["state"] == "drawn"
    assert "red" in first["why"]
    assert taker("POST", "/duty/hand-over", {"contact_id": contact, "note": "x"}).status_code == 409
    short = giver("POST", "/duty/hand-over", {"contact_id": contact, "note": " "})
    assert [r["code"] for r in short.json()["refusals"]] == ["no_note"]
    said = giver("POST", "/duty/hand-over", {"contact_id": contact, "note": "See her"})
    assert (item(said)["state"], item(said)["holder"]) == ("ready", first["holder"])
    assert giver("POST", "/duty/accept", {"contact_ids": [contact]}).status_code == 409

    taken = taker("POST", "/duty/accept", {"contact_ids": [contact]})

    assert taken.status_code == 200
    owner = taker("GET", f"/contacts/{contact}").json()["owner"]
    assert owner in {"Emergency duty team", "Front-door team"}
    assert owner != first["holder"]
    again = taker("POST", "/duty/accept", {"contact_ids": [contact]})
    assert again.status_code == 409
    assert Caller(Role.SCREENER)("GET", "/duty").status_code == 403


def test_a_promise_is_made_read_and_settled():
    given.teams()
    screener, contact = Caller(Role.SCREENER), given.rated().id
    by_when = (timezone.now() + timedelta(hours=3)).isoformat()
    sent = {"what": "Ring the mother", "to_whom": "The mother", "by_when": by_when}

    made = screener("POST", f"/contacts/{contact}/promises", sent)

    assert made.status_code == 201
    [listed] = screener("GET", f"/contacts/{contact}/promises").json()["items"]
    assert (listed["id"], listed["state"], listed["late"]) == (made.json()["id"], "open", False)
    here = f"/promises/{listed['id']}/settle"
    assert Caller(Role.ADMIN)("POST", here, {"how": "kept", "words": "x"}).status_code == 403
    ended = screener("POST", here, {"how": "not_kept", "words": "No answer; told her by text"})
    assert ended.json()["state"] == "not_kept"
    assert screener("POST", here, {"how": "kept", "words": "x"}).status_code == 409
