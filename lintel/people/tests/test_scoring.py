"""Which weights a council is scored with, and what its size does to them."""

import json

import pytest

from lintel.config.commands.doctor import findings
from lintel.people import scoring
from lintel.people.rules.facts import facts_of
from lintel.people.rules.likeness import likeness
from lintel.people.rules.weighing import doubled, for_so_many
from lintel.people.tests.given import AT, told
from lintel.people.weights import shipped, shipped_data
from lintel.policy.in_force import councils

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path
    scoring.forget()
    yield
    scoring.forget()
    for council in councils():
        scoring.remember(council, 0)


def learned(words: str, council: str = "northbeck") -> None:
    file = scoring.weights_file(council)
    file.parent.mkdir(exist_ok=True)
    file.write_text(words, encoding="utf-8")
    scoring.forget()


def doctor_says() -> tuple[bool, str]:
    [said] = [one for one in findings(at=AT) if one.name == "matching weights"]
    return said.ok, said.words


def test_the_shipped_weights_are_used_until_a_council_has_learned_its_own():
    assert scoring.weights_of("northbeck").version == shipped().version
    learned(json.dumps({**shipped_data(), "version": "northbeck 2026-11-22"}))
    assert scoring.weights_of("northbeck").version == "northbeck 2026-11-22"
    assert scoring.weights_of("southmere").version == shipped().version
    ok, words = doctor_says()
    assert ok
    assert "northbeck northbeck 2026-11-22" in words


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("{", "cannot be read"),
        ("[]", "not a JSON object"),
        ("{}", "The weights cannot be read"),
        (json.dumps({**shipped_data(), "calibration": [[0, 0.9], [1, 0.1]]}), "must rise"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_aside_and_said(words, why):
    learned(words)
    assert scoring.weights_of("northbeck").version == shipped().version
    ok, said = doctor_says()
    assert not ok
    assert why in said
    assert str(scoring.weights_file("northbeck")) in said


def test_the_more_a_council_holds_the_less_one_agreement_says():
    by_name = {"date_of_birth": None, "postcode": "", "address_lines": ()}
    maisie, maisey = facts_of(told(**by_name)), facts_of(told(**by_name, given_name="Maisey"))
    weights = [
        likeness(maisie, maisey, for_so_many(shipped(), number)).weight
        for number in (10_000, 100_000, 1_000_000)
    ]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[-1] + 5


def test_the_size_is_counted_up_to_the_next_doubling():
    assert doubled(0) == doubled(10_000) == 10_000
    assert doubled(10_001) == 20_000
    assert doubled(1_000_000) == 1_280_000
