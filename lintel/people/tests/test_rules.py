"""Names, numbers, keys, likeness: pure, so tried on tables and on anything at all."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given as for_any, settings, strategies as st

from lintel.people.rules import numbers
from lintel.people.rules.best_known import Telling, best_known
from lintel.people.rules.choosing import how_likely, offered
from lintel.people.rules.comparing import given_level, is_parent
from lintel.people.rules.facts import facts_of
from lintel.people.rules.keys import LONGEST, keys, keys_to_look_for
from lintel.people.rules.likeness import Band, Relation, likeness
from lintel.people.rules.names import sound, standard_name
from lintel.people.rules.told import PersonTold, as_plain, from_plain
from lintel.people.tests.given import told

TODAY = date(2026, 3, 2)

words = st.text(max_size=12)
names = st.one_of(
    words, st.sampled_from(["Maisie", "Maisey", "Mohammed", "Muhamad", "baby", "O’Neill", "Okafor"])
)
days = st.none() | st.dates(date(2015, 1, 1), date(2016, 3, 1))
people = st.builds(
    PersonTold,
    given_name=names,
    middle_names=words,
    family_name=names,
    alias_given_name=names,
    alias_family_name=names,
    date_of_birth=days,
    expected_on=days,
    age_years=st.none() | st.integers(0, 18),
    sex=st.sampled_from(["", "M", "F", "U", "?"]),
    nhs_number=st.sampled_from(["", "9990000018", "999 000 0026", "12"]),
    upn=st.sampled_from(["", "H801200001001", "A801200001001", "x"]),
    former_upn=st.sampled_from(["", "H801200001001"]),
    la_child_id=st.sampled_from(["", "A1", "B2"]),
    address_lines=st.lists(words, max_size=2).map(tuple),
    postcode=st.sampled_from(["", "NB1 2QF", "nb12qf", "SM4 4AA"]),
    uprn=st.sampled_from(["", "100", "200"]),
    phone=st.sampled_from(["", "01632 960123", "+44 1632 960123"]),
    mother_given_name=names,
    mother_family_name=names,
)


@settings(deadline=None)  # a busy machine is not a failure
@for_any(people, people)
def test_likeness_is_the_same_whichever_way_round(a, b):
    one, other = facts_of(a, as_of=TODAY), facts_of(b, as_of=TODAY)
    assert likeness(one, other) == likeness(other, one)


@settings(deadline=None)
@for_any(people)
def test_what_was_told_comes_back_word_for_word(told):
    assert from_plain(as_plain(told)) == told


@settings(deadline=None)
@for_any(people)
def test_keys_are_short_and_a_person_shares_all_of_them_with_themselves(told):
    facts = facts_of(told, as_of=TODAY)
    kept = keys(facts)
    assert kept == sorted(set(kept))
    assert all(0 < len(key) <= LONGEST for key in kept)
    assert set(kept) <= set(keys_to_look_for(facts))


@settings(deadline=None)
@for_any(st.text(max_size=40))
def test_a_name_made_standard_stays_as_it_is(name):
    assert standard_name(standard_name(name)) in {standard_name(name), ""}
    for part in standard_name(name).split():
        assert len(sound(part)) <= 16


@settings(deadline=None)
@for_any(
    st.lists(st.tuples(st.sampled_from(["contact", "school", "gp"]), days, people), max_size=4)
)
def test_what_is_best_known_does_not_depend_on_the_order_of_records(rows):
    tellings = [
        Telling(UUID(int=n), source, day or TODAY, told)
        for n, (source, day, told) in enumerate(rows)
    ]
    assert best_known(tellings) == best_known(reversed(tellings))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhamad"),
        ("Hussain", "Hussein"),
        ("Clarke", "Clark"),
        ("Smith", "Smyth"),
        ("Philips", "Fillips"),
        ("Kowalski", "Kovalsky"),
        ("Sofia", "Sophia"),
        ("MacDonald", "McDonald"),
        ("Юлия", "Yulia"),
        ("Zoë", "Zoe"),
        ("O'Neill", "ONeil"),
    ],
)
def test_spellings_of_one_spoken_name_share_a_sound(one, other):
    assert sound(standard_name(one)) == sound(standard_name(other))


@pytest.mark.parametrize(
    "said",
    ["Baby", "baby girl", "BABY OF Jane", "Unknown", "not known", "N/A", "Twin 1", "twin two", "?",
     "Unborn", "infant", "second twin", "Male child", "xxx", " - "],
)  # fmt: skip
def test_a_placeholder_is_a_missing_name(said):
    assert standard_name(said) == ""


@pytest.mark.parametrize("name", ["Child", "Young", "Boy", "Baby", "May", "Na", "Ng", "Twinn"])
def test_a_family_name_that_reads_like_a_word_is_still_a_name(name):
    assert standard_name(name, family=True) == name.lower()


@pytest.mark.parametrize(
    ("number", "stands"),
    [
        ("999 000 0018", "9990000018"),
        ("999-000-0018", "9990000018"),
        ("9990000019", ""),
        ("0000000000", ""),
        ("999000001", ""),
        ("٩٩٩٠٠٠٠٠١٨", ""),
    ],
)
def test_an_nhs_number_counts_only_with_its_check_digit(number, stands):
    assert numbers.nhs_number(number) == stands


@pytest.mark.parametrize(
    ("upn", "written", "stands"),
    [
        ("H801200001001", "H801200001001", "H801200001001"),
        ("h8012 0000 1001", "H801200001001", "H801200001001"),
        ("A801200001001", "A801200001001", ""),
        ("8801200001001", "", ""),
        ("", "", ""),
    ],
)
def test_a_upn_counts_fully_only_with_its_check_letter(upn, written, stands):
    assert (numbers.upn_as_written(upn), numbers.upn(upn)) == (written, stands)


def test_a_number_made_here_can_go_in_the_census():
    made = {numbers.new_number() for _ in range(200)}
    assert len(made) == 200
    assert all(numbers.la_child_id(number) == number for number in made)


NHS = {"nhs_number": "9990000018"}
OTHER_NHS = {"nhs_number": "9990000026"}


TURNED = {"given_name": "Okafor", "family_name": "Maisie"}
FORMS = ({"given_name": "William"}, {"given_name": "Billy"})
TWIN = "a sibling or a twin?"
DIFFERS = "first name differs: a sibling or a twin?"
SLIP = date(2017, 3, 19)
OTHER_DAY = {**NHS, "date_of_birth": date(2011, 1, 5)}
AMIR = {"given_name": "Amir", "sex": "M"}
SWAPPED = "day and month swapped in the date of birth"


@pytest.mark.parametrize(
    ("a", "b", "band", "relation", "words"),
    [
        ({}, {}, "certain", "same", "same date of birth"),
        (NHS, NHS, "certain", "same", "same NHS number"),
        ({}, {"date_of_birth": date(2017, 9, 3)}, "likely", "same", SWAPPED),
        ({}, {"date_of_birth": SLIP}, "likely", "same", "date of birth differs by one slip"),
        ({}, {"family_name": "Okaphor"}, "likely", "same", "surname sounds the same"),
        ({}, {"family_name": "Okafor-Reid"}, "likely", "same", "part of the surname is the same"),
        (*FORMS, "likely", "same", "forms of the same first name"),
        ({}, TURNED, "likely", "same", "names the other way round"),
        ({}, {"given_name": "Grace"}, "possible", "household", DIFFERS),
        (NHS, OTHER_NHS, "possible", "household", "different NHS numbers: " + TWIN),
        (NHS, {**NHS, "given_name": "Grace"}, "possible", "household", "same NHS number"),
        (NHS, OTHER_DAY, "likely", "same", "different date of birth"),
        (AMIR, {"given_name": "Amira"}, "possible", "same", "sex differs"),
        ({}, {"date_of_birth": None, "age_years": 8}, "likely", "same", "the age fits"),
        ({}, {"date_of_birth": None, "age_years": 3}, "possible", "same", "the age does not fit"),
        ({}, {"given_name": "Twin 1"}, "likely", "same", "same surname"),
    ],
)  # fmt: skip
def test_bands_and_words(a, b, band, relation, words):
    found = likeness(facts_of(told(**a), as_of=TODAY), facts_of(told(**b), as_of=TODAY))
    assert (found.band, found.relation) == (Band(band), Relation(relation))
    assert words in found.reasons + found.differs


@settings(deadline=None)
@for_any(people, people)
def test_different_nhs_numbers_or_another_first_name_are_never_certain_or_likely(a, b):
    one, other = facts_of(a, as_of=TODAY), facts_of(b, as_of=TODAY)
    found = likeness(one, other)
    how = {agreement.field: agreement.how for agreement in found.agreements}
    if how.get("nhs_number") == "differs" or how.get("given_name") == "differs":
        assert found.band in {None, Band.POSSIBLE}


def test_a_missing_value_neither_finds_nor_rules_out():
    empty = facts_of(PersonTold())
    assert keys(empty) == []
    assert likeness(empty, facts_of(told())).band is None
    assert likeness(empty, facts_of(told())).agreements == ()


def test_a_swapped_birthday_shares_its_key():
    one = facts_of(told(date_of_birth=date(2017, 3, 9)))
    other = facts_of(told(date_of_birth=date(2017, 9, 3)))
    assert keys(one) == keys(other)


def of(**said):
    return facts_of(PersonTold(**said), as_of=TODAY)


@pytest.mark.parametrize(
    ("given_name", "family_name", "born_on"),
    [
        ("Skye", "Whisttone", date(2017, 3, 10)),
        ("Sky", "Whisttone", date(2017, 3, 8)),
        ("Skye", "Whisttone", date(2016, 3, 9)),
        ("Adebayor", "Whitstone", date(2018, 3, 9)),
    ],
)
def test_a_birthday_one_out_beside_a_misspelt_name_finds_a_key_of_few(
    given_name, family_name, born_on
):
    held = of(given_name="Sky", family_name="Whitstone", date_of_birth=date(2017, 3, 9))
    asked = of(given_name=given_name, family_name=family_name, date_of_birth=born_on)
    shared = set(keys(held)) & set(keys_to_look_for(asked))
    assert any(key.startswith("b:") for key in shared)


def test_the_first_and_the_last_birthdays_have_none_beside_them():
    for day in (date.min, date.max, date(2016, 2, 29)):
        asked = of(given_name="Sky", family_name="Whitstone", date_of_birth=day)
        assert keys_to_look_for(asked)


def test_a_telephone_of_many_leads_to_those_of_one_family_name():
    sister = of(given_name="Tia", family_name="Poppi", phone="01632 960123")
    asked = of(given_name="Lou", family_name="Poppy", phone="+44 1632 960123")
    other = of(given_name="Lou", family_name="Shaw", phone="01632 960123")
    shared = set(keys(sister)) & set(keys_to_look_for(asked))
    assert len(shared) == 2
    assert len(shared & set(keys(other))) == 1


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ({"date_of_birth": date(1990, 5, 1)}, True),
        ({}, True),
        ({"age_years": 30}, True),
        ({"date_of_birth": date(2015, 5, 1)}, False),
        ({"age_years": 1}, False),
    ],
)
def test_whoever_is_too_young_for_it_is_not_the_parent_somebody_names(said, is_one):
    child = of(
        given_name="Tia",
        family_name="Brown",
        date_of_birth=date(2014, 3, 17),
        father_given_name="James",
        father_family_name="Brown",
    )
    james = of(given_name="James", family_name="Brown", **said)
    assert is_parent(james, child) is is_one
    if not is_one:
        assert "parent" not in {one.field for one in likeness(james, child).agreements}


def test_a_telling_at_the_door_does_not_outweigh_a_record():
    rows = [
        Telling(UUID(int=1), "contact", TODAY, told(given_name="Mazy")),
        Telling(UUID(int=2), "school", TODAY - timedelta(days=90), told()),
    ]
    assert best_known(rows).given_name == "Maisie"
    rows.append(Telling(UUID(int=3), "contact", TODAY, told(given_name="Mazy")))
    assert best_known(rows).given_name == "Mazy"


def _offer(relation=Relation.SAME, weight=0.0, near=0.0, probability=0.5):
    return SimpleNamespace(
        relation=relation, band=Band.POSSIBLE, weight=weight, near=near, probability=probability
    )


def test_a_household_has_one_place_of_ten_however_many_may_be_the_person():
    same = [_offer(weight=-float(n)) for n in range(12)]
    sister = _offer(Relation.HOUSEHOLD)
    assert offered([*same, sister, sister], 10) == [*same[:9], sister]
    assert offered([*same[:3], sister, sister], 10) == [*same[:3], sister, sister]
    assert offered(same, 10) == same[:10]
    assert offered([*same, sister], 3) == same[:3]


def test_a_household_is_in_the_order_of_how_sure_it_is_after_whoever_may_yet_be_the_person():
    home = [
        _offer(Relation.HOUSEHOLD, weight=-20.0, near=104.0, probability=0.0),
        _offer(Relation.HOUSEHOLD, weight=-9.0, near=2.0, probability=0.0),
    ]
    told_by_another_name = _offer(Relation.HOUSEHOLD, weight=-3.0, near=1.0, probability=0.2)
    person = _offer(weight=-30.0)
    ordered = sorted([*home[::-1], told_by_another_name, person], key=how_likely)
    assert ordered == [person, told_by_another_name, *home]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("yu", "ting"), ("yuting",)),
        (("yuchen",), ("yu", "chen", "hao")),
        (("ciara",), ("keira", "rose")),
        (("dermot",), ("diarmuid",)),
        (("osman",), ("uthman",)),
        (("gerry",), ("gerald",)),
    ],
)
def test_a_first_name_written_as_one_word_or_in_its_other_spelling_is_one_name(one, other):
    assert given_level(one, other) == given_level(other, one) == "form"


def test_a_middle_name_does_not_make_two_first_names_one():
    assert given_level(("mary", "ann"), ("ann",)) == "middle"
    assert given_level(("yu", "ting"), ("yu", "chen")) == "same"
    assert given_level(("mary", "ann"), ("maria", "anna")) != "form"
