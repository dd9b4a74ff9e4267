"""What invented people tell the hub: sound by the hub's own rules, varied, and of the right mix."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from lintel.contacts.rules.telling_rules import what_is_wrong
from lintel.demo.history import Planner
from lintel.demo.live import LIVE, stories
from lintel.demo.narratives import NARRATIVES
from lintel.demo.narratives.requests import ADVICE, EHC, INFORMATION
from lintel.demo.places import AREAS, NORTHBECK
from lintel.policy.in_force import policy_for

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def past():
    return list(Planner(NORTHBECK, seed=7, now=NOW, contacts=1_500).past())


def test_there_are_more_than_sixty_narratives_each_with_its_own_key():
    keys = [n.key for n in (*NARRATIVES, *ADVICE, *EHC, *INFORMATION)]
    assert len(keys) == len(set(keys)) > 60


def test_every_telling_would_be_taken_in(past):
    policy = policy_for("northbeck")
    wrong = [
        (story.told.narrative, refusal)
        for story in past
        for refusal in what_is_wrong(story.told.telling, at=story.received_at, policy=policy)
    ]
    assert wrong == []


def test_no_gap_is_left_open(past):
    for story in past:
        words = story.told.telling.concern + story.told.telling.why_now
        assert not set("{}[]|") & set(words), story.told.narrative


def test_hardly_any_two_tellings_read_alike(past):
    concerns = Counter(story.told.telling.concern for story in past)
    assert len(concerns) > 0.97 * len(past)


def test_the_mix_is_that_of_england(past):
    welfare = [s for s in past if s.told.telling.kind == "welfare"]
    sources = Counter(story.told.telling.source for story in welfare)
    assert 0.80 < len(welfare) / len(past) < 0.90
    assert 0.24 < sources["6"] / len(welfare) < 0.32
    assert 0.17 < sources["2A"] / len(welfare) < 0.25


def test_the_past_is_over_in_order_and_before_now(past):
    assert [s.received_at for s in past] == sorted(s.received_at for s in past)
    for story in past:
        moments = [story.received_at, *(step.at for step in story.steps)]
        assert moments == sorted(moments)
        assert moments[-1] < NOW
        assert story.steps[-1].verb in {"close", "accept"}


def test_the_same_seed_plans_the_same_past():
    once, again = (list(Planner(NORTHBECK, seed=5, now=NOW, contacts=60).past()) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("council", sorted(AREAS))
def test_every_live_story_ends_before_now(council):
    planner = Planner(AREAS[council], seed=7, now=NOW, contacts=200)
    list(planner.past())
    live = list(stories(planner))
    assert len(live) == len(LIVE[council])
    for story in live:
        assert all(step.at < NOW for step in story.steps)
