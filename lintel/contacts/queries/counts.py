"""How many there are, and whether every one is accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from lintel.access.viewers import Permission, Viewer
from lintel.access.worded_once import worded_once
from lintel.contacts.models import Contact, Look
from lintel.contacts.queries.visibility import RELATION, visible_to
from lintel.contacts.rules.queues import CLOSED, QUEUES, queue_of
from lintel.kernel.instants import LONDON, london_day
from lintel.restrictions.queries import CONTACT, hidden_from_some


@dataclass(frozen=True, slots=True)
class QueueCount:
    """Shape: `first_due` is when the next clock of the queue runs out, None when it is empty."""

    name: str
    title: str
    count: int
    late: int
    first_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conservation:
    """Shape: `received` is counted apart from the queues, so that a difference can show.

    astray: references of open contacts whose stored queue is not the one their facts give.
    """

    queues: Sequence[QueueCount]
    received: int
    closed: int
    astray: Sequence[str]

    @property
    def open(self) -> int:
        return sum(queue.count for queue in self.queues)

    @property
    def difference(self) -> int:
        return self.received - self.open - self.closed


# What no queue depends on, and is long.
WORDS = ("concern", "why_now", "family_told_reason", "categories")


def _countable(viewer: Viewer) -> "QuerySet[Contact]":
    """Figures may reach further than records: some roles count what they may not open."""
    if viewer.may(Permission.VIEW_COUNTS) and viewer.role not in RELATION:
        everything = Contact.objects.filter(council=viewer.council)
        told_of_all = everything.filter(allegation=False)
        return told_of_all.exclude(id__in=hidden_from_some(viewer.council, CONTACT))
    return visible_to(viewer)


@worded_once
def _by_queue(viewer: Viewer, at: datetime) -> "QuerySet[Contact, dict[str, Any]]":
    by_queue = _countable(viewer).filter(closed_at=None).order_by().values("queue")
    return by_queue.annotate(
        count=Count("id"), late=Count("id", filter=Q(due_at__lte=at)), first=Min("due_at")
    )


def queue_counts(viewer: Viewer, *, at: datetime) -> list[QueueCount]:
    """Open contacts by queue, in the order of the work; one query."""
    found = {row["queue"]: row for row in _by_queue(viewer, at)}
    counts = [
        QueueCount(
            queue.name,
            queue.title,
            found.get(queue.name, {}).get("count", 0),
            found.get(queue.name, {}).get("late", 0),
            found.get(queue.name, {}).get("first"),
        )
        for queue in QUEUES
    ]
    known = {queue.name for queue in QUEUES}
    # A queue nobody knows would hide its contacts: show it by whatever name it has.
    counts += [
        QueueCount(name, f"Unknown queue {name}", row["count"], row["late"], row["first"])
        for name, row in found.items()
        if name not in known
    ]
    return counts


@dataclass(frozen=True, slots=True)
class SeniorReads:
    """Contacts that wait for a senior read.

    Shape: `late` and `first_due` are of the open ones; `closed` were raised after their closing.
    """

    open: int
    late: int
    first_due: datetime | None
    closed: int


@worded_once
def _to_be_read(viewer: Viewer, at: datetime) -> "QuerySet[Contact, tuple[Any, ...]]":
    """One row, or none where none waits."""
    still_open = Q(closed_at=None)
    waiting = _countable(viewer).filter(awaits_senior_read=True).order_by()
    # By what is the same of all: by anything else SQLite reads the council in that order.
    return (
        waiting.values("awaits_senior_read")
        .annotate(
            open=Count("id", filter=still_open),
            late=Count("id", filter=still_open & Q(due_at__lte=at)),
            first_due=Min("due_at", filter=still_open),
            closed=Count("id", filter=~still_open),
        )
        .values_list("open", "late", "first_due", "closed")
    )


def senior_reads(viewer: Viewer, *, at: datetime) -> SeniorReads:
    """How many wait for a senior read; each is also in its own queue. One query."""
    found = _to_be_read(viewer, at)
    return SeniorReads(*found[0]) if found else SeniorReads(0, 0, None, 0)


def conservation(viewer: Viewer, *, at: datetime) -> Conservation:
    """Received against open by queue and closed, for what the viewer may see."""
    everything = _countable(viewer)
    return Conservation(
        queues=queue_counts(viewer, at=at),
        received=everything.count(),
        closed=everything.filter(stage=CLOSED).count(),
        astray=[
            contact.reference
            for contact in everything.filter(closed_at=None).defer(*WORDS).iterator(chunk_size=500)
            if queue_of(contact.facts()) != contact.queue
        ],
    )


@dataclass(frozen=True, slots=True)
class DayCount:
    """What was done on one London day. A contact decided twice that day counts once."""

    received: int
    looked_at: int
    decided: int
    closed: int


def day_count(viewer: Viewer, *, at: datetime) -> DayCount:
    """The figures of the London day of `at`, up to that moment; four queries."""
    since = datetime.combine(london_day(at), time.min, tzinfo=LONDON)
    everything = _countable(viewer)
    looks = Look.objects.filter(at__gte=since, at__lte=at, contact__in=everything)
    return DayCount(
        received=everything.filter(received_at__gte=since, received_at__lte=at).count(),
        looked_at=looks.count(),
        decided=everything.filter(decided_at__gte=since, decided_at__lte=at).count(),
        closed=everything.filter(closed_at__gte=since, closed_at__lte=at).count(),
    )


def conservation_everywhere() -> tuple[int, int, int, list[str]]:
    """Received, open, closed and astray over every council: for the digest and doctor only."""
    received = Contact.objects.count()
    still_open = Contact.objects.filter(closed_at=None)
    astray = [c.reference for c in still_open.iterator() if queue_of(c.facts()) != c.queue]
    return received, still_open.count(), Contact.objects.filter(stage=CLOSED).count(), astray
