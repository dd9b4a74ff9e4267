"""Contacts and people are found by names, misspelt ones too, and people by numbers."""

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts.queries import search
from lintel.contacts.queries.search import people as search_people
from lintel.contacts.tests import given
from lintel.people.queries import person_summary
from lintel.people.tests import given as known

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words", ["Ashgrove", "ashg", "tom", "Tomas Ashgrove", "Ashgrove Tomass", "Thomas Ashgrove"]
)
def test_a_contact_is_found_by_how_a_name_begins_or_sounds(words):
    given.teams()
    child = given.a_child(given_name="Tomas", family_name="Ashgrove")
    receipt = given.received(children=(child,))
    given.received(children=(given.a_child(given_name="Iris", family_name="Lumb"),))
    found = search(given.a_screener(), words, at=timezone.now())
    assert [row.id for row in found] == [receipt.id]


def test_what_is_corrected_is_found_under_what_it_says_now():
    viewer = given.a_screener()
    said = {"council": "northbeck", "source": "health", "source_ref": "1", "at": known.AT}
    record = known.actions.record_source(**said, told=known.told(), by=viewer)
    person = known.actions.link(record, None, [], by=viewer, at=known.AT)
    known.actions.record_source(**said, told=known.told(family_name="Zephaniah"), by=viewer)
    assert search_people(viewer, "okafor") == []
    assert [one.person_id for one in search_people(viewer, "zefania")] == [person]


def test_a_person_is_found_by_each_of_their_numbers():
    viewer = given.a_screener()
    person = known.person(nhs_number="999 000 0018")
    number = person_summary(viewer, person).number
    for words in ("999 000 0018", "9990000018", number, number.lower()):
        assert [one.person_id for one in search_people(viewer, words)] == [person], words


def test_whoever_is_called_exactly_so_comes_first():
    viewer = given.a_screener()
    near = known.person(given_name="Jon", family_name="Smyth")
    exact = known.person(given_name="John", family_name="Smith")
    found = [one.person_id for one in search_people(viewer, "John Smith")]
    assert found == [exact, near]


def test_two_merged_are_found_once():
    viewer = given.a_screener()
    kept, other = known.person(), known.person(given_name="Maisy")
    known.actions.merge_people(kept, other, "one child", by=viewer, at=known.AT)
    assert [one.person_id for one in search_people(viewer, "maisy okafor")] == [kept]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SOCIAL_WORKER])
def test_whoever_opens_no_person_is_told_of_none(role):
    known.person()
    assert search_people(given.a_viewer(role), "Okafor") == []


def test_nobody_of_the_other_council_is_found():
    known.person(council="southmere")
    assert search_people(given.a_screener(), "Okafor") == []
