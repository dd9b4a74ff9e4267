"""Ours and what others use, one after another on the same people, contacts and truth.

python -m tools.bench.rivals.beside                       10,000 records: a few minutes
python -m tools.bench.rivals.beside --records 1000000     with 24 GB and an hour
python -m tools.bench.rivals.beside --ground FOLDER --instance DIR   of an earlier run

Every contact is timed at first sight, one after another; the first three do not count. PostgreSQL
is a throw-away one (tools/with_postgres.sh); Splink 4 gets an environment of its own, build/rivals,
from requirements/rivals.txt. What an engine answered stays in the folder, and `--only` asks some
of them again.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.bench.matching import machine
from tools.bench.rivals import doubles, flat, ground as grounds, ours, postgres, splink_five
from tools.bench.rivals.flat import FREQUENT, SCHEMA
from tools.bench.rivals.measures import answers, measures, times
from tools.bench.rivals.splink_model import RULES, WIDE, sql

ROOT = Path(__file__).parents[3]
SEED = 90_417
ENGINES = (
    *("ours, warm", "ours, SQLite", "ours, PostgreSQL", "trigram"),
    *("service pattern", "Splink 4 one by one", "Splink 5 one by one", "Splink 5", "twin rule"),
    *("doubles", "doubles, ours", "doubles, the command"),
)
DOUBLES = ENGINES[-3:]
OURS = ENGINES[:3]
SAYS_NO_PROBABILITY = frozenset({"trigram"})
# Slow ones are asked less often; how good they are is asked of all contacts at once.
TIMED = {
    "ours, SQLite": 500,
    "ours, PostgreSQL": 500,
    "service pattern": 200,
    "Splink 4 one by one": 25,
    "Splink 5 one by one": 25,
}


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.rivals.beside")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--contacts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--ground", type=Path, help="people, contacts and truth that are there")
    parser.add_argument("--instance", type=Path, help="an instance that has loaded them")
    parser.add_argument("--only", default="", help=f"of: {'; '.join(ENGINES)}")
    parser.add_argument("--again", action="store_true", help="also what was answered before")
    args = parser.parse_args(words)
    database = os.environ.get("LINTEL_TEST_DATABASE_URL", "")
    if not database:
        given = sys.argv[1:] if words is None else words
        again = ("-m", "tools.bench.rivals.beside", *given)
        command = ["bash", str(ROOT / "tools" / "with_postgres.sh"), sys.executable, *again]
        return subprocess.run(command, check=False).returncode
    folder = args.ground or ROOT / f"build/bench/matching-{args.seed}-{args.records}"
    ground = grounds.make(folder, seed=args.seed, records=args.records, contacts=args.contacts)
    flat.make(ground)
    bench = Bench(ground, args.instance or folder / "instance", database, again=args.again)
    wanted = [name.strip() for name in args.only.split(";") if name.strip()] or list(ENGINES)
    for name in ENGINES:
        if name in wanted:
            bench.measure(name)
    bench.show()
    return 0


class Bench:
    """Shape: `results` by engine; kept in results.json as soon as each is there."""

    def __init__(
        self, ground: grounds.Ground, instance: Path, database: str, *, again: bool
    ) -> None:
        self.ground, self.instance, self.database, self.again = ground, instance, database, again
        self.kept = ground.folder / "results.json"
        self.results = json.loads(self.kept.read_text()) if self.kept.exists() else {}
        self.contacts = len(ground.asked)
        self._there: set[str] = set()

    def measure(self, name: str) -> None:
        if name in self.results and not self.again:
            return
        say(f"{name}: {machine()}")
        if name in DOUBLES:
            self.results[name] = self._doubles(name)
        else:
            out = self.ground.folder / f"{name.replace(' ', '-').replace(',', '')}.jsonl"
            load = os.getloadavg()[0]
            more = self._engine(name)(out) or {}
            given = answers(out, self.ground)
            self.results[name] = {
                **times(given),
                "load": [round(load, 1), round(os.getloadavg()[0], 1)],
                **more,
                **measures(given, self.ground, stated=name not in SAYS_NO_PROBABILITY),
            }
        self.kept.write_text(json.dumps(self.results, indent=1))
        say(json.dumps({k: v for k, v in self.results[name].items() if k != "communities"}))

    def _doubles(self, name: str) -> dict[str, object]:
        match name:
            case "doubles":
                return splink_five.deduplicated(self.ground)
            case "doubles, ours":
                return doubles.deduplicated(self.ground)
        self._once("loaded", lambda: ours.load(self.ground, self.instance))
        return doubles.by_command(self.ground, self.instance)

    def _engine(self, name: str) -> Callable[[Path], dict[str, float] | None]:
        ground, few = self.ground, min(TIMED.get(name, self.contacts), self.contacts)
        match name:
            case "ours, warm":
                self._once("loaded", lambda: ours.load(ground, self.instance))
                return lambda out: ours.match(ground, self.instance, out, few, serve=True)
            case "ours, SQLite":
                self._once("loaded", lambda: ours.load(ground, self.instance))
                return lambda out: ours.match(ground, self.instance, out, few, serve=False)
            case "ours, PostgreSQL":
                self._once("loaded", lambda: ours.load(ground, self.instance))
                self._once("copied", lambda: ours.copied_to_postgres(self.instance, self.database))
                return lambda out: ours.match(
                    ground, self.instance, out, few, database=self.database, serve=False
                )
            case "trigram":
                self._once("rival", lambda: postgres.load(ground, self.database))
                return lambda out: postgres.trigram(ground, self.database, out, few)
            case "service pattern":
                self._once("rival", lambda: postgres.load(ground, self.database))
                return lambda out: self._splink_four("service", out, few)
            case "Splink 4 one by one":
                return lambda out: self._splink_four("one-by-one", out, few)
            case "Splink 5 one by one":
                return lambda out: splink_five.one_by_one(ground, out, few)
            case "Splink 5":
                return lambda out: {"all in s": round(splink_five.all_at_once(ground, out), 1)}
        plain = ground.folder / "Splink-5.jsonl"
        return lambda out: splink_five.with_the_twin_rule(ground, plain, out)

    def _once(self, what: str, do: Callable[[], object]) -> None:
        if what not in self._there:
            say(what)
            do()
            self._there.add(what)

    def _splink_four(self, how: str, out: Path, contacts: int) -> None:
        model, _ = splink_five.trained(self.ground)
        ask = self.ground.folder / "ask.json"
        ask.write_text(
            json.dumps(
                {
                    "model": as_splink_four_reads(model),
                    "columns": SCHEMA.names,
                    "frequent": FREQUENT,
                    "rules": [sql(rule) for rule in (*RULES, *WIDE)],
                    "statement": postgres.statement(),
                }
            )
        )
        program = Path(__file__).with_name("splink_four.py")
        words = [how, self.ground.folder, ask, out, contacts, self.database]
        command = [rivals_python(), program, *words]
        subprocess.run([str(word) for word in command], check=True)

    def show(self) -> None:
        """The table: engines down, measures across; ratios to each of ours."""
        columns = ("p50", "p95", "found", "top-1", "R@1%", "R@2%", "family")
        print(f"\n{len(self.ground.truth):,} records, {self.contacts:,} contacts; {machine()}\n")
        print(
            "| engine | " + " | ".join(columns) + " | twins above | times ours: warm, SQLite, PG |"
        )
        print("|---" * (len(columns) + 3) + "|")
        for name in ENGINES[: -len(DOUBLES)]:
            one = self.results.get(name)
            if one is None:
                continue
            cells = [str(one.get(column, "")) for column in columns]
            twins = str(one["twins above the 2 % level"])
            print(f"| {name} | " + " | ".join([*cells, twins, self._ratios(one)]) + " |")
        for name in (*OURS, "Splink 5"):
            print(f"\n{name}, stated: {self.results.get(name, {}).get('stated')}")
        for name in DOUBLES:
            print(f"\n{name}: {self.results.get(name)}")

    def _ratios(self, one: dict) -> str:
        if "p50" not in one:
            return ""
        own = [self.results.get(name, {}).get("p50") for name in OURS]
        return ", ".join(f"{one['p50'] / p50:.1f}" if p50 else "-" for p50 in own)


def as_splink_four_reads(model: dict) -> dict:
    """The same numbers under the names that version knows."""
    known = ("sql_condition", "label_for_charts", "is_null_level", "m_probability", "u_probability")
    known = (*known, "tf_adjustment_column", "tf_adjustment_weight")
    return {
        **{k: v for k, v in model.items() if k in _SETTINGS},
        "comparisons": [
            {
                "output_column_name": comparison["output_column_name"],
                "comparison_levels": [
                    {k: v for k, v in level.items() if k in known}
                    for level in comparison["comparison_levels"]
                ],
            }
            for comparison in model["comparisons"]
        ],
    }


_SETTINGS = (
    *("link_type", "unique_id_column_name", "probability_two_random_records_match"),
    *("blocking_rules_to_generate_predictions", "retain_matching_columns"),
    "retain_intermediate_calculation_columns",
)


def rivals_python() -> Path:
    """The rivals' own environment, made from its lock where it is not there."""
    python = ROOT / "build/rivals/bin/python"
    if not python.exists():
        uv = ROOT / ".tools/bin/uv"
        say("making build/rivals from requirements/rivals.txt")
        subprocess.run([str(uv), "venv", "-q", str(python.parents[1])], check=True)
        lock = ("--require-hashes", "-r", str(ROOT / "requirements/rivals.txt"))
        into = ("--python", str(python))
        subprocess.run([str(uv), "pip", "install", "-q", *into, *lock], check=True)
    return python


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
