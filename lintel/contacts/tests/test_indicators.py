"""Indicators: what fires, what is denied, and how much of what people write is caught."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from lintel.contacts.rules.indicators import (
    ChildAge,
    IndicatorFacts,
    facts_of,
    fired,
    never_set_low,
)
from lintel.contacts.rules.telling import Channel, ChildTold, Kind, ReferrerTold, Telling
from lintel.policy.in_force import preset_policy

TODAY = date(2026, 11, 20)
RULES = preset_policy("standard").indicator_rules(TODAY)
SENTENCES = Path(__file__).parent / "labelled_sentences.tsv"
PRESSING = {"immediate": 3, "strategy": 2, "raise": 1, "none": 0}
EIGHT, BABY = ChildAge(years=8), ChildAge(years=0)


def signs(concern="", *, children=(EIGHT,), **facts):
    return fired(IndicatorFacts(concern=concern, children=children, **facts), RULES)


def keys(*args, **facts):
    return {sign.rule for sign in signs(*args, **facts)}


def labelled():
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            label, age, half, text = line.split("\t")
            child = ChildAge(unborn=True) if age == "u" else ChildAge(years=int(age or 8))
            yield label, child, half, text


def measured(half: str, at_least: str) -> tuple[float, float]:
    """Recall and precision of a sign at least so pressing."""
    line, seen = PRESSING[at_least], Counter()
    for label, child, group, text in labelled():
        if group == half:
            found = signs(text, children=(child,))
            level = PRESSING[found[0].level] if found else 0
            seen[PRESSING[label] >= line, level >= line] += 1
    hits, missed, false = seen[True, True], seen[True, False], seen[False, True]
    recall, precision = hits / (hits + missed), hits / (hits + false)
    print(
        f"indicators, {half}, {at_least} or above: recall {hits}/{hits + missed} = {recall:.2f}, "
        f"precision {hits}/{hits + false} = {precision:.2f}"
    )
    return recall, precision


@pytest.mark.parametrize(
    ("half", "at_least", "recall_floor", "precision_floor"),
    [
        ("t", "strategy", 0.98, 0.93),
        ("t", "raise", 0.97, 0.93),
        # Held out, and mostly said without any of the usual words. This is what words alone
        # can be trusted for, and why an absent sign is never shown as reassurance.
        ("h", "strategy", 0.30, 0.70),
        ("h", "raise", 0.28, 0.80),
    ],
)
def test_signs_catch_what_they_are_agreed_to_catch(half, at_least, recall_floor, precision_floor):
    recall, precision = measured(half, at_least)

    assert recall >= recall_floor
    assert precision >= precision_floor


def test_there_are_sentences_enough_to_measure_on():
    halves = Counter(half for _, _, half, _ in labelled())
    assert halves["t"] >= 150
    assert halves["h"] >= 50


@pytest.mark.parametrize(
    "denied",
    [
        "no injuries seen",
        "She denies being hit",
        "He is not bruised",
        "not bruised",
        "There were no bruises, burns or marks on his body",
        "Bruises: none",
        "She has never been hit",
        "Nobody hits him",
        "the injuries weren't seen by the nurse",
    ],
)
def test_what_is_plainly_denied_does_not_fire(denied):
    assert signs(denied) == ()


@pytest.mark.parametrize(
    "standing",
    [
        "No explanation for the bruise",
        "Mum denies hitting him",
        "Mother denied any bruises",
        "She would not say who hit her",
        "No food today, and a bruise on her arm",
        "He was not at school, he had been hit",
        "She denied being hit. Her arm is bruised",
        "not bruised last week but bruised now",
        "He doesn't know how the bruise happened",
        "I have no doubt she was hit",
        "The bruise was not seen by a doctor",
        "She can't stop him hitting her",
    ],
)
def test_what_only_looks_denied_still_fires(standing):
    assert "physical_injury" in keys(standing)


def test_a_sign_says_which_words_fired_it_and_where():
    concern = "On Monday he had a Black eye and bruising."
    (sign,) = signs(concern)

    assert [words.said for words in sign.words] == ["Black eye", "bruising"]
    assert all(concern[w.start : w.end] == w.said and w.field == "concern" for w in sign.words)
    assert sign.title == "Possible physical injury"
    assert sign.calls_for_strategy
    assert sign.version == "2026-01-01"


def test_why_now_is_read_as_well():
    (sign,) = signs("Worried about him.", why_now="He was punched last night.")
    assert [words.field for words in sign.words] == ["why_now"]


def test_a_category_fires_without_any_words():
    (sign,) = signs("See attached.", categories=("sexual_abuse",))
    assert (sign.rule, sign.why, sign.words) == ("sexual_harm", "category", ())


def test_every_category_that_calls_for_a_strategy_discussion_fires_a_sign_that_does():
    for category in preset_policy("standard").categories(TODAY):
        calls = any(sign.calls_for_strategy for sign in signs(categories=(category.key,)))
        assert calls or not category.calls_for_strategy, category.key


@pytest.mark.parametrize("category", ["neglect", "domestic_abuse"])
def test_neglect_and_domestic_abuse_alone_do_not_call_for_a_strategy_discussion(category):
    assert {sign.level for sign in signs(categories=(category,))} == {"raise"}


def test_immediate_danger_comes_first():
    found = signs("He was hit.", immediate_danger=True)
    assert [sign.level for sign in found] == ["immediate", "strategy"]


def test_a_small_mark_matters_on_a_baby():
    assert "injury_on_a_baby" in keys("a small mark and a bump", children=(EIGHT, BABY))
    assert "injury_on_a_baby" not in keys("a small mark and a bump")
    assert "injury_on_a_baby" not in keys("a birthmark", children=(BABY,))


@pytest.mark.parametrize("source", ["1A", "1B", "1C"])
def test_a_familys_own_worry_is_never_set_low(source):
    found = signs("Something is not right there.", source=source)
    assert [sign.why for sign in found] == ["source"]
    assert never_set_low(found)


def test_a_parent_asking_for_an_assessment_of_needs_raises_nothing_by_asking():
    assert signs("He needs help with reading.", source="1A", kind="ehc_request") == ()
    assert "physical_injury" in keys("He was hit.", source="1A", kind="ehc_request")


def test_a_figure_of_speech_does_not_fire():
    assert signs("Mum hit the roof. He kicked a ball. They hit it off.") == ()


def test_what_was_told_gives_the_ages_on_the_day():
    telling = Telling(
        kind=Kind.WELFARE,
        channel=Channel.API,
        source="2A",
        referrer=ReferrerTold(),
        children=(
            ChildTold(date_of_birth=date(2025, 11, 21)),
            ChildTold(date_of_birth=date(2025, 11, 20)),
            ChildTold(expected_on=date(2027, 1, 1)),
            ChildTold(age_years=7),
            ChildTold(),
        ),
        concern="A worry.",
    )

    facts = facts_of(telling, on=TODAY)

    assert facts.children == (
        ChildAge(years=0),
        ChildAge(years=1),
        ChildAge(unborn=True),
        ChildAge(years=7),
        ChildAge(),
    )
    assert facts.kind == "welfare"
