"""The steps a challenge climbs, and who may answer: facts, and no database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings, strategies as st

from lintel.oversight.rules.challenging import (
    Answerer,
    AnswerSaid,
    Because,
    ChallengeFacts,
    ChallengeSaid,
    Settled,
    Subject,
    Turn,
    climbed,
    reasons_not_further,
    reasons_not_to_answer,
    reasons_not_to_challenge,
    reasons_not_to_withdraw,
    who_may_not_answer,
)

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = 7 * DAY


def a_week(level: int, since: datetime) -> datetime:
    return since + WEEK


def rungs(at: timedelta, *turns: tuple[timedelta, bool], top: int = 3):
    made = [Turn(MONDAY + when, took_further=further) for when, further in turns]
    found = climbed(MONDAY, made, top=top, due=a_week, at=MONDAY + at)
    return [(rung.level, (rung.since - MONDAY) / DAY, rung.because) for rung in found]


ONE = (1, 0, Because.RAISED)


@pytest.mark.parametrize(
    ("at", "turns", "expected"),
    [
        (DAY, (), [ONE]),
        (WEEK - timedelta(seconds=1), (), [ONE]),
        (WEEK, (), [ONE, (2, 7, Because.RAN_OUT)]),
        (99 * DAY, (), [ONE, (2, 7, Because.RAN_OUT), (3, 14, Because.RAN_OUT)]),
        (2 * DAY, ((DAY, True),), [ONE, (2, 1, Because.TAKEN_FURTHER)]),
        # Settled in time it rests where it was, however long ago.
        (99 * DAY, ((DAY, False),), [ONE]),
        # Upheld, then taken further: the next step's time runs from then.
        (8 * DAY, ((DAY, False), (3 * DAY, True)), [ONE, (2, 3, Because.TAKEN_FURTHER)]),
        (
            10 * DAY,
            ((DAY, False), (3 * DAY, True)),
            [ONE, (2, 3, Because.TAKEN_FURTHER), (3, 10, Because.RAN_OUT)],
        ),
        # Answered late, at the step it had climbed to by itself.
        (99 * DAY, ((8 * DAY, False),), [ONE, (2, 7, Because.RAN_OUT)]),
        # What comes later is not known yet.
        (DAY, ((2 * DAY, True),), [ONE]),
    ],
)
def test_a_challenge_climbs_when_taken_further_and_when_time_runs_out(at, turns, expected):
    assert rungs(at, *turns) == expected


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=6),
    st.integers(0, 60),
    st.integers(1, 4),
)
def test_it_never_goes_down_or_past_the_top_and_each_step_begins_after_the_last(turns, at, top):
    found = rungs(at * DAY, *((when * DAY, further) for when, further in turns), top=top)
    levels, moments = [one[0] for one in found], [one[1] for one in found]

    assert levels[0] == 1
    assert max(levels) <= top
    assert levels == sorted(levels)
    assert moments == sorted(moments)
    assert all(moment <= max(at, 0) for moment in moments)


DECIDER, RAISER, MANAGER, LEAD = uuid4(), uuid4(), uuid4(), uuid4()


def facts(**differences) -> ChallengeFacts:
    ordinary = {
        "level": 1,
        "top": 3,
        "subject": Subject.DECISION,
        "settled_as": "",
        "settled_at": None,
        "further_until": None,
        "raised_by": RAISER,
        "part_in_it": {DECIDER},
    }
    return ChallengeFacts(**(ordinary | differences))


POLICE = {"subject": Subject.AGENCY_ANSWER, "challenged_agency": "police"}


@pytest.mark.parametrize(
    ("challenge", "who", "code"),
    [
        (facts(), Answerer(MANAGER), ""),
        (facts(), Answerer(DECIDER), "had_part_in_it"),
        (facts(level=3), Answerer(DECIDER), "had_part_in_it"),
        (facts(), Answerer(RAISER), "own_challenge"),
        (facts(), Answerer(LEAD, leads="police"), "another_step"),
        (facts(**POLICE), Answerer(LEAD, leads="police"), ""),
        (facts(**POLICE), Answerer(MANAGER), ""),
        (facts(**POLICE), Answerer(LEAD, leads="health"), "another_step"),
        (facts(**POLICE, level=2), Answerer(LEAD, leads="police"), "another_step"),
        (facts(**POLICE, part_in_it={LEAD}), Answerer(LEAD, leads="police"), "had_part_in_it"),
    ],
)
def test_nobody_answers_for_what_they_did_themselves(challenge, who, code):
    assert [refusal.code for refusal in who_may_not_answer(challenge, who)] == [code] * bool(code)


WHOLE = AnswerSaid("upheld", "Seen weekly", "Our decision stands", answered_for="Head of service")


@pytest.mark.parametrize(
    ("challenge", "said", "fields"),
    [
        (facts(), WHOLE, []),
        (facts(), AnswerSaid("", "", ""), ["answer", "reasons", "told"]),
        (facts(), AnswerSaid("withdrawn", "a", "b"), ["answer"]),
        (facts(), AnswerSaid("upheld", "a", "b"), []),
        (facts(level=2), AnswerSaid("upheld", "a", "b"), ["answered_for"]),
        (facts(), AnswerSaid("upheld", "a" * 20_001, "b"), ["reasons"]),
        (facts(settled_as=Settled.UPHELD), WHOLE, [""]),
    ],
)
def test_an_answer_says_which_why_and_what_is_told(challenge, said, fields):
    found = reasons_not_to_answer(challenge, said, Answerer(MANAGER))
    assert [refusal.field for refusal in found] == fields


@pytest.mark.parametrize(
    ("challenge", "at", "code"),
    [
        (facts(), MONDAY, ""),
        (facts(level=3), MONDAY, "top"),
        (facts(settled_as=Settled.UPHELD, further_until=MONDAY + WEEK), MONDAY, ""),
        (facts(settled_as=Settled.UPHELD, further_until=MONDAY), MONDAY, "too_late"),
        (facts(settled_as=Settled.CHANGED), MONDAY, "settled"),
        (facts(settled_as=Settled.WITHDRAWN), MONDAY, "settled"),
    ],
)
def test_it_is_taken_further_while_open_and_for_a_time_once_upheld(challenge, at, code):
    found = reasons_not_further(challenge, reason="Still hungry", at=at)
    assert [refusal.code for refusal in found] == [code] * bool(code)


def test_words_are_asked_for():
    assert reasons_not_further(facts(), reason=" ", at=MONDAY)[0].field == "reason"
    assert reasons_not_to_withdraw(facts(), reason="")[0].field == "reason"
    assert reasons_not_to_withdraw(facts(), reason="Rung together") == ()


@pytest.mark.parametrize(
    ("said", "decided", "agencies", "fields"),
    [
        (("decision", "delay", "a", "b"), True, (), []),
        (("decision", "delay", "a", "b"), False, (), ["subject"]),
        (("discussion", "delay", "a", "b"), False, (), []),
        (("agency_answer", "delay", "a", "b"), True, ("police",), ["agency"]),
        (("agency_answer", "delay", "a", "b", "police"), True, ("police",), []),
        (("agency_answer", "delay", "a", "b", "police"), True, (), ["agency"]),
        (("", "", " ", ""), True, (), ["subject", "disagrees", "wants", "theme"]),
        (("other", "nonsense", "a" * 20_001, "b"), True, (), ["disagrees", "theme"]),
    ],
)
def test_a_challenge_says_what_is_disagreed_with_and_what_is_wanted(
    said, decided, agencies, fields
):
    found = reasons_not_to_challenge(
        ChallengeSaid(*said), is_decided=decided, agencies=set(agencies)
    )
    assert [refusal.field for refusal in found] == fields
