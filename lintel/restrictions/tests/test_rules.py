"""What each kind shows, to whom and where; when it is set, looked at again and lifted."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

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
from lintel.restrictions.rules.places import (
    Whereabouts,
    address_forms,
    forms_before,
    home_forms,
    places_in,
    places_of,
)
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
        ("12 Flat 3 / High Street", "12 High Street", True),
        ("12, Flat 3, High Street", "Flat 3, 12 High Street", True),
        ("2 Flat B / High St", "2 High Street", True),
        ("12 / Flat 3 / High Street", "Flat 3 / 12 / High St.", True),
        ("12 Flat 3 High Street", "12 High Street", True),
        ("Flat 3 12 High Street", "12 High Street", True),
        ("Flat 3/2, 12 High Street", "12 High Street", True),
        ("Flat 3/12 High Street", "12 High Street", True),
        ("Flat 12 High Street", "12 High Street", True),
        ("Flat B2 / 12 High Street", "12 High Street", True),
        ("Apartment Two / Block C / 12 High Street", "12 High Street", True),
        ("12A High Street", "Flat A, 12 High Street", True),
        ("12 a High Street", "12A High Street", True),
        ("12-14 High Street", "14 High Street", True),
        ("12-14 High Street", "12 - 14 High Street", True),
        ("12-14 High Street", "12/14, High Street", True),
        ("No. 12 High Street", "Number 12, High Street", True),
        ("First Floor, 12 High Street", "12 High Street, Top Floor Flat", True),
        ("12 High Street / First Floor", "12 High Street", True),
        ("12 High Street Annexe", "The Annexe / 12 High Street", True),
        ("12 High St NB1 2QF", "12 High Street", True),
        ("Northbeck / 12 High Street", "12 High Street / Northbeck", True),
        ("High Street / 12", "12 High Street", True),
        ("12 / Northbeck / High Street", "12 High Street / Northbeck", True),
        ("Larkhill House 12 Mere Road", "12 Mere Road", True),
        ("Mere Road / Larkhill House", "Larkhill House / Mere Road", True),
        ("Ty Gwyn / Mere Road", "Mere Road / Tŷ Gwyn", True),
        ("12 Ffordd y Môr", "12, Ffordd y Mor", True),
        ("3 / Heol Las / Northbeck", "Northbeck / 3 Heol Las", True),
        ("Caravan 5 / Mere Park", "Mere Park / Caravan 5", True),
        ("12 Flat 3 / High Street", "12 Mill Row", False),
        ("12 Flat 3 / High Street", "12", False),
        ("12 Flat 3 / High Street", "Flat 12 / 3 High Street", False),
        ("12 / Flat 3 / Northbeck", "12 / Mill Row", False),
        ("12A High Street", "112A High Street", False),
        ("12-14 High Street", "16 High Street", False),
        ("Mere Road / Larkhill House", "Mere Road / Elm House", False),
        ("5th Avenue / 3", "5 Avenue", False),
        ("12 Refuge House, High Street", "Flat 12, Refuge House, High Street", True),
        ("Apartment 12 / Refuge House / 5 High Street", "12 Refuge House", True),
        ("12 Refuge House / High Street", "Refuge House, High St", True),
        ("12 Refuge Court, High Street", "Flat 12, Refuge Court, High Street", True),
        ("Flat 12, Refuge Court, 5 High Street", "12 Refuge Court, High Street", True),
        ("12 Refuge Court, High Street", "14 Refuge Court, High Street", False),
        ("12 Refuge House, High Street", "12 Elm House, High Street", False),
        ("12 House", "House", False),
        ("Northbeck / 12 High Street", "Northbeck / 3 Mill Row", False),
        ("Northbeck / 12 / High Street", "Northbeck", False),
        ("Northbeck / Flat 12 High Street", "Northbeck", False),
        ("Northbeck / 12 Refuge Court", "Northbeck", False),
    ],
)
def test_a_house_is_known_with_and_without_the_flat_in_it(kept, told, same):
    one, other = (places_of(Whereabouts(tuple(each.split(" / ")))) for each in (kept, told))
    assert bool(one & other) is same


STREETS = st.tuples(
    st.sampled_from(["High", "St Mary's", "Refuge", "Oxford", "The Old Mill"]),
    st.sampled_from([("Street", "St"), ("Road", "Rd."), ("Lane", "LANE"), ("Square", "Sq")]),
)
FLATS = [
    "",
    "Flat 3",
    "flat B",
    "Apt. 2A",
    "First Floor",
    "The Annexe",
    "Room 12",
    "Unit no. 4",
    "Flat",
]
NUMBERS = st.from_regex(r"[1-9][0-9]{0,2}[A-Da-d]?|[1-9]-[1-9]", fullmatch=True)


@st.composite
def ways_to_tell(draw, number, street):
    """One house, its parts in any order, on lines of their own or with commas between them."""
    name, ends = street
    told = f"{name} {draw(st.sampled_from(ends))}"
    flat = draw(st.sampled_from(FLATS))
    parts = draw(
        st.sampled_from(
            [
                [flat, f"{number} {told}", "Northbeck"],
                [flat, number, told, "Northbeck"],
                [f"{number} {flat}", told, "Northbeck"],
                [f"{flat} {number}", told],
                [f"{number} {flat} {told}"],
                [f"{flat} {number} {told}", "Northbeck"],
            ]
        )
    )
    parts = draw(st.permutations([part.strip() for part in parts if part]))
    return tuple(draw(st.sampled_from([parts, [", ".join(parts)]])))


@given(data=st.data(), number=NUMBERS, street=STREETS)
def test_a_place_told_in_any_order_of_its_parts_is_known_in_every_other(data, number, street):
    one, other = (address_forms(data.draw(ways_to_tell(number, street)), "") for _ in range(2))
    assert one & other
    assert not [form for form in one | other if re.fullmatch(r"street \d+[a-z]?", form)]


@given(data=st.data(), street=STREETS)
def test_words_that_tell_of_a_place_in_any_order_with_the_number_before_the_street(data, street):
    kept = address_forms(data.draw(ways_to_tell("12", street)), "")
    name, ends = street
    flat, end = data.draw(st.sampled_from(FLATS)), data.draw(st.sampled_from(ends))
    told = data.draw(
        st.sampled_from(
            [f"{flat}, 12 {name} {end}", f"12, {flat}, {name} {end}", f"12 {flat} {name} {end}"]
        )
    )
    assert kept & places_in(f"She is at {told} now.")


def test_a_sentence_that_names_the_town_of_a_protected_house_is_no_place():
    kept = address_forms(("Northbeck", "12 High Street"), "")
    assert not kept & places_in("She takes the bus to Northbeck.")
    assert kept & places_in("She is at 12 High St in Northbeck.")


@given(data=st.data(), numbers=st.lists(st.integers(1, 999), min_size=2, max_size=2, unique=True))
def test_another_number_of_the_street_is_another_house(data, numbers):
    street = ("Refuge", ("Lane", "Ln"))
    one, other = (
        address_forms((data.draw(st.sampled_from(FLATS)), f"{number} Refuge Lane", "Northbeck"), "")
        for number in numbers
    )
    assert not one & other
    told = address_forms(data.draw(ways_to_tell(str(numbers[0]), street)), "")
    assert not told & other


def test_two_live_together_by_uprn_or_by_postcode_and_street_never_by_postcode_alone():
    here = home_forms(("Flat 2", "12 Refuge Lane"), "NB1 2QF", "100")
    assert here & home_forms(("12 Refuge Lane", "Northbeck"), "nb12qf")
    assert here & home_forms((), "", "0100")
    assert not here & home_forms(("14 Refuge Lane",), "NB1 2QF")
    assert here & home_forms(("12",), "NB1 2QF")
    assert not home_forms(("12",), "")
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


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("street 12highst", "12 High St"),
        ("street 12highst", "12 High Street"),
        ("street no12highstreet", "No. 12 High Street"),
        ("street tgwyn", "Tŷ Gwyn / Mere Road"),
        ("street 12fforddddr", "12 Ffordd Ddŵr"),
        ("school ysgoltgwyn", "Ysgol Tŷ Gwyn"),
    ],
)
def test_a_place_that_older_rules_kept_is_known_by_the_form_they_kept(kept, told):
    where = Whereabouts(tuple(told.split(" / ")), school=told)
    assert kept in forms_before(where) - places_of(where)
    assert kept in places_in(f"It was {told.replace(' / ', ', ')} then.")


def test_older_rules_kept_a_number_with_its_word_which_is_known_without_it():
    assert "street no12highst" in forms_before(Whereabouts(("12 High Street", "Northbeck")))
