"""Whole extracts: Splink proposes, our scorer disposes, and nothing is done twice."""

import csv
import json
import os
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from lintel.demo.places import AREAS
from lintel.demo.records import write
from lintel.people.bulk import engines
from lintel.people.bulk.clusters import clusters
from lintel.people.bulk.linking import OtherWork, extract_of, link as link_by
from lintel.people.bulk.model import LEVELS, settings
from lintel.people.bulk.rows import CannotRead, told_in
from lintel.people.bulk.second_opinion import opinions
from lintel.people.rules.agreements import WORDS
from lintel.people.weights import shipped, shipped_data

TODAY = date(2026, 11, 1)


def link(extracts, **how):
    return link_by(extracts, weights=shipped(), **how)


def quietly(stage, done, whole):
    pass


def invented(folder: Path, people: int, seed: int) -> Path:
    write(folder, seed=seed, as_of=TODAY, area=AREAS["northbeck"], people=people)
    return folder / "people.csv"


@pytest.fixture(scope="module")
def extract(tmp_path_factory) -> Path:
    return invented(tmp_path_factory.mktemp("extract"), 900, seed=51)


@pytest.fixture(scope="module")
def linked(extract, tmp_path_factory):
    out = tmp_path_factory.mktemp("linked")
    return link([extract_of(extract, today=TODAY)], engine="duckdb", out=out, tell=quietly)


def f1(people: Path, truth: Path) -> float:
    with truth.open(encoding="utf-8") as file:
        person = {(r["source"], r["source_ref"]): r["person"] for r in csv.DictReader(file)}
    with people.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["person"], []).append(person[row["source"], row["source_ref"]])
    made = [a == b for own in groups.values() for a, b in combinations(own, 2)]
    true = sum(n * (n - 1) // 2 for n in Counter(person.values()).values())
    return 2 * sum(made) / (len(made) + true)


def test_doubles_in_an_extract_are_found(extract, linked):
    assert f1(linked.people, extract.parent / "truth.csv") > 0.92


def test_each_pair_carries_our_own_reasons_and_their_sum(linked):
    pairs = [json.loads(line) for line in linked.pairs.read_text().splitlines()]

    assert len(pairs) == linked.counts["pairs"] > 500
    for pair in pairs:
        shown = pair["prior_weight"] + sum(reason["weight"] for reason in pair["reasons"])
        assert shown == pytest.approx(pair["weight"], abs=0.1)
        assert pair["band"] in ("certain", "likely", "possible")


@pytest.mark.parametrize("stage", ["reading", "proposing", "weighing"])
def test_a_killed_run_goes_on_and_ends_with_the_same(stage, extract, linked, tmp_path):
    class Killed(BaseException):
        pass

    def killed_at(now, done, whole):
        if now == stage:
            raise Killed

    of = [extract_of(extract, today=TODAY)]
    with pytest.raises(Killed):
        link(of, engine="duckdb", out=tmp_path, tell=killed_at)
    again = link(of, engine="duckdb", out=tmp_path, tell=quietly)

    assert again.pairs.read_bytes() == linked.pairs.read_bytes()
    assert again.people.read_bytes() == linked.people.read_bytes()


def test_what_is_done_is_not_done_again(extract, linked):
    before = linked.pairs.parent / "proposed-0001-of-0001.csv"
    made = before.stat().st_mtime_ns

    link([extract_of(extract, today=TODAY)], engine="duckdb", out=before.parent, tell=quietly)

    assert before.stat().st_mtime_ns == made


def test_a_folder_of_other_work_is_left_alone(extract, linked, tmp_path):
    other = extract_of(invented(tmp_path, 40, seed=52), today=TODAY)

    with pytest.raises(OtherWork):
        link([other], engine="duckdb", out=linked.pairs.parent, tell=quietly)
    with pytest.raises(OtherWork):
        link([other], engine="duckdb", out=tmp_path, tell=quietly)


def test_one_extract_against_another_pairs_only_across(extract, tmp_path):
    with extract.open(encoding="utf-8", newline="") as file:
        header, *rows = file.readlines()
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(header + "".join(rows[::2]), encoding="utf-8")
    other.write_text(header + "".join(rows[1::2]), encoding="utf-8")

    found = link(
        [extract_of(path, today=TODAY) for path in (one, other)],
        engine="duckdb",
        out=tmp_path / "out",
        tell=quietly,
    )

    here = {tuple(row.split(",")[:2]) for row in rows[::2]}
    for line in found.pairs.read_text().splitlines():
        pair = json.loads(line)
        sides = [(pair[end]["source"], pair[end]["source_ref"]) in here for end in "ab"]
        assert sides == [True, False]
    assert found.counts["pairs"] > 100


def test_lines_that_cannot_be_read_are_named_and_left_out(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(
        "source,source_ref,given_name,date_of_birth\nschools,1,Ada,2017-03-09\n"
        "schools,2,Bea,2017-02-30\nschools,3\n",
        encoding="utf-8",
    )

    found = link([extract_of(file, today=TODAY)], engine="duckdb", out=tmp_path / "o", tell=quietly)

    refused = [json.loads(s) for s in (tmp_path / "o" / "refused.jsonl").read_text().splitlines()]
    assert [one["line"] for one in refused] == [3, 4]
    assert found.counts["records"] == 1
    file.write_text("name\nAda\n")
    with pytest.raises(CannotRead):
        link([extract_of(file, today=TODAY)], engine="duckdb", out=tmp_path / "p", tell=quietly)


def test_every_level_of_the_model_stands_for_levels_of_our_own():
    for field, (_, levels) in LEVELS.items():
        named = [own for _, _, ours in levels for own in ours]
        assert len(named) == len(set(named))
        assert set(named) <= set(WORDS[field])
    asked = settings(shipped_data(), records=1000, two_sides=False)
    assert 0 < asked["probability_two_random_records_match"] < 1


def test_splink_learns_of_first_names_what_we_did(extract):
    """Of fields a household does not share it should think as we do; the rest is for a reader."""
    refused = []
    told = told_in(extract, today=TODAY, refuse=refused.append)

    found = {(one.field, one.level): one for one in opinions(told, shipped_data())}

    assert not refused
    for level in ("same", "sound", "differs"):
        assert abs(found["given_name", level].apart) < 2.5
    assert found["address", "same"].apart < 0


def test_a_chain_never_makes_two_of_those_who_are_kept_apart():
    pairs = [(9.0, 1, 2), (8.0, 2, 3), (7.0, 4, 5)]

    assert clusters(pairs, []) == [[1, 2, 3], [4, 5]]
    assert clusters(pairs, [(3, 1)]) == [[1, 2], [4, 5]]
    assert clusters(reversed(pairs), [(1, 3)]) == [[1, 2], [4, 5]]


def test_what_is_not_installed_is_said(monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == "splink" else name)

    with pytest.raises(engines.NotInstalled, match=r"requirements/linkage\.txt"):
        engines.must_have("duckdb")


@pytest.mark.seldom
@pytest.mark.skipif(
    not engines.has_java() and os.environ.get("CI") != "true", reason="Spark needs Java"
)
def test_spark_gives_what_duckdb_gives(tmp_path):
    few = [extract_of(invented(tmp_path, 60, seed=53), today=TODAY)]

    spark = link(few, engine="spark", out=tmp_path / "spark", tell=quietly)
    duckdb = link(few, engine="duckdb", out=tmp_path / "duckdb", tell=quietly)

    assert spark.pairs.read_bytes() == duckdb.pairs.read_bytes()
    assert spark.people.read_bytes() == duckdb.people.read_bytes()
    assert spark.counts["pairs"] > 20
