"""Where an alert leads: the contexts above say which of its references a viewer may open.

`config.wiring` names who is asked.
"""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from lintel.access.viewers import Viewer

# Of these references, those this viewer may open, with the id of each contact. One query.
MayOpen = Callable[[Viewer, Collection[str]], Mapping[str, UUID]]

_asked: list[MayOpen] = []


def ask_what_may_be_opened(asked: MayOpen) -> None:
    """Have `asked` asked for the list of alerts; asking twice changes nothing."""
    if asked not in _asked:
        _asked.append(asked)


def may_open(viewer: Viewer, references: Collection[str]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for asked in _asked if references else ():
        found |= asked(viewer, references)
    return found
