"""Which team work goes to by rule: the longest beginning, the ages, the usual; and why."""

import pytest

from lintel.directory.rules.kinds import Team
from lintel.directory.rules.routing import (
    Child,
    reasons_not_another,
    reasons_not_to_route,
    suggest,
    tidy,
)


def a_team(key: str, **differences) -> Team:
    ordinary = {"kind": "assessment", "council": "northbeck", "title": key.capitalize()}
    return Team(key, **(ordinary | differences))


NORTH = a_team("north", covers="NB4, NB6 1")
SOUTH = a_team("south", covers="NB5, NB6", takes_by_default=True)
LITTLE = a_team("little", kind="early_help", ages_to=4)
YOUTH = a_team("youth", kind="early_help", ages_from=11, ages_to=17)
ALL = a_team("all", kind="early_help", takes_by_default=True)
TEAMS = [NORTH, SOUTH, LITTLE, YOUTH, ALL]


@pytest.mark.parametrize(
    ("kind", "children", "team", "because"),
    [
        ("assessment", [Child("NB4 1AB")], "north", "it covers NB4, where the child lives"),
        ("assessment", [Child("nb41ab")], "north", "it covers NB4, where the child lives"),
        ("assessment", [Child("NB6 1AB")], "north", "it covers NB6 1, where the child lives"),
        ("assessment", [Child("NB6 2AB")], "south", "it covers NB6, where the child lives"),
        ("assessment", [Child("NB41 1AB")], "south", "unless somebody chooses another"),
        ("assessment", [Child()], "south", "no postcode of a child is known"),
        ("assessment", [], "south", "no postcode of a child is known"),
        ("assessment", [Child("NB4 1AB"), Child()], "north", "it covers NB4"),
        ("assessment", [Child("NB4 1AB"), Child("NB5 1AB")], None, "areas of North and South"),
        ("early_help", [Child(age=3), Child(age=12)], "little", "the youngest child is 3"),
        ("early_help", [Child(age=0)], "little", "the youngest child is under one"),
        ("early_help", [Child(age=12)], "youth", "ages 11 to 17"),
        ("early_help", [Child(age=8)], "all", "unless somebody chooses another"),
        ("early_help", [Child()], "all", "unless somebody chooses another"),
        ("send", [Child("NB4 1AB")], None, "no team takes such work"),
    ],
)
def test_the_team_and_the_reason(kind, children, team, because):
    found = suggest([kind], TEAMS, children)

    assert (found.team.key if found.team else None) == team
    assert because in found.because
    assert found.by_rule == ("covers" in found.because or "works with" in found.because)


def test_the_first_kind_that_has_a_team_is_asked():
    assert suggest(["child_protection", "assessment"], TEAMS, [Child("NB4 1AB")]).team == NORTH


def test_only_against_a_rule_does_another_team_want_a_reason():
    by_rule = suggest(["assessment"], TEAMS, [Child("NB4 1AB")])
    by_habit = suggest(["assessment"], TEAMS, [Child()])

    assert reasons_not_another(by_rule, "north", reason="") == ()
    assert reasons_not_another(by_habit, "north", reason="") == ()
    assert reasons_not_another(by_rule, "south", reason="Known to them") == ()
    [refused] = reasons_not_another(by_rule, "south", reason=" ")
    assert refused.message == "Enter why not North: it covers NB4, where the child lives"


@pytest.mark.parametrize(
    ("differences", "fields"),
    [
        ({"covers": "NB4, NB6 1, NB"}, []),
        ({"covers": "nb4,nb6  1"}, []),
        ({"covers": "Northbeck"}, ["covers"]),
        ({"covers": "NB4 1AB"}, ["covers"]),
        ({"ages_from": 5, "ages_to": 5}, []),
        ({"ages_from": 6, "ages_to": 5}, ["ages_to"]),
    ],
)
def test_what_makes_no_sense_of_a_team_is_named(differences, fields):
    assert [r.field for r in reasons_not_to_route(a_team("x", **differences))] == fields


def test_an_area_is_written_one_way():
    assert tidy(" nb4,,nb6   1 ,") == "NB4, NB6 1"
