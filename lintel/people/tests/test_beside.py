"""Those around somebody found come out as their household, with why, and never as them."""

from datetime import date

import pytest

from lintel.people.finding import candidates
from lintel.people.finding_beside import with_those_beside
from lintel.people.rules.likeness import Relation
from lintel.people.tests import given

pytestmark = pytest.mark.django_db

MOTHER = {"mother_given_name": "Ngozi", "mother_family_name": "Okafor"}
NOWHERE = {"address_lines": (), "postcode": ""}


def beside(**said):
    asked = given.told(**said)
    found = candidates("northbeck", asked)
    return found, with_those_beside("northbeck", found)


def test_a_lodger_at_the_home_of_a_child_found_by_name_is_shown_with_why():
    child = given.person()
    lodger = given.person(given_name="Tom", family_name="Ashby", date_of_birth=date(1988, 1, 5))
    found, all_of_them = beside(**NOWHERE)
    assert [one.person_id for one in found] == [child]
    assert [one.person_id for one in all_of_them] == [child, lodger]
    assert all_of_them[1].relation is Relation.HOUSEHOLD
    assert "lives or lived at the same address as Maisie Okafor" in all_of_them[1].reasons


def test_a_half_brother_elsewhere_is_found_by_the_mother_both_name():
    child = given.person(**MOTHER)
    brother = given.person(
        **MOTHER,
        given_name="Daniel",
        family_name="Price",
        date_of_birth=date(2011, 7, 2),
        address_lines=("9 Mill Road",),
        postcode="NB4 4QQ",
    )
    stranger = given.person(
        given_name="Daniel", family_name="Shaw", date_of_birth=date(2011, 7, 3), **NOWHERE
    )
    _, all_of_them = beside(**NOWHERE)
    assert [one.person_id for one in all_of_them] == [child, brother]
    assert all_of_them[1].reasons == ("same mother as Maisie Okafor",)
    assert stranger not in {one.person_id for one in all_of_them}


def test_nobody_of_another_council_is_beside_them():
    given.person()
    given.person(council="southmere", given_name="Tom", date_of_birth=date(1988, 1, 5))
    found, all_of_them = beside(**NOWHERE)
    assert all_of_them == found


def test_nobody_is_beside_nobody():
    assert with_those_beside("northbeck", []) == []
