"""Reading the register of restricted records, or of conflicts, which leaves its entry."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer, Zone
from lintel.audit import trail
from lintel.kernel.refusals import NotThere
from lintel.restrictions.queries.declared import ConflictSeen, conflicts_of_others
from lintel.restrictions.queries.register import (
    MatchSeen,
    Register,
    RestrictionSeen,
    one_match,
    one_restriction,
    register,
)


@transaction.atomic
def read_register(*, by: Viewer, at: datetime) -> Register:
    """The register, and that somebody read it.

    Errors:
        NotPermitted: `by` is no guardian.
    """
    found = register(by, at=at)
    note_reading("register", by=by, at=at)
    return found


@transaction.atomic
def read_restriction(*, restriction_id: UUID, by: Viewer, at: datetime) -> RestrictionSeen:
    """One restriction, and that somebody read it.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    found = one_restriction(by, restriction_id, at=at)
    note_reading(str(found.id), by=by, at=at)
    return found


@transaction.atomic
def read_match(*, match_id: UUID, by: Viewer, at: datetime) -> MatchSeen:
    """A new contact beside whom it may be about, and that somebody read it.

    Errors:
        NotThere, NotPermitted.
    """
    found = one_match(by, match_id)
    note_reading(str(found.restriction_id), by=by, at=at)
    return found


@transaction.atomic
def read_conflicts(
    *, conflict_id: UUID | None = None, by: Viewer, at: datetime
) -> Sequence[ConflictSeen]:
    """The conflicts of others, or one of them, and that somebody read them.

    Errors:
        NotPermitted. NotThere: no such conflict, or none for `by`.
    """
    found = conflicts_of_others(by)
    if conflict_id is not None:
        found = [one for one in found if one.id == conflict_id]
        if not found:
            raise NotThere("conflict")
    trail.record(
        did="read conflicts of interest",
        object_type="conflict",
        object_id=str(conflict_id or "of others"),
        by=by,
        at=at,
        council=by.council,
        zone=Zone.IDENTITY,
    )
    return found


def note_reading(object_id: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did="read restricted register",
        object_type="restriction",
        object_id=object_id,
        by=by,
        at=at,
        council=by.council,
        zone=Zone.IDENTITY,
    )
