"""What is compared of very many tellings as numbers, side by side, and the lines they stand for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lintel.people.memory.signs import number_of, signs
from lintel.people.rules.packed import PLACE

Line = Sequence[str]  # the fields of one packed telling
Places = NDArray[np.int64]

# Compared by whether they are the same, or not said.
WHOLE = ("nhs_number", "sex", "phone", "postcode", "uprn", "street")
# Each half of the first name that is told, and of the parents'.
HALVES = tuple((who, half) for who in ("names", "mother", "father") for half in ("given", "family"))
# Seldom told, so that the rules themselves compare them.
SELDOM = ("upns", "upns_written", "la_child_id", "expected_on", "born_between")
_SEVERAL = len(SELDOM)
NUMBERS = np.dtype(
    [(name, np.uint32) for name in (*WHOLE, "door", "born")]
    + [(f"{who}_{half}", np.uint32) for who, half in HALVES]
    + [("seldom", np.uint8)]
)


@dataclass(frozen=True)
class Columns:
    """Shape:
    numbers: of each telling, as `NUMBERS`; born is its date of birth as 20170309.
    halves: for each of `HALVES` the signs of all tellings.
    line: the fields of one of them, by its place.
    """

    numbers: Any
    halves: dict[tuple[str, str], Any]
    line: Callable[[int], Line]

    def __len__(self) -> int:
        return len(self.numbers)

    def at(self, places: Places) -> "Columns":
        own, line = places.tolist(), self.line
        return Columns(
            self.numbers[places],
            {half: of_all[places] for half, of_all in self.halves.items()},
            lambda place: line(own[place]),
        )

    def and_then(self, others: "Columns") -> "Columns":
        number, line = len(self), self.line
        return Columns(
            np.concatenate([self.numbers, others.numbers]),
            {half: np.concatenate([own, others.halves[half]]) for half, own in self.halves.items()},
            lambda place: line(place) if place < number else others.line(place - number),
        )

    def seldom(self, name: str) -> NDArray[np.bool_]:
        return self.numbers["seldom"] & (1 << SELDOM.index(name)) != 0

    @property
    def several(self) -> NDArray[np.bool_]:
        """Who goes by several names; the halves are of the first."""
        return self.numbers["seldom"] & (1 << _SEVERAL) != 0

    def says(self, field: str) -> NDArray[np.bool_]:
        """Whether anything is said of a field."""
        if field in SELDOM:
            return self.seldom(field)
        if field in PLACE and field in NUMBERS.names:  # type: ignore[operator]
            return self.numbers[field] != 0
        if field == "born_on":
            return self.numbers["born"] != 0
        return (self.halves[field, "given"][:, 0] | self.halves[field, "family"][:, 0]) != 0


def columns_of(lines: Sequence[Line]) -> Columns:
    numbers, halves = numbered(lines)
    signed = {half: signs(texts) for half, texts in halves.items()}
    return Columns(numbers, signed, lines.__getitem__)


def numbered(lines: Sequence[Line]) -> tuple[Any, dict[tuple[str, str], list[str]]]:
    """The numbers of each, but those of the halves; and the halves as they are written."""
    found = np.zeros(len(lines), dtype=NUMBERS)
    columns = list(zip(*lines, strict=True)) or [()] * len(PLACE)
    for name in WHOLE:
        found[name] = _whole(columns[PLACE[name]])
    found["door"] = [
        number_of(street.partition(" ")[0]) if street[:1].isdigit() else int(bool(street))
        for street in columns[PLACE["street"]]
    ]
    found["born"] = [int(day.replace("-", "") or 0) for day in columns[PLACE["born_on"]]]
    told = {who: columns[PLACE[who]] for who in ("names", "mother", "father")}
    seldom = np.zeros(len(lines), dtype=np.uint8)
    for bit, name in enumerate(SELDOM):
        said = np.fromiter(map(bool, columns[PLACE[name]]), bool, len(lines))
        seldom |= said * np.uint8(1 << bit)
    several = [";" in names for names in told["names"]]
    if any(several):
        seldom |= np.array(several) * np.uint8(1 << _SEVERAL)
        told["names"] = tuple(names.partition(";")[0] for names in told["names"])
    found["seldom"] = seldom
    halves: dict[tuple[str, str], list[str]] = {}
    for who, names in told.items():
        parts = [name.partition("|") for name in names]
        halves[who, "given"] = [given for given, _, _ in parts]
        halves[who, "family"] = [family for _, _, family in parts]
    return found, halves


def _whole(texts: Sequence[str]) -> NDArray[np.uint32]:
    return np.fromiter(map(number_of, texts), np.uint32, len(texts))
