"""Which half of a long walk is run here, when each database is given one. See conftest.py."""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def asked() -> bool:
    return os.environ.get("LINTEL_HALF") in {"0", "1"}


def of(walk: Sequence[T]) -> Sequence[T]:
    """Every other one, or all where nobody asked for a half. The two halves are the whole."""
    return walk[int(os.environ["LINTEL_HALF"]) :: 2] if asked() else walk
