"""Identities before and after an adoption are never put together, by any way there is."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given as supposing, strategies as st

from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.kernel.refusals import Refused
from lintel.people import actions, duplicates, jobs, loading, queries
from lintel.people.rules.apart import are_apart, never_together
from lintel.people.tests import given as people

COUNCIL, NOON, WHO = given.COUNCIL, given.NOON, people.told()


@dataclass(frozen=True)
class Someone:
    apart: UUID | None


MARKS = st.none() | st.sampled_from([UUID(int=1), UUID(int=2)])


@supposing(st.lists(MARKS.map(Someone)))
def test_no_two_that_are_kept_apart_are_shown_and_nobody_else_is_left_out(found):
    shown = never_together(found)
    marks = [one.apart for one in shown if one.apart is not None]
    assert len(marks) == len(set(marks))
    assert {one.apart for one in shown} == {one.apart for one in found}
    assert [one for one in shown if one.apart is None] == [one for one in found if not one.apart]


def test_people_without_a_mark_are_never_apart():
    assert not are_apart(None, None)
    assert are_apart(UUID(int=1), UUID(int=1))


@pytest.fixture
def manager():
    return given.a_viewer(Role.MANAGER)


@pytest.fixture
def two(manager):
    """One child as the hub held them before and after: alike in all that a matcher reads."""
    return [people.person(WHO, source=source) for source in ("before", "after")]


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["a viewer", "the system"])
def test_only_one_of_them_is_a_candidate(two, manager, whose):
    asked = manager if whose == "a viewer" else COUNCIL
    assert {c.person_id for c in queries.candidates(asked, WHO)} == set(two)

    loading.keep_apart(two)

    assert len(queries.candidates(asked, WHO)) == 1


@pytest.mark.django_db
def test_they_are_never_made_one_and_the_refusal_says_no_more_than_of_any_two(two, manager):
    loading.keep_apart(two)
    with pytest.raises(Refused) as refused:
        actions.merge_people(
            two[0], two[1], "One child, two files", checked=True, by=manager, at=NOON
        )
    assert "said_not_the_same" in [one.code for one in refused.value.refusals]


@pytest.mark.django_db
def test_they_do_not_wait_in_the_queue_of_doubles(two, manager):
    jobs.compare_people(COUNCIL, two, at=NOON)
    assert duplicates.waiting(manager).pairs == 1

    loading.keep_apart(two)

    assert duplicates.waiting(manager).pairs == 0
