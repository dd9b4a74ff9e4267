"""Whoever has broken the glass of a record reads that record as somebody who may only read it.

The contexts that keep records know which is open to whom; `config.wiring` names who is asked. The
viewer that comes back sees one record and may do nothing but read it, so no page or action needs
to ask whether it is being looked at through broken glass.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lintel.access.viewers import Viewer

Asks = Callable[[Viewer, UUID, datetime], Viewer]

_asked: list[Asks] = []


def ask_who_reads(asks: Asks) -> None:
    """Have `asks` say as whom a viewer reads one contact; asking twice changes nothing."""
    if asks not in _asked:
        _asked.append(asks)


def as_they_read(viewer: Viewer, about: Mapping[str, Any], at: datetime) -> Viewer:
    """The viewer for a page or operation `about` (the values in its address) one contact.

    Nobody is asked, and no query made, for a viewer who has no glass open.
    """
    if viewer.glass_until is None or viewer.glass_until <= at or "contact_id" not in about:
        return viewer
    contact_id = UUID(str(about["contact_id"]))  # the API's addresses give it as text
    for asks in _asked:
        viewer = asks(viewer, contact_id, at)
    return viewer
