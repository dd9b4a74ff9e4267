"""What goes onto the list, and what can be done with it: tables a practitioner can read."""

from datetime import timedelta

import pytest

from lintel.contacts.rules.facts import Stage
from lintel.contacts.rules.sides import Side
from lintel.contacts.tests.given import NOON
from lintel.duty.rules.items import (
    Pressing,
    State,
    Why,
    reasons_not_to_accept,
    reasons_not_to_keep,
    reasons_not_to_say,
    why_it_goes,
)
from lintel.duty.rules.promises import Settled, reasons_not_to_promise, reasons_not_to_settle


@pytest.mark.parametrize(
    ("rating", "stage", "late", "more", "why"),
    [
        ("red", Stage.SCREENING, False, {}, (Why.RED,)),
        ("red", Stage.DECIDED, True, {}, (Why.RED,)),  # offered to a team, and not accepted
        ("amber", Stage.SCREENING, True, {}, (Why.AMBER_LATE,)),
        ("amber", Stage.SCREENING, False, {}, ()),
        ("green", Stage.SCREENING, True, {}, ()),
        ("", Stage.LOOKED_AT, True, {}, ()),
        ("", Stage.RECEIVED, False, {}, (Why.NOT_LOOKED_AT,)),
        ("", Stage.RECEIVED, False, {"is_welfare": False}, ()),
        ("", Stage.LOOKED_AT, False, {"is_immediate": True}, (Why.IMMEDIATE,)),
        ("green", Stage.SCREENING, False, {"promise_due": True}, (Why.PROMISE,)),
        ("green", Stage.SCREENING, False, {"step_due": True}, (Why.STEP,)),
        ("red", Stage.SCREENING, False, {"promise_due": True}, (Why.RED, Why.PROMISE)),
    ],
)
def test_what_goes_to_the_night(rating, stage, late, more, why):
    said = {"is_welfare": True, "is_immediate": False} | more
    assert why_it_goes(Pressing(stage=stage, rating=rating, late=late, **said)) == why


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("past", [False, True])
def test_only_the_other_side_accepts_and_only_what_was_said_or_is_past_the_close(state, side, past):
    refusals = reasons_not_to_accept(
        state, reference="NB-2345-67", side=side, giver=Side.HUB, past_the_turn=past
    )
    may = side is Side.DUTY and (state is State.READY or (state is State.DRAWN and past))
    assert (refusals == ()) is may


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("giver", Side)
@pytest.mark.parametrize("side", Side)
def test_only_whoever_has_it_hands_it_over_and_with_a_word(state, giver, side):
    said = {"side": side, "giver": giver, "next_check_at": None, "at": NOON}
    wrong = {r.code for r in reasons_not_to_say(state, note=" ", **said)}
    assert "no_note" in wrong
    refusals = reasons_not_to_say(state, note="Ring her at eight", **said)
    may = side is giver and state in {State.DRAWN, State.READY, State.KEPT}
    assert (refusals == ()) is may


def test_a_next_check_is_still_to_come():
    said = {"side": Side.HUB, "giver": Side.HUB, "note": "Ring", "at": NOON}
    [refusal] = reasons_not_to_say(State.DRAWN, next_check_at=NOON - timedelta(hours=1), **said)
    assert refusal.code == "check_in_the_past"


def test_only_the_hub_keeps_one_and_says_why():
    keep = {"side": Side.HUB, "giver": Side.HUB}
    assert reasons_not_to_keep(State.READY, reason="I am staying", **keep) == ()
    assert [r.code for r in reasons_not_to_keep(State.DRAWN, reason="", **keep)] == ["no_reason"]
    night = {"side": Side.DUTY, "giver": Side.DUTY, "reason": "Mine"}
    assert [r.code for r in reasons_not_to_keep(State.DRAWN, **night)] == ["hub_takes_back"]


def test_a_promise_is_of_something_to_somebody_by_a_time_to_come():
    said = {"is_open": True, "what": "Ring her", "to_whom": "The mother", "at": NOON}
    assert reasons_not_to_promise(due_at=NOON + timedelta(hours=4), **said) == ()
    wrong = {"is_open": False, "what": " ", "to_whom": "", "due_at": NOON, "at": NOON}
    assert len(reasons_not_to_promise(**wrong)) == 4


def test_a_promise_ends_once_and_with_a_word():
    assert reasons_not_to_settle("", how=Settled.KEPT, words="Rang her at six") == ()
    again = reasons_not_to_settle("kept", how=Settled.NOT_KEPT, words="")
    assert [r.code for r in again] == ["already_settled", "no_words"]
