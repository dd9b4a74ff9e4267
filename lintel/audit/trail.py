"""Writing to the audit trail: the only way in.

Every entry is written inside the transaction of what it describes: both happen or neither.
Writers wait for each other from the first entry in a transaction to its end, so record last
and keep slow work out of actions.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet

from lintel.access.published import TOUCHES
from lintel.access.viewers import SYSTEM_ID, THE_PUBLIC_ID, Permission, Role, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import RELATIONS, ZONES
from lintel.audit import seals
from lintel.audit.in_bulk import insert_many, rewrite_many
from lintel.audit.models import AuditEntry, TrailHead
from lintel.kernel.request_ids import came_from, request_id as current_request

# What an entry says did, where somebody was not given what they asked for.
REFUSED = "refused"


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
    relation: str = ""


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
    relation: str = ""


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
    relation: str = "",
) -> None:
    """Add a sealed entry. `why` holds codes and references; reasons live in the record itself.

    `zone` is what the permission touches and `relation` what the role's is, unless they are given.

    Errors:
        NotInTransaction: the caller has no open `transaction.atomic()`.
    """
    record_many([Act(did, object_type, str(object_id), by, at, why, council, zone, relation)])


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


@worded_once
def _head() -> QuerySet[TrailHead]:
    return TrailHead.objects.select_for_update().filter(pk=TrailHead.ONLY)


def _add(acts: list[Act]) -> None:
    keys = trail_keys()
    head = next(iter(_head()), None)
    if head is None:
        head, _ = TrailHead.objects.select_for_update().get_or_create(
            pk=TrailHead.ONLY, defaults={"sequence": 0, "seal": seals.FIRST, "mark": ""}
        )
    entries = []
    for act in acts:
        head.sequence += 1
        entry = _entry_of(act, head.sequence)
        entry.seal = head.seal = seals.seal(entry.words(), previous=head.seal, key=keys.entry)
        entries.append(entry)
    insert_many(AuditEntry, entries, reason="trail")
    head.mark = seals.head_mark(head.sequence, head.seal, key=keys.head)
    rewrite_many(TrailHead, [head], ("sequence", "seal", "mark"), reason="trail")
    added = _added.get()
    if added is not None:
        actors = {entry.actor for entry in entries}
        added.numbers.extend(entry.sequence for entry in entries)
        transaction.on_commit(lambda: added.kept_of.update(actors))


@dataclass(frozen=True, slots=True)
class Added:
    """What was entered while one request was answered.

    Shape: some of `numbers` may not stand after; `kept_of` are actors of whom an entry does, as
        its transaction has been committed.
    """

    numbers: list[int]
    kept_of: set[UUID]


_added: ContextVar[Added | None] = ContextVar("lintel_added_to_trail", default=None)


@contextmanager
def of_one_request() -> Iterator[Added]:
    """The entries that are added inside, as they are."""
    added = Added([], set())
    before = _added.set(added)
    try:
        yield added
    finally:
        _added.reset(before)


def stands(added: Added, *, by: Viewer) -> bool:
    """Whether one of these entries is of `by`, of this request, and was not undone. One query
    where their transaction is not over, none else."""
    if by.account_id in added.kept_of or not added.numbers:
        return by.account_id in added.kept_of
    mine = {"actor": by.account_id, "request_id": current_request.get()}
    return AuditEntry.objects.filter(sequence__in=added.numbers, **mine).exists()


def trail_keys() -> seals.Keys:
    """The keys of this instance, out of its secret file."""
    return seals.keys_from(settings.SECRET_KEY.encode())


def entries_about(object_type: str, object_id: str) -> list[Entry]:
    """Everything done to one record, oldest first."""
    kept = AuditEntry.objects.filter(object_type=object_type, object_id=str(object_id))
    return [_read_back(entry) for entry in kept.order_by("sequence")]


def _read_back(entry: AuditEntry) -> Entry:
    return Entry(
        entry.sequence,
        entry.at,
        entry.actor,
        entry.role,
        entry.employer,
        entry.council,
        entry.did,
        entry.zone,
        entry.why,
        entry.relation,
    )


def entries_of(
    actor: UUID, *, council: str, first: int, last: int, object_id: str = "", most: int
) -> list[Entry]:
    """What one person did in a council from one entry to another, to one record if it is named."""
    kept = AuditEntry.objects.filter(actor=actor, council=council, sequence__range=(first, last))
    if object_id:
        kept = kept.filter(object_id=object_id)
    return [_read_back(entry) for entry in kept.order_by("sequence")[:most]]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, by what it was done to."""

    sequence: int
    at: datetime
    by: UUID
    role: str
    did: str
    object_type: str
    object_id: str


def lines_since(begins: datetime, *, council: str) -> Iterator[Line]:
    """Every entry of a council from `begins` on, oldest first."""
    names = ("sequence", "at", "actor", "role", "did", "object_type", "object_id")
    found = AuditEntry.objects.filter(
        sequence__gte=_first_since(begins), at__gte=begins, council=council
    )
    for row in found.order_by("sequence").values_list(*names).iterator(chunk_size=5000):
        yield Line(*row)


def _first_since(begins: datetime) -> int:
    """The place where the trail comes to a moment, found by halving: entries stand in the order of
    their writing, and moments are not indexed."""
    low, high = 1, TrailHead.objects.values_list("sequence", flat=True).first() or 1
    while low < high:
        middle = (low + high) // 2
        at = AuditEntry.objects.filter(sequence=middle).values_list("at", flat=True).first()
        if at is not None and at < begins - CLOCKS_APART:
            low = middle + 1
        else:
            high = middle
    return low


CLOCKS_APART = timedelta(hours=1)


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
        zone=act.zone or zones_of(act.did, act.by.role),
        why=act.why,
        request_id=current_request.get(),
        relation=act.relation or _relation_of(act.by),
        where_from=_where_from(act.by),
    )


def zones_of(did: Permission | str, role: Role) -> str:
    """The parts of a record that an act comes near: of opening a contact, each the role sees.

    >>> zones_of(Permission.VIEW_CONTACT, Role.EARLY_HELP)
    'Z1 Z5 Z7 Z8'
    """
    if did == Permission.VIEW_CONTACT:
        return " ".join(zone for zone in CONTENT if ZONES[role][zone] in {"F", "R", "O", "A"})
    return str(TOUCHES[did]) if isinstance(did, Permission) else ""


CONTENT = tuple(zone for zone in Zone if zone not in {Zone.ENVELOPE, Zone.AUDIT, Zone.FIGURES})


def _relation_of(by: Viewer) -> str:
    if by.glass is not None:
        return "broken glass"
    return "the service" if by.account_id == SYSTEM_ID else RELATIONS[by.role]


def _where_from(by: Viewer) -> str:
    """Whoever writes on the public form may stay unknown, so nothing is kept of where they were."""
    if by.account_id in {SYSTEM_ID, THE_PUBLIC_ID}:
        return ""
    return seals.place_mark(came_from.get(), key=trail_keys().place)
