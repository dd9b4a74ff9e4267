"""One against very many says what one against one says."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given as for_any, settings, strategies as st

from lintel.demo.places import AREAS
from lintel.demo.population import households
from lintel.demo.records import source_records
from lintel.people.memory.choosing import most_alike_rows
from lintel.people.memory.columns import columns_of
from lintel.people.memory.pairs import sharing_keys, weigh_pairs
from lintel.people.memory.signs import may_be_own, signs
from lintel.people.memory.weighing import sift, weigh_many
from lintel.people.memory.worth import ordinals
from lintel.people.rules.choosing import most_alike
from lintel.people.rules.comparing import compare, is_own_name
from lintel.people.rules.described import person_from
from lintel.people.rules.facts import Facts, Name, facts_of
from lintel.people.rules.likeness import BESIDE
from lintel.people.rules.packed import lines, packed, unpacked
from lintel.people.rules.weighing import for_so_many, weigh
from lintel.people.weights import shipped

TODAY = date(2026, 11, 1)

# Few of everything, so that any two often agree.
parts = st.lists(
    st.sampled_from("maisie maisy may okafor o'kafor reid юлія 陳 li".split()), max_size=2
)
names = st.builds(Name, parts.map(tuple), parts.map(tuple))
days = st.one_of(
    st.none(),
    st.sampled_from([date(2017, 3, 9), date(2017, 9, 3), date(2018, 3, 9), TODAY]),
    # Near each other in every way: boundaries of years, months and generations.
    st.builds(
        date,
        st.sampled_from([2004, 2005, 2006, 2007, 2016, 2017, 2018]),
        st.sampled_from([1, 2, 3, 11, 12]),
        st.sampled_from([1, 2, 3, 11, 12, 13, 28]),
    ),
    st.sampled_from([date(2016, 12, 31), date(2017, 1, 1), date(2017, 1, 31), date(2017, 2, 1)]),
)
upns = st.frozensets(st.sampled_from(["H801200001001", "X801200001001"]), max_size=2)
few = st.sampled_from(["", "1", "2"])
tellings = st.builds(
    Facts,
    names=st.lists(names.filter(bool), max_size=2, unique=True).map(tuple),
    born_on=days,
    expected_on=days,
    born_between=st.sampled_from([None, (date(2016, 3, 2), date(2017, 3, 2)), (TODAY, TODAY)]),
    sex=st.sampled_from(["", "M", "F"]),
    nhs_number=few,
    upns=upns,
    upns_written=upns,
    la_child_id=st.sampled_from(["", "1", "a\nb", "%0A,|"]),
    postcode=st.sampled_from(["", "NB12QF", "NB12QG"]),
    uprn=few,
    street=st.sampled_from(["", "4 BECK LANE", "4 BECK LNE", "5 BECK LANE"]),
    phone=few,
    mother=names,
    father=names,
)


@pytest.fixture(scope="module")
def invented():
    """Everything held of some invented households."""
    facts = []
    for household in households(seed=77, as_of=TODAY, area=AREAS["northbeck"]):
        for row, _ in source_records(household, seed=77, as_of=TODAY):
            told, as_of = person_from(row, today=TODAY)
            facts.append(facts_of(told, as_of=as_of))
        if len(facts) > 300:
            return facts


def is_as_one_by_one(asked, others):
    many = weigh_many(asked, columns_of([lines(packed(other)) for other in others]))
    for place, other in enumerate(others):
        compared = compare(asked, other)
        one = weigh(compared, shipped())
        assert many.weight[place] == pytest.approx(one.weight, abs=1e-9)
        assert many.household[place] == pytest.approx(one.household, abs=1e-9)
        assert many.beside[place] == (not BESIDE.isdisjoint(compared))


@for_any(tellings)
def test_packing_loses_nothing(facts):
    assert unpacked(packed(facts)) == facts


@settings(max_examples=200, deadline=None)
@for_any(tellings, st.lists(tellings, max_size=6))
def test_one_against_many_weighs_as_one_against_one(asked, others):
    is_as_one_by_one(asked, others)


def test_invented_people_weigh_alike_either_way(invented):
    for asked in invented[::15]:
        is_as_one_by_one(asked, invented)


def shows_the_same(asked, others):
    rows = columns_of([lines(packed(other)) for other in others])
    weights = for_so_many(shipped(), max(len(others), 1_000))
    every, sifted = (how(asked, rows, weights) for how in (weigh_many, sift))
    for same, beside in ((25, 15), (1, 1), (len(rows), len(rows))):
        shown = every.worth_showing(weights, same=same, others=beside)
        assert sifted.worth_showing(weights, same=same, others=beside) == shown
        assert sifted.weight[shown].tolist() == every.weight[shown].tolist()


@settings(max_examples=300, deadline=None)
@for_any(tellings, st.lists(tellings, max_size=12))
def test_who_is_passed_over_would_not_have_been_shown(asked, others):
    shows_the_same(asked, others)


def test_invented_people_are_shown_alike_when_most_are_passed_over(invented):
    for asked in invented[::10]:
        shows_the_same(asked, invented)


def test_packing_invented_people_loses_nothing(invented):
    assert [unpacked(packed(facts)) for facts in invented] == invented


first_names = st.text("abehilmnosyz", min_size=1, max_size=9)


@settings(max_examples=300, deadline=None)
@for_any(first_names, first_names)
def test_no_name_that_may_be_somebodys_own_is_passed_over(one, other):
    a, b = signs([one]), signs([other])
    assert may_be_own(a, b)[0] or not is_own_name(one, other)


def test_days_are_counted_as_the_calendar_counts_them(invented):
    days = sorted({facts.born_on for facts in invented if facts.born_on})
    written = np.array([int(f"{day:%Y%m%d}") for day in days])
    apart = [(day - days[0]).days for day in days]
    assert (ordinals(written) - ordinals(written[:1])).tolist() == apart


def test_pairs_weigh_as_one_against_one(invented):
    rng = np.random.default_rng(5)
    one, other = rng.integers(0, len(invented), (2, 800))
    rows = columns_of([lines(packed(facts)) for facts in invented])
    many = weigh_pairs(rows, one, other, shipped())
    for place, (a, b) in enumerate(zip(one, other, strict=True)):
        alone = weigh(compare(invented[a], invented[b]), shipped())
        assert many.weight[place] == pytest.approx(alone.weight, abs=1e-9)
        assert many.household[place] == pytest.approx(alone.household, abs=1e-9)


def test_whoever_shares_a_key_is_paired_once_and_a_crowd_is_not():
    keys = np.array([7, 7, 7, 8, 8, 9, 5, 5, 5, 5])
    records = np.array([2, 0, 1, 0, 1, 3, 0, 1, 2, 3])
    one, other = sharing_keys(keys, records, most=3)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]


def test_nobody_pairs_with_nobody():
    none = np.empty(0, dtype=np.int64)
    assert [len(side) for side in sharing_keys(none, none)] == [0, 0]


@for_any(
    st.lists(st.lists(st.integers(1, 40), max_size=20, unique=True), max_size=8),
    st.one_of(st.none(), st.integers(1, 40)),
    st.integers(1, 30),
)
def test_rows_are_chosen_all_at_once_as_one_by_one(under, but, most):
    under.append(list(range(1, 30)) * 20)  # a crowd
    assert most_alike_rows(under, but=but, most=most) == most_alike(under, but=but, most=most)
