"""Waiting for a place, giving it back, and reading what came back, by another system."""

import pytest

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.contacts.tests import given
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Team

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]
KEY = "early-help"


def test_a_place_is_waited_for_taken_and_given_back():
    given.teams()
    one = Team(KEY, "Early help team", "early_help", given.COUNCIL, covers="NB4", places=1)
    directory.change_team(team=one, by=given.a_viewer(Role.SYSADMIN), at=given.NOON)
    receipt = given.decided("early_help")
    helper, manager = Caller(Role.EARLY_HELP, teams=[KEY]), Caller(Role.MANAGER)
    where = f"/contacts/{receipt.id}"

    def does(path, body, version):
        return helper("POST", f"{where}/{path}", body, **{"If-Match": f'"{version}"'})

    waits = {"answer": "wait", "reason": "A worker is free on Monday"}
    assert does("handover", waits, 4).status_code == 200
    assert given.now(receipt).awaiting_team == KEY
    assert does("handover", waits, 4).json()["refusals"][0]["code"] == "already_waiting"
    [seen] = helper("GET", "/places").json()["items"]
    assert (seen["left"], seen["taken"], seen["covers"]) == (1, 0, "NB4")
    assert seen["waiting"][0]["waits_for"] == "A worker is free on Monday"
    assert seen["holders"] == []

    accepted = does("handover", {"answer": "accept"}, 4)
    assert accepted.status_code == 200
    [seen] = manager("GET", "/places").json()["items"]
    assert (seen["left"], [one["contact_id"] for one in seen["holders"]]) == (0, [str(receipt.id)])
    assert (seen["holders_count"], seen["holders_cursor"], seen["waiting_count"]) == (1, None, 0)
    listed = helper("GET", f"/places/list?team={KEY}").json()
    assert [one["contact_id"] for one in listed["items"]] == [str(receipt.id)]
    assert listed["next_cursor"] is None
    assert helper("GET", "/places/list?part=waiting").json()["items"] == []
    assert helper("GET", "/places/list?team=protection").status_code == 404
    assert helper("GET", f"/places/list?cursor=0-{receipt.id.hex}").status_code == 422
    assert helper("GET", "/places/list?cursor=elephant").status_code == 422
    ended = {"how": "helped", "words": "He sleeps and eats at home"}
    assert does("place/end", {"how": "helped", "words": " "}, 5).status_code in {409, 422}
    assert does("place/end", ended, 5).status_code == 200
    assert does("place/end", ended, 5).json()["refusals"][0]["code"] == "already_ended"
    assert manager("GET", "/places").json()["items"][0]["left"] == 1

    lines = manager("GET", "/came-back").json()["items"]
    assert [line["whose"] for line in lines][-1] == "council"
    assert manager("GET", "/came-back/list?whose=council&months=3").json()["items"] == []
    assert helper("GET", "/came-back/list?whose=council").status_code == 403
    assert helper("GET", "/came-back/list?whose=nobody").status_code == 404
    assert manager("GET", "/came-back/list?months=5").status_code == 422
