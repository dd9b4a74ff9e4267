"""What contexts above show on the page of a contact.

The page is this context's; decisions and hand-overs are not its to know. `config.wiring` lists
who shows what, and the page draws each panel with the template it names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Panel:
    """Shape: `key` is the anchor on the page; `template` draws `panel.page`, plain values;
    `beside`: shown small, beside the record, rather than before it."""

    key: str
    title: str
    template: str
    page: Any
    beside: bool = False


# Gives None when there is nothing to show, or nothing this viewer may see.
MakesPanel = Callable[[Viewer, Any, datetime], Panel | None]

_makers: list[MakesPanel] = []


def show_on_contact(maker: MakesPanel) -> None:
    """Have `maker` asked for a panel on every contact page; asking twice changes nothing."""
    if maker not in _makers:
        _makers.append(maker)


def panels_for(viewer: Viewer, contact: Any, *, at: datetime) -> tuple[Panel, ...]:
    """The panels of a contact that has been opened, in the order of the table."""
    made = (maker(viewer, contact, at) for maker in _makers)
    return tuple(panel for panel in made if panel is not None)
