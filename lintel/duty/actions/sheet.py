"""Taking the list out on paper."""

from datetime import datetime

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.duty.queries.plan import turn_in


def open_sheet(*, by: Viewer, at: datetime) -> None:
    """That somebody opened the sheet to be printed is on the trail.

    Errors:
        NotPermitted: the role takes no part in it.
    """
    by.must(Permission.HAND_OVER_DUTY)
    turn = turn_in(by.council, at)
    with transaction.atomic():
        trail.record(
            did=Permission.HAND_OVER_DUTY,
            object_type="duty",
            object_id=f"{by.council} {turn.to} {turn.at.isoformat()}",
            by=by,
            at=at,
            why="opened sheet",
            council=by.council,
        )
