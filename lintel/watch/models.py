"""How a question to whoever looks after privacy is kept."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.watch.rules.signs import Kind, Settled


class Question(AddedModel):
    """A sign that somebody must look at, and what came of it. It names no child and no worker.

    Shape:
        actor: an account's id. `object_type` and `object_id`: the record, empty when it is about
            none. `first` and `last`: numbers of the entries of the trail that it rests on.
        once: one question for one sign, however often the trail is read.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"settled_at", "settled_by", "settled", "reason"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    actor = models.UUIDField()
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.IntegerField()
    happened_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    once = models.CharField(max_length=200, unique=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="question_kind_known", condition=Q(kind__in=[str(kind) for kind in Kind])
            ),
            models.CheckConstraint(
                name="question_settled_with_a_word",
                condition=Q(settled_at=None, settled="")
                | Q(settled_at__isnull=False, settled__in=[str(each) for each in Settled]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "happened_at"],
                name="question_open",
                condition=Q(settled_at=None),
            ),
            models.Index(fields=["council", "raised_at"], name="question_raised"),
        ]

    class Governance:
        retention = "audit"
        identifies_someone = frozenset({"actor", "object_id", "settled_by", "reason", "once"})
        safe_to_copy = frozenset(
            {"id", "council", "kind", "object_type", "first", "last", "count", "happened_at"}
            | {"raised_at", "settled_at", "settled"}
        )

    def __str__(self) -> str:
        return f"question {self.pk}"
