"""The model Splink proposes by: our fields and levels as SQL, with our own learned weights.

Plain values only, so that DuckDB and Spark are given the very same. Two classes, one person or
strangers: brothers and twins look alike to it, which is why it only proposes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

# Pairs that Splink gives less than this, in bits, are not looked at again. Far below what a page
# would show, because our scorer knows names that this model does not.
LEAST_WEIGHT = -6.0
COLUMNS = (
    *("given", "given_sound", "given_all", "family", "family_sound", "family_all"),
    *("born", "born_either_way", "sex", "nhs_number", "upn", "postcode", "uprn", "street"),
    *("phone", "mother", "mother_sound", "father", "father_sound"),
)

# field -> (column that says whether it is there, [(level, its SQL, our levels it stands for)])
_NEAR = (
    "(levenshtein({c}_l, {c}_r) <= 1 AND length({c}_l) >= 4) OR "
    "(levenshtein({c}_l, {c}_r) <= 2 AND length({c}_l) >= 8)"
)
_AMONG = "{c}_all_l LIKE '% ' || {c}_r || ' %' OR {c}_all_r LIKE '% ' || {c}_l || ' %'"
_NAME = (
    ("same", "{c}_l = {c}_r"),
    ("sound", "{c}_sound_l = {c}_sound_r"),
    ("near", _NEAR),
    ("among", _AMONG),
)
LEVELS: Mapping[str, tuple[str, Sequence[tuple[str, str, tuple[str, ...]]]]] = {
    "nhs_number": (
        "nhs_number",
        [("same", "nhs_number_l = nhs_number_r", ("same",)), ("differs", "ELSE", ("differs",))],
    ),
    "upn": (
        "upn",
        [("same", "upn_l = upn_r", ("same", "unchecked")), ("differs", "ELSE", ("differs",))],
    ),
    "given_name": (
        "given",
        [
            *((level, sql.format(c="given"), (level,)) for level, sql in _NAME[:1]),
            ("sound", _NAME[1][1].format(c="given"), ("sound",)),
            ("near", _NAME[2][1].format(c="given"), ("near",)),
            ("among", _NAME[3][1].format(c="given"), ("alias", "form", "middle")),
            ("differs", "ELSE", ("turned", "differs")),
        ],
    ),
    "family_name": (
        "family",
        [
            ("same", _NAME[0][1].format(c="family"), ("same",)),
            ("sound", _NAME[1][1].format(c="family"), ("sound",)),
            ("near", _NAME[2][1].format(c="family"), ("near",)),
            ("among", _NAME[3][1].format(c="family"), ("alias", "part")),
            ("differs", "ELSE", ("differs",)),
        ],
    ),
    "date_of_birth": (
        "born",
        [
            ("same", "born_l = born_r", ("same",)),
            ("swapped", "born_either_way_l = born_either_way_r", ("swapped",)),
            ("slip", "levenshtein(born_l, born_r) <= 1", ("slip",)),
            (
                "guess",
                "substr(born_l, 1, 4) = substr(born_r, 1, 4) AND "
                "(substr(born_l, 5, 4) = '0101' OR substr(born_r, 5, 4) = '0101')",
                ("guess",),
            ),
            ("differs", "ELSE", ("differs", "far")),
        ],
    ),
    "sex": ("sex", [("same", "sex_l = sex_r", ("same",)), ("differs", "ELSE", ("differs",))]),
    "address": (
        "postcode",
        [
            ("same", "uprn_l = uprn_r OR (postcode_l = postcode_r AND street_l = street_r)",
             ("same",)),
            ("postcode", "postcode_l = postcode_r", ("postcode",)),
            ("differs", "ELSE", ("differs",)),
        ],
    ),
    "phone": (
        "phone",
        [("same", "phone_l = phone_r", ("same",)), ("differs", "ELSE", ("differs",))],
    ),
    "mother": (
        "mother",
        [
            ("same", "mother_l = mother_r", ("same",)),
            ("near", "mother_sound_l = mother_sound_r", ("near", "first")),
            ("differs", "ELSE", ("differs",)),
        ],
    ),
    "father": (
        "father",
        [
            ("same", "father_l = father_r", ("same",)),
            ("near", "father_sound_l = father_sound_r", ("near", "first")),
            ("differs", "ELSE", ("differs",)),
        ],
    ),
}  # fmt: skip


def settings(weights: Mapping[str, Any], *, records: int, two_sides: bool) -> dict[str, Any]:
    """Splink's settings, all of them: nothing is left to train.

    Shape: `weights` as a file of weights holds them (`lintel.people.weights.shipped_data`).
    """
    return {
        "link_type": "link_only" if two_sides else "dedupe_only",
        "unique_id_column_name": "place",
        "source_dataset_column_name": "side",
        "probability_two_random_records_match": min(
            float(weights["records"]["same"]) / max(records, 2), 0.5
        ),
        "comparisons": [comparison(field, weights) for field in LEVELS],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": "l.keys = r.keys", "arrays_to_explode": ["keys"]}
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def comparison(field: str, weights: Mapping[str, Any]) -> dict[str, Any]:
    column, levels = LEVELS[field]
    made: list[dict[str, Any]] = [
        {
            "sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL",
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    for level, sql, _ in levels:
        m, u = said_by(field, level, weights)
        made.append(
            {
                "sql_condition": sql,
                "label_for_charts": level,
                "m_probability": m,
                "u_probability": u,
            }
        )
    return {"output_column_name": field, "comparison_levels": made}


def said_by(field: str, level: str, weights: Mapping[str, Any]) -> tuple[float, float]:
    """How often one person and how often strangers show a level, by our own weights."""
    ours = next(own for name, _, own in LEVELS[field][1] if name == level)
    rows = [weights["fields"][field][name] for name in ours]
    m, u = (sum(float(row[kind]) for row in rows) for kind in ("same", "unrelated"))
    return min(m, 0.999), min(u, 0.999_999_9)
