"""A CSV file as lines of named cells, or one clear sentence about why it is none."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from lintel.kernel.importing import FileRefused, Lost, Trouble

Row = tuple[int, dict[str, str] | None]


def csv_rows(stream: IO[bytes], *, file: str = "") -> tuple[list[str], Iterator[Row]]:
    """The headings, and each line as (number in the file, heading -> text), blank lines left out.

    Shape: a line with more or fewer cells than headings comes as None.

    Errors:
        FileRefused: not UTF-8, not CSV, no headings or one of them twice. While reading, too.
    """
    if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        raise _refused("The file is UTF-16; save it as CSV UTF-8", "not_utf8", 0, file)
    stream.seek(0)
    lines = _lines(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""), file)
    columns = next(lines, None)
    if columns is None:
        raise _refused("The file is empty", "empty", 0, file)
    names = [name.strip() for name in columns[1]]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        what = f"'{twice[:40]}'" if twice else "with no name"
        raise _refused(f"There is more than one column {what}", "column_twice", 1, file)
    return names, _named(lines, names)


def _lines(text: io.TextIOWrapper, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, strict=True)
    try:
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield line, cells
    except UnicodeDecodeError:
        words = f"The file is not UTF-8, at line {line} or soon after; save it as CSV UTF-8"
        raise _refused(words, "not_utf8", line, file) from None
    except csv.Error as problem:
        words = "a value is too long" if "field limit" in str(problem) else str(problem)
        raise _refused(f"This is not CSV: {words}", "not_csv", line, file) from None
    finally:
        if not text.closed:
            text.detach()  # whoever opened it closes it


def _named(lines: Iterator[tuple[int, list[str]]], names: list[str]) -> Iterator[Row]:
    for line, cells in lines:
        yield line, dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None


def _refused(message: str, code: str, line: int, file: str) -> FileRefused:
    return FileRefused(Trouble(line, "", "", code, message, Lost.FILE, file))
