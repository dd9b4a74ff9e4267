"""From what counts on a sender of contacts is called silent, and when nobody is expected to send.

A council changes any of it under [senders] in its own file.
"""

import re
from dataclasses import dataclass
from datetime import date

from lintel.policy.files import SHIPPED, Table, read

NUMBERS = (
    *("usual_days", "least_days", "longest_silence_days", "drop_percent"),
    *("one_in", "over_one_in", "weeks_back"),
)
LISTS = ("stretches", "breaks", "school_breaks", "school_kinds", "school_sources")
_BREAK = re.compile(r"(\d\d)-(\d\d) to (\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Break:
    """The same days of every year, both counted in. Shape: (month, day); `last` may be before
    `first`: then it goes over the new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """
        >>> Break((12, 21), (1, 3)).holds(date(2027, 1, 2))
        True
        >>> Break((7, 14), (9, 10)).holds(date(2027, 9, 11))
        False
        """
        on = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= on <= self.last
        return on >= self.first or on <= self.last


@dataclass(frozen=True, slots=True)
class SilenceLimits:
    """Shape: as data/senders.toml says beside each."""

    in_force_from: date
    usual_days: int
    least_days: int
    longest_silence_days: int
    drop_percent: int
    one_in: int
    over_one_in: int
    weeks_back: int
    stretches: tuple[int, ...]
    breaks: tuple[Break, ...]
    school_breaks: tuple[Break, ...]
    school_kinds: tuple[str, ...]
    school_sources: tuple[str, ...]
    source: str

    def breaks_of(self, *, closes_with_schools: bool) -> tuple[Break, ...]:
        return self.breaks + (self.school_breaks if closes_with_schools else ())


def shipped_senders() -> SilenceLimits:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "senders.toml")
    found = _limits(
        file,
        in_force_from=file.day("in_force_from"),
        numbers={name: file.number(name) for name in NUMBERS},
        lists={name: file.texts(name, None) for name in LISTS},
        source=file.text("source"),
    )
    file.finished()
    return found


def lay_senders(held: SilenceLimits, file: Table) -> SilenceLimits:
    """`held` with what a council's file says under [senders].

    Errors:
        PolicyFileWrong: a number that makes no sense, or a break that cannot be read.
    """
    table = file.table("senders")
    said = {
        "stretches": tuple(str(days) for days in held.stretches),
        "breaks": _written(held.breaks),
        "school_breaks": _written(held.school_breaks),
        "school_kinds": held.school_kinds,
        "school_sources": held.school_sources,
    }
    laid = _limits(
        table,
        in_force_from=table.day("in_force_from", held.in_force_from),
        numbers={name: table.number(name, getattr(held, name)) for name in NUMBERS},
        lists={name: table.texts(name, said[name]) for name in LISTS},
        source=table.text("source", held.source),
    )
    table.finished()
    return laid


def _limits(
    table: Table,
    *,
    in_force_from: date,
    numbers: dict[str, int],
    lists: dict[str, tuple[str, ...]],
    source: str,
) -> SilenceLimits:
    for name, number in numbers.items():
        if number < 1:
            raise table.wrong(name, "write 1 or more")
    if numbers["drop_percent"] > 90:
        raise table.wrong("drop_percent", "write 90 or less: a little less is no drop")
    days = lists["stretches"]
    if not days or not all(each.isdecimal() and int(each) for each in days):
        raise table.wrong("stretches", 'write working days, such as ["1", "5", "20"]')
    return SilenceLimits(
        in_force_from=in_force_from,
        **numbers,
        stretches=tuple(sorted(int(each) for each in days)),
        breaks=_breaks(table, "breaks", lists["breaks"]),
        school_breaks=_breaks(table, "school_breaks", lists["school_breaks"]),
        school_kinds=lists["school_kinds"],
        school_sources=lists["school_sources"],
        source=source,
    )


def _breaks(table: Table, name: str, said: tuple[str, ...]) -> tuple[Break, ...]:
    found = []
    for words in said:
        match = _BREAK.fullmatch(words)
        numbers = [int(part) for part in match.groups()] if match else [0, 0, 0, 0]
        month, day, last_month, last_day = numbers
        try:
            date(2000, month, day), date(2000, last_month, last_day)
        except ValueError:
            raise table.wrong(name, f"“{words}” is not like “07-14 to 09-10”") from None
        found.append(Break((month, day), (last_month, last_day)))
    return tuple(found)


def _written(breaks: tuple[Break, ...]) -> tuple[str, ...]:
    return tuple(
        f"{one.first[0]:02}-{one.first[1]:02} to {one.last[0]:02}-{one.last[1]:02}"
        for one in breaks
    )
