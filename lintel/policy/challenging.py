"""The steps of a professional challenge: who answers at each, and how long they have.

A council puts its own words, clock, e-mail address and the accounts that answer under
[challenging.levels.N]; it may add steps after the last and cannot leave one out.

Source: domain reference 1.3, professional disagreement.
"""

from collections.abc import Collection
from dataclasses import dataclass

from lintel.kernel.sources import Source
from lintel.policy.files import SHIPPED, Table, read
from lintel.policy.shipped import Authorities, source_of


@dataclass(frozen=True, slots=True)
class Level:
    """One step. Shape: `clock` names a clock rule; `email` is "" where nobody outside is told.
    `accounts` are the names that whoever answers signs in with; none is every manager of the hub.
    """

    number: int
    title: str
    owner: str
    clock: str
    email: str
    accounts: tuple[str, ...]
    source: Source


@dataclass(frozen=True)
class Challenging:
    """Shape: `levels` from the first step, numbered from 1."""

    levels: tuple[Level, ...]

    @property
    def top(self) -> int:
        return len(self.levels)

    def level(self, number: int) -> Level:
        """The step of that number; the last one for any beyond it."""
        return self.levels[min(number, self.top) - 1]


def shipped_challenging(known: Authorities) -> Challenging:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "challenges.toml")
    levels = tuple(
        _level(number, table, None, known)
        for number, (_, table) in enumerate(file.table("levels").named(), start=1)
    )
    file.finished()
    return Challenging(levels)


def lay_challenging(
    held: Challenging, file: Table, known: Authorities, *, clocks: Collection[str]
) -> Challenging:
    """`held` with what a council's file says under [challenging].

    Errors:
        PolicyFileWrong: a step that leaves a gap, or a clock that there is not.
    """
    table = file.table("challenging")
    steps = table.table("levels")
    levels = list(held.levels)
    for name, one in steps.named():
        place = int(name) if name.isascii() and name.isdigit() else 0
        if not 1 <= place <= len(levels) + 1:
            raise steps.wrong(name, f"is not a step; write a number from 1 to {len(levels) + 1}")
        earlier = levels[place - 1] if place <= len(levels) else None
        made = _level(place, one, earlier, known)
        if made.clock not in clocks:
            raise one.wrong("clock", f"is “{made.clock}”, and there is no such clock")
        levels[place - 1 : place] = [made]
    table.finished()
    return Challenging(tuple(levels))


def _level(number: int, table: Table, held: Level | None, known: Authorities) -> Level:
    source = (
        held.source if held and "authority" not in table and "source_title" not in table else None
    )
    found = Level(
        number=number,
        title=table.text("title", held.title if held else None),
        owner=table.text("owner", held.owner if held else None),
        clock=table.text("clock", held.clock if held else "professional_challenge_5wd"),
        email=table.text("email", held.email if held else ""),
        accounts=table.texts("accounts", held.accounts if held else ()),
        source=source or source_of(table, known),
    )
    table.finished()
    return found
