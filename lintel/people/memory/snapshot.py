"""Rows and their keys as files that are mapped into memory: read by many processes, held once.

A snapshot knows the rows up to `newest`, and what is compared of them as `columns` has it. It never
changes; a newer one is made beside it and takes
its place whole.
"""

import json
import shutil
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from lintel.people.memory.choosing import Rows
from lintel.people.memory.columns import HALVES, NUMBERS, Columns, Line, numbered
from lintel.people.memory.signs import signs
from lintel.people.rules.choosing import CROWD
from lintel.people.rules.keys import VERSION
from lintel.people.rules.packed import lines

# A row as the database keeps it: id, packed, and its keys of eight bytes each.
Row = tuple[int, str, bytes]
_ARRAYS = ("keys", "starts", "rows", "ids", "text_starts", "text", "numbers", "signs")
_AT_ONCE = 5_000
FORMAT = 3


@dataclass(frozen=True, slots=True)
class About:
    """Shape: `mark` is any word by which the maker knows that it is of the same database."""

    newest: int
    made_at: str
    mark: str
    rows: int = 0
    version: int = VERSION
    format: int = FORMAT


class Snapshot:
    def __init__(self, folder: Path) -> None:
        """
        Errors:
            OSError, ValueError, TypeError: no whole snapshot is there.
        """
        self.about = About(**json.loads((folder / "about.json").read_text(encoding="utf-8")))
        # As plain arrays: a slice of a mapped one costs more than what is read of it.
        arrays = {
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS
        }
        self._keys, self._starts = arrays["keys"], arrays["starts"]
        self._rows, self._ids = arrays["rows"], arrays["ids"]
        self._text, self._text_starts = memoryview(arrays["text"]), arrays["text_starts"]
        self._numbers, self._signs = arrays["numbers"], arrays["signs"]
        self.size = sum(one.nbytes for one in arrays.values())

    def under(self, keys: Sequence[int]) -> tuple[Rows, Rows]:
        """The places of the rows under each key, one key after another, and how many each has.

        Oldest first, and no more of a crowd than shows that it is one.
        """
        if not len(self._keys):
            return np.empty(0, dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
        wanted = np.array(keys, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        starts = self._starts[places].astype(np.int64)
        sizes = np.minimum(self._starts[places + 1] - starts, CROWD + 1)
        sizes[self._keys[places] != wanted] = 0
        # Each key's own places, counted from where it starts.
        before = np.cumsum(sizes) - sizes
        every = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
        return self._rows[every].astype(np.int64), sizes

    def ids(self, places: Rows) -> Rows:
        return self._ids[places]

    def places(self, ids: Rows) -> Rows:
        """Of rows all of which it knows."""
        return np.searchsorted(self._ids, ids)

    def columns(self, places: Rows) -> Columns:
        """What is compared of the rows at these places."""
        numbers, own = self._numbers[places], places.tolist()
        kept: dict[int, Line] = {}

        def line(number: int) -> Line:
            found = kept.get(number)
            if found is None:
                found = kept[number] = lines(self.packed(own[number]))
            return found

        halves = {(who, half): self._signs[numbers[f"{who}_{half}"]] for who, half in HALVES}
        return Columns(numbers, halves, line)

    def packed(self, place: int) -> str:
        start, end = self._text_starts[place : place + 2].tolist()
        return str(self._text[start:end], "utf-8")


def make(rows: Iterable[Row], about: About, folder: Path) -> Snapshot:
    """Write a snapshot of `rows`, which come in the order of their ids, and put it in place."""
    ids, counts, ends = array("q"), array("I"), array("Q", [0])
    keys, text, numbers = bytearray(), bytearray(), bytearray()
    place_of: dict[str, int] = {"": 0}
    those = iter(rows)
    while batch := list(islice(those, _AT_ONCE)):
        for row_id, packed, kept_under in batch:
            ids.append(row_id)
            keys += kept_under
            counts.append(len(kept_under) // 8)
            text += packed.encode()
            ends.append(len(text))
        numbers += _numbers([lines(packed) for _, packed, _ in batch], place_of)
    every = np.frombuffer(keys, dtype=np.int64)
    order = np.argsort(every, kind="stable")
    ordered = every[order]
    first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1)) if len(ordered) else order
    of_row = np.repeat(np.arange(len(ids), dtype=np.uint32), np.frombuffer(counts, dtype=np.uint32))
    arrays = {
        "keys": ordered[first],
        "starts": np.append(first, len(ordered)).astype(np.uint32),
        "rows": of_row[order],
        "ids": np.frombuffer(ids, dtype=np.int64),
        "text_starts": np.frombuffer(ends, dtype=np.uint64).astype(np.int64),
        "text": np.frombuffer(text, dtype=np.uint8),
        "numbers": np.frombuffer(numbers, dtype=NUMBERS),
        "signs": signs(list(place_of)),
    }
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))  # for its owner alone
    for name, values in arrays.items():
        np.save(made / f"{name}.npy", values)
    known = {**asdict(about), "rows": len(ids)}
    (made / "about.json").write_text(json.dumps(known), encoding="utf-8")
    _put_in_place(made, folder)
    return Snapshot(folder)


def _numbers(batch: Sequence[Line], place_of: dict[str, int]) -> bytes:
    """Each half of a name by its place among all that were met."""
    numbers, halves = numbered(batch)
    for (who, half), texts in halves.items():
        numbers[f"{who}_{half}"] = [place_of.setdefault(text, len(place_of)) for text in texts]
    return numbers.tobytes()


def _put_in_place(made: Path, folder: Path) -> None:
    """Whoever has the old files mapped keeps them until it lets go."""
    old = folder.with_name(f"{made.name}.old")
    if folder.exists():
        folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
