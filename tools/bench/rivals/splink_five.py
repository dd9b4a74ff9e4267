"""Splink 5: trained on the records, asked one contact at a time and all at once; de-duplicating."""

import json
import logging
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from splink import DuckDBAPI, Linker

from tools.bench.rivals.flat import FREQUENT, SCHEMA
from tools.bench.rivals.ground import Ground
from tools.bench.rivals.splink_model import RULES, WIDE, settings, sql

LEAST = -6.0
logging.getLogger("splink").setLevel(logging.ERROR)


def linker_on(ground: Ground, model: dict[str, Any]) -> tuple[Any, Any]:
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    # Splink joins term frequencies itself; given them as columns too, 5.0.0 loses its own tables.
    names = ", ".join(SCHEMA.names)
    flat = f"read_parquet('{ground.folder}/flat.parquet')"
    con.execute(f"CREATE TABLE everybody AS SELECT {names} FROM {flat}")
    api = DuckDBAPI(con)
    table = api.register(con.table("everybody"), dataset_display_name="records")
    linker = Linker(table, model, log_level=None)
    for name in FREQUENT:
        linker.table_management.compute_tf_table(name)
    return linker, table


def trained(ground: Ground) -> tuple[dict[str, Any], float]:
    """The model, and how long training took; kept as model.json."""
    kept = ground.folder / "model.json"
    if kept.exists():
        found = json.loads(kept.read_text())
        return found["model"], found["seconds"]
    linker, _ = linker_on(ground, settings("dedupe_only"))
    began, worked = perf_counter(), process_time()
    training = linker.training
    strict = [sql(("nhs_number",)), sql(("given", "family", "born"))]
    training.estimate_probability_two_random_records_match(strict, recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=2e7, seed=1)
    for rule in (("given_sound", "family_sound"), ("born", "sex")):
        training.estimate_parameters_using_expectation_maximisation(sql(rule))
    seconds, work = perf_counter() - began, process_time() - worked
    model = linker.misc.save_model_to_json()
    kept.write_text(json.dumps({"model": model, "seconds": seconds, "processor": work}))
    return model, seconds


def asked_of(ground: Ground, first: int | None = None) -> list[dict[str, Any]]:
    return json.loads((ground.folder / "flat-asked.json").read_text())[:first]


def _register(linker: Any, rows: list[dict[str, Any]], name: str) -> Any:
    return linker._db_api.register(pa.Table.from_pylist(rows, schema=SCHEMA), table_name=name)


def _rows(found: Any) -> list[tuple[int, int, float, float]]:
    table = found.as_pyarrow_table()
    names = ("place_r", "place_l", "match_weight", "match_probability")
    return sorted(zip(*(table.column(name).to_pylist() for name in names), strict=True))


def one_by_one(ground: Ground, out: Path, contacts: int) -> None:
    model, _ = trained(ground)
    linker, table = linker_on(ground, {**model, "link_type": "link_and_dedupe"})
    rules = [sql(rule) for rule in (*RULES, *WIDE)]
    with out.open("w") as file:
        for n, row in enumerate(asked_of(ground, contacts)):
            began = perf_counter()
            asked = _register(linker, [{**row, "place": -1 - n}], f"asked_{n}")
            found = _between(linker, table, asked, rules)
            file.write(_line(n, found, (perf_counter() - began) * 1000))


def _between(linker: Any, table: Any, asked: Any, rules: list[str]) -> Any:
    return _rows(
        linker.inference.predict_between(
            table,
            asked,
            link_type="dedupe_only",
            blocking_rules_to_generate_predictions=rules,
            threshold_match_weight=LEAST,
            warning_mode="never",
        )
    )


def all_at_once(ground: Ground, out: Path) -> float:
    """How good it is, on every contact; seconds for all."""
    model, _ = trained(ground)
    linker, table = linker_on(ground, model)
    rows = asked_of(ground)
    began = perf_counter()
    asked = _register(linker, [{**row, "place": -1 - n} for n, row in enumerate(rows)], "asked")
    found = _between(linker, table, asked, [sql(rule) for rule in (*RULES, *WIDE)])
    seconds = perf_counter() - began
    by_contact = {key: list(own) for key, own in groupby(found, key=lambda row: row[0])}
    with out.open("w") as file:
        for n in range(len(rows)):
            file.write(_line(n, by_contact.get(-1 - n, []), None))
    return seconds


def with_the_twin_rule(ground: Ground, plain: Path, out: Path) -> None:
    """One birthday and surname with two first names and no shared number: never above any level."""
    rows = {row["place"]: row for row in _twin_columns(ground)}
    asked = asked_of(ground)
    with plain.open() as lines, out.open("w") as file:
        for line in lines:
            one = json.loads(line)
            mine = asked[one["n"]]
            one["rows"] = sorted(
                ([w - 25, min(p, 0.5), place, r] if _twin(mine, rows[place]) else [w, p, place, r])
                for w, p, place, r in one["rows"]
            )[::-1]
            file.write(json.dumps(one) + "\n")


def _twin_columns(ground: Ground) -> Iterator[dict[str, Any]]:
    names = ("place", "given", "given_sound", "given_all", "family", "born", "nhs_number")
    for batch in pq.ParquetFile(ground.folder / "flat.parquet").iter_batches(columns=list(names)):
        yield from batch.to_pylist()


def _twin(a: dict[str, Any], b: dict[str, Any]) -> bool:
    if not (a["born"] and a["born"] == b["born"] and a["family"] == b["family"]):
        return False
    if a["nhs_number"] and a["nhs_number"] == b["nhs_number"]:
        return False
    if not (a["given"] and b["given"]) or a["given_sound"] == b["given_sound"]:
        return False
    return f" {a['given']} " not in b["given_all"] and f" {b['given']} " not in a["given_all"]


def _line(n: int, found: list[tuple[int, int, float, float]], ms: float | None) -> str:
    best = sorted(found, key=lambda row: -row[2])[:100]
    return (
        json.dumps({"n": n, "ms": ms, "rows": [[w, p, place, ""] for _, place, w, p in best]})
        + "\n"
    )


def deduplicated(ground: Ground) -> dict[str, float]:
    """Training, predicting, and the best F1 that any level gives."""
    model, train = trained(ground)
    linker, _ = linker_on(ground, model)
    began, worked = perf_counter(), process_time()
    found = linker.inference.predict(threshold_match_weight=LEAST, warning_mode="never")
    predict, work = perf_counter() - began, process_time() - worked
    work += json.loads((ground.folder / "model.json").read_text()).get("processor", 0.0)
    table = found.as_pyarrow_table()
    names = ("match_weight", "place_l", "place_r")
    rows = zip(*(table.column(name).to_pylist() for name in names), strict=True)
    best = best_f1(rows, ground)
    taken = {"train s": round(train, 1), "predict s": round(predict, 1)}
    return {**taken, "on the processor": round(work, 1), **best}


def best_f1(rows: Any, ground: Ground) -> dict[str, float]:
    """Of pairs (weight, place, place): the level with the best F1, and what it gives there."""
    who = [t["person"] for t in ground.truth]
    ranked = sorted(((w, who[a] == who[b]) for w, a, b in rows), reverse=True)
    best, right, sure = (0.0, 0.0, 0.0), 0, 0.0
    for number, (_, holds) in enumerate(ranked, start=1):
        right += holds
        if holds and right / number >= 0.99:
            sure = right / ground.true_pairs
        f1 = 2 * right / (number + ground.true_pairs)
        best = max(best, (f1, right / number, right / ground.true_pairs))
    names = ("F1", "precision", "recall")
    return {
        **{name: round(value, 4) for name, value in zip(names, best, strict=True)},
        "recall at 99 % precision": round(sure, 4),
        "pairs": len(ranked),
    }
