"""What each kind shows, to whom and where; when it is set, looked at again and lifted."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from lintel.access.viewers import Role
from lintel.policy.in_force import preset_policy
from lintel.restrictions.rules.lasting import (
    LiftFacts,
    Purpose,
    ReaderSaid,
    reads_until,
    reasons_not_to_ask,
    reasons_not_to_lift,
    reasons_not_to_set,
    review_on,
)
from lintel.restrictions.rules.places import Whereabouts, home_forms, places_of
from lintel.restrictions.rules.showing import Place, Reader, shown

POLICY = preset_policy("standard").restricting
KIND = {kind.code: kind for kind in POLICY.kinds.values()}
DAY = date(2026, 3, 2)
A_READER = ReaderSaid(None, "front-door", Purpose.TASK)
HIDING, OPEN = ("K1", "K2", "K3", "K5", "K6"), ("K4",)

# What is seen at each place, in this order; one letter each: all, masked, signal, identity,
# nothing. Written out, so that a change of the rule is a change of this table.
PLACES = "record list count search candidate household history figures notice register location"
LETTERS = {"all": "a", "masked": "m", "signal": "s", "identity": "i", "nothing": "."}
SEEN = {
    ("K1", "listed"): "aaaaaaaaa.a",
    ("K1", "guardian"): ".........i.",
    ("K1", "signalled"): "...........",
    ("K1", "other"): "...........",
    ("K1", "outside"): "...........",
    ("K2", "listed"): "aaaaaaaaa.a",
    ("K2", "guardian"): ".........i.",
    ("K2", "signalled"): "s..ss.....m",
    ("K2", "other"): "..........m",
    ("K2", "outside"): "...........",
    ("K4", "listed"): "aaaaaaaaa.a",
    ("K4", "guardian"): ".........i.",
    ("K4", "signalled"): "aaaaaaaaa.m",
    ("K4", "other"): "aaaaaaaaa.m",
    ("K4", "outside"): "aaaaaaaaaa.",
}
for like_the_first in ("K3", "K5", "K6"):
    SEEN |= {
        (like_the_first, reader): seen for (code, reader), seen in SEEN.items() if code == "K1"
    }


@pytest.mark.parametrize(("code", "reader"), SEEN)
def test_what_each_kind_shows(code, reader):
    seen = [LETTERS[shown(KIND[code], Reader(reader), Place(each))] for each in PLACES.split()]

    assert "".join(seen) == SEEN[code, reader]


def test_the_table_is_whole():
    assert set(SEEN) == {(code, str(reader)) for code in KIND for reader in Reader}
    assert PLACES.split() == [str(place) for place in Place]


def test_policy_names_roles_that_there_are():
    for kind in KIND.values():
        assert kind.signal | kind.lifted_by <= {str(role) for role in Role}


def test_k2_alone_names_who_is_told_and_the_mask_of_k4_tells_everybody():
    assert [code for code, kind in KIND.items() if "screener" in kind.signal] == ["K2"]
    assert [code for code, kind in KIND.items() if kind.signal] == ["K2"]
    assert [code for code, kind in KIND.items() if not kind.hides_the_record] == ["K4"]


def refusals(code="K1", **differences):
    said = {"reason": "Her aunt works here", "readers": [A_READER], "review": None}
    said |= {"on": DAY, "held": ()} | differences
    return {each.code for each in reasons_not_to_set(KIND.get(code), **said)}


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        ({}, set()),
        ({"code": "none"}, {"no_kind"}),
        ({"reason": "because"}, {"no_reason"}),
        ({"readers": []}, {"no_readers"}),
        ({"code": "K4", "readers": []}, set()),
        ({"held": ("own_family",)}, {"restricted_already"}),
        ({"review": DAY}, {"review_past"}),
        ({"review": DAY + timedelta(days=90)}, set()),
        ({"review": DAY + timedelta(days=91)}, {"review_too_late"}),
        ({"code": "K3"}, {"no_review"}),
        ({"code": "K3", "review": DAY + timedelta(days=200)}, set()),
        ({"code": "K6", "review": DAY + timedelta(days=367)}, {"review_too_late"}),
        ({"reason": "", "readers": [], "review": DAY}, {"no_reason", "no_readers", "review_past"}),
    ],
)
def test_what_stands_in_the_way_of_restricting(differences, expected):
    assert refusals(**differences) == expected


def test_the_list_ends_and_the_review_comes():
    assert reads_until(Purpose.TASK, POLICY, on=DAY) == DAY + timedelta(days=14)
    assert reads_until(Purpose.INVOLVED, POLICY, on=DAY) == DAY + timedelta(days=183)
    assert review_on(KIND["K1"], None, on=DAY) == DAY + timedelta(days=90)
    assert review_on(KIND["K6"], None, on=DAY) is None


ONE, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("asked_by", "by", "role", "code", "expected"),
    [
        (ONE, OTHER, "guardian", "K1", set()),
        (ONE, OTHER, "manager", "K1", set()),
        (ONE, ONE, "guardian", "K1", {"two_people"}),
        (None, OTHER, "guardian", "K1", {"not_asked"}),
        (ONE, OTHER, "screener", "K1", {"not_yours_to_lift"}),
        (ONE, OTHER, "manager", "K3", {"not_yours_to_lift"}),
        (ONE, ONE, "screener", "K6", {"two_people", "not_yours_to_lift"}),
    ],
)
def test_lifting_needs_two_people_and_the_right_one(asked_by, by, role, code, expected):
    found = reasons_not_to_lift(KIND[code], LiftFacts(False, asked_by), by=by, role=role)

    assert {each.code for each in found} == expected


def test_what_is_lifted_is_neither_asked_for_nor_lifted_again():
    lifted = LiftFacts(True, ONE)

    again = reasons_not_to_lift(KIND["K1"], lifted, by=OTHER, role="guardian")
    assert {each.code for each in again} == {"lifted_already"}
    assert {e.code for e in reasons_not_to_ask(lifted, "No longer needed")} == {"lifted_already"}
    twice = reasons_not_to_ask(LiftFacts(False, ONE), "")
    assert {each.code for each in twice} == {"asked_already", "no_reason"}


@pytest.mark.parametrize(
    ("kept", "told", "same"),
    [
        ("Flat 2 / 12 Refuge Lane", "12 Refuge Lane", True),
        ("12 Refuge Lane", "Flat 2 / 12 Refuge Lane", True),
        ("Flat 2, 12 Refuge Lane", "12 Refuge Lane, Northbeck", True),
        ("Flat 2 12 Refuge Lane", "12, refuge lane.", True),
        ("12 Refuge Lane, Flat 2", "12 Refuge Lane", True),
        ("12 Refuge Lane Flat B", "12 Refuge Lane", True),
        ("Ground floor flat / 12 Refuge Lane", "12 Refuge Lane", True),
        ("Room 3A / Larkhill House / Mere Road", "Larkhill House / Mere Road", True),
        ("Larkhill House / 12 Mere Road", "12 Mere Road", True),
        ("Flat 2 / Northbeck", "Flat 2, Northbeck", True),
        ("Flat 2 / 12 Refuge Lane", "Flat 2 / 3 Mill Row", False),
        ("Flat 2 / 12 Refuge Lane", "Flat 2", False),
        ("Flat 2 / Northbeck", "Northbeck", False),
        ("Flat 2 / High Street / Northbeck", "High Street / Northbeck", False),
        ("Flat 2 / 12 Refuge Lane", "112 Refuge Lane", False),
        ("12 Refuge Lane", "12 Refuge Lane North", False),
    ],
)
def test_a_house_is_known_with_and_without_the_flat_in_it(kept, told, same):
    one, other = (places_of(Whereabouts(tuple(each.split(" / ")))) for each in (kept, told))
    assert bool(one & other) is same


def test_two_live_together_by_uprn_or_by_postcode_and_street_never_by_postcode_alone():
    here = home_forms(("Flat 2", "12 Refuge Lane"), "NB1 2QF", "100")
    assert here & home_forms(("12 Refuge Lane", "Northbeck"), "nb12qf")
    assert here & home_forms((), "", "0100")
    assert not here & home_forms(("14 Refuge Lane",), "NB1 2QF")
    assert not here & home_forms((), "NB1 2QF")
    assert not here & home_forms(("12 Refuge Lane",), "NB9 9ZZ")


HERE = Whereabouts(("12 Refuge Lane", "Northbeck"), "NB1 2QF", "", "01632 960 555", "Elm School")


@pytest.mark.parametrize(
    "written",
    [
        Whereabouts(("12 Refuge Lane",)),
        Whereabouts(("12, refuge lane.",)),
        Whereabouts((), "nb12qf"),
        Whereabouts(("Flat 2", "Northbeck NB1 2QF")),
        Whereabouts(phone="+44 1632 960555"),
        Whereabouts(school="ELM SCHOOL"),
    ],
)
def test_a_protected_place_is_known_however_it_is_written(written):
    assert places_of(HERE) & places_of(written)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Whereabouts(),
        Whereabouts(("12 Beck Lane", "Northbeck"), "NB1 2QG"),
        Whereabouts(phone="01632 960 556", school="Elm Nursery"),
    ],
)
def test_another_place_is_not(elsewhere):
    assert not places_of(HERE) & places_of(elsewhere)
