"""When the hub is open, and how soon whoever takes over the night or the day must say so.

A council changes any of it under [hub_hours] in its own file.
"""

from dataclasses import dataclass, replace

from lintel.kernel.working_days import Opening, opening
from lintel.policy.files import SHIPPED, Table, read

LONGEST = 240  # minutes: longer than that is not the close of the day


@dataclass(frozen=True, slots=True)
class HubHours:
    """Shape:

    opening: by weekday; a bank holiday is closed whatever it says.
    drawn_minutes_before: the hub closes or opens, when the list of what is handed over is drawn up.
    answer_within_minutes: how long what comes up later may wait before a manager is told.
    """

    opening: Opening
    drawn_minutes_before: int
    answer_within_minutes: int


def shipped_hub_hours() -> HubHours:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "duty.toml")
    found = _laid(HubHours(opening("Mon-Fri 09:00-17:00"), 30, 15), file)
    file.finished()
    return found


def lay_hub_hours(held: HubHours, file: Table) -> HubHours:
    """`held` with what a council's file says under [hub_hours].

    Errors:
        PolicyFileWrong: hours that cannot be read, or a number that makes no sense.
    """
    table = file.table("hub_hours")
    found = _laid(held, table)
    table.finished()
    return found


def _laid(held: HubHours, table: Table) -> HubHours:
    words = table.text("opening", held.opening.words)
    try:
        hours = opening(words)
    except ValueError as wrong:
        raise table.wrong("opening", f"cannot be read: {wrong}") from None
    laid = replace(
        held,
        opening=hours,
        drawn_minutes_before=table.number("drawn_minutes_before", held.drawn_minutes_before),
        answer_within_minutes=table.number("answer_within_minutes", held.answer_within_minutes),
    )
    if laid.drawn_minutes_before > LONGEST or laid.answer_within_minutes > LONGEST:
        raise table.wrong("drawn_minutes_before", f"and answer_within_minutes: at most {LONGEST}")
    return laid
