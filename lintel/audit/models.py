"""How the audit trail is kept. Append-only in both databases, by trigger."""

from datetime import UTC, datetime

from django.db import models

from lintel.audit.kept import AddedModel


def moment_words(at: datetime) -> str:
    """A moment as it is sealed: UTC, to the microsecond, as the databases can also write it.

    >>> moment_words(datetime(2026, 6, 1, 14, 5, tzinfo=UTC))
    '2026-06-01 14:05:00.000000'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


class AuditEntry(models.Model):
    """One thing somebody did. No foreign keys: the trail outlives what it describes.

    Shape:
        sequence: from 1 without gaps, in the order of writing.
        actor: account id; employer and role as they were at that moment.
        council: the council responsible for the record; the actor's own when none is named.
        did: the permission used, or an event's name.
        why: codes and references; never names or narrative.
        relation: what brought the actor near the record: the role's, or a break of the glass.
        where_from: a keyed mark of the network address (seals.place_mark); empty for the public
            form, whose writers may stay unknown, and for the worker.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField()
    employer = models.CharField(max_length=60)
    council = models.CharField(max_length=60)
    role = models.CharField(max_length=30)
    did = models.CharField(max_length=64)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    zone = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    relation = models.CharField(max_length=120, blank=True)
    where_from = models.CharField(max_length=16, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "sequence"], name="entry_object"),
            models.Index(fields=["actor", "sequence"], name="entry_actor"),
        ]

    class Governance:
        retention = "audit"
        identifies_someone = frozenset({"actor", "object_id", "why", "where_from"})
        safe_to_copy = frozenset(
            {
                "sequence",
                "at",
                "employer",
                "council",
                "role",
                "did",
                "object_type",
                "zone",
                "request_id",
                "relation",
                "seal",
            }
        )

    def __str__(self) -> str:
        return f"#{self.sequence}"

    def words(self) -> tuple[str, ...]:
        """What is sealed, in the order of seals.COLUMNS and then seals.LATER."""
        return (
            str(self.sequence),
            moment_words(self.at),
            self.actor.hex,
            self.employer,
            self.council,
            self.role,
            self.did,
            self.object_type,
            self.object_id,
            self.zone,
            self.why,
            self.request_id,
            self.relation,
            self.where_from,
        )


class TrailHead(models.Model):
    """How far the trail has come, in one row, so that writers queue and the chain cannot fork."""

    ONLY = 1

    sequence = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64)
    mark = models.CharField(max_length=64, blank=True)

    class Governance:
        retention = "audit"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset({"id", "sequence", "seal", "mark"})

    def __str__(self) -> str:
        return f"#{self.sequence}"


class AnchorWritten(AddedModel):
    """An anchor that left for its second place, so that a late one is known."""

    FOLDER, COMMAND = "folder", "command"

    at = models.DateTimeField()
    sequence = models.BigIntegerField()
    place = models.CharField(max_length=10)

    class Governance:
        retention = "audit"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset({"id", "at", "sequence", "place"})

    def __str__(self) -> str:
        return f"#{self.sequence}"
