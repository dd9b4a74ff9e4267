"""Who a multi-agency child protection team must have: by law, by date, and by page."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, signed_in_as
from lintel.directory import queries
from lintel.directory.rules.members import Member, missing_on
from lintel.policy.in_force import policy_for

ACT = ("education", "social_worker", "health", "police")
TODAY = date(2026, 10, 1)


def a_member(part: str, from_on: date = TODAY, until_on: date | None = None) -> Member:
    return Member(uuid4(), "protection", part, "Somebody", "", from_on, until_on)


@pytest.mark.parametrize(
    ("members", "missing"),
    [
        ([], ACT),
        ([a_member(part) for part in ACT], ()),
        ([a_member(part) for part in ACT[:3]], ("police",)),
        ([a_member("other")], ACT),
        ([a_member("police", TODAY + timedelta(days=1))], ACT),
        ([a_member("police", TODAY - timedelta(days=9), TODAY)], ACT[:3]),
        ([a_member("police", TODAY - timedelta(days=9), TODAY - timedelta(days=1))], ACT),
    ],
)
def test_who_is_missing_on_a_day(members, missing):
    assert missing_on(members, ACT, on=TODAY) == missing


def test_the_law_asks_for_it_from_the_day_the_council_says_and_no_day_ships():
    northbeck = policy_for("northbeck").child_protection_teams
    assert northbeck.parts == ACT
    assert [northbeck.in_force(date(2026, 8, 31)), northbeck.in_force(TODAY)] == [False, True]
    assert not policy_for("southmere").child_protection_teams.in_force(date(2040, 1, 1))


WHERE = "/directory/teams/protection/members"


def shows(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.mark.django_db
def test_members_come_and_leave_and_the_team_page_says_who_is_missing(client):
    given.teams()
    signed_in_as(client, Role.SYSADMIN)
    today = timezone.localdate()
    page = shows(client.get("/directory/teams/protection"))
    assert "Missing: education, social worker, health, police" in page
    assert WHERE in page
    assert "Enter their name" in shows(client.post(WHERE, {"part": "police"}), 422)
    said = {"name": "DS Amrit Dhillon", "agency": "Police", "from_on": f"{today:%d/%m/%Y}"}
    for part in ACT:
        assert client.post(WHERE, said | {"part": part}).status_code == 302
    assert "Nobody is missing" in shows(client.get("/directory/teams/protection"))

    on = timezone.localdate()
    police = next(
        one for one in queries.membership("northbeck", "protection", on=on).members
        if one.part == "police"
    )  # fmt: skip
    assert client.post(WHERE, {"ends": str(police.id)}).status_code == 302
    tomorrow = queries.membership("northbeck", "protection", on=on + timedelta(days=1))
    assert tomorrow.missing == ("police",)
    done = [entry.did for entry in trail.entries_about("team", "northbeck/protection")]
    assert done.count("add member of team") == 4
    assert done[-1] == "end member of team"


@pytest.mark.django_db
def test_only_a_child_protection_team_has_them_and_only_its_own_council_sees_them(client):
    given.teams()
    signed_in_as(client, Role.SYSADMIN)
    assert client.get("/directory/teams/assessment/members").status_code == 404
    client.logout()
    signed_in_as(client, Role.SYSADMIN, council="southmere")
    assert client.get(WHERE).status_code == 404
    client.logout()
    signed_in_as(client, Role.MANAGER)
    assert client.get(WHERE).status_code == 403


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_of_members_in_a_browser(page, live_server, page_is_accessible):
    from lintel.duty.tests.test_duty_pages import picture

    given.teams()
    become(page, live_server, given.an_account(Role.SYSADMIN, name="Ines Okafor"))
    page.goto(WHERE)
    page.get_by_label("Police", exact=True).check()
    page.get_by_label("Name", exact=True).fill("DS Amrit Dhillon")
    page.get_by_label("First day").fill("1/9/2026")
    page.get_by_role("button", name="Add member").click()
    page_is_accessible(page)
    picture(page, "members")
    page.set_viewport_size({"width": 320, "height": 720})
    page_is_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto("/directory/teams/protection")
    page_is_accessible(page)
    picture(page, "team")
