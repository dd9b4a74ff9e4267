"""Who is what to whom: kept once, dated, and found again through links."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from lintel.people import actions, families, kin
from lintel.people.models import Relationship
from lintel.people.rules.relationships import (
    KINDS,
    RelationshipIn,
    kind_told,
)
from lintel.people.rules.told import LivedAt
from lintel.people.tests.given import AT, record, told, viewer

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def someone(**said) -> tuple[UUID, UUID]:
    """(record, person) of somebody known from one record."""
    record_id = record(told(**said))
    return record_id, actions.link(record_id, None, ["known"], by=viewer(), at=AT)


def says(one: UUID, kind: str, other: UUID, **more) -> int:
    ordinary = {"told_on": DAY, "source": "council"} | more
    row = RelationshipIn("northbeck", one, other, kind, **ordinary)
    return families.load_relationships([row], by=viewer(), at=AT)


def test_the_mother_of_one_is_seen_as_a_mother_from_below_and_a_child_from_above():
    (child_record, child), (mother_record, mother) = someone(), someone(given_name="Ada")
    says(mother_record, "mother", child_record, said="Mum", starts_on=date(2017, 3, 9))
    (view,) = kin.relationships_of([child])
    assert view.seen_from(child) == (mother, "mother")
    assert view.seen_from(mother) == (child, "child")
    assert kin.relationships_of([mother]) == [view]
    assert (view.said, view.starts_on, view.sources) == ("Mum", date(2017, 3, 9), ("council",))


def test_said_again_nothing_is_added():
    (one, _), (two, _) = someone(), someone(given_name="Ada")
    assert says(two, "mother", one) == 1
    assert says(two, "mother", one) == 0
    assert says(two, "mother", one, told_on=date(2026, 4, 1)) == 0
    assert Relationship.objects.count() == 1


def test_a_mutual_one_is_the_same_from_either_end():
    (one, _), (two, _) = someone(), someone(given_name="Ada")
    assert says(one, "partner", two) == 1
    assert says(two, "partner", one) == 0


def test_an_end_is_filled_in_and_another_start_replaces():
    (one, person), (two, _) = someone(), someone(given_name="Ada")
    says(one, "partner", two, starts_on=date(2019, 1, 1))
    assert says(one, "partner", two, starts_on=date(2019, 1, 1), ends_on=date(2021, 6, 1)) == 0
    assert says(one, "partner", two, starts_on=date(2023, 1, 1)) == 1
    assert says(one, "partner", two, starts_on=date(2023, 2, 1)) == 1
    found = kin.relationships_of([person])
    assert [(v.starts_on, v.ends_on) for v in found] == [
        (date(2019, 1, 1), date(2021, 6, 1)),
        (date(2023, 2, 1), None),
    ]
    assert Relationship.objects.filter(replaced_at=None).count() == 2


def test_older_news_changes_nothing():
    (one, person), (two, _) = someone(), someone(given_name="Ada")
    says(one, "partner", two, starts_on=date(2019, 1, 1))
    says(one, "partner", two, starts_on=date(2018, 1, 1), told_on=date(2025, 1, 1))
    assert [v.starts_on for v in kin.relationships_of([person])] == [date(2019, 1, 1)]


def test_what_two_records_say_of_the_same_two_is_one_relationship():
    (child_record, child), (mother_record, mother) = someone(), someone(given_name="Ada")
    later = record(told(), source="police")
    actions.link(later, child, ["same"], by=viewer(), at=AT)
    says(mother_record, "mother", child_record, starts_on=date(2017, 3, 9))
    says(mother_record, "mother", later, source="police", told_on=date(2026, 3, 2))
    (view,) = kin.relationships_of([mother])
    assert view.sources == ("council", "police")
    assert (view.first_told_on, view.last_told_on) == (DAY, date(2026, 3, 2))


def test_a_relationship_follows_a_link_that_is_undone():
    (child_record, child), (mother_record, _) = someone(), someone(given_name="Ada")
    says(mother_record, "mother", child_record)
    actions.unlink(mother_record, "another Ada", by=viewer(), at=AT)
    (view,) = kin.relationships_of([child])
    assert view.one == mother_record


def test_a_family_reaches_the_other_father_of_a_half_brother_and_not_an_aunts_children():
    names = ("Maisie", "Ada", "Tom", "Lee", "Joy", "Kit")
    (child, mother, half, his_father, aunt, cousin) = [someone(given_name=n) for n in names]
    says(mother[0], "mother", child[0])
    says(mother[0], "mother", half[0])
    says(his_father[0], "father", half[0])
    says(aunt[0], "aunt_or_uncle", child[0])
    says(aunt[0], "mother", cousin[0])
    family = kin.family_of([child[1]])
    assert family.people == {p for _, p in (child, mother, half, his_father, aunt)}


def test_the_number_of_queries_does_not_grow_with_the_family(django_assert_max_num_queries):
    mother_record, _ = someone(given_name="Ada")
    children = [someone(given_name=f"Child {n}") for n in range(9)]
    for child_record, _ in children:
        says(mother_record, "mother", child_record)
    with django_assert_max_num_queries(16):
        kin.household_of([children[0][1]], on=DAY)


def test_a_household_is_who_lives_there_and_says_who_lives_elsewhere():
    child, mother = someone(), someone(given_name="Ada")
    father = someone(
        given_name="Tom", address_lines=("90 Mill Road",), postcode="NB3 4AA", is_child=False
    )
    unknown = someone(given_name="Lee", address_lines=(), postcode="")
    says(mother[0], "mother", child[0])
    says(father[0], "father", child[0])
    says(unknown[0], "other_relative", child[0])
    found = {m.who: m.lives_there for m in kin.household_of([child[1]], on=AT.date())}
    assert found == {child[1]: True, mother[1]: True, father[1]: False, unknown[1]: None}


def test_addresses_have_the_dates_that_sources_gave():
    old = LivedAt(("12 Old Street",), "NB4 4BB", "", date(2019, 5, 1), date(2021, 5, 1))
    now = LivedAt(("4 Beck Lane",), "NB1 2QF", "", date(2021, 5, 1))
    _, person = someone(lived_at=(old, now))
    here, before = kin.addresses_of([person])[person]
    assert (here.lines, here.starts_on, here.ends_on) == (
        ("4 Beck Lane",),
        date(2021, 5, 1),
        None,
    )
    assert (before.lines, before.ends_on) == (("12 Old Street",), date(2021, 5, 1))


def test_an_address_a_source_no_longer_gives_is_not_forgotten():
    by = viewer()
    ref = {"council": "northbeck", "source": "school", "source_ref": uuid4().hex, "by": by}
    first = actions.record_source(
        **ref,
        told=told(address_lines=("1 Hill",), postcode="NB1 1AA"),
        at=AT,
        as_of=date(2024, 1, 1),
    )
    actions.record_source(**ref, told=told(), at=AT, as_of=date(2025, 6, 1))
    person = actions.link(first, None, ["known"], by=by, at=AT)
    lines = [period.lines for period in kin.addresses_of([person])[person]]
    assert lines == [("4 Beck Lane",), ("1 Hill",)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Mum", "mother"),
        ("his birth mother", "mother"),
        ("Mother's partner", "parents_partner"),
        ("partner", "parents_partner"),
        ("Step-father", "step_parent"),
        ("maternal grandmother", "grandparent"),
        ("half-sister", "half_sibling"),
        ("next door neighbour", "other"),
        ("mother's friend", "other"),
        ("", "other"),
    ],
)
def test_words_name_a_kind(words, kind):
    assert kind_told(words) == kind


def test_every_kind_has_words_from_both_ends():
    for kind in KINDS.values():
        assert kind.words
        assert kind.inverse


def test_whoever_was_only_told_together_leads_no_further():
    child, friend, mother, other = (someone(given_name=n) for n in ("A", "B", "C", "D"))
    says(child[0], "told_together", friend[0])
    says(mother[0], "mother", friend[0])
    says(other[0], "told_together", mother[0])
    assert kin.family_of([child[1]]).people == {child[1], friend[1]}
