"""lintel clock: lines in, lines out, and what is said of a line it cannot answer."""

import io
import json
import os
import subprocess
import sys

import pytest

from lintel.config.commandline import main
from lintel.policy.in_force import preset_policy

SHAPE = {
    *("name", "start", "stop", "length", "unit", "ends", "calendar"),
    *("out_of_hours", "source", "in_force_from"),
}


@pytest.fixture
def clock(monkeypatch, capsys):
    def ask(lines: str, *words: str):
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        code = main(["clock", *words])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err

    return ask


def test_each_line_is_answered_with_its_due_time(clock):
    code, out, err = clock(
        "referral_decision_1wd,2027-03-25T16:00:00+00:00\r\n"
        "\n"
        " lado_report_1wd , 2026-11-21T14:00:00Z \n"
    )
    assert code == 0
    assert err == ""
    assert out == [
        "referral_decision_1wd,2027-03-25T16:00:00+00:00,2027-03-30T16:00:00+01:00",
        "lado_report_1wd,2026-11-21T14:00:00Z,2026-11-24T00:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("rag_blue,2027-03-25T16:00:00Z", "lintel clock --rules"),
        ("rag_red,2027-03-25T16:00:00", "has no offset"),
        ("rag_red,Thursday", "is not a moment"),
        ("rag_red", "is not RULE,START"),
        ("icpc_15wd,1999-03-25T16:00:00Z", "out of reach"),
        ("rag_red,9999-12-31T23:00:00Z", "out of reach"),
    ],
)
def test_a_bad_line_is_named_by_number_and_the_others_are_answered(clock, line, why):
    code, out, err = clock(f"first_look,2027-03-25T16:00:00Z\n{line}\nrag_red,2027-03-25T16:00Z")
    assert code == 1
    assert len(out) == 2
    assert "line 2" in err
    assert why in err


def test_a_provisional_answer_says_so(clock):
    code, out, err = clock("assessment_45wd,2028-12-01T09:00:00Z\n")
    assert code == 0
    assert len(out) == 1
    assert "provisional" in err


def test_the_rules_are_listed_in_the_shape_of_the_contract(clock):
    _, names, _ = clock("", "--rules")
    assert names == list(preset_policy("standard").rules)

    _, out, _ = clock("", "--rules", "--json")
    rules = json.loads("".join(out))
    assert [rule["name"] for rule in rules] == names
    assert all(set(rule) >= SHAPE for rule in rules)
    assert all("opening" not in rule for rule in rules)


def test_the_opening_is_said_when_a_rule_runs_in_hub_hours(clock):
    _, out, _ = clock("", "--rules", "--json", "--preset", "surrey_police")
    openings = {rule["name"]: rule.get("opening") for rule in json.loads("".join(out))}
    assert openings["rag_red"] == "Mon-Fri 09:00-17:00"
    assert openings["rag_green"] is None


def test_a_council_has_its_own_answers(clock):
    line = "rag_red,2026-11-20T12:00:00Z"
    assert clock(line, "--council", "southmere")[1] == [f"{line},2026-11-20T14:00:00+00:00"]
    code, _, err = clock(line, "--council", "nowhere")
    assert code == 2
    assert "northbeck" in err


def test_lines_may_come_from_a_file(clock, tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text("rag_red,2026-11-20T12:00:00Z\n", encoding="utf-8-sig")
    assert len(clock("", str(path))[1]) == 1
    assert clock("", str(tmp_path / "none.csv"))[0] == 2


def test_answers_in_json_say_whether_they_are_provisional(clock):
    _, out, _ = clock("rag_red,2026-11-20T12:00:00Z\n", "--json")
    assert json.loads(out[0]) == {
        "rule": "rag_red",
        "start": "2026-11-20T12:00:00Z",
        "due": "2026-11-20T16:00:00+00:00",
        "provisional": False,
    }


def test_the_clock_does_not_wait_for_django():
    watched = (
        "import sys, lintel.config.commandline as c;"
        "code = c.main(['clock', '--rules']);"
        "sys.exit(code or ('django' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_wrong_policy_file_stops_the_start(tmp_path):
    wrong = tmp_path / "policy" / "northbeck.toml"
    wrong.parent.mkdir()
    wrong.write_text("titel = 'x'", encoding="utf-8")
    # As an operator starts it, and not with the settings of the tests.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LINTEL_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "lintel", "doctor", "--data", str(tmp_path)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert str(wrong) in done.stderr
    assert "titel" in done.stderr
