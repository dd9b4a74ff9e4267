"""What files are told of discussions: who was asked to one, and whether its items are open."""

from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.files.rules.reading import Near
from lintel.protection.models import Attendance
from lintel.protection.queries.discussions import one_discussion
from lintel.protection.rules.outcomes import State


def place(viewer: Viewer, discussion_id: UUID, at: datetime) -> Near:
    """The contact of a discussion that the viewer may come near; what others brought is open to
    them as what they said there is.

    Errors:
        NotThere: there is none, or none for this viewer.
    """
    row = one_discussion(viewer, discussion_id, at=at)
    came = Attendance.objects.filter(discussion=row, agency=viewer.agency).exists()
    return Near(row.contact_id, row.reference, row.council, pooled=row.state == State.HELD or came)
