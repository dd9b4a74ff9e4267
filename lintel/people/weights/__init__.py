"""The weights Lintel ships with: a dated file, with how it was made written in it."""

import json
from functools import cache
from importlib import resources
from typing import Any

from lintel.people.rules.weighing import Weights, weights_from

NEWEST = "2026-11"


def shipped_data(version: str = NEWEST) -> dict[str, Any]:
    """The file as it is, with what it says of itself."""
    file = resources.files(__name__).joinpath(f"{version}.json")
    return dict(json.loads(file.read_text(encoding="utf-8")))


@cache
def shipped(version: str = NEWEST) -> Weights:
    """
    Errors:
        FileNotFoundError: there is no such version.
        WeightsWrong: its file cannot be used.
    """
    return weights_from(shipped_data(version))
