"""What stands in the way of a decision: each guard alone, and all of them at once."""

from dataclasses import replace
from uuid import uuid4

import pytest

from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.tests import given
from lintel.policy.in_force import policy_for
from lintel.screening.rules.guards import (
    GUARDS,
    DecisionFacts,
    Flag,
    after_override,
    standing_in_the_way,
)

RATED = given.facts(stage=Stage.SCREENING, rating=Rating.AMBER)
SOMEBODY = uuid4()


def codes(refusals) -> set[str]:
    return {refusal.code for refusal in refusals}


def asked(facts: DecisionFacts, outcome: str = "no_further_action"):
    guards = policy_for(given.COUNCIL).outcome("welfare", outcome).guards
    return standing_in_the_way(facts, guards)


def test_nothing_stands_in_the_way_of_an_ordinary_decision():
    assert asked(DecisionFacts(by=SOMEBODY, contact=RATED)) == ()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"contact": given.facts()}, {"not_looked_at"}),
        (
            {
                "contact": given.facts(
                    stage=Stage.SCREENING, rating=Rating.RED, immediate_since=given.NOON
                )
            },
            {"immediate_unanswered"},
        ),
        ({"contact": given.facts(stage=Stage.LOOKED_AT)}, {"not_rated"}),
        ({"contact": RATED, "flags": [Flag("1", "Injury", "strategy")]}, {"strategy_indicated"}),
        ({"contact": RATED, "flags": [Flag("1", "Worry", "raise")]}, {"harm_indicated"}),
        ({"contact": RATED, "flags": [Flag("1", "Who told us", "raise", False)]}, set()),
        (
            {
                "contact": RATED,
                "flags": [Flag("1", "Injury", "strategy")],
                "answered": frozenset({"strategy_indicated"}),
            },
            {"harm_indicated"},
        ),
        ({"contact": RATED, "earlier": 1}, {"history_not_opened"}),
        ({"contact": RATED, "earlier": 1, "history_opened": True}, set()),
        ({"contact": RATED, "unlinked": ["Tomas"]}, {"child_not_linked"}),
        ({"contact": RATED, "lowered_without_reason": True}, {"lowered_without_reason"}),
        ({"contact": replace(RATED, raised_at=given.NOON)}, {"senior_read_needed"}),
        (
            {"contact": replace(RATED, raised_at=given.NOON, senior_readers=frozenset({SOMEBODY}))},
            {"senior_read_needs_second_person"},
        ),
        (
            {"contact": replace(RATED, raised_at=given.NOON, senior_readers=frozenset({uuid4()}))},
            set(),
        ),
    ],
)
def test_each_guard(facts, expected):
    assert codes(asked(DecisionFacts(by=SOMEBODY, **facts))) == expected


def test_everything_is_said_at_once_each_with_its_cause():
    facts = DecisionFacts(
        contact=given.facts(
            stage=Stage.LOOKED_AT, immediate_since=given.NOON, raised_at=given.NOON
        ),
        by=SOMEBODY,
        flags=[Flag("1", "Injury", "strategy"), Flag("2", "Danger", "immediate")],
        unlinked=["Tomas"],
        earlier=4,
    )

    refusals = asked(facts)

    assert len(refusals) == 7
    assert all(refusal.cause and refusal.message for refusal in refusals)


@pytest.mark.parametrize(
    "outcome",
    [
        "no_further_action",
        "information_and_advice",
        "signposting",
        "early_help",
        "assessment",
        "linked_to_open_case",
        "other_authority",
    ],
)
def test_significant_harm_goes_nowhere_but_to_a_strategy_discussion(outcome):
    facts = DecisionFacts(by=SOMEBODY, contact=RATED, flags=[Flag("1", "Injury", "strategy")])

    assert codes(asked(facts, outcome)) == {"strategy_indicated"}
    assert asked(facts, "strategy_discussion") == ()


def test_a_sign_of_harm_holds_every_low_outcome_and_nothing_else():
    facts = DecisionFacts(by=SOMEBODY, contact=RATED, flags=[Flag("1", "Neglect", "raise")])

    for council in ("northbeck", "southmere"):
        for outcome in policy_for(council).codes.outcomes:
            holds = "harm_indicated" in codes(standing_in_the_way(facts, outcome.guards))
            assert holds == outcome.low, outcome.key


def test_a_manager_steps_down_past_a_sign_of_harm_only_with_a_reason():
    facts = DecisionFacts(by=SOMEBODY, contact=RATED, flags=[Flag("1", "Neglect", "raise")])
    refusals = asked(facts, "early_help")

    assert refusals[0].cause == "indicator:1"
    assert after_override(refusals, reason=" ", may_override=True)[0] == refusals
    assert codes(after_override(refusals, reason="Sure", may_override=False)[0]) == {
        "harm_indicated",
        "override_needs_manager",
    }
    assert after_override(refusals, reason="Seen by the nurse today", may_override=True) == (
        (),
        ("harm_indicated",),
    )


@pytest.mark.parametrize("stage", [Stage.DECIDED, Stage.CLOSED])
def test_what_is_decided_is_not_decided_again(stage):
    assert codes(asked(DecisionFacts(by=SOMEBODY, contact=given.facts(stage=stage)))) == {
        "already_decided"
    }


def test_a_manager_goes_past_most_guards_with_a_reason_and_the_codes_are_kept():
    refusals = asked(DecisionFacts(by=SOMEBODY, contact=RATED, earlier=1, unlinked=["Tomas"]))

    left, gone = after_override(refusals, reason="Known to me since Monday", may_override=True)

    assert left == ()
    assert gone == ("child_not_linked", "history_not_opened")


def test_nobody_goes_past_the_first_look():
    refusals = asked(DecisionFacts(by=SOMEBODY, contact=given.facts()))

    left, gone = after_override(refusals, reason="In a hurry", may_override=True)

    assert codes(left) == {"not_looked_at"}
    assert gone == ()


def test_a_reason_from_somebody_who_may_not_override_changes_nothing():
    refusals = asked(DecisionFacts(by=SOMEBODY, contact=RATED, earlier=1))

    left, gone = after_override(refusals, reason="I am sure", may_override=False)

    assert codes(left) == {"history_not_opened", "override_needs_manager"}
    assert gone == ()


def test_every_guard_that_policy_names_is_built():
    for council in ("northbeck", "southmere"):
        for outcome in policy_for(council).codes.outcomes:
            assert set(outcome.guards) <= set(GUARDS), outcome.key
