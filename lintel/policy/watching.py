"""From what numbers on somebody's use of records is a reason to ask.

A council changes any of them under [watching] in its own file.
"""

from dataclasses import dataclass, fields

from lintel.policy.files import SHIPPED, Table, read


@dataclass(frozen=True, slots=True)
class Watching:
    """Shape: as data/watching.toml says beside each."""

    without_task_least: int
    after_closure_days: int
    burst_least: int
    burst_deviations: int
    burst_days: int
    early_hour: int
    late_hour: int
    out_of_hours_least: int
    searches_least: int
    search_minutes: int
    weeks_back: int
    source: str


NUMBERS = tuple(one.name for one in fields(Watching) if one.name != "source")


def shipped_watching() -> Watching:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "watching.toml")
    numbers = {name: file.number(name) for name in NUMBERS}
    found = Watching(**numbers, source=file.text("source"))
    file.finished()
    return found


def lay_watching(held: Watching, file: Table) -> Watching:
    """`held` with what a council's file says under [watching].

    Errors:
        PolicyFileWrong: a number that makes no sense.
    """
    table = file.table("watching")
    numbers = {name: table.number(name, getattr(held, name)) for name in NUMBERS}
    laid = Watching(**numbers, source=table.text("source", held.source))
    table.finished()
    for name in NUMBERS:
        if numbers[name] < 1:
            raise table.wrong(name, "write 1 or more")
    if not laid.early_hour < laid.late_hour <= 24:
        raise table.wrong("late_hour", "write an hour after early_hour, at most 24")
    return laid
