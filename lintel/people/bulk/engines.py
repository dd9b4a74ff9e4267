"""Where Splink runs: DuckDB on this machine, or Spark for a region or a nation."""

import logging
import os
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ENGINES = ("duckdb", "spark")
_NEEDS = {"duckdb": ("splink", "duckdb", "pyarrow"), "spark": ("splink", "pyspark", "pyarrow")}


class NotInstalled(RuntimeError):
    """What an engine needs is not here; the message says how to put it right."""


def must_have(engine: str) -> None:
    """
    Errors:
        NotInstalled: a package, or Java, is missing.
    """
    missing = [name for name in _NEEDS[engine] if find_spec(name) is None]
    if missing:
        raise NotInstalled(
            f"{', '.join(missing)} is not installed; bulk linkage is an extra: "
            "install requirements/linkage.txt"
        )
    if engine == "spark" and not has_java():
        raise NotInstalled("Spark needs Java 17 or later; install it, or use --engine duckdb")


def has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java") or (home and Path(home, "bin", "java").exists()))


@contextmanager
def opened(engine: str, work: Path, records: int) -> Iterator[Any]:
    """Splink's own interface to an engine, closed again at the end. `work` may be written in."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        # Theirs to mend, and nothing that whoever links an extract could do anything about.
        warnings.simplefilter("ignore")
        yield from (_duckdb() if engine == "duckdb" else _spark(work, records))


def _duckdb() -> Iterator[Any]:
    import duckdb
    from splink import DuckDBAPI

    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
    try:
        yield DuckDBAPI(connection)
    finally:
        connection.close()


def _spark(work: Path, records: int) -> Iterator[Any]:
    """The cluster that Spark's own settings name; this machine where they name none."""
    from pyspark.sql import SparkSession
    from splink import SparkAPI

    there = SparkSession.getActiveSession()
    few = records < 100_000
    wanted = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g" if few else "4g",
        "spark.sql.shuffle.partitions": str(max(1, min(200, records // 50_000))),
        "spark.sql.warehouse.dir": str(work / "warehouse"),
    }
    if few:  # starting is all that takes time
        wanted |= {
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        }
    if os.environ.get("SPARK_CONF_DIR"):
        wanted = {}  # whoever runs a cluster has said all this
    session = there or SparkSession.builder.appName("lintel").config(map=wanted).getOrCreate()
    context = session.sparkContext
    context.setCheckpointDir(str(work / "checkpoints"))
    try:
        # Our SQL asks for nothing that Spark has not, so Splink's own functions stay out.
        yield SparkAPI(
            spark_session=session,
            break_lineage_method="persist" if context.master.startswith("local") else "parquet",
            register_udfs_automatically=False,
        )
    finally:
        if there is None:
            session.stop()


_NOT_COMPARED = ("source", "source_ref", "packed")


def sides(api: Any, engine: str, rows: Path, names: str) -> list[Any]:
    """The rows of each side as Splink wants them; it is told of sides where there are two."""
    left_out = _NOT_COMPARED if len(names) > 1 else (*_NOT_COMPARED, "side")
    side = _duckdb_side if engine == "duckdb" else _spark_side
    return [
        api.register(side(api, rows, name, left_out), dataset_display_name=f"side_{name}")
        for name in names
    ]


def _duckdb_side(api: Any, rows: Path, name: str, left_out: Sequence[str]) -> Any:
    return api.duckdb_con.sql(
        f"SELECT * EXCLUDE ({', '.join(left_out)}) "  # noqa: S608  names of our own
        "FROM read_parquet($rows) WHERE side = $side",
        params={"rows": str(rows), "side": name},
    )


def _spark_side(api: Any, rows: Path, name: str, left_out: Sequence[str]) -> Any:
    whole = api.spark.read.parquet(str(rows))
    return whole.where(whole.side == name).drop(*left_out)


def propose(linker: Any, chunk: tuple[int, int], least: float) -> list[tuple[int, int]]:
    """The pairs of one chunk that Splink thinks worth a look, each with the smaller place first,
    in order."""
    if chunk[1] == 1:
        found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    else:
        found = linker.inference.predict_chunk(
            left_chunk=chunk,
            right_chunk=(1, 1),
            threshold_match_weight=least,
            warning_mode="never",
        )
    table = found.as_pyarrow_table()
    both = (table.column(name).to_pylist() for name in ("place_l", "place_r"))
    return sorted({(min(pair), max(pair)) for pair in zip(*both, strict=True)})


def linker_of(tables: list[Any], settings: Mapping[str, Any]) -> Any:
    from splink import Linker

    return Linker(tables, dict(settings), log_level=None, validate_settings=False)
