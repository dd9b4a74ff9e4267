"""What Splink makes of the same levels by expectation maximisation, beside our own weights.

It knows one person and strangers only; we know households and twins too. So a level that a
household shares (one address, one mother) should look stronger there than it is.
"""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from lintel.people.bulk import engines, rows as flat
from lintel.people.bulk.model import LEVELS, said_by, settings

_BY_NAME = "l.given_sound = r.given_sound AND l.family_sound = r.family_sound"
_BY_BIRTH = "l.born = r.born AND l.sex = r.sex"
_CERTAIN = ("l.nhs_number = r.nhs_number", f"{_BY_NAME} AND l.born = r.born")
SEED = 1
PAIRS = 5_000_000


@dataclass(frozen=True, slots=True)
class Opinion:
    """Shape: how often one person (m) and strangers (u) show a level; None where too few did."""

    field: str
    level: str
    our_m: float
    our_u: float
    their_m: float | None
    their_u: float | None

    @property
    def apart(self) -> float | None:
        """In bits: their weight less ours."""
        if not (self.their_m and self.their_u):
            return None
        return log2(self.their_m / self.their_u) - log2(self.our_m / self.our_u)


def opinions(tellings: Iterable[flat.Told], weights: Mapping[str, Any]) -> list[Opinion]:
    """
    Errors:
        NotInstalled: Splink and DuckDB are not here.
    """
    engines.must_have("duckdb")
    with tempfile.TemporaryDirectory(prefix="lintel-") as folder:
        rows = Path(folder) / "rows.parquet"
        number = flat.write_rows(rows, [tellings], lambda done: None)
        asked = settings(weights, records=number, two_sides=False)
        for comparison in asked["comparisons"]:
            for level in comparison["comparison_levels"]:
                level.pop("m_probability", None)
                level.pop("u_probability", None)
        with engines.opened("duckdb", Path(folder), number) as api:
            linker = engines.linker_of(engines.sides(api, "duckdb", rows, "a"), asked)
            training = linker.training
            training.estimate_probability_two_random_records_match(list(_CERTAIN), recall=0.6)
            training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=SEED)
            for rule in (_BY_NAME, _BY_BIRTH):
                training.estimate_parameters_using_expectation_maximisation(rule)
            learned = linker.misc.save_model_to_json()
    return [
        Opinion(field, name, *said_by(field, name, weights), *_theirs(learned, field, name))
        for field, (_, levels) in LEVELS.items()
        for name, _, _ in levels
    ]


def _theirs(learned: Mapping[str, Any], field: str, name: str) -> tuple[float | None, float | None]:
    comparison = next(c for c in learned["comparisons"] if c["output_column_name"] == field)
    level = next(x for x in comparison["comparison_levels"] if x["label_for_charts"] == name)
    return _number(level.get("m_probability")), _number(level.get("u_probability"))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
