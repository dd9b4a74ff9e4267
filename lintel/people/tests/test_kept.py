"""Rows that are kept refuse to be rewritten, tried on the rows of this context."""

import pytest

from lintel.audit.kept import KeptForGood
from lintel.people.models import Link, Person
from lintel.people.tests import given

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda: Person.objects.update(given_name="x"),
        lambda: Person.objects.filter(sex="F").update(given_name="x"),
        lambda: Person.objects.all().delete(),
        lambda: Person.objects.get().delete(),
        lambda: Person.objects.bulk_create([]),
        lambda: Person.objects.bulk_update([], ["sex"]),
        lambda: Link.objects.get().save(),
        lambda: Link.objects.get().save(update_fields=["person"]),
        lambda: Person.objects.get().links.all().delete(),
    ],
)
def test_a_kept_row_is_not_rewritten_or_deleted(rewrite):
    given.person()
    with pytest.raises(KeptForGood):
        rewrite()
    assert Person.objects.get().given_name == "Maisie"


def test_an_escape_has_a_name_and_lasts_through_the_chain():
    given.person()
    escaped = Person.objects.escape("this test").filter(sex="F")
    assert escaped.update(given_name="Grace") == 1
    with pytest.raises(ValueError, match="reason"):
        Person.objects.escape("  ")
