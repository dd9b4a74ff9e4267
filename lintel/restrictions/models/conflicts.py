"""Conflicts of interest, what each keeps from its worker, and what is known of workers for it."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.restrictions.rules.conflicts import Conflicted, Detail


class Conflict(AddedModel):
    """A worker and a family they stand too near to.

    Shape:
        kind: "self" and "declared" hide; "inferred" warns.
        about: what was declared: a contact's reference, a person's number; "" for somebody
            described, of whom there may be no record.
        details: for what was inferred, which of the worker's own details met the family's.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at", "ended_by", "ended_because"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10)
    relation = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    about = models.CharField(max_length=20, blank=True)
    details = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="conflict_kind_known",
                condition=Q(kind__in=[str(each) for each in Conflicted]),
            ),
            models.CheckConstraint(
                name="conflict_ended_whole_or_not_at_all",
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "account"], name="conflict_standing", condition=Q(ended_at=None)
            ),
        ]

    class Governance:
        retention = "account"
        identifies_someone = frozenset({"account", "reason", "about", "ended_because"})
        safe_to_copy = frozenset(
            {"id", "council", "kind", "relation", "details", "at", "by", "ended_at", "ended_by"}
        )

    def __str__(self) -> str:
        return f"conflict {self.pk}"


class Apart(AddedModel):
    """One record that a conflict keeps a worker from: what every list leaves out, as an index.

    Shape:
        hides: the worker learns nothing of it; else they are warned, and say why they open it.
        opened_*: since they have said why.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at", "opened_at", "opened_because"})

    id = models.BigAutoField(primary_key=True)
    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="apart")
    council = models.CharField(max_length=40)
    account = models.UUIDField()
    subject_type = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    hides = models.BooleanField()
    since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conflict", "subject_type", "subject_id"],
                condition=Q(ended_at=None),
                name="apart_once",
            ),
            models.CheckConstraint(
                name="apart_of_a_person_or_contact",
                condition=Q(subject_type__in=["person", "contact"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "subject_type", "subject_id"],
                name="apart_from",
                condition=Q(ended_at=None),
            ),
            models.Index(
                fields=["subject_type", "subject_id"],
                name="apart_subject",
                condition=Q(ended_at=None),
            ),
        ]

    class Governance:
        retention = "account"
        identifies_someone = frozenset({"account", "opened_because"})
        safe_to_copy = frozenset(
            {"id", "conflict", "council", "subject_type", "subject_id", "hides", "since"}
            | {"opened_at", "ended_at"}
        )

    def __str__(self) -> str:
        return f"apart {self.pk}"


class OwnMark(AddedModel):
    """Something a worker has said of themselves, as a keyed hash: compared, and never read back.

    Shape: `conflict`: for somebody of a family that was declared, what they were declared in.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at"})

    id = models.BigAutoField(primary_key=True)
    council = models.CharField(max_length=40)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    detail = models.CharField(max_length=20)
    mark = models.CharField(max_length=64)
    conflict = models.ForeignKey(
        Conflict, on_delete=models.PROTECT, null=True, related_name="marks"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "detail", "mark", "conflict"],
                condition=Q(ended_at=None),
                name="own_mark_once",
            ),
            models.UniqueConstraint(  # a null is never the same as another
                fields=["account", "detail", "mark"],
                condition=Q(ended_at=None, conflict=None),
                name="own_mark_once_of_oneself",
            ),
            models.CheckConstraint(
                name="own_mark_detail_known",
                condition=Q(detail__in=[str(each) for each in Detail]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "mark"], name="own_mark", condition=Q(ended_at=None)),
        ]

    class Governance:
        retention = "account"
        identifies_someone = frozenset({"account", "mark"})
        safe_to_copy = frozenset({"id", "council", "detail", "conflict", "at", "ended_at"})

    def __str__(self) -> str:
        return f"mark {self.pk}"
