"""A Splink model as somebody who knows Splink would write it: names with term frequencies, dates
with swaps and slips, and all that a household shares as one comparison, not as four."""

from typing import Any

_ONE_HOME = "(uprn_l = uprn_r OR (postcode_l = postcode_r AND street_l = street_r))"
_ONE_FAMILY = "(phone_l = phone_r OR mother_sound_l = mother_sound_r)"
_BY_DATE = (
    ("exact", "born_l = born_r"),
    ("either way round", "born_either_way_l = born_either_way_r"),
    ("a slip", "levenshtein(born_l, born_r) <= 1"),
    ("same year", "substr(born_l, 1, 4) = substr(born_r, 1, 4)"),
    ("else", "ELSE"),
)

# A dozen rules, as services use, each an index in PostgreSQL.
RULES = (
    ("nhs_number",),
    ("upn",),
    ("given", "family", "born"),
    ("given_sound", "family_sound", "born_either_way"),
    ("family_sound", "born"),
    ("given_sound", "born"),
    ("family_sound", "born_either_way"),
    ("postcode", "born_either_way"),
    ("postcode", "given_sound"),
    ("phone", "given_sound"),
    ("uprn", "given_sound"),
    ("mother_sound", "given_sound"),
)
# What finds more at the price of many more pairs.
WIDE = (
    ("given", "family"),
    ("given_sound", "family_sound", "postcode"),
    ("postcode", "family_sound"),
    ("postcode", "street"),
    ("phone",),
    ("uprn",),
    ("mother_sound", "family_sound"),
    ("father_sound", "given_sound"),
)


def sql(rule: tuple[str, ...]) -> str:
    return " AND ".join(f"l.{name} = r.{name}" for name in rule)


def settings(link_type: str) -> dict[str, Any]:
    return {
        "link_type": link_type,
        "unique_id_column_name": "place",
        "probability_two_random_records_match": 1e-5,
        "comparisons": [
            _name("given"),
            _name("family"),
            _comparison("born", "born", _BY_DATE),
            *(
                _comparison(name, name, (("exact", f"{name}_l = {name}_r"), ("else", "ELSE")))
                for name in ("sex", "nhs_number", "upn")
            ),
            {
                "output_column_name": "around",
                "comparison_levels": [
                    _null(
                        "(postcode_l IS NULL OR postcode_r IS NULL) AND (phone_l IS NULL OR "
                        "phone_r IS NULL) AND (mother_l IS NULL OR mother_r IS NULL)"
                    ),
                    _level("home and family", f"{_ONE_HOME} AND {_ONE_FAMILY}"),
                    _level("home", _ONE_HOME),
                    _level("family", _ONE_FAMILY),
                    _level("postcode", "postcode_l = postcode_r"),
                    _level("else", "ELSE"),
                ],
            },
        ],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": sql(rule)} for rule in RULES],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def _name(column: str) -> dict[str, Any]:
    likeness = f"jaro_winkler_similarity({column}_l, {column}_r)"
    exact = _level("exact", f"{column}_l = {column}_r")
    return {
        "output_column_name": column,
        "comparison_levels": [
            _null(f"{column}_l IS NULL OR {column}_r IS NULL"),
            {**exact, "tf_adjustment_column": column, "tf_adjustment_weight": 1.0},
            _level("nearly", f"{likeness} >= 0.92"),
            _level("sound", f"{column}_sound_l = {column}_sound_r"),
            _level(
                "among",
                f"{column}_all_l LIKE '% ' || {column}_r || ' %' OR "
                f"{column}_all_r LIKE '% ' || {column}_l || ' %'",
            ),
            _level("alike", f"{likeness} >= 0.8"),
            _level("else", "ELSE"),
        ],
    }


def _comparison(name: str, column: str, levels: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "output_column_name": name,
        "comparison_levels": [
            _null(f"{column}_l IS NULL OR {column}_r IS NULL"),
            *(_level(*one) for one in levels),
        ],
    }


def _level(label: str, condition: str) -> dict[str, Any]:
    return {"sql_condition": condition, "label_for_charts": label}


def _null(condition: str) -> dict[str, Any]:
    return {**_level("missing", condition), "is_null_level": True}
