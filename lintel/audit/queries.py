"""What the trail says, for those who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody did with a record, for a page "Who has opened this record"."""

    at: datetime
    who: str
    role: str
    employer: str
    did: str
    zone: str
    why: str


def entries_about(viewer: Viewer, object_type: str, object_id: str) -> Sequence[Line]:
    """Oldest first, within the viewer's council; names in one query.

    The caller has already found that the viewer may see the record itself.

    Errors:
        NotPermitted: the trail is not for this role.
    """
    viewer.must(Permission.VIEW_AUDIT)
    kept = [
        entry
        for entry in trail.entries_about(object_type, object_id)
        if entry.council == viewer.council
    ]
    names = names_of({entry.by for entry in kept})
    return [
        Line(
            entry.at,
            names.get(entry.by, "Somebody whose account is gone"),
            entry.role,
            entry.employer,
            entry.did,
            entry.zone,
            entry.why,
        )
        for entry in kept
    ]
