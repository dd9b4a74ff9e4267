"""What is wrong with a telling, field by field, as the API names them."""

from datetime import date, timedelta

import pytest

from lintel.contacts.rules.telling import AddressTold, AdultTold, ReferrerTold
from lintel.contacts.rules.telling_rules import what_is_wrong
from lintel.contacts.tests import given
from lintel.policy.in_force import policy_for


def wrong(**differences) -> set[tuple[str, str]]:
    found = what_is_wrong(
        given.a_telling(**differences), at=given.NOON, policy=policy_for(given.COUNCIL)
    )
    return {(refusal.field, refusal.code) for refusal in found}


def child(**differences) -> set[tuple[str, str]]:
    return wrong(children=(given.a_child(**differences),))


def test_an_ordinary_telling_is_right():
    assert wrong() == set()


def test_little_is_asked_of_somebody_who_knows_little():
    neighbour = ReferrerTold(anonymous=True)

    assert (
        wrong(
            source="9",
            referrer=neighbour,
            children=(given.a_child(family_name="", date_of_birth=None, sex=""),),
            categories=(),
        )
        == set()
    )


def test_a_professional_is_never_anonymous():
    assert ("referrer.name", "professional_anonymous") in wrong(
        referrer=ReferrerTold(anonymous=True, email="a@b.example")
    )


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        ({"date_of_birth": date(2026, 3, 3)}, ("children.0.date_of_birth", "in_the_future")),
        ({"date_of_birth": date(1980, 1, 1)}, ("children.0.date_of_birth", "too_old")),
        ({"expected_on": date(2026, 6, 1)}, ("children.0.expected_on", "both_dates")),
        (
            {"date_of_birth": None, "expected_on": date(2027, 6, 1)},
            ("children.0.expected_on", "invalid"),
        ),
        ({"age_years": 40}, ("children.0.age_years", "invalid")),
        ({"sex": "X"}, ("children.0.sex", "unknown")),
        ({"ethnicity": "ZZZZ"}, ("children.0.ethnicity", "unknown")),
        ({"nhs_number": "999 123 4567"}, ("children.0.nhs_number", "invalid")),
        ({"upn": "12"}, ("children.0.upn", "invalid")),
        ({"given_name": "x" * 201}, ("children.0.given_name", "too_long")),
        ({"given_name": "a\x00b"}, ("children.0.given_name", "bad_character")),
        (
            {"address": AddressTold(("1 Elm Row",), "nowhere")},
            ("children.0.address.postcode", "invalid"),
        ),
        ({"given_name": "", "family_name": ""}, ("children.0.given_name", "missing")),
    ],
)
def test_a_child_is_checked(differences, expected):
    assert child(**differences) == {expected}


def test_an_unborn_child_needs_no_name():
    unborn = {
        "given_name": "",
        "family_name": "",
        "date_of_birth": None,
        "expected_on": date(2026, 6, 1),
    }
    assert child(**unborn) == set()


def test_an_event_has_already_happened():
    later = given.NOON + timedelta(minutes=1)

    assert wrong(occurred_at=later) == {("occurred_at", "in_the_future")}


def test_everything_wrong_is_said_at_once():
    found = wrong(
        source="99",
        children=(),
        concern=" ",
        categories=("neglect", "neglect", "unheard_of"),
        adults=(AdultTold(),),
    )

    assert {field for field, _ in found} == {
        "source",
        "children",
        "concern",
        "categories",
        "categories.2",
        "adults.0.given_name",
    }
