"""Rows and their keys as files that are mapped into memory: read by many processes, held once.

A snapshot knows the rows up to `newest`. It never changes; a newer one is made beside it and takes
its place whole.
"""

import json
import shutil
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from lintel.people.rules.choosing import CROWD
from lintel.people.rules.keys import VERSION

# A row as the database keeps it: id, packed, and its keys of eight bytes each.
Row = tuple[int, str, bytes]
_ARRAYS = ("keys", "starts", "rows", "ids", "text_starts", "text")


@dataclass(frozen=True, slots=True)
class About:
    """Shape: `mark` is any word by which the maker knows that it is of the same database."""

    newest: int
    made_at: str
    mark: str
    rows: int = 0
    version: int = VERSION


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
        self.size = sum(one.nbytes for one in arrays.values())

    def under(self, keys: Sequence[int]) -> list[list[int]]:
        """The rows under each key, oldest first; no more of a crowd than shows that it is one."""
        if not len(self._keys):
            return [[] for _ in keys]
        wanted = np.array(keys, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        starts = self._starts[places].astype(np.int64)
        ends = np.minimum(self._starts[places + 1].astype(np.int64), starts + CROWD + 1)
        ends[self._keys[places] != wanted] = 0
        return [
            self._ids[self._rows[start:end]].tolist() if end else []
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]

    def packed(self, row_ids: Sequence[int]) -> list[tuple[int, str]]:
        """Each of these rows, all of which it knows, as it was packed."""
        places = np.searchsorted(self._ids, np.array(row_ids, dtype=np.int64))
        starts, ends = self._text_starts[places].tolist(), self._text_starts[places + 1].tolist()
        text = self._text
        return [
            (row_id, str(text[start:end], "utf-8"))
            for row_id, start, end in zip(row_ids, starts, ends, strict=True)
        ]


def make(rows: Iterable[Row], about: About, folder: Path) -> Snapshot:
    """Write a snapshot of `rows`, which come in the order of their ids, and put it in place."""
    ids, counts, ends = array("q"), array("I"), array("Q", [0])
    keys, text = bytearray(), bytearray()
    for row_id, packed, kept_under in rows:
        ids.append(row_id)
        keys += kept_under
        counts.append(len(kept_under) // 8)
        text += packed.encode()
        ends.append(len(text))
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
    }
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))  # for its owner alone
    for name, values in arrays.items():
        np.save(made / f"{name}.npy", values)
    known = {**asdict(about), "rows": len(ids)}
    (made / "about.json").write_text(json.dumps(known), encoding="utf-8")
    _put_in_place(made, folder)
    return Snapshot(folder)


def _put_in_place(made: Path, folder: Path) -> None:
    """Whoever has the old files mapped keeps them until it lets go."""
    old = folder.with_name(f"{made.name}.old")
    if folder.exists():
        folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
