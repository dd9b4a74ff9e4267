"""Which weights a council is scored with: its own where it has learned some, else the shipped ones.

Its own are `DATA/weights/<council>.json`, as `lintel match --learn` writes them, read once by each
process. A file that cannot be used is left aside and said: in the log, by `lintel doctor`, and on
/readyz; people are still found.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

from django.conf import settings

from lintel.people.models import SourceRecord
from lintel.people.rules.weighing import Weights, WeightsWrong, doubled, for_so_many, weights_from
from lintel.people.weights import shipped

log = logging.getLogger(__name__)

# A prior needs no more than the order of magnitude, so it need not be counted for each question.
COUNTED_ANEW_AFTER = 600.0
_counted: dict[str, tuple[float, int]] = {}


@dataclass(frozen=True, slots=True)
class InUse:
    """Shape: `wrong` says why the council's own file is left aside; "" when nothing is."""

    weights: Weights
    file: Path | None
    wrong: str = ""


def weights_of(council: str) -> Weights:
    """The weights to score with, their prior as large as what the council holds."""
    return _for_so_many(council, _size(council))


def remember(council: str, records: int) -> None:
    """Taken for what the council holds, and never counted: for tests and measurements."""
    _counted[council] = float("inf"), doubled(records)


def weights_file(council: str) -> Path:
    return Path(settings.DATA) / "weights" / f"{council}.json"


def in_use(council: str) -> InUse:
    """What is read for a council, as it stands on disk now."""
    file = weights_file(council)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return InUse(shipped(), None)
    except (OSError, ValueError) as wrong:
        return InUse(shipped(), file, f"{file} cannot be read: {type(wrong).__name__}")
    try:
        if not isinstance(data, Mapping):
            raise WeightsWrong("The file is not a JSON object")
        return InUse(weights_from(data), file)
    except WeightsWrong as wrong:
        return InUse(shipped(), file, f"{file}: {wrong}")


@cache
def _read(council: str) -> Weights:
    found = in_use(council)
    if found.wrong:
        log.error("the shipped weights are used instead: %s", found.wrong)
    return found.weights


@cache
def _for_so_many(council: str, records: int) -> Weights:
    return for_so_many(_read(council), records)


def forget() -> None:
    """Read and count again at the next question."""
    _counted.clear()
    _read.cache_clear()
    _for_so_many.cache_clear()


def _size(council: str) -> int:
    """How many records the council holds, up to the next doubling."""
    now = monotonic()
    before = _counted.get(council)
    if before is None or now - before[0] > COUNTED_ANEW_AFTER:
        number = SourceRecord.objects.filter(council=council).count()
        before = _counted[council] = now, doubled(number)
    return before[1]
