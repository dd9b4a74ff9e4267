"""The weights Lintel ships with: a dated file, with how it was made written in it."""

import json
from functools import cache
from importlib import resources

from lintel.people.rules.weighing import Weights, weights_from

NEWEST = "2026-11"


@cache
def shipped(version: str = NEWEST) -> Weights:
    """
    Errors:
        FileNotFoundError: there is no such version.
        WeightsWrong: its file cannot be used.
    """
    file = resources.files(__name__).joinpath(f"{version}.json")
    return weights_from(json.loads(file.read_text(encoding="utf-8")))
