"""Tellings made into flat rows that SQL can compare, a Parquet file of them."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from lintel.people.rules.described import COLUMNS, NotAPerson, person_from
from lintel.people.rules.facts import Facts, Name, facts_of
from lintel.people.rules.keys import keys
from lintel.people.rules.names import formal_names, sound
from lintel.people.rules.packed import packed, unpacked
from lintel.people.rules.told import PersonTold

# Keys of a household or of one half of a name alone pair sisters and strangers by the thousand.
KINDS_OF_KEY = frozenset("hulbanspme")
BATCH = 20_000
# A key that more records share pairs strangers.
CROWD = 60
Told = tuple[str, str, PersonTold, date | None]
Progress = Callable[[int], None]


class CannotRead(ValueError):
    """A file is no extract of people; the message says why."""


@dataclass(frozen=True, slots=True)
class Refused:
    line: int
    reason: str


def told_in(path: Path, *, today: date, refuse: Callable[[Refused], None]) -> Iterator[Told]:
    """Each line that can be read, in order; the rest goes to `refuse`.

    Errors:
        CannotRead: it is not UTF-8, not CSV, or has other columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            names = reader.fieldnames or ()
            wrong = [name for name in names if name not in COLUMNS]
            if wrong or not set(COLUMNS[:2]) <= set(names):
                raise CannotRead("the first line must name source, source_ref and their like only")
            for row in reader:
                if None in row or None in row.values():
                    refuse(Refused(reader.line_num, "more or fewer values than columns"))
                    continue
                try:
                    told, as_of = person_from(row, today=today)
                except NotAPerson as problem:
                    refuse(Refused(reader.line_num, str(problem)))
                    continue
                yield row["source"], row["source_ref"], told, as_of
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise CannotRead(f"{path.name} cannot be read as CSV in UTF-8: {problem}") from problem


def write_rows(out: Path, sides: Sequence[Iterable[Told]], tell: Progress) -> int:
    """All rows as one Parquet file; `place` counts them over all sides. How many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    words = [(name, pa.string()) for name in (*_COMPARED, "source", "source_ref", "packed")]
    schema = pa.schema(
        [("place", pa.int64()), ("side", pa.string()), ("keys", pa.list_(pa.int64())), *words]
    )
    place, whole = 0, out.with_suffix(".whole")
    with pq.ParquetWriter(whole, schema, compression="zstd") as writer:
        for side, tellings in zip("ab", sides, strict=False):
            those = iter(tellings)
            while batch := list(islice(those, BATCH)):
                made = [row_of(place + n, side, told) for n, told in enumerate(batch)]
                writer.write_table(pa.Table.from_pylist(made, schema=schema))
                place += len(batch)
                tell(place)
    _keep_telling_keys(whole, out)
    whole.unlink()
    return place


def _keep_telling_keys(whole: Path, out: Path) -> None:
    """Without the keys that nobody else has, and those that a crowd has."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(whole)
    everybody = [
        batch.column(0).flatten().to_numpy() for batch in file.iter_batches(columns=["keys"])
    ]
    found, times = np.unique(np.concatenate(everybody or [np.empty(0, "i8")]), return_counts=True)
    telling = found[(times > 1) & (times <= CROWD)]
    with pq.ParquetWriter(out, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(BATCH):
            keys = batch.column("keys")
            flat, ends = keys.flatten().to_numpy(), keys.offsets.to_numpy()
            stays = np.isin(flat, telling)
            until = np.concatenate([[0], np.cumsum(stays)])[ends - ends[0]]
            kept = pa.ListArray.from_arrays(pa.array(until, pa.int32()), pa.array(flat[stays]))
            writer.write_batch(batch.set_column(batch.schema.get_field_index("keys"), "keys", kept))


def facts_at(path: Path, places: Sequence[int]) -> dict[int, tuple[str, str, Facts]]:
    """(source, source_ref, facts) of the rows at these places."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    found = {}
    columns = ["place", "source", "source_ref", "packed"]
    wanted = ds.field("place").isin(pa.array(places, pa.int64()))
    for batch in ds.dataset(path).to_batches(columns=columns, filter=wanted):
        for place, source, ref, text in zip(
            *(batch.column(name).to_pylist() for name in columns), strict=True
        ):
            found[place] = (source, ref, unpacked(text))
    return found


def row_of(place: int, side: str, telling: Told) -> dict[str, Any]:
    source, ref, told, as_of = telling
    facts = facts_of(told, as_of=as_of)
    return {
        "place": place,
        "side": side,
        "source": source,
        "source_ref": ref,
        "packed": packed(facts),
        **compared(facts),
    }


def compared(facts: Facts) -> dict[str, Any]:
    """What SQL compares, and `keys`; None for what was not said."""
    main = facts.names[0] if facts.names else Name()
    given, family = "".join(main.given[:1]), "".join(main.family)
    birth = f"{facts.born_on:%Y%m%d}" if facts.born_on else ""
    either = birth and birth[:4] + "".join(sorted((birth[4:6], birth[6:])))
    row = {
        "given": given,
        "given_sound": sound(given),
        "given_all": _among(p for n in facts.names for g in n.given for p in {g, *formal_names(g)}),
        "family": family,
        "family_sound": sound(family),
        "family_all": _among(p for n in facts.names for p in (*n.family, "".join(n.family))),
        "born": birth,
        "born_either_way": either,
        "sex": facts.sex,
        "nhs_number": facts.nhs_number,
        "upn": min(facts.upns_written, default=""),
        "postcode": facts.postcode,
        "uprn": facts.uprn,
        "street": facts.street,
        "phone": facts.phone,
        **_parent("mother", facts.mother),
        **_parent("father", facts.father),
    }
    return {
        "keys": [_number(key) for key in keys(facts) if key[0] in KINDS_OF_KEY],
        **{name: value or None for name, value in row.items()},
    }


def _parent(who: str, name: Name) -> dict[str, str]:
    given, family = "".join(name.given[:1]), "".join(name.family)
    return {
        who: f"{given} {family}" if given else "",
        f"{who}_sound": f"{sound(given)} {sound(family)}" if given else "",
    }


def _among(parts: Iterable[str]) -> str:
    return f" {' '.join(sorted(set(parts) - {''}))} "


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


_COMPARED = tuple(name for name in compared(Facts()) if name != "keys")
