"""The tables of a case system's extract: CSV files in a folder, or in a zip."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from lintel.kernel.importing import Lost, Trouble, refuse_file
from lintel.people.rules import ssd

LARGEST = 20_000_000_000  # bytes, of all files together, unpacked


class Extract:
    """Shape: `tables` maps a table of the standard to the name of its file, people first;
    `not_read` are tables of the standard that stay where they are."""

    def __init__(self, path: Path) -> None:
        """
        Errors:
            FileRefused: not a folder or a zip, without people, or a table given twice.
        """
        self.path = path
        self.tables: dict[str, str] = {}
        self.not_read: list[str] = []
        self.troubles: list[Trouble] = []
        sizes = _files(path)
        if sum(sizes.values()) > LARGEST:
            raise refuse_file("The extract is larger than any council's", code="too_large")
        for name in sorted(sizes):
            self._place(name)
        if ssd.PERSON not in self.tables:
            raise refuse_file(
                f"There is no {ssd.PERSON}.csv; name the folder or the zip that holds it",
                code="no_people",
            )
        self.tables = {table: self.tables[table] for table in ssd.TABLES if table in self.tables}

    def _place(self, name: str) -> None:
        table = PurePosixPath(name).stem.lower()
        if table in self.tables:
            raise refuse_file(f"There is more than one {table}.csv", code="table_twice")
        if table in ssd.TABLES:
            self.tables[table] = name
        elif table in ssd.NOT_READ:
            self.not_read.append(table)
        else:
            message = f"This is not a table of the standard ({ssd.VERSION}); it is not read"
            self.troubles.append(
                Trouble(0, "", "", "no_such_table", message, Lost.NOTHING, f"{table}.csv"[:80])
            )

    @contextmanager
    def open(self, table: str) -> Iterator[IO[bytes]]:
        name = self.tables[table]
        if self.path.is_dir():
            with (self.path / name).open("rb") as stream:
                yield stream
        else:
            with zipfile.ZipFile(self.path) as packed, packed.open(name) as stream:
                yield stream


def _files(path: Path) -> dict[str, int]:
    """Every CSV file, by name, with its size unpacked."""
    if path.is_dir():
        return {one.name: one.stat().st_size for one in path.iterdir() if _is_csv(one.name)}
    try:
        with zipfile.ZipFile(path) as packed:
            if any(one.flag_bits & 0x1 for one in packed.infolist()):
                raise refuse_file("The zip has a password; unpack it first", code="locked")
            return {
                one.filename: one.file_size
                for one in packed.infolist()
                if _is_csv(PurePosixPath(one.filename).name)
            }
    except (zipfile.BadZipFile, OSError):
        raise refuse_file("Name a folder of CSV files, or a zip of them", code="not_zip") from None


def _is_csv(name: str) -> bool:
    return name.lower().endswith(".csv") and not name.startswith(".")
