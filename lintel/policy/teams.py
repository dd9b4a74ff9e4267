"""Who a multi-agency child protection team must have, and from which day."""

from dataclasses import dataclass, replace
from datetime import date

from lintel.kernel.sources import Source
from lintel.policy.files import SHIPPED, Table, read
from lintel.policy.shipped import Authorities, source_of

PARTS = ("education", "social_worker", "health", "police")


@dataclass(frozen=True, slots=True)
class ChildProtectionTeams:
    """Shape: `required_from` is None until the council has said from which day it is the law."""

    parts: tuple[str, ...]
    required_from: date | None
    source: Source

    def in_force(self, on: date) -> bool:
        return self.required_from is not None and self.required_from <= on


def shipped_teams(known: Authorities) -> ChildProtectionTeams:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "child_protection_teams.toml")
    found = ChildProtectionTeams(_parts(file, ()), None, source_of(file, known))
    file.finished()
    return found


def lay_teams(held: ChildProtectionTeams, file: Table) -> ChildProtectionTeams:
    """`held` with what a council's file says under [child_protection_teams]: the day, and who else.

    Errors:
        PolicyFileWrong: a part nobody knows, or one that the Act asks for left out.
    """
    table = file.table("child_protection_teams")
    laid = replace(
        held,
        parts=_parts(table, held.parts),
        required_from=table.day_or_none("required_from") or held.required_from,
    )
    table.finished()
    return laid


def _parts(table: Table, held: tuple[str, ...]) -> tuple[str, ...]:
    parts = table.texts("parts", held)
    for part in parts:
        if part not in PARTS:
            raise table.wrong("parts", f"has “{part}”; use {', '.join(PARTS)}")
    for part in held:
        if part not in parts:
            raise table.wrong("parts", f"leaves out “{part}”, which the Act asks for; put it back")
    return tuple(parts)
