"""An extract linked, stage by stage; what is done is in the folder, and is not done again.

A stage writes beside its file and puts it in place when it is whole, so that a file that is
there is the mark that its stage is done: killed at any moment, the next run goes on from there
and ends with the same.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from lintel.people.bulk import engines, rows as flat
from lintel.people.bulk.clusters import clusters
from lintel.people.bulk.model import LEAST_WEIGHT, settings
from lintel.people.rules.likeness import Likeness, Relation, likeness
from lintel.people.rules.weighing import Weights, for_so_many
from lintel.people.weights import shipped_data

Tell = Callable[[str, int, int], None]  # stage, done, of how many (0: nobody knows yet)
RECORDS_A_CHUNK = 100_000
# Records are one person from this probability on, unless another pair speaks against it.
TOGETHER = 0.9


class OtherWork(RuntimeError):
    """The folder holds another linkage; the message says which."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Shape:
    name: what it is called in the report.
    print: a hash that changes when its content does.
    read: what it tells, in order; refused lines go to the callable.
    """

    name: str
    print: str
    read: Callable[[Callable[[flat.Refused], None]], Iterable[flat.Told]]


@dataclass(frozen=True, slots=True)
class Linked:
    """Shape: where the answers are, and how many of each."""

    pairs: Path
    people: Path
    counts: Mapping[str, int]


def extract_of(path: Path, *, today: date) -> Extract:
    with path.open("rb") as file:
        seen = sha256()
        while part := file.read(1 << 20):
            seen.update(part)

    def read(refuse: Callable[[flat.Refused], None]) -> Iterable[flat.Told]:
        return flat.told_in(path, today=today, refuse=refuse)

    return Extract(path.name, seen.hexdigest(), read)


def link(
    extracts: Sequence[Extract], *, engine: str, out: Path, weights: Weights, tell: Tell
) -> Linked:
    """One extract without its doubles, or the first against the second, weighed by `weights`.

    Errors:
        NotInstalled: the engine is not here.
        OtherWork: the folder is of another linkage.
        CannotRead: an extract is none.
    """
    engines.must_have(engine)
    _take(out, {"extracts": [(e.name, e.print) for e in extracts], "weights": weights.version})
    rows = out / "rows.parquet"
    if not rows.exists():
        _write_rows(extracts, rows, out, tell)
    number = json.loads((out / "rows.json").read_text())["records"]
    chunks = max(1, -(-number // RECORDS_A_CHUNK))
    _propose(rows, number, chunks, two_sides=len(extracts) == 2, engine=engine, out=out, tell=tell)
    for chunk in range(1, chunks + 1):
        weighed = out / f"weighed-{chunk:04}-of-{chunks:04}.jsonl"
        tell("weighing", chunk - 1, chunks)
        if not weighed.exists():
            _weigh(rows, out / _proposed(chunk, chunks), weighed, for_so_many(weights, number))
    tell("weighing", chunks, chunks)
    return _finish(rows, out, chunks, number)


def _take(out: Path, asked: Mapping[str, Any]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    out.chmod(0o700)
    mark = out / "asked.json"
    words = json.dumps(asked, indent=1)
    if mark.exists() and mark.read_text() != words:
        raise OtherWork(
            f"{out} holds the linkage of {json.loads(mark.read_text())['extracts'][0][0]}, "
            "as it was then, with its weights; name another folder"
        )
    if not mark.exists():
        if any(out.iterdir()):
            raise OtherWork(f"{out} holds something else; name an empty folder")
        with _whole(mark) as file:
            file.write(words)


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A file that is there only when all of it was written."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _write_rows(extracts: Sequence[Extract], rows: Path, out: Path, tell: Tell) -> None:
    refused: list[tuple[str, flat.Refused]] = []
    part = rows.with_suffix(".part")
    number = flat.write_rows(
        part,
        [e.read(lambda one, e=e: refused.append((e.name, one))) for e in extracts],
        lambda done: tell("reading", done, 0),
    )
    with _whole(out / "refused.jsonl") as file:
        for name, one in refused:
            file.write(json.dumps({"file": name, **asdict(one)}) + "\n")
    with _whole(out / "rows.json") as file:
        json.dump({"records": number, "refused": len(refused)}, file)
    part.replace(rows)


def _proposed(chunk: int, chunks: int) -> str:
    return f"proposed-{chunk:04}-of-{chunks:04}.csv"


def _propose(
    rows: Path, number: int, chunks: int, *, two_sides: bool, engine: str, out: Path, tell: Tell
) -> None:
    wanted = [n for n in range(1, chunks + 1) if not (out / _proposed(n, chunks)).exists()]
    if not wanted:
        return
    asked = settings(shipped_data(), records=number, two_sides=two_sides)
    with engines.opened(engine, out / "work", number) as api:
        tables = engines.sides(api, engine, rows, "ab" if two_sides else "a")
        linker = engines.linker_of(tables, asked)
        for chunk in wanted:
            tell("proposing", chunk - 1, chunks)
            pairs = engines.propose(linker, (chunk, chunks), LEAST_WEIGHT)
            with _whole(out / _proposed(chunk, chunks)) as file:
                csv.writer(file, lineterminator="\n").writerows(pairs)
        tell("proposing", chunks, chunks)


def _weigh(rows: Path, proposed: Path, out: Path, weights: Weights) -> None:
    """Every proposed pair by our own scorer; those it gives no band are left out."""
    with proposed.open(newline="") as file:
        pairs = [(int(one), int(other)) for one, other in csv.reader(file)]
    held = flat.facts_at(rows, sorted({place for pair in pairs for place in pair}))
    with _whole(out) as file:
        for one, other in pairs:
            (*a, facts), (*b, others) = held[one], held[other]
            found = likeness(facts, others, weights)
            if found.band is None and not _speaks_against(found):
                continue
            line = _line(a, b, found)
            # What people are made by stands first, so that the rest need not be read again.
            head = [one, other, *(line[name] for name in _OF_A_PAIR)]
            words = json.dumps(line, ensure_ascii=False)
            file.write(f"{json.dumps(head)}\t{words}\n")


_OF_A_PAIR = ("weight", "probability", "relation", "band")


def _speaks_against(found: Likeness) -> bool:
    return any(a.field == "nhs_number" and a.level == "differs" for a in found.agreements)


def _line(one: Sequence[str], other: Sequence[str], found: Likeness) -> dict[str, Any]:
    return {
        "a": {"source": one[0], "source_ref": one[1]},
        "b": {"source": other[0], "source_ref": other[1]},
        "probability": found.probability,
        "weight": round(found.weight, 2),
        "prior_weight": round(found.prior, 2),
        "band": found.band.value if found.band else "none",
        "relation": found.relation.value,
        "reasons": [
            {
                "field": each.field,
                "agreement": each.how.value,
                "weight": round(each.weight, 2),
                "words": each.words,
            }
            for each in found.agreements
        ],
    }


def _finish(rows: Path, out: Path, chunks: int, number: int) -> Linked:
    """All pairs in one file, and the people they make in another."""
    together, apart, counts = [], [], {"records": number, "pairs": 0}
    pairs = out / "pairs.jsonl"
    with _whole(pairs) as file:
        for chunk in range(1, chunks + 1):
            with (out / f"weighed-{chunk:04}-of-{chunks:04}.jsonl").open(encoding="utf-8") as part:
                for words in part:
                    head, _, words = words.partition("\t")
                    one, other, weight, probability, relation, band = json.loads(head)
                    if relation == Relation.SAME and probability >= TOGETHER:
                        together.append((weight, one, other))
                    elif relation == Relation.HOUSEHOLD or band == "none":
                        apart.append((one, other))
                    if band != "none":
                        counts["pairs"] += 1
                        name = f"{relation} {band}"
                        counts[name] = counts.get(name, 0) + 1
                        file.write(words)
    groups = clusters(together, apart)
    names = _names(rows, {place for group in groups for place in group})
    with _whole(out / "people.csv") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["person", "source", "source_ref"])
        for person, group in enumerate(groups, start=1):
            writer.writerows((person, *names[place]) for place in group)
    counts |= {"people of several records": len(groups)}
    return Linked(pairs, out / "people.csv", counts)


def _names(rows: Path, places: set[int]) -> dict[int, tuple[str, str]]:
    import pyarrow.parquet as pq

    found = {}
    columns = ["place", "source", "source_ref"]
    for batch in pq.ParquetFile(rows).iter_batches(columns=columns):
        for place, source, ref in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            if place in places:
                found[place] = (source, ref)
    return found
