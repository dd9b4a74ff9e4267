"""Who a record may be about."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from lintel.people import actions, queries
from lintel.people.rules.told import PersonTold
from lintel.people.tests import given
from lintel.people.tests.given import AT

pytestmark = pytest.mark.django_db


def bands(told, **options):
    return [
        (c.person_id, c.band, c.relation) for c in queries.candidates("northbeck", told, **options)
    ]


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ({}, "certain"),
        ({"given_name": "MAISIE", "family_name": "O'Kafor"}, "certain"),
        ({"given_name": "Maisey"}, "likely"),
        ({"given_name": "Margaret"}, "likely"),
        ({"family_name": "Okafour"}, "likely"),
        ({"date_of_birth": date(2017, 9, 3)}, "likely"),
        ({"given_name": "Okafor", "family_name": "Maisie"}, "likely"),
        ({"postcode": "", "address_lines": ()}, "likely"),
        ({"date_of_birth": None, "age_years": 8}, "likely"),
        ({"family_name": "Bello"}, "likely"),
        ({"given_name": "Grace"}, "possible"),
        ({"given_name": "baby"}, "likely"),
        ({"sex": "M", "given_name": "Maisi"}, "possible"),
        ({"date_of_birth": date(2012, 11, 30)}, "possible"),
    ],
)
def test_a_child_told_of_with_a_slip_is_still_offered(said, band):
    person = given.person()
    [(found, as_band, _)] = bands(given.told(**said), on=AT.date())
    assert (found, as_band) == (person, band)


def test_somebody_else_altogether_is_not_offered():
    given.person()
    tom = {"given_name": "Tom", "family_name": "Reid", "date_of_birth": None}
    assert bands(given.told(**tom, address_lines=(), postcode="")) == []


def test_whoever_lives_at_the_address_is_shown_as_one_of_the_household_only():
    maisie = given.person()
    tom = given.told(given_name="Tom", family_name="Reid", date_of_birth=None)
    assert bands(tom) == [(maisie, "possible", "household")]


def test_a_parent_is_found_by_the_name_on_the_child_and_the_child_by_the_parents():
    nowhere = {"address_lines": (), "postcode": ""}
    ngozi = {"given_name": "Ngozi", "family_name": "Bello", "date_of_birth": date(1990, 5, 4)}
    mother = given.person(**ngozi, **nowhere)
    said = {"mother_given_name": "Ngosi", "mother_family_name": "Bello", **nowhere}
    assert bands(given.told(**said)) == [(mother, "possible", "household")]
    child = given.person(**said)
    assert (child, "possible", "household") in bands(given.told(**ngozi, **nowhere))


def test_a_twin_is_shown_as_a_twin_and_after_the_child():
    twin = given.person(given_name="Grace")
    child = given.person()
    found = queries.candidates("northbeck", given.told())
    assert [(c.person_id, c.band, c.relation) for c in found] == [
        (child, "certain", "same"),
        (twin, "possible", "household"),
    ]
    assert "first name differs: a sibling or a twin?" in found[1].differs


def test_a_child_of_a_census_return_is_found_by_number_and_by_birthday():
    """No names there: LA child id, UPN, birth date and sex are all there is."""
    nameless = PersonTold(
        la_child_id="RND1", upn="H801200001001", date_of_birth=date(2017, 3, 9), sex="F"
    )
    child = given.person(nameless, source="cin-census")
    same = "same"
    assert bands(given.told(upn="H801200001001")) == [(child, "certain", same)]
    assert bands(PersonTold(la_child_id="rnd1")) == [(child, "likely", same)]
    assert bands(given.told()) == [(child, "possible", same)]
    assert bands(given.told(sex="M")) == []
    assert bands(given.told(date_of_birth=date(2017, 3, 10))) == []


def test_a_upn_with_a_wrong_check_letter_still_finds_but_says_less():
    nameless = PersonTold(upn="A850728973744", date_of_birth=date(2019, 12, 6), sex="M")
    child = given.person(nameless, source="cin-census")
    told = given.told(upn="a850728973744", date_of_birth=date(2019, 12, 6), sex="M")
    [found] = queries.candidates("northbeck", told)
    assert (found.person_id, found.band, found.name) == (child, "likely", "")
    assert any("check letter" in words for words in found.reasons)


def test_an_unborn_child_is_found_when_born():
    child = given.person(given_name="", date_of_birth=None, expected_on=date(2026, 5, 1), sex="")
    assert bands(given.told(given_name="Ada", date_of_birth=date(2026, 4, 20))) == [
        (child, "likely", "same")
    ]


def test_a_person_is_found_by_any_record_linked_to_them():
    person = given.person()
    married = given.record(family_name="Bright", postcode="NB7 7AA")
    actions.link(married, person, [], by=given.viewer(), at=AT)
    for told in (given.told(), given.told(family_name="Bright", postcode="NB7 7AA")):
        assert bands(told)[0][:2] == (person, "certain")


def test_a_record_not_linked_to_anybody_is_no_candidate():
    given.record()
    assert bands(given.told()) == []


def test_a_record_is_not_found_by_itself():
    record = given.record()
    actions.link(record, None, [], by=given.viewer(), at=AT)
    assert queries.candidates("northbeck", record) == []


def test_names_in_any_script_come_back_as_they_were_told():
    for given_name, family_name in (
        ("محمد", "الأحمد"),
        ("Юлія", "Шевченко"),
        ("美玲", "陳"),
        ("ਜਸਪ੍ਰੀਤ", "ਕੌਰ"),
        ("Zoë\u0301", "O’Neill–D'Arcy"),
    ):
        person = given.person(given_name=given_name, family_name=family_name)
        [[record]] = queries.records_of([person]).values()
        assert (record.told.given_name, record.told.family_name) == (given_name, family_name)
        found = bands(given.told(given_name=given_name, family_name=family_name))
        assert found[0][:2] == (person, "certain")


def test_nothing_told_finds_nobody():
    given.person()
    assert bands(PersonTold()) == []
    assert bands(given.told(given_name="unknown", family_name="N/A", date_of_birth=None)) == []


@pytest.mark.parametrize("people", [1, 12])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, people):
    known = [given.person(postcode=f"NB1 {n}AA") for n in range(people)]
    record = given.record()
    with django_assert_num_queries(5):
        assert len(queries.candidates("northbeck", record, limit=50)) == people
    with django_assert_num_queries(4):
        queries.candidates(given.viewer(), given.told())
    with django_assert_num_queries(3):
        queries.candidates("northbeck", given.told())
    with django_assert_num_queries(2):
        queries.person_summaries("northbeck", known)
    with django_assert_num_queries(1):
        queries.records_of(known)


def test_the_keys_are_looked_up_by_an_index():
    from django.db import connection

    given.person()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queries.candidates("northbeck", given.told())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"])
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "people_matchkey USING PRIMARY KEY (key=? AND row>?)" in plan
        assert "SCAN people" not in plan
