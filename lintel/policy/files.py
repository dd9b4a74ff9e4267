"""Reading policy files, and saying what is wrong with one so that anybody can put it right."""

import os
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

SHIPPED = Path(__file__).parent / "data"

Choice = TypeVar("Choice", bound=StrEnum)


class PolicyFileWrong(ValueError):
    """A policy file cannot be used. The message names the file, the key and the remedy."""

    def __init__(self, file: str, key: str, remedy: str) -> None:
        place = f"{file}, {key}" if key else file
        super().__init__(f"{place}: {remedy}")
        self.file, self.key, self.remedy = file, key, remedy


def local_folder() -> Path:
    """Where this installation keeps its own policy files, which need not exist."""
    # The same place, and the same default, as the settings: `lintel clock` runs without them.
    data = os.environ.get("LINTEL_DATA", ".data")
    return _policy_folder(data) if os.path.isabs(data) else Path(data).absolute() / "policy"


@cache
def _policy_folder(data: str) -> Path:
    """One object for one folder: what is kept by it is found again hundreds of times a page."""
    return Path(data) / "policy"


class Table:
    """One table of a policy file, which knows where it is and what has been read from it."""

    def __init__(self, file: str, key: str, held: Mapping[str, Any]) -> None:
        self.file, self.key, self._held = file, key, held
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def names(self) -> tuple[str, ...]:
        return tuple(self._held)

    def at(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name

    def wrong(self, name: str, remedy: str) -> PolicyFileWrong:
        return PolicyFileWrong(self.file, self.at(name) if name else self.key, remedy)

    def _value(self, name: str, kind: type, words: str, default: Any) -> Any:
        self._read.add(name)
        if name not in self._held:
            if default is None:
                raise self.wrong(name, f"is missing; add it, as {words}")
            return default
        value = self._held[name]
        # True is an int to Python; to a council it is not a number of hours.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(name, f"is {value!r}; write {words}")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        return str(self._value(name, str, "text in quotation marks", default)).strip()

    def number(self, name: str, default: int | None = None) -> int:
        value: int = self._value(name, int, "a whole number", default)
        if value < 0:
            raise self.wrong(name, f"is {value}; write a number of 0 or more")
        return value

    def flag(self, name: str, default: bool | None = False) -> bool:
        return bool(self._value(name, bool, "true or false", default))

    def day(self, name: str, default: date | None = None) -> date:
        value: date = self._value(name, date, "a day such as 2026-04-01", default)
        return value

    def day_or_none(self, name: str) -> date | None:
        return self.day(name) if name in self else None

    def texts(self, name: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        values = self._value(name, list, 'a list such as ["one", "two"]', list(default or ()))
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(name, 'holds something that is not text; write ["one", "two"]')
        return tuple(values)

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        words = "one of " + ", ".join(member.value for member in kind)
        value = self.text(name, default.value if default is not None else None)
        try:
            return kind(value)
        except ValueError:
            raise self.wrong(name, f"is “{value}”; write {words}") from None

    def table(self, name: str) -> "Table":
        """The table inside; an empty one when there is none."""
        value = self._value(name, dict, f"a table, [{self.at(name)}]", {})
        return Table(self.file, self.at(name), value)

    def tables(self, name: str) -> tuple["Table", ...]:
        """The array of tables inside; empty when there is none."""
        values = self._value(name, list, f"tables, each under [[{self.at(name)}]]", [])
        for number, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                raise self.wrong(name, f"entry {number} is not a table; use [[{self.at(name)}]]")
        return tuple(
            Table(self.file, f"{self.at(name)}[{number}]", value)
            for number, value in enumerate(values, start=1)
        )

    def named(self) -> tuple[tuple[str, "Table"], ...]:
        """Every table inside, by name, in the order of the file."""
        return tuple((name, self.table(name)) for name in self._held)

    def finished(self) -> None:
        """Refuse what nobody reads: a misspelt key must not look as if it worked."""
        for name in self._held:
            if name not in self._read:
                known = ", ".join(sorted(self._read))
                raise self.wrong(name, f"is not known here; remove it or use one of: {known}")


def read(path: Path) -> Table:
    """The whole of one policy file.

    Errors:
        PolicyFileWrong: it is not there, or is not TOML.
    """
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PolicyFileWrong(path.name, "", "is not there; restore it") from None
    except UnicodeDecodeError:
        raise PolicyFileWrong(str(path), "", "is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyFileWrong(str(path), "", f"is not TOML: {error}; put that line right") from None
    shipped = path.is_relative_to(SHIPPED)
    return Table(str(path.relative_to(SHIPPED)) if shipped else str(path), "", held)
