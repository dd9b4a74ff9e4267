"""What is kept from a viewer is asked once for a page, whatever of it the page needs."""

import pytest

from lintel.access.viewers import Role
from lintel.contacts.queries import visible_to
from lintel.contacts.tests import given
from lintel.kernel.reading import one_reading
from lintel.restrictions import queries
from lintel.restrictions.tests.given import hidden, hidden_now

pytestmark = pytest.mark.django_db


def test_contacts_people_and_places_come_in_one_statement(django_assert_num_queries):
    receipt, screener = hidden(), given.a_viewer(Role.SCREENER)
    with one_reading(), django_assert_num_queries(1):
        assert queries.contacts_kept_from(screener) == {receipt.id}
        assert queries.people_kept_from(screener) == frozenset()
        assert not queries.protected_places(screener)


def test_what_is_hidden_meanwhile_is_hidden_from_the_rest_of_the_page():
    screener = given.a_viewer(Role.SCREENER)
    with one_reading():
        queries.hidden_contacts(screener)  # in words already
        receipt = given.received()
        assert visible_to(screener).filter(id=receipt.id).exists()
        hidden_now(receipt, "police_operation", at=given.NOON)
        assert not visible_to(screener).filter(id=receipt.id).exists()
