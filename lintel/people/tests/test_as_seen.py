"""Wherever somebody known is shown, a protected place of theirs is masked, in one way."""

from datetime import date

import pytest
from django.db import transaction

from lintel.access.viewers import Role
from lintel.kernel.reading import one_reading
from lintel.people import actions, kin, queries
from lintel.people.as_seen import home_as_seen, told_as_seen, where_told
from lintel.people.models import ToReview
from lintel.people.person_file import person_file
from lintel.people.rules.told import LivedAt, PersonTold
from lintel.people.tests import given
from lintel.people.tests.given import AT
from lintel.restrictions import actions as restrictions
from lintel.restrictions.queries import Protected, mark_of
from lintel.restrictions.rules.places import Whereabouts, places_of

REFUGE = ("Flat 2", "12 Refuge Lane")
WITH_HER = PersonTold(address_lines=REFUGE, postcode="NB1 2QF", phone="01632 960555")
MASKED = "Protected. Call the guardian on 01632 960101"


def protected(*places: Whereabouts) -> Protected:
    forms = (form for where in places for form in places_of(where))
    return Protected("northbeck", frozenset(mark_of("northbeck", form) for form in forms))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({}, ""),
        ({"address_lines": ("12 Refuge Lane",)}, "address"),
        ({"address_lines": ("12 Flat 2", "Refuge Ln")}, "address"),
        ({"postcode": "nb12qf"}, "address"),
        ({"phone": "+44 1632 960555"}, "phone"),
        ({"phone": "01632 960777"}, ""),
        ({"address_lines": ("12 Refuge Lane",), "phone": "01632 960777"}, "address phone"),
        ({"address_lines": ("3 Mill Row",), "phone": "01632 960555"}, "address phone"),
        ({"postcode": "NB1 2QF", "school": "Elm School"}, "address school"),
        ({"address_lines": ("3 Mill Row",), "postcode": "NB2 4TT", "school": "Elm School"}, ""),
    ],
)
def test_a_telling_is_masked_whole_where_any_place_of_it_is_protected(told, shown):
    seen = told_as_seen(PersonTold("Mia", **told), protected(where_told(WITH_HER)))
    masked = {"address": seen.address_lines[:1], "phone": (seen.phone,), "school": (seen.school,)}
    assert {what for what, words in masked.items() if words == (MASKED,)} == {*shown.split()}
    if not shown:
        assert seen == PersonTold("Mia", **told)
    assert not (shown and (seen.postcode or seen.uprn))


def test_a_place_kept_before_the_rules_were_new_is_masked_as_it_was():
    kept = Protected("northbeck", frozenset({mark_of("northbeck", "street 12highst")}))
    for lines in (("12 High St",), ("Flat 2", "12 High Street", "Northbeck")):
        assert home_as_seen(LivedAt(lines, "NB1 2QF"), kept) == LivedAt((kept.mask,))
    assert kept.said_in("She is at 12 High St now")
    assert not kept.protects(Whereabouts(("14 High St",)))


def test_where_somebody_lived_before_is_masked_by_itself():
    before, since = LivedAt(REFUGE, "NB1 2QF"), LivedAt(("3 Mill Row",), "NB2 4TT")
    told = PersonTold(address_lines=since.lines, postcode=since.postcode, lived_at=(before, since))
    seen = told_as_seen(told, protected(where_told(WITH_HER)))
    assert seen.address_lines == since.lines
    assert seen.lived_at == (LivedAt((MASKED,)), since)
    assert home_as_seen(before, Protected("northbeck", frozenset())) == before


@pytest.mark.django_db
def test_an_address_that_is_masked_in_one_record_is_masked_wherever_the_person_is_shown():
    beside = {"address_lines": ("3 Mill Row",), "phone": "01632 960555"}
    old = LivedAt(("9 Beck Side",), until=date(2021, 1, 1))
    mother = given.person(given_name="Mia", is_child=False, lived_at=(old,), **beside)
    screener = given.viewer()
    other = given.record(given_name="Mia", is_child=False, address_lines=("3 Mill Row",))
    actions.link(other, mother, ["known"], by=screener, at=AT)

    def shown() -> list[str]:
        file = person_file(screener, mother)
        homes = kin.homes_as_seen(screener, queries.records_of([mother]))
        return [repr(each) for each in (file.card, file.records, homes)]

    said = ("3 Mill Row", "9 Beck Side")
    assert all(words in each for each in shown() for words in said)
    restrict_places_of(mother, Whereabouts(phone="01632 960555"))
    with one_reading():
        assert not [words for each in shown() for words in said if words in each]


def restrict_places_of(person, *places):
    with transaction.atomic():
        restrictions.restrict(
            subject_type="person",
            subject_id=person,
            reference="",
            kind_key="protected_location",
            reason="She fled to a refuge",
            readers=(),
            review=None,
            covers=restrictions.Covers(
                frozenset({person}),
                frozenset(),
                frozenset(form for where in places for form in places_of(where)),
            ),
            by=given.viewer(Role.MANAGER),
            at=AT,
        )


@pytest.mark.django_db
def test_nothing_that_people_are_shown_by_holds_a_protected_place_and_all_of_it_did_before():
    lived = LivedAt(REFUGE, "NB1 2QF", since=date(2020, 1, 1), until=date(2021, 1, 1))
    mother = given.person(
        given_name="Mia", is_child=False, address_lines=REFUGE, phone="01632 960555",
        lived_at=(lived,),
    )  # fmt: skip
    left = given.record(given_name="Mia", is_child=False, address_lines=REFUGE, phone="01632960555")
    screener = given.viewer()
    review = ToReview.objects.create(
        council="northbeck",
        record_id=left,
        source="contact",
        band="likely",
        left_at=AT,
        left_by=screener.account_id,
    )

    def shown() -> list[str]:
        seen = actions.open_review(review.id, by=screener, at=AT)
        homes = kin.homes_as_seen(screener, queries.records_of([mother]))
        card = queries.person_summary(screener, mother)
        found = (seen.record, seen.known, homes, card, person_file(screener, mother))
        return [repr(each).casefold() for each in found]

    said = ("refuge lane", "nb1 2qf", "960555")
    assert all(any(words in each for words in said) for each in shown())
    restrict_places_of(mother, where_told(WITH_HER))
    assert not [words for each in shown() for words in said if words in each]
