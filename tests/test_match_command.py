"""lintel import people-csv and lintel match, as they are run."""

import csv
import io
import json
from datetime import date

import pytest

from lintel.config.commandline import main
from lintel.people.models import Link, MatchRow, Person, SourceRecord
from lintel.people.rules.described import COLUMNS

pytestmark = pytest.mark.django_db

MAISIE = {
    "source": "schools",
    "source_ref": "S1",
    "as_of": "2026-03-02",
    "given_name": "Maisie",
    "family_name": "O’Kafor",
    "date_of_birth": "2017-03-09",
    "sex": "F",
    "nhs_number": "9990000018",
    "address": "4 Beck Lane",
    "town": "Northbeck",
    "postcode": "NB1 2QF",
}
HEALTH = {**MAISIE, "source": "health", "source_ref": "H1"}
TWIN = {**MAISIE, "source_ref": "S2", "given_name": "Grace", "nhs_number": ""}
TOM = {"source": "police", "source_ref": "P1", "given_name": "Tom", "family_name": "Reid"}
YULIA = {"source": "police", "source_ref": "P2", "given_name": "Юлія", "family_name": "陳"}


@pytest.fixture
def bring_in(tmp_path, capsys):
    def bring_in(*rows, options=(), code=0):
        path = tmp_path / "people.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        words = ["import", "people-csv", str(path), "--council", "northbeck", "--json", *options]
        assert main(words) == code
        return json.loads(capsys.readouterr().out)

    return bring_in


@pytest.fixture
def ask(capsys, monkeypatch):
    def ask(*questions, options=(), code=0):
        lines = [q if isinstance(q, str) else json.dumps(q) for q in questions]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
        assert main(["match", "--council", "northbeck", *options]) == code
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return ask


def held():
    return {
        model: list(model.objects.order_by("id").values())
        for model in (Person, SourceRecord, MatchRow, Link)
    }


def test_a_file_brought_in_twice_changes_nothing(bring_in):
    rows = (MAISIE, HEALTH, TWIN, TOM, YULIA)
    first = bring_in(*rows, options=["--match"])["counts"]
    before = held()
    second = bring_in(*rows, options=["--match"])["counts"]
    assert first["records new"] == 5
    assert (second["records new"], second["records as before"]) == (0, 5)
    assert second["linked as certain"] == second["somebody new"] == 0
    assert held() == before


def test_matching_links_the_certain_makes_the_new_and_leaves_the_rest(bring_in):
    counts = bring_in(MAISIE, HEALTH, TWIN, TOM, options=["--match"])["counts"]
    assert (counts["linked as certain"], counts["left for review"]) == (1, 0)
    assert counts["somebody new"] == 3  # a twin is another child, and is shown beside this one
    link = Link.objects.get(record__source="health")
    assert link.person == Link.objects.get(record__source_ref="S1").person
    assert link.method == "import"
    assert link.reasons["band"] == "certain"
    assert "same NHS number" in link.reasons["agrees"]


def test_two_who_share_birthday_and_surname_but_not_a_first_name_are_never_linked(bring_in):
    same_number = {**TWIN, "nhs_number": MAISIE["nhs_number"]}
    nameless = {**HEALTH, "given_name": "Baby"}
    counts = bring_in(MAISIE, same_number, nameless, options=["--match"])["counts"]
    assert counts["linked as certain"] == 0


def test_without_match_nobody_is_linked(bring_in):
    bring_in(MAISIE)
    assert (SourceRecord.objects.count(), Link.objects.count()) == (1, 0)


def test_a_bad_row_is_named_and_left_out(bring_in):
    bad = {**TOM, "source_ref": "P3", "date_of_birth": "31/02/2020"}
    answer = bring_in(MAISIE, bad, {**MAISIE, "given_name": "Twice"}, {**TOM, "nhs_number": "12"})
    assert answer["counts"]["records new"] == 2
    told = {(t["line"], t["field"], t["lost"]) for t in answer["troubles"]}
    assert told == {
        (3, "date_of_birth", "row"),
        (4, "source_ref", "row"),
        (5, "nhs_number", "nothing"),
    }


def test_names_in_any_script_come_back_exactly_and_are_found(bring_in, ask):
    bring_in(YULIA, options=["--match"])
    [record] = SourceRecord.objects.all()
    assert (record.told["given_name"], record.told["family_name"]) == ("Юлія", "陳")
    asked = {"given_name": "Юлія", "family_name": "陳"}
    [answer] = ask({"query_id": "q", "person": asked})
    assert answer["candidates"][0]["sources"] == [{"source": "police", "source_ref": "P2"}]


def test_an_answer_has_the_shape_of_the_contract_and_adds_up(bring_in, ask):
    bring_in(MAISIE, HEALTH, TWIN, options=["--match"])
    asked = {k: v for k, v in MAISIE.items() if k not in ("source", "source_ref", "nhs_number")}
    question = {"query_id": 7, "person": asked, "sibling": {"given_name": "Grace"}}
    [answer] = ask(question)
    assert list(answer) == ["query_id", "band", "candidates", "milliseconds"]
    assert (answer["query_id"], answer["band"]) == (7, "certain")
    same, twin = answer["candidates"]
    assert same["sources"] == [
        {"source": "health", "source_ref": "H1"},
        {"source": "schools", "source_ref": "S1"},
    ]
    assert (same["relation"], twin["relation"]) == ("same", "household")
    for one in answer["candidates"]:
        shown = sum(reason["weight"] for reason in one["reasons"])
        assert shown + one["prior_weight"] == pytest.approx(one["weight"], abs=0.1)
        assert set(one["reasons"][0]) == {"field", "agreement", "weight", "words"}


def test_served_from_memory_the_answer_is_the_same(bring_in, ask):
    bring_in(MAISIE, HEALTH, TWIN, TOM, YULIA, options=["--match"])
    questions = [
        {"query_id": n, "person": {**row, "given_name": row["given_name"] + "e"}}
        for n, row in enumerate((MAISIE, TWIN, TOM, YULIA))
    ]
    plain, served = ask(*questions), ask(*questions, options=["--serve"])
    for answer in (*plain, *served):
        del answer["milliseconds"]
    assert plain == served
    assert plain[0]["candidates"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"query_id": 1}', "has no person"),
        ('{"query_id": 1, "person": {"given_name": []}}', "has a column"),
        ('{"query_id": 1, "person": {"date_of_birth": "soon"}}', "date_of_birth must be"),
        ("[" * 50_000, "is not JSON"),
    ],
)
def test_a_line_that_is_no_question_is_answered_and_fails(ask, line, said):
    good = {"query_id": 2, "person": {"given_name": "Tom"}}
    bad, answered = ask(line, good, code=1)
    assert said in bad["error"]
    assert answered["candidates"] == []


def test_nothing_told_finds_nobody(bring_in, ask):
    bring_in(MAISIE, options=["--match"])
    [answer] = ask({"query_id": 1, "person": {}})
    assert (answer["band"], answer["candidates"]) == ("none", [])


def test_a_day_in_the_future_is_no_birthday(ask):
    day = date.max.isoformat()
    [bad] = ask({"query_id": 1, "person": {"date_of_birth": day}}, code=1)
    assert "not in the future" in bad["error"]
