"""What adds up: tables of recognisable days, and what must hold whatever the events."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from hypothesis import given as whatever, strategies as some

from lintel.contacts.rules.adding_up import (
    FamilyEvent,
    adds_up,
    reasons_not_to_end_alone,
)
from lintel.contacts.tests import given
from lintel.contacts.tests.adding_up_cases import CASES, DA, NEGLECT, NOW
from lintel.policy.in_force import policy_for

RULES = policy_for("northbeck").adding_up_rules(date(2026, 3, 2))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.words}")
def test_each_case_is_raised_or_not_as_published(case):
    fired = {raised.rule.key for raised in adds_up(case.contact, case.events, RULES)}

    assert (case.rule in fired) is case.raised


def test_every_rule_has_cases_on_both_sides():
    for rule in RULES:
        assert {case.raised for case in CASES if case.rule == rule.key} == {True, False}


def test_a_rule_that_fires_names_the_events_that_fired_it_oldest_first():
    case = CASES[0]

    [raised] = adds_up(case.contact, case.events[::-1], RULES)

    assert raised.rule.title == "Third contact in 12 months"
    assert [event.on for event in raised.events] == [date(2025, 9, 1), date(2026, 1, 5)]


def test_the_same_event_twice_counts_once():
    assert adds_up(NOW, [CASES[1].events[0]] * 3, RULES) == ()


def test_what_only_asks_for_information_is_never_raised():
    asking = replace(NOW, enquiry="information_request")
    assert adds_up(asking, CASES[0].events, RULES) == ()


EVENTS = some.builds(
    FamilyEvent,
    key=some.integers(0, 40).map(str),
    kind=some.sampled_from(
        ["contact", "contact", "child_protection_plan", "child_in_need_plan", "assessment"]
    ),
    on=some.dates(date(2025, 1, 1), date(2026, 4, 1)),
    ended_on=some.none() | some.dates(date(2025, 6, 1), date(2026, 6, 1)),
    decided_on=some.none() | some.dates(date(2025, 1, 1), date(2026, 4, 1)),
    outcome=some.sampled_from(["", "early_help", "no_further_action", "assessment"]),
    about=some.frozensets(some.sampled_from(["mia", "tomas", "jo"]), min_size=1),
    enquiry=some.sampled_from(["welfare", "signposting", "information_request"]),
    categories=some.frozensets(some.sampled_from(["neglect", "domestic_abuse"])),
)
CONTACTS = some.sampled_from([NOW, DA, NEGLECT])


def fired(contact, events) -> dict[str, list[str]]:
    return {
        raised.rule.key: [event.key for event in raised.events]
        for raised in adds_up(contact, events, RULES)
    }


@whatever(CONTACTS, some.lists(EVENTS, max_size=6, unique_by=lambda e: e.key), EVENTS)
def test_an_event_more_never_takes_a_firing_away(contact, events, more):
    if more.key in {event.key for event in events}:
        return
    before, after = fired(contact, events), fired(contact, [*events, more])

    assert before.keys() <= after.keys()
    assert all(set(keys) <= set(after[rule]) for rule, keys in before.items())


@whatever(CONTACTS, some.lists(EVENTS, max_size=4, unique_by=lambda e: e.key))
def test_the_order_of_events_does_not_matter(contact, events):
    answers = [fired(contact, list(each)) for each in permutations(events)]

    assert all(answer == answers[0] for answer in answers)


@whatever(some.integers(1, 30), some.lists(EVENTS, max_size=6, unique_by=lambda e: e.key))
def test_nothing_is_raised_by_what_came_after_it(days, events):
    later = [replace(event, on=NOW.on + timedelta(days=days)) for event in events]
    assert fired(NOW, later) == {}


def test_a_raised_contact_is_ended_by_somebody_else_than_whoever_read_it():
    me, you = uuid4(), uuid4()
    plain = given.facts()
    raised = replace(plain, raised_at=given.NOON)

    def codes(contact):
        return [refusal.code for refusal in reasons_not_to_end_alone(contact, by=me)]

    assert codes(plain) == []
    assert codes(raised) == ["senior_read_needed"]
    assert codes(replace(raised, senior_readers=frozenset({me}))) == [
        "senior_read_needs_second_person"
    ]
    assert codes(replace(raised, senior_readers=frozenset({you}))) == []
    assert codes(replace(raised, senior_readers=frozenset({me, you}))) == []
