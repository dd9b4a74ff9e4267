"""Writing to the audit trail: the only way in.

Every entry is written inside the transaction of what it describes: both happen or neither.
Writers wait for each other from the first entry in a transaction to its end, so record last
and keep slow work out of actions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from lintel.access.viewers import Permission, Viewer
from lintel.audit import seals
from lintel.audit.in_bulk import insert_many
from lintel.audit.models import AuditEntry, TrailHead
from lintel.kernel.request_ids import request_id as current_request


class NotInTransaction(RuntimeError):
    """A programming mistake: an entry must be in the same transaction as what it describes."""


class TrailClosed(OperationalError):
    """The database takes no entries. It is unwell, and to whoever asks it is not available:
    what was to be written is not stored and what was to be read is not shown."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to put on the trail.

    Shape: as the arguments of `record`.
    """

    did: Permission | str
    object_type: str
    object_id: str
    by: Viewer
    at: datetime
    why: str = ""
    council: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done, as it is read back."""

    sequence: int
    at: datetime
    by: UUID
    role: str
    employer: str
    council: str
    did: str
    zone: str
    why: str


def record(
    *,
    did: Permission | str,
    object_type: str,
    object_id: str,
    by: Viewer,
    at: datetime,
    why: str = "",
    council: str = "",
    zone: str = "",
) -> None:
    """Add a sealed entry. `why` holds codes and references; reasons live in the record itself.

    Errors:
        NotInTransaction: the caller has no open `transaction.atomic()`.
    """
    record_many([Act(did, object_type, str(object_id), by, at, why, council, zone)])


def record_many(acts: Iterable[Act]) -> None:
    """Add sealed entries in the order given, taking the lock once.

    Errors:
        NotInTransaction: the caller has no open `transaction.atomic()`.
        TrailClosed: they could not be written, so nothing of the transaction may stand.
    """
    acts = list(acts)
    if not connection.in_atomic_block:
        raise NotInTransaction("audit.trail is written inside transaction.atomic()")
    if not acts:
        return
    try:
        _add(acts)
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as problem:
        raise TrailClosed("the trail cannot be written") from problem


def _add(acts: list[Act]) -> None:
    keys = trail_keys()
    head, _ = TrailHead.objects.select_for_update().get_or_create(
        pk=TrailHead.ONLY, defaults={"sequence": 0, "seal": seals.FIRST, "mark": ""}
    )
    entries = []
    for act in acts:
        head.sequence += 1
        entry = _entry_of(act, head.sequence)
        entry.seal = head.seal = seals.seal(entry.words(), previous=head.seal, key=keys.entry)
        entries.append(entry)
    if len(entries) == 1:
        entries[0].save(force_insert=True)
    else:
        insert_many(AuditEntry, entries, reason="trail")
    head.mark = seals.head_mark(head.sequence, head.seal, key=keys.head)
    head.save(force_update=True)


def trail_keys() -> seals.Keys:
    """The keys of this instance, out of its secret file."""
    return seals.keys_from(settings.SECRET_KEY.encode())


def entries_about(object_type: str, object_id: str) -> list[Entry]:
    """Everything done to one record, oldest first."""
    kept = AuditEntry.objects.filter(object_type=object_type, object_id=str(object_id))
    return [
        Entry(
            entry.sequence,
            entry.at,
            entry.actor,
            entry.role,
            entry.employer,
            entry.council,
            entry.did,
            entry.zone,
            entry.why,
        )
        for entry in kept.order_by("sequence")
    ]


def _entry_of(act: Act, sequence: int) -> AuditEntry:
    return AuditEntry(
        sequence=sequence,
        at=act.at.astimezone(UTC),
        actor=act.by.account_id,
        employer=act.by.agency,
        council=act.council or act.by.council,
        role=str(act.by.role),
        did=str(act.did),
        object_type=act.object_type,
        object_id=str(act.object_id),
        zone=act.zone,
        why=act.why,
        request_id=current_request.get(),
    )
