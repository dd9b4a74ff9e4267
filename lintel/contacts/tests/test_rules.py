"""What may happen to a contact and which clocks run: every stage against every move."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given as supposing, strategies as st

from lintel.contacts.rules import lifecycle
from lintel.contacts.rules.clocks import running_clocks
from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.rules.lifecycle import NEXT_STAGE, Move
from lintel.contacts.rules.queues import QUEUES, queue_of
from lintel.contacts.rules.telling import Kind
from lintel.contacts.tests import given
from lintel.policy.calendars import calendar
from lintel.policy.in_force import councils, policy_for

DIAGRAM = Path(__file__).parents[3] / "docs/generated/contact-lifecycle.md"
MOMENTS = st.none() | st.just(given.NOON + timedelta(hours=1))
ANY_FACTS = st.builds(
    given.facts,
    kind=st.sampled_from(Kind),
    stage=st.sampled_from(Stage),
    council=st.sampled_from(councils()),
    immediate_since=MOMENTS,
    held_until=MOMENTS,
    decided_at=MOMENTS,
    rating=st.none() | st.sampled_from(Rating),
    awaiting_team=st.sampled_from(["", "assessment"]),
    was_returned=st.booleans(),
    outcome=st.sampled_from(["", "assessment", "strategy_discussion"]),
)


def codes(refusals) -> set[str]:
    return {refusal.code for refusal in refusals}


def due(contact):
    clocks = running_clocks(contact, policy=policy_for(contact.council), calendar=calendar())
    return {clock.name: clock.due_at for clock in clocks}


@pytest.mark.parametrize(("stage", "move"), [*product(Stage, Move)])
def test_nothing_returns_to_received_and_only_a_look_leaves_it(stage, move):
    there = NEXT_STAGE.get((stage, move))

    assert there is not Stage.RECEIVED
    assert there is None or stage is not Stage.RECEIVED or move is Move.LOOK


@pytest.mark.parametrize(("stage", "move"), [*product(Stage, Move)])
def test_a_move_that_is_not_in_the_table_is_refused_in_words(stage, move):
    refusals = lifecycle.reasons_not_to(move, given.facts(stage=stage))

    assert bool(refusals) is ((stage, move) not in NEXT_STAGE)
    assert all(refusal.message for refusal in refusals)


@pytest.mark.parametrize("lower", [Rating.AMBER, Rating.GREEN, Rating.BLUE])
@pytest.mark.parametrize(
    ("is_senior", "is_maker", "expected"),
    [
        (True, False, set()),
        (True, True, {"lowering_red_needs_second_person"}),
        (False, False, {"lowering_red_needs_senior"}),
        (False, True, {"lowering_red_needs_senior"}),
    ],
)
def test_lowering_a_red_needs_a_second_senior_person(lower, is_senior, is_maker, expected):
    maker = uuid4()
    red = given.facts(stage=Stage.SCREENING, rating=Rating.RED, rated_red_by=maker)

    refusals = lifecycle.reasons_not_to_rate(
        red,
        rating=lower,
        reason="New information",
        is_senior=is_senior,
        by=maker if is_maker else uuid4(),
    )

    assert codes(refusals) == expected


def test_every_reason_is_given_at_once():
    contact = given.facts(stage=Stage.CLOSED, rating=Rating.RED)

    refusals = lifecycle.reasons_not_to_rate(
        contact, rating=Rating.BLUE, reason=" ", is_senior=False, by=uuid4()
    )

    assert codes(refusals) == {"cannot_rate", "no_reason", "lowering_red_needs_senior"}


@supposing(ANY_FACTS)
def test_an_open_contact_is_in_exactly_one_queue_and_a_closed_one_in_none(contact):
    name = queue_of(contact)

    if contact.is_open:
        assert [queue.name for queue in QUEUES].count(name) == 1
    else:
        assert name == "closed"


@supposing(ANY_FACTS)
def test_an_open_contact_always_has_a_clock_and_a_closed_one_none(contact):
    assert bool(due(contact)) is contact.is_open


@supposing(ANY_FACTS)
def test_a_hold_stops_no_clock(contact):
    running, held = due(replace(contact, held_until=None)), due(contact)

    assert running.items() <= held.items()


@pytest.mark.parametrize(
    ("rating", "hours"), [(Rating.RED, 4), (Rating.AMBER, 24), (Rating.GREEN, 72)]
)
def test_a_rating_brings_its_own_clock_from_receipt(rating, hours):
    clocks = due(given.facts(stage=Stage.SCREENING, rating=rating))

    assert clocks[f"rag_{rating}"] == given.NOON + timedelta(hours=hours)


def test_blue_brings_no_rating_clock_but_the_decision_is_still_due():
    clocks = due(given.facts(stage=Stage.SCREENING, rating=Rating.BLUE))

    assert set(clocks) == {"hub_decision_24h", "referral_decision_1wd"}


def test_nobody_has_looked_so_the_first_look_is_the_first_clock():
    clocks = running_clocks(given.facts(), policy=policy_for(given.COUNCIL), calendar=calendar())

    assert clocks[0].name == "first_look"


@pytest.mark.parametrize(
    ("kind", "clock"),
    [
        (Kind.INFORMATION_REQUEST, "information_request_10wd"),
        (Kind.SIGNPOSTING, "signposting_1wd"),
        (Kind.EHC_REQUEST, "ehc_decision_6w"),
    ],
)
def test_each_kind_of_enquiry_has_its_own_clock(kind, clock):
    assert set(due(given.facts(kind=kind, stage=Stage.LOOKED_AT))) == {clock}


def test_the_published_diagram_is_the_table():
    assert lifecycle.as_mermaid() in DIAGRAM.read_text(encoding="utf-8")
