"""People who may be one are found, shown a household a line, and never merged by themselves."""

from datetime import timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.kernel.refusals import NotThere, Refused
from lintel.people import actions, duplicates, jobs
from lintel.people.models import DuplicateSearch, Merge, PossibleDuplicate
from lintel.people.tests import given
from lintel.people.tests.given import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
BY = given.viewer(Role.SCREENER)


def everybody(at=LATER):
    actions.search_everybody(by=BY, at=at)
    return jobs.find_duplicates(at)


def pairs(**how):
    return [
        {pair.one.person_id, pair.other.person_id}
        for home in duplicates.waiting(BY, **how).households
        for pair in home
    ]


def test_two_files_of_one_child_wait_and_nobody_is_merged():
    one, other = given.person(), given.person(given_name="Maisy")
    assert everybody() == 2
    assert pairs() == [{one, other}]
    [[pair]] = duplicates.waiting(BY).households
    assert pair.band in {"certain", "likely"}
    assert "same date of birth" in pair.agrees
    assert not Merge.objects.exists()


def test_siblings_and_twins_are_no_duplicates():
    mother = {"mother_given_name": "Ngozi", "mother_family_name": "Okafor"}
    given.person(**mother)
    given.person(given_name="Grace", **mother)
    given.person(given_name="Daniel", sex="M", date_of_birth=given.AT.date(), **mother)
    everybody()
    assert pairs() == []


def test_a_family_known_twice_is_one_line():
    for name in ("Maisie", "Daniel"):
        for phone in ("01632 960001", ""):
            given.person(given_name=name, sex="F" if name == "Maisie" else "M", phone=phone)
    given.person(
        given_name="Iris", family_name="Lumb", postcode="NB9 9ZZ", address_lines=("1 A St",)
    )
    given.person(
        given_name="Iris", family_name="Lumb", postcode="NB9 9ZZ", address_lines=("1 A St",)
    )
    everybody()
    homes = duplicates.waiting(BY).households
    assert sorted(len(home) for home in homes) == [1, 2]


def test_what_is_said_of_a_pair_takes_it_out_and_taking_it_back_puts_it_in():
    one, other = given.person(), given.person()
    everybody()
    actions.say_two_people(one, other, by=BY, at=LATER)
    assert pairs() == []
    actions.take_back_two_people(one, other, "wrong", by=BY, at=LATER)
    assert pairs() == [{one, other}]
    actions.merge_people(one, other, "one child", by=BY, at=LATER)
    assert pairs() == []
    actions.unmerge_people(one, "two", by=BY, at=LATER)
    assert pairs() == [{one, other}]


def test_a_pair_that_is_left_waits_elsewhere_until_it_is_taken_up():
    one, other = given.person(), given.person()
    everybody()
    [[pair]] = duplicates.waiting(BY).households
    actions.leave_pair(pair.pair_id, by=BY, at=LATER)
    assert pairs() == []
    assert pairs(left=True) == [{one, other}]
    assert duplicates.waiting(BY).left == 1
    actions.take_up_pair(pair.pair_id, by=BY, at=LATER)
    assert pairs() == [{one, other}]


def test_only_what_is_new_is_compared_without_being_asked():
    given.person()
    assert jobs.find_duplicates(AT + timedelta(minutes=1)) == 1
    later = AT + timedelta(minutes=20)
    assert jobs.find_duplicates(later) == 0
    assert jobs.find_duplicates(later + timedelta(minutes=20)) == 0
    record = given.record(source="health")
    at = later + timedelta(minutes=30)
    actions.link(record, None, ["a second file"], by=BY, at=at)
    assert jobs.find_duplicates(at + timedelta(minutes=20)) == 1
    assert len(pairs()) == 1


def test_a_search_of_everybody_goes_on_where_it_stopped():
    for number in range(5):
        given.person(given_name=f"Maisie{number}")
    actions.search_everybody(by=BY, at=LATER)
    assert jobs.find_duplicates(LATER, most=2) == 2
    search = duplicates.last_search(BY)
    assert (search.compared, search.people, search.finished_at) == (2, 5, None)
    with pytest.raises(Refused, match="search_under_way"):
        actions.search_everybody(by=BY, at=LATER)
    assert jobs.find_duplicates(LATER) == 3
    assert duplicates.last_search(BY).finished_at == LATER


def test_running_it_twice_changes_nothing():
    given.person()
    given.person()
    everybody()
    before = list(PossibleDuplicate.objects.values())
    everybody(LATER + timedelta(hours=1))
    assert list(PossibleDuplicate.objects.values()) == before


def test_a_pair_that_is_no_longer_alike_goes():
    said = {"council": "northbeck", "source": "health", "source_ref": "1", "by": BY}
    record = actions.record_source(**said, told=given.told(), at=AT)
    actions.link(record, None, [], by=BY, at=AT)
    given.person()
    everybody()
    assert len(pairs()) == 1
    other = given.told(given_name="Xanthe", family_name="Quill", postcode="", address_lines=())
    actions.record_source(**said, told=other, at=LATER)
    everybody(LATER + timedelta(hours=1))
    assert pairs() == []


def test_the_queue_is_of_one_council_and_is_paged():
    for number in range(3):
        for _ in range(2):
            given.person(
                given_name="Iris", family_name=f"Lumb{'abc'[number]}", postcode=f"NB{number} 1AA"
            )
    given.person(council="southmere")
    given.person(council="southmere")
    everybody()
    assert all(row.council == "northbeck" for row in PossibleDuplicate.objects.all())
    first = duplicates.waiting(BY, size=2)
    second = duplicates.waiting(BY, size=2, after=first.after)
    assert [len(first.households), len(second.households), second.after] == [2, 1, ""]
    [pair, *_] = first.households[0]
    with pytest.raises(NotThere):
        actions.leave_pair(pair.pair_id, by=given.viewer(council="southmere"), at=LATER)


def test_whoever_may_not_merge_starts_no_search():
    with pytest.raises(NotPermitted):
        actions.search_everybody(by=given.viewer(Role.ADMIN), at=LATER)
    assert not DuplicateSearch.objects.exists()
