"""Run by build/rivals, not by Lintel's own environment: Splink 4.0.17, the last that finds matches
to a new record by itself.

    splink_four.py one-by-one FOLDER ASK OUT N
    splink_four.py service FOLDER ASK OUT N DATABASE

ASK is JSON: the settings with what was trained, the rules, the rules as one statement.
"""

import json
import logging
import sys
import warnings
from pathlib import Path
from time import perf_counter

import duckdb
import pandas as pd
import psycopg
from psycopg.rows import dict_row
from splink import DuckDBAPI, Linker
from splink.internals.realtime import compare_records

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
LEAST = -6.0


def main(how: str, folder: str, ask: str, out: str, contacts: str, database: str = "") -> None:
    asked = json.loads(Path(folder, "flat-asked.json").read_text())[: int(contacts)]
    given = json.loads(Path(ask).read_text())
    with open(out, "w") as file:
        answer = service(given, database) if how == "service" else one_by_one(given, folder)
        for n, row in enumerate(asked):
            began = perf_counter()
            found = answer(n, row)
            ms = (perf_counter() - began) * 1000
            best = [[float(w), float(p), int(place), ""] for w, p, place in found[:100]]
            file.write(json.dumps({"n": n, "ms": ms, "rows": best}) + "\n")


def ranked(table, place):
    names = ["match_weight", "match_probability", place]
    rows = table[names].sort_values("match_weight", ascending=False)
    return list(rows.itertuples(index=False, name=None))


def one_by_one(given, folder):
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    names = ", ".join(given["columns"])
    flat = f"read_parquet('{folder}/flat.parquet')"
    con.execute(f"CREATE TABLE everybody AS SELECT {names} FROM {flat}")
    linker = Linker("everybody", given["model"], DuckDBAPI(con), set_up_basic_logging=False)
    for name in given["frequent"]:
        linker.table_management.compute_tf_table(name)

    def answer(n, row):
        asked = frame([{name: row[name] for name in given["columns"]} | {"place": -1 - n}])
        found = linker.inference.find_matches_to_new_records(
            asked, blocking_rules=given["rules"], match_weight_threshold=LEAST
        ).as_pandas_dataframe()
        return ranked(found, "place_l" if (found["place_l"] >= 0).all() else "place_r")

    return answer


def service(given, database):
    """As a live service does: rows from PostgreSQL by rules with an index each; then compare."""
    pg = psycopg.connect(database, autocommit=True, row_factory=dict_row)
    pg.execute("SET max_parallel_workers_per_gather = 0")
    api = DuckDBAPI(duckdb.connect())

    def answer(n, row):
        rows = pg.execute(given["statement"], row).fetchall()
        if not rows:
            return []
        found = compare_records(
            frame([{**row, "place": -1 - n}]),
            frame(rows),
            given["model"],
            api,
            sql_cache_key="contact",
        ).as_pandas_dataframe()
        return ranked(found, "place_r")

    return answer


def frame(rows):
    table = pd.DataFrame(rows)
    words = [n for n in table if n != "place" and not n.startswith("tf_")]
    return table.astype({**dict.fromkeys(words, "string")}).astype(
        {n: "float64" for n in table if n.startswith("tf_")}
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
