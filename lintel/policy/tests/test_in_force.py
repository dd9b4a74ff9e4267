"""Which policy a council has, from which file, and what is said of a file that is wrong."""

from datetime import date
from pathlib import Path

import pytest

from lintel.kernel.sources import Standing
from lintel.policy import in_force
from lintel.policy.files import PolicyFileWrong
from lintel.policy.in_force import (
    NoSuchCouncil,
    NoSuchRule,
    councils,
    policy_for,
    preset_policy,
    presets,
)
from lintel.policy.published import tables
from lintel.policy.tests.given import RED, local_policy

SPRING, AUTUMN = date(2026, 5, 31), date(2026, 11, 20)
GENERATED = Path(__file__).parents[3] / "docs" / "generated"


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_DATA", str(tmp_path))
    return tmp_path


def test_two_invented_councils_ship():
    assert councils() == ["northbeck", "southmere"]
    north = policy_for("northbeck")
    assert (north.council_title, north.reference_prefix) == ("Northbeck Council", "NB")
    assert north.phone
    assert north.out_of_hours_phone
    assert north.email.endswith(".example")


def test_an_unknown_council_has_no_policy():
    with pytest.raises(NoSuchCouncil):
        policy_for("elsewhere")
    with pytest.raises(NoSuchCouncil):
        preset_policy("elsewhere")


@pytest.mark.parametrize(
    ("preset", "red", "amber", "green"),
    [
        ("standard", "4 hours", "24 hours", "72 hours"),
        ("surrey_police", "4 hub hours", "24 hub hours", "72 hours"),
        ("hackney", "4 hours", "24 hours", "72 hours"),
        ("merton", "2 hours", "6 hours", "24 hours"),
    ],
)
def test_each_scheme_has_its_own_times(preset, red, amber, green):
    policy = preset_policy(preset)
    lengths = [
        policy.clock_rule(f"rag_{c}", AUTUMN).length_words for c in ("red", "amber", "green")
    ]
    assert lengths == [red, amber, green]
    assert preset in presets()


def test_southmere_runs_on_another_scheme_in_words_of_its_own():
    south = policy_for("southmere")
    assert south.clock_rule("rag_red", AUTUMN).length == 2
    assert south.bands[4].title == "Level 4: protection"
    assert south.bands[4].description == policy_for("northbeck").bands[4].description


def test_ratings_come_most_pressing_first():
    ratings = policy_for("northbeck").ratings
    assert list(ratings) == ["red", "amber", "green", "blue"]
    assert [r.rank for r in ratings.values()] == [4, 3, 2, 1]
    assert [r.clock for r in ratings.values()] == ["rag_red", "rag_amber", "rag_green", ""]


def test_only_the_public_may_be_anonymous():
    sources = policy_for("northbeck").sources
    assert {code for code, s in sources.items() if s.anonymous_allowed} == {
        *("1A", "1B", "1C", "1D", "9"),
    }
    assert not any(s.public and s.professional for s in sources.values())
    assert len(sources) == 22


def test_what_calls_for_a_strategy_discussion_says_what_it_rests_on():
    categories = policy_for("northbeck").categories(AUTUMN)
    calling = {c.key for c in categories if c.calls_for_strategy}
    assert {"physical_abuse", "sexual_abuse", "fgm", "bruising_non_mobile"} <= calling
    assert calling.isdisjoint({"neglect", "domestic_abuse"})
    assert all(c.source for c in categories if c.calls_for_strategy or c.opens_paediatric)


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (
            "welfare",
            "no_further_action information_and_advice signposting early_help assessment "
            "strategy_discussion linked_to_open_case other_authority",
        ),
        ("information_request", "information_shared information_refused information_not_held"),
        ("signposting", "signposting information_and_advice no_further_action"),
        (
            "ehc_request",
            "ehc_assessment_agreed ehc_assessment_refused ehc_withdrawn passed_to_send_team",
        ),
    ],
)
def test_each_kind_of_enquiry_has_its_outcomes(kind, keys):
    outcomes = policy_for("northbeck").outcomes(kind, AUTUMN)
    assert [outcome.key for outcome in outcomes] == keys.split()
    assert all(outcome.hands_over == bool(outcome.team_kinds) for outcome in outcomes)
    assert all("looked_at" in outcome.guards for outcome in outcomes)


def test_a_member_of_the_public_is_told_nothing_about_the_family():
    told = {"reference": "NB-1", "council": "C", "phone": "P", "destination": "Team X"}
    for outcome in policy_for("northbeck").outcomes("welfare", AUTUMN):
        words = outcome.tells(public=True, **told)
        assert "NB-1" in words
        assert "Team X" not in words
        assert outcome.title.lower() not in words.lower()


def test_what_is_retired_keeps_its_title_and_is_not_offered(data):
    local_policy(data, "northbeck", "[categories.behaviour]\nretired_from = 2026-06-01\n")
    policy = policy_for("northbeck")

    assert "behaviour" in {c.key for c in policy.categories(SPRING)}
    assert "behaviour" not in {c.key for c in policy.categories(AUTUMN)}
    assert policy.category("behaviour").title


def test_nothing_answers_to_a_name_there_never_was():
    policy = policy_for("northbeck")
    for ask in (
        lambda: policy.clock_rule("rag_blue", AUTUMN),
        lambda: policy.category("boredom"),
        lambda: policy.outcome("welfare", "ehc_withdrawn"),
    ):
        with pytest.raises(NoSuchRule):
            ask()


def test_a_council_changes_a_time_from_a_day_and_old_work_keeps_the_old(data):
    local_policy(data, "northbeck", RED.format(length=1, unit="hours"))
    policy = policy_for("northbeck")

    assert policy.clock_rule("rag_red", SPRING).length == 4
    changed = policy.clock_rule("rag_red", AUTUMN)
    assert changed.length == 1
    assert changed.source.standing is Standing.LOCAL_PRACTICE
    assert changed.title == "Red: decide what happens next"


def test_work_from_before_every_rule_is_judged_by_the_oldest():
    assert policy_for("northbeck").clock_rule("assessment_45wd", date(2001, 1, 1)).length == 45


def test_the_stamp_changes_with_the_policy_and_only_with_it(data):
    before = policy_for("northbeck").version_on(AUTUMN)
    in_force._policy_for.cache_clear()
    again = policy_for("northbeck").version_on(AUTUMN)
    local_policy(data, "northbeck", RED.format(length=1, unit="hours"))
    in_force._policy_for.cache_clear()
    changed = policy_for("northbeck")

    assert before == again
    assert before.startswith("northbeck 2026-04-01 standard/")
    assert changed.version_on(AUTUMN).startswith("northbeck 2026-06-01 standard/")
    assert changed.version_on(AUTUMN).split("/")[1] != before.split("/")[1]
    assert changed.version_on(SPRING) == before


def test_a_real_councils_installation_does_not_serve_the_invented_ones(data):
    local_policy(
        data,
        "westmarch",
        'title = "Westmarch Council"\nreference_prefix = "WM"\npreset = "hackney"\n'
        'phone = "1"\nout_of_hours_phone = "2"\nemail = "a@westmarch.example"\n'
        "in_force_from = 2026-09-01\n",
    )
    assert councils() == ["westmarch"]
    assert policy_for("westmarch").version_on(AUTUMN).startswith("westmarch 2026-09-01 hackney/")


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("title = ", "", "put that line right"),
        ("titel = 'Northbeck'", "titel", "remove it or use one of"),
        ("preset = 'nowhere'", "preset", "write one of hackney"),
        ("phone = 999", "phone", "write text"),
        (RED.format(length=0, unit="hours"), "clocks.rag_red.values[1].length", "1 or more"),
        (RED.format(length=-4, unit="hours"), "clocks.rag_red.values[1].length", "0 or more"),
        (RED.format(length="true", unit="hours"), "clocks.rag_red.values[1].length", "whole"),
        (RED.format(length=1, unit="moons"), "clocks.rag_red.values[1].unit", "minutes, hours"),
        (RED.format(length=1, unit="working_days"), "clocks.rag_red.values[1].calendar", "fit"),
        (RED.format(length=1, unit="days"), "", ""),
        (
            RED.format(length=1, unit="hours").replace("elapsed", "hub_hours"),
            "clocks.rag_red.values[1].opening",
            "missing",
        ),
        (
            RED.format(length=1, unit="hours").replace(
                '"elapsed"', '"hub_hours"\nopening = "9 to 5"'
            ),
            "clocks.rag_red.values[1].opening",
            "Mon-Fri 09:00-17:00",
        ),
        ("[clocks.rag_blue]", "clocks.rag_blue", "use one of"),
        ("[clocks.rag_red]", "clocks.rag_red.values", "add [[clocks.rag_red.values]]"),
        (
            RED.format(length=60, unit="hours").replace("rag_red", "assessment_45wd"),
            "clocks.assessment_45wd",
            "a council cannot change it, so remove it",
        ),
        ("[bands.5]\ntitle = 'x'", "bands.5", "use one of 1, 2, 3, 4"),
        ("[ratings.red]\nrank = 9", "ratings.red.rank", "remove it"),
        ("[categories.fgm]\ncalls_for_strategy = false", "categories.fgm", "remove it"),
    ],
)
def test_a_wrong_file_names_itself_the_key_and_the_remedy(data, text, key, remedy):
    path = local_policy(data, "northbeck", text)
    if not remedy:
        in_force.check_every_file()
        return

    with pytest.raises(PolicyFileWrong) as refused:
        in_force.check_every_file()

    assert str(path) in str(refused.value)
    assert key in str(refused.value)
    assert remedy in str(refused.value)


@pytest.mark.parametrize("name", sorted(tables()))
def test_the_published_tables_are_the_ones_in_force(name):
    """`python -m lintel.policy.published docs/generated` writes them."""
    assert (GENERATED / name).read_text(encoding="utf-8") == tables()[name]
