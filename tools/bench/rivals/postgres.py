"""PostgreSQL as others use it: a table with an index for each rule, and trigrams over names."""

import json
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
import pyarrow.parquet as pq

from tools.bench.rivals.flat import FREQUENT, SCHEMA
from tools.bench.rivals.ground import Ground
from tools.bench.rivals.splink_model import RULES

LIKE = 0.4  # pg_trgm.similarity_threshold
MOST = 50
# Name, or birthday, or a number, or postcode; then points as somebody would give them by hand.
MULTI = """
SELECT place,
       4 * similarity(name, %(name)s)
       + 3 * coalesce((born = %(born)s)::int, 0)
       + 2 * coalesce((born_either_way = %(born_either_way)s)::int, 0)
       + 6 * coalesce((nhs_number = %(nhs_number)s)::int, 0)
       + 6 * coalesce((upn = %(upn)s)::int, 0)
       + 1.5 * coalesce((postcode = %(postcode)s)::int, 0)
       + 0.5 * coalesce((sex = %(sex)s)::int, 0) AS points
  FROM rival
 WHERE name %% %(name)s OR born = %(born)s OR nhs_number = %(nhs_number)s OR upn = %(upn)s
    OR postcode = %(postcode)s
 ORDER BY points DESC LIMIT 50
"""


def load(ground: Ground, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as pg:
        if pg.execute("SELECT to_regclass('rival')").fetchone() != (None,):
            return
        columns = ", ".join(f"{field.name} text" for field in SCHEMA if field.name != "place")
        tf = ", ".join(f"tf_{name} double precision" for name in FREQUENT)
        pg.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        pg.execute(f"CREATE TABLE rival (place bigint PRIMARY KEY, {columns}, {tf}, name text)")
        names = [*SCHEMA.names, *(f"tf_{name}" for name in FREQUENT)]
        file = pq.ParquetFile(ground.folder / "flat.parquet")
        with pg.cursor().copy(f"COPY rival ({', '.join(names)}, name) FROM STDIN") as copy:
            for batch in file.iter_batches(columns=names):
                for row in zip(*(batch.column(name).to_pylist() for name in names), strict=True):
                    copy.write_row((*row, name_of(dict(zip(names, row, strict=True)))))
        for number, rule in enumerate(RULES):
            pg.execute(f"CREATE INDEX rival_rule_{number} ON rival ({', '.join(rule)})")
        for column in ("born", "postcode"):
            pg.execute(f"CREATE INDEX rival_{column} ON rival ({column})")
        pg.execute("CREATE INDEX rival_name ON rival USING gin (name gin_trgm_ops)")
        pg.execute("VACUUM ANALYZE rival")


def name_of(row: dict[str, Any]) -> str | None:
    return " ".join(filter(None, (row["given"], row["family"]))) or None


def statement() -> str:
    """The dozen rules as one statement: who shares any of them."""
    each = (
        "SELECT place FROM rival WHERE " + " AND ".join(f"{name} = %({name})s" for name in rule)
        for rule in RULES
    )
    names = ", ".join([*SCHEMA.names, *(f"tf_{name}" for name in FREQUENT)])
    return f"SELECT {names} FROM rival WHERE place IN ({' UNION '.join(each)})"


def trigram(ground: Ground, database: str, out: Path, contacts: int) -> None:
    asked = json.loads((ground.folder / "flat-asked.json").read_text())[:contacts]
    with psycopg.connect(database, autocommit=True) as pg, out.open("w") as file:
        pg.execute("SET max_parallel_workers_per_gather = 0")
        pg.execute(f"SET pg_trgm.similarity_threshold = {LIKE}")
        for n, row in enumerate(asked):
            began = perf_counter()
            found = pg.execute(MULTI, {**row, "name": name_of(row)}).fetchall()
            ms = (perf_counter() - began) * 1000
            rows = [[float(points), 0.0, place, ""] for place, points in found]
            file.write(json.dumps({"n": n, "ms": ms, "rows": rows}) + "\n")
