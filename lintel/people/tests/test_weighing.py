"""The scorer of three hypotheses: what is shown adds up, and a household is told apart."""

import json
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given as for_any, settings

from lintel.people.learning import calibrated, learn
from lintel.people.rules.comparing import compare
from lintel.people.rules.facts import facts_of
from lintel.people.rules.likeness import Band, Relation, likeness
from lintel.people.rules.person_alike import Held, person_alike
from lintel.people.rules.weighing import WeightsWrong, for_so_many, probability, weights_from
from lintel.people.tests.given import told
from lintel.people.tests.test_rules import people
from lintel.people.warm import WarmRecords
from lintel.people.weights import shipped

TODAY = date(2026, 3, 2)
NHS, OTHER_NHS = {"nhs_number": "9990000018"}, {"nhs_number": "9990000026"}
MOTHER = {"mother_given_name": "Ngozi", "mother_family_name": "Okafor"}


def facts(**said):
    return facts_of(told(**said), as_of=TODAY)


@settings(deadline=None)
@for_any(people, people)
def test_the_weights_shown_and_the_prior_add_up(a, b):
    found = likeness(facts_of(a, as_of=TODAY), facts_of(b, as_of=TODAY))
    shown = sum(one.weight for one in found.agreements)
    assert found.prior + shown == pytest.approx(found.weight, abs=0.05)
    assert 0 <= found.probability <= 1


@pytest.mark.parametrize(
    "missing",
    [
        {"nhs_number": ""},
        {"postcode": "", "address_lines": ()},
        {"sex": ""},
        {"mother_given_name": "", "mother_family_name": ""},
        {"date_of_birth": None},
        {"given_name": "baby"},
    ],
)
def test_a_missing_value_never_vetoes_and_is_not_shown(missing):
    found = likeness(facts(**NHS, **MOTHER), facts(**{**NHS, **MOTHER, **missing}))
    whole = likeness(facts(**NHS, **MOTHER), facts(**NHS, **MOTHER))
    assert found.band is not None
    assert len(found.agreements) < len(whole.agreements)
    assert not found.differs


@pytest.mark.parametrize(
    ("twin", "relation"),
    [
        ({"given_name": "Grace"}, "household"),
        ({"given_name": "Grace", **MOTHER}, "household"),
        ({"given_name": "Daniel", "sex": "M"}, "household"),
        ({"given_name": "Maisy", **OTHER_NHS}, "household"),
        ({**OTHER_NHS}, "household"),
        ({"given_name": "Maisie-Grace", "sex": "M"}, "same"),
    ],
)
def test_a_twin_is_never_likely_to_be_the_child(twin, relation):
    found = likeness(facts(**{**NHS, **MOTHER}), facts(**{**MOTHER, **twin}))
    assert found.band is Band.POSSIBLE
    assert found.relation is Relation(relation)


def test_what_a_household_shares_does_not_make_a_sister_the_child():
    sister = {"given_name": "Grace", "date_of_birth": date(2014, 6, 1), "phone": "01632 960123"}
    found = likeness(facts(**MOTHER, phone="01632 960123"), facts(**MOTHER, **sister))
    assert found.relation is Relation.HOUSEHOLD
    assert found.probability < 0.05
    address = next(one for one in found.agreements if one.field == "address")
    assert abs(address.weight) < 1  # the sister lives there too


def test_a_rare_name_says_more_than_a_common_one():
    nowhere = {"address_lines": (), "postcode": "", "date_of_birth": None}
    common = facts(given_name="Muhammad", family_name="Khan", **nowhere)
    rare = facts(family_name="Zzyzx", **nowhere)
    assert likeness(rare, rare).weight > likeness(common, common).weight + 3


def held(source: str, months_ago: int, **said) -> Held:
    as_of = TODAY - timedelta(days=30 * months_ago)
    return Held(source, source, as_of, facts_of(told(**said), as_of=as_of))


def test_another_record_that_speaks_against_somebody_lowers_them():
    asked = facts(**NHS)
    agrees, another = held("school", 9), held("health", 1, **OTHER_NHS)
    assert person_alike(asked, [agrees]).band is Band.CERTAIN
    lowered = person_alike(asked, [agrees, another])
    assert lowered.band is Band.POSSIBLE
    assert "another record of theirs: different NHS number" in lowered.differs
    older = held("school", 9, date_of_birth=date(2009, 1, 30))
    assert person_alike(facts(), [held("health", 1), older]).band is Band.LIKELY


def test_when_a_family_has_moved_the_page_says_until_when():
    moved = held("health", 1, postcode="NB9 9ZZ", address_lines=("7 High Street",))
    found = person_alike(facts(), [held("school", 20), moved])
    assert "lived at this address until about January 2026" in found.reasons


def test_the_order_of_records_does_not_matter():
    records = [
        held("school", 9),
        held("health", 1, **OTHER_NHS),
        held("police", 4, given_name="Maisey"),
        held("housing", 2, date_of_birth=None),
    ]
    found = {person_alike(facts(**NHS), list(order)) for order in permutations(records)}
    assert len(found) == 1
    ways = set()
    for order in permutations(enumerate(one.facts for one in records)):
        warm = WarmRecords(order)
        ways.add(frozenset(ref for ref, _ in warm.find(facts(**NHS))))
    assert ways == {frozenset(range(4))}


def test_the_shipped_weights_say_how_they_were_made_and_rise():
    weights = shipped()
    stated = [probability(weight, weights) for weight in range(-40, 60)]
    assert stated == sorted(stated)
    assert stated[0] < 0.01 < 0.99 < stated[-1]


def test_weights_that_cannot_be_used_are_refused():
    with pytest.raises(WeightsWrong):
        weights_from({"version": "x"})
    falls, rises = [[0, 0.9], [1, 0.1]], [[0, 0.1], [1, 0.9]]
    for wrong in (
        {"calibration": falls},
        {"calibration": rises, "calibration of siblings": falls},
        {"calibration of siblings": rises},
        {"calibration": rises, "where many are held": {}},
        {"calibration": rises, "where many are held": {"more than": 1, "records": 2}},
        {
            "calibration": rises,
            "where many are held": {
                "more than": 3,
                "records": 2,
                "calibration": rises,
                "calibration of siblings": rises,
            },
        },
    ):
        with pytest.raises(WeightsWrong):
            weights_from({**_learned(), **wrong})


def _learned():
    records = [facts(**NHS), facts(**NHS, given_name="Maisey"), facts(**OTHER_NHS)]
    data = learn(records, version="try", made="in a test", tell=lambda words: None)
    return json.loads(json.dumps(data))


def test_weights_learned_from_records_alone_can_be_read_and_used():
    knots = calibrated((weight, weight > 0) for weight in range(-30, 30) for _ in range(30))
    weights = weights_from({**_learned(), "calibration": knots})
    assert likeness(facts(**NHS), facts(**NHS), weights).probability > 0.5


def test_who_looks_like_a_sibling_is_stated_by_what_such_weights_turned_out_to_be_worth():
    flat = {"calibration": [[-90, 0.2], [90, 0.2001]], "calibration of siblings": [[-90, 0.6]]}
    weights = weights_from({**_learned(), **flat})
    brother = likeness(facts(**NHS), facts(**OTHER_NHS, given_name="Tom"), weights)
    assert (brother.siblings, brother.probability) == (True, 0.6)
    same = likeness(facts(**NHS), facts(**NHS), weights)
    assert not same.siblings
    assert same.probability == pytest.approx(0.2, abs=1e-3)


def test_where_many_are_held_a_weight_is_worth_what_it_turned_out_to_be_there():
    few, many = [[-10, 0.1], [10, 0.9]], [[-10, 0.0], [0, 0.2], [10, 0.8]]
    both = {"calibration": few, "calibration of siblings": few}
    held = {"more than": 1_000, "records": 16_000, "calibration": many}
    weights = weights_from(
        {**_learned(), **both, "where many are held": {**held, "calibration of siblings": few}}
    )

    def stated(weight: float, records: int, *, siblings: bool = False) -> float:
        return probability(weight, for_so_many(weights, records), siblings=siblings)

    assert [stated(0, n) for n in (500, 1_000)] == [0.5, 0.5]
    assert stated(0, 4_000) == pytest.approx(0.35)  # two doublings of four
    assert [stated(0, n) for n in (16_000, 3_000_000)] == pytest.approx([0.2, 0.2])
    assert stated(5, 16_000) == pytest.approx(0.5)
    assert stated(0, 16_000, siblings=True) == pytest.approx(0.5)


def levels(a, b) -> dict[str, str]:
    return {one.field: one.level for one in compare(a, b)}


@pytest.mark.parametrize(
    ("home", "other", "level"),
    [
        (("4 Beck Lane", "NB1 2QF"), ("4 Back Lane", "NB1 2QF"), "same"),
        (("4 Beck Lane", "NB1 2QF"), ("6 Beck Lane", "NB1 2QF"), "postcode"),
        (("Flat 2, 4 Beck Lane", "NB1 2QF"), ("Flat 3, 4 Beck Lane", "NB1 2QF"), "postcode"),
        (("4 Beck Lane", "NB1 2QF"), ("4 Beck Lane", ""), "street"),
        (("4Beck Lane", ""), ("4 Beck Lane", ""), "street"),
        (("4 Beck Lane", "NB1 2QF"), ("4 Beck Lane", "NB1 2GF"), "street"),
        (("4 Beck Lane", "NB1 2QF"), ("4 Beck Lane", "NB9 9ZZ"), "differs"),
        (("4 Beck Lane", ""), ("19 Mill Road", ""), "differs"),
    ],
)
def test_a_home_is_known_by_its_door_and_street_also_without_a_postcode(home, other, level):
    one, two = (facts(address_lines=(line,), postcode=postcode) for line, postcode in (home, other))
    assert levels(one, two)["address"] == levels(two, one)["address"] == level


def test_a_year_of_birth_one_out_is_a_slip_also_across_a_decade():
    one, other = facts(date_of_birth=date(2019, 3, 9)), facts(date_of_birth=date(2020, 3, 9))
    assert levels(one, other)["date_of_birth"] == "slip"


def test_a_council_number_one_slip_out_is_near():
    one, other = facts(la_child_id="L7369004"), facts(la_child_id="L7369094")
    assert levels(one, other)["la_child_id"] == "near"
