"""Everybody as flat standard rows: what Splink and PostgreSQL are given, made by our own rules.

That is a favour to them: our names, sounds, short forms and days the wrong way round.
"""

import json
from itertools import islice

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lintel.people.bulk.model import COLUMNS
from lintel.people.bulk.rows import compared
from lintel.people.rules.described import person_from
from lintel.people.rules.facts import facts_of
from tools.bench.rivals.ground import AS_OF, Ground

SCHEMA = pa.schema([("place", pa.int64()), *((name, pa.string()) for name in COLUMNS)])
FREQUENT = ("given", "family")


def make(ground: Ground) -> None:
    """flat.parquet and flat-asked.json beside the rest."""
    out = ground.folder / "flat.parquet"
    if out.exists():
        return
    part, lines = ground.folder / "flat.part", ground.rows()
    place = 0
    with pq.ParquetWriter(part, SCHEMA) as writer:
        while batch := list(islice(lines, 20_000)):
            rows = [_row(columns, place + n) for n, columns in enumerate(batch)]
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
            place += len(batch)
    con = duckdb.connect()
    con.execute(f"CREATE VIEW flat AS SELECT * FROM read_parquet('{part}')")
    joins = ""
    for name in FREQUENT:
        con.execute(
            f"CREATE TABLE tf_{name} AS SELECT {name}, count(*) / "
            f"(SELECT count({name}) FROM flat) AS tf_{name} FROM flat "
            f"WHERE {name} IS NOT NULL GROUP BY 1"
        )
        joins += f" LEFT JOIN tf_{name} USING ({name})"
    whole = out.with_suffix(".whole")
    con.execute(f"COPY (SELECT * FROM flat{joins} ORDER BY place) TO '{whole}' (FORMAT parquet)")
    asked = [_row(one.columns, n) for n, one in enumerate(ground.asked)]
    for name in FREQUENT:
        often = dict(con.execute(f"SELECT * FROM tf_{name}").fetchall())
        rare = 1 / max(place, 1)
        for row in asked:
            row[f"tf_{name}"] = often.get(row[name], rare) if row[name] else None
    (ground.folder / "flat-asked.json").write_text(json.dumps(asked, ensure_ascii=False))
    part.unlink()
    whole.rename(out)


def _row(columns: dict[str, str], place: int) -> dict[str, object]:
    told, as_of = person_from(columns, today=AS_OF)
    row = compared(facts_of(told, as_of=as_of or AS_OF))
    return {"place": place, **{name: row[name] for name in COLUMNS}}
