"""Everybody in memory: what the database finds, and whoever was saved since."""

import pytest

from lintel.people import actions, queries
from lintel.people.rules.told import PersonTold
from lintel.people.tests import given
from lintel.people.warm_people import WarmPeople, folder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def warm(settings, tmp_path):
    settings.DATA = tmp_path
    return lambda: WarmPeople("northbeck", at=given.AT)


def asked_both(warm, told):
    return warm.candidates(told), queries.candidates("northbeck", told)


def test_finds_and_weighs_as_the_database_does(warm):
    given.person()
    given.person(given_name="Grace")
    given.person(PersonTold(given_name="Tom", family_name="Reid"))
    given.person(council="easthaven")
    for told in (given.told(), given.told(given_name="Mazie"), PersonTold(family_name="Nobody")):
        here, there = asked_both(warm(), told)
        assert here == there


def test_somebody_saved_after_it_was_made_is_found(warm):
    given.person(PersonTold(given_name="Tom", family_name="Reid"))
    held = warm()
    person = given.person()
    assert [one.person_id for one in held.candidates(given.told())] == [person]


def test_what_is_said_anew_replaces_what_it_holds(warm):
    said = {"council": "northbeck", "source": "police", "source_ref": "77", "at": given.AT}
    by = given.viewer()
    actions.create_person(**said, told=given.told(), by=by)
    held = warm()
    actions.record_source(**said, told=PersonTold(given_name="Tom", family_name="Reid"), by=by)
    assert held.candidates(given.told()) == []
    assert len(held.candidates(PersonTold(given_name="Tom", family_name="Reid"))) == 1


def test_another_process_uses_the_files_that_are_there(warm):
    given.person()
    first = warm()
    assert [one.name for one in warm().candidates(given.told())] == ["Maisie Okafor"]
    assert warm().made_at == first.made_at
    assert folder_of("northbeck").stat().st_mode & 0o077 == 0


def test_files_of_another_database_or_half_written_are_made_again(warm):
    given.person()
    warm()
    about = folder_of("northbeck") / "about.json"
    for wrong in (about.read_text().replace('"mark": "', '"mark": "other'), '{"newest": 1}', "{"):
        about.write_text(wrong)
        assert len(warm().candidates(given.told())) == 1


def test_nobody_known_is_nobody_found(warm):
    assert warm().candidates(given.told()) == []
