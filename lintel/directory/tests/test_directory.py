"""Who there is to ask, to tell and to hand over to."""

import dataclasses

import pytest

from lintel.access.viewers import NotPermitted, the_public, the_system
from lintel.audit import trail
from lintel.directory import actions, loading, queries
from lintel.directory.rules.kinds import Agency, Service, Team, team_to_take
from lintel.kernel.instants import UTC, datetime
from lintel.kernel.refusals import Invalid, NotThere

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BY = the_system("northbeck", today=AT.date())
TEAM = Team("assessment-east", "Assessment East", "assessment", "northbeck", takes_by_default=True)


@pytest.mark.django_db
def test_what_is_added_is_there_for_its_council_only():
    agency = Agency("beck-school", "Beck School", "school", "northbeck")
    service = Service("young-carers", "Young Carers", "northbeck", for_ages="8 to 17")
    actions.add_agency(agency=agency, by=BY, at=AT)
    actions.add_team(team=TEAM, by=BY, at=AT)
    actions.add_service(service=service, by=BY, at=AT)
    assert queries.agencies("northbeck") == [agency]
    assert queries.team("northbeck", "assessment-east") == TEAM
    assert queries.service("northbeck", "young-carers") == service
    assert queries.teams("southmere") == []
    with pytest.raises(NotThere):
        queries.team("southmere", "assessment-east")
    [entry] = trail.entries_about("team", "northbeck/assessment-east")
    assert entry.did == "add team"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "East 1"}, "key_shape"),
        ({"title": " "}, "no_title"),
        ({"kind": "fire"}, "kind_unknown"),
        ({"council": "southmere"}, "other_council"),
        ({}, "key_taken"),
        ({"key": "assessment-west"}, "second_default"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(change, code):
    actions.add_team(team=TEAM, by=BY, at=AT)
    with pytest.raises(Invalid) as refused:
        actions.add_team(team=dataclasses.replace(TEAM, **change), by=BY, at=AT)
    assert code in [refusal.code for refusal in refused.value.refusals]
    assert queries.teams("northbeck") == [TEAM]


@pytest.mark.django_db
def test_only_who_looks_after_the_directory_adds_to_it():
    with pytest.raises(NotPermitted):
        actions.add_team(team=TEAM, by=the_public("northbeck", today=AT.date()), at=AT)


@pytest.mark.django_db
def test_work_goes_to_the_default_of_its_kind_else_to_who_stands_in():
    second = Team("a-team", "A team", "assessment", "northbeck")
    loading.load(teams=[TEAM, second], by=BY, at=AT)
    assert queries.team_for("northbeck", "assessment") == TEAM
    assert queries.team_for("northbeck", "child_protection") == TEAM
    with pytest.raises(NotThere):
        queries.team_for("northbeck", "early_help")


@pytest.mark.django_db
def test_loading_again_adds_nothing():
    first = loading.load(teams=[TEAM], by=BY, at=AT)
    again = loading.load(teams=[TEAM], by=BY, at=AT)
    assert (first["teams"], again["teams"]) == (1, 0)


def test_a_council_without_any_team_has_nobody_to_take_work():
    assert team_to_take("assessment", []) is None
