"""The cells of one row of a case system's extract, read with their troubles.

Extracts are written by databases and opened in spreadsheets: empty is also NULL or a placeholder,
and a day is 2024-01-05, with or without a time, or 05/01/2024.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from lintel.kernel.importing import Lost
from lintel.people.rules import numbers

LONGEST_REF = 60
LONGEST_NAME = 200
FORTY_WEEKS = timedelta(weeks=40)
EARLIEST = date(1900, 1, 2)  # the first of January 1900 is how a database writes "no day"

_EMPTY = frozenset({"NULL", "PLACEHOLDER_DATA", "SSD_PH"})
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?")
_ENGLISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d{1,2}:\d{2}.*)?")
_SEX: Mapping[str, str] = MappingProxyType(
    {"M": "M", "F": "F", "U": "U", "I": "U", "1": "M", "2": "F", "0": "U", "9": "U"}
    | {"MALE": "M", "FEMALE": "F", "UNKNOWN": "U", "INDETERMINATE": "U"}
)


@dataclass(frozen=True, slots=True)
class Wrong:
    column: str
    code: str
    message: str
    lost: Lost


class Cells:
    """One row. A value that cannot be is empty, and said in `wrong`.

    Shape: `until` is the last day anything can have happened on; `latest` the last one met.
    """

    def __init__(self, row: Mapping[str, str], *, until: date) -> None:
        self.row, self.until = row, until
        self.wrong: list[Wrong] = []
        self.latest = date.min

    @property
    def refused(self) -> bool:
        return any(one.lost is Lost.ROW for one in self.wrong)

    def refuse(self, column: str, code: str, message: str) -> None:
        self.wrong.append(Wrong(column, code, message, Lost.ROW))

    def drop(self, column: str, code: str, message: str, lost: Lost = Lost.FIELD) -> None:
        self.wrong.append(Wrong(column, code, message, lost))

    def words(self, column: str) -> str:
        words = self.row.get(column, "").strip()
        if "\x00" in words:
            self.drop(column, "nul", "The value has a character that is no letter: NUL")
            return ""
        return "" if words.upper() in _EMPTY else words

    def name(self, column: str) -> str:
        """Word for word, as it was written."""
        words = self.words(column)
        if len(words) > LONGEST_NAME:
            self.drop(column, "too_long", f"{column} must be {LONGEST_NAME} characters or fewer")
            return ""
        return words

    def day(self, column: str, *, until: date | None = None) -> date | None:
        words = self.words(column) if column else ""
        if not words:
            return None
        day = _day(words)
        if day is None:
            self.drop(column, "not_a_date", f"{column} must be a real day, such as 2024-01-05")
        elif day < EARLIEST:
            return None
        elif day > (until or self.until):
            self.drop(column, "future", f"{column} must not be in the future")
            return None
        elif until is None:
            self.latest = max(self.latest, day)
        return day

    def span(self, starts: str, ends: str) -> tuple[date | None, date | None]:
        began_on, ended_on = self.day(starts), self.day(ends)
        if began_on and ended_on and ended_on < began_on:
            self.drop(ends, "ends_before", f"{ends} must not be before {starts}")
            return began_on, None
        return began_on, ended_on

    def sex(self, column: str) -> str:
        words = self.words(column).upper()
        if words and words not in _SEX:
            self.drop(column, "no_such_code", f"{column} must be M, F or U")
        return _SEX.get(words, "")

    def code(self, column: str, known: Collection[str]) -> str:
        words = self.words(column).upper()
        code = words.split(" ")[0].rstrip("-:") if words not in known else words
        if not code or code in known:
            return code
        self.drop(column, "no_such_code", f"{column} must be one of the codes of the standard")
        return ""

    def yes(self, column: str) -> bool:
        return self.words(column).upper() in ("Y", "YES", "1", "TRUE", "T")

    def nhs_number(self, column: str, words: str) -> str:
        if words and not numbers.nhs_number(words):
            message = "The NHS number is not one; it will not be used to find anybody"
            self.drop(column, "doubtful_nhs_number", message, Lost.NOTHING)
        return words[:20]

    def upn(self, column: str) -> str:
        words = self.words(column)
        if words and not numbers.upn(words):
            message = "The UPN fails its check letter; it will count for less"
            self.drop(column, "doubtful_upn", message, Lost.NOTHING)
        return words[:20]

    def _json(self, column: str) -> dict[str, object]:
        words = self.words(column)
        if not words:
            return {}
        try:
            said = json.loads(words)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            self.drop(column, "not_json", f"{column} must be JSON, as the standard gives it")
            return {}
        return {str(key).upper(): value for key, value in said.items()}

    def flags(self, column: str) -> frozenset[str]:
        """The flags that are set, as the standard names them."""
        return frozenset(
            key
            for key, value in self._json(column).items()
            if key.endswith("_FLAG") and str(value).strip().upper() in ("Y", "YES", "1", "TRUE")
        )

    def address(self, column: str) -> tuple[tuple[str, ...], str]:
        """The lines of an address, and its UPRN."""
        said = {
            key: " ".join(str(value).split())[:100].replace("\x00", "")
            for key, value in self._json(column).items()
            if isinstance(value, str | int) and str(value).strip().upper() not in _EMPTY
        }
        flat = said.get("FLAT", "") or said.get("ROOM", "")
        if flat and flat[0].isdigit():
            flat = f"Flat {flat}"
        street = " ".join(filter(None, (said.get("HOUSE", ""), said.get("STREET", ""))))
        lines = (flat, said.get("BUILDING", ""), street, said.get("TOWN", ""))
        return tuple(filter(None, lines)), said.get("UPRN", "")[:20]


def _day(words: str) -> date | None:
    if found := _ISO.fullmatch(words):
        year, month, day = found.groups()
    elif found := _ENGLISH.fullmatch(words):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
