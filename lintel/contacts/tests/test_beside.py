"""Which open contacts may tell of the same children."""

from datetime import date

import pytest

from lintel.access.viewers import Role
from lintel.contacts import queries
from lintel.contacts.queries.beside import possible_duplicates
from lintel.contacts.tests import given

pytestmark = pytest.mark.django_db
BORN = date(2019, 5, 4)


def told(*children):
    """A contact that names these children, each (given name, family name, born on)."""
    rows = [
        given.a_child(given_name=one, family_name=family, date_of_birth=born)
        for one, family, born in children
    ]
    return given.received(children=tuple(rows))


def alike(viewer, receipt):
    found = possible_duplicates(viewer, queries.the_contact(viewer, receipt.id))
    return {one.contact_id: one.children for one in found}


def test_a_name_or_a_birthday_in_a_family_finds_another_contact():
    viewer = given.a_manager()
    this = told(("Tomas", "Ashgrove", BORN), ("Mia", "O'Neil_%", date(2021, 1, 2)))
    same_name = told(("tomas", "ASHGROVE", date(2001, 1, 1)))
    same_birthday = told(("Leo", "ashGrove", BORN))
    with_signs = told(("Noor", "o'neil_%", date(2021, 1, 2)))
    told(("Leo", "Marsh", BORN))
    told(("Leo", "Ashgrove", date(2021, 1, 2)))  # the birthday of the one, the family of the other
    told(("Leo", "O'NeilX", date(2021, 1, 2)))
    assert alike(viewer, this) == {
        same_name.id: ("tomas ASHGROVE",),
        same_birthday.id: ("Leo ashGrove",),
        with_signs.id: ("Noor o'neil_%",),
    }
    assert alike(viewer, told(("Zed", "Unlike", BORN))) == {}
    assert possible_duplicates(given.a_viewer(Role.LADO), queries.the_contact(viewer, this.id)) in (
        (),
        [],
    )
