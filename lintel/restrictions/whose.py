"""Who or what a restriction is about, in words: known above, shown on the guardian's pages.

`config.wiring` names who is asked. This context holds ids alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """Shape: `words` without a name, "Contact NB-2345-67"; `names` of its children, or of the
    person; `is_open` of a contact, `version` as a change of it states."""

    words: str
    names: Sequence[str]
    is_open: bool
    version: int


# Shape: (council, ids of contacts, ids of people) -> the subject of each that is there.
SaysWhose = Callable[[str, Collection[UUID], Collection[UUID]], Mapping[UUID, Subject]]

_sayers: list[SaysWhose] = []


def say_whose(sayer: SaysWhose) -> None:
    """Have `sayer` asked for every page of the register; asking twice changes nothing."""
    if sayer not in _sayers:
        _sayers.append(sayer)


def subjects(
    council: str, *, contacts: Collection[UUID] = (), people: Collection[UUID] = ()
) -> dict[UUID, Subject]:
    found: dict[UUID, Subject] = {}
    for sayer in _sayers:
        found |= sayer(council, set(contacts), set(people))
    return found
