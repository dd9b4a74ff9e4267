"""The directory of a council, kept by its administrator."""

import pytest
from django.utils import timezone

from lintel.access.tests.given import an_account
from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.config.beginning import begin_directory
from lintel.contacts.tests.signing_in import sign_in
from lintel.directory import queries
from lintel.govuk.tests.as_seen import as_seen

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def admin(client):
    begin_directory("northbeck", at=timezone.now())
    return sign_in(client, an_account("s.admin", role=Role.SYSADMIN, registered_until=None))


def shows(answer, status=200):
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[:3000])
    return answer.content.decode()


def test_what_is_added_is_listed_and_what_is_missing_is_said(client, admin):
    assert "assessment" in shows(client.get("/directory"))
    added = {
        "teams": {"title": "Assessment East", "kind": "assessment", "takes_by_default": "on"},
        "agencies": {"title": "Beck School", "kind": "education", "email": "office@beck.example"},
        "services": {"title": "Young carers", "summary": "A break", "url": "www.example.org"},
    }
    for what, typed in added.items():
        shows(client.get(f"/directory/{what}/add"))
        assert client.post(f"/directory/{what}/add", typed).status_code == 302
    page = shows(client.get("/directory"))
    assert all(typed["title"] in page for typed in added.values())
    assert queries.team_for("northbeck", "assessment").key == "assessment-east"
    assert trail.entries_about("team", "northbeck/assessment-east")[-1].did == "add team"


def test_the_default_of_a_kind_moves_to_the_team_that_is_chosen(client, admin):
    for title in ("East", "West"):
        client.post("/directory/teams/add", {"title": title, "kind": "assessment"})
    for key in ("east", "west"):
        typed = {"title": key.title(), "phone": "01632 960000", "takes_by_default": "on"}
        typed |= as_seen(client.get(f"/directory/teams/{key}"))
        assert client.post(f"/directory/teams/{key}", typed).status_code == 302

    assert queries.team_for("northbeck", "assessment").key == "west"
    assert [t.key for t in queries.teams("northbeck") if t.takes_by_default] == [
        "front-door",
        "west",
    ]
    entry = trail.entries_about("team", "northbeck/west")[-1]
    assert (entry.did, entry.why) == ("change team", "phone takes_by_default")


def test_a_second_default_or_no_name_is_refused_beside_its_question(client, admin):
    typed = {"title": "Another door", "kind": "front_door", "takes_by_default": "on"}
    assert "already takes work" in shows(client.post("/directory/teams/add", typed), 422)
    assert "Enter the name" in shows(client.post("/directory/teams/front-door", {}), 422)


def test_another_councils_entries_are_not_there(client, admin):
    begin_directory("southmere", at=timezone.now())

    assert "Southmere" not in shows(client.get("/directory"))
    for address in ("agencies/southmere-council", "nothing/add", "teams/nothing"):
        assert client.get(f"/directory/{address}").status_code == 404
