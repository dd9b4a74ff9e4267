"""Protection steps: what must follow for one child, and how each ended."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.protection.rules.steps import Settled, Step


class ProtectionStep(AddedModel):
    """Something that must be done for one child, by a time.

    Shape:
        child: the people context's record of this telling; `settled_*` as the newest ending says.
        discussion: the one that decided on section 47; None for a step the contact itself opened.
        since: when its clock started; `because` in words, with no name.
        by_sign: a sign alone opened it, and no kind of worry: it goes if the sign does.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"due_at", "settled_at", "settled_as", "by_sign"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    child = models.UUIDField()
    kind = models.CharField(max_length=12)
    discussion = models.UUIDField(null=True)
    because = models.CharField(max_length=500)
    by_sign = models.BooleanField(default=False)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.UUIDField()
    settled_at = models.DateTimeField(null=True)
    settled_as = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="step_kind_known", condition=Q(kind__in=[str(kind) for kind in Step])
            ),
            models.CheckConstraint(
                name="step_settled_whole_or_not_at_all",
                condition=Q(settled_at=None, settled_as="")
                | Q(settled_at__isnull=False) & Q(settled_as__in=[str(each) for each in Settled]),
            ),
            models.UniqueConstraint(
                fields=["contact_id", "child"],
                condition=Q(kind=Step.PAEDIATRIC),
                name="step_one_paediatric_a_child",
            ),
            models.UniqueConstraint(
                fields=["discussion", "child", "kind"],
                condition=Q(discussion__isnull=False),
                name="step_once_a_discussion",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "due_at"], name="step_contact"),
            models.Index(
                fields=["council", "kind", "since"],
                name="step_open",
                condition=Q(settled_at=None),
            ),
            models.Index(fields=["due_at"], name="step_due", condition=Q(settled_at=None)),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by"})
        safe_to_copy = frozenset(
            {"id", "contact_id", "reference", "council", "child", "kind", "discussion", "because"}
            | {"by_sign", "since", "due_at", "at", "settled_at", "settled_as"}
        )

    def __str__(self) -> str:
        return f"{self.kind} step of {self.reference}"


class StepEnding(AddedModel):
    """How a step ended, as somebody recorded it; the newest holds.

    Shape:
        at: when it was typed in; happened_at: when it happened. late_entry: long after.
        views: {party: what it thinks}, of a paediatric step that was declined.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    step = models.ForeignKey(ProtectionStep, on_delete=models.PROTECT, related_name="endings")
    how = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    late_entry = models.BooleanField(default=False)
    who = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    paediatrician = models.BooleanField(null=True)
    consent = models.CharField(max_length=12, blank=True)
    alone = models.BooleanField(null=True)
    alone_because = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    views = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="step_ending_known", condition=Q(how__in=[str(each) for each in Settled])
            ),
            models.CheckConstraint(
                name="step_ending_done_or_a_reason", condition=Q(how="done") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="step_ending_not_before_it_happened",
                condition=Q(happened_at__lte=models.F("at")),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"by", "who", "place", "alone_because", "words", "reason", "views"}
        )
        safe_to_copy = frozenset(
            {"id", "step", "how", "at", "happened_at", "late_entry", "paediatrician", "consent"}
            | {"alone", "outcome"}
        )

    def __str__(self) -> str:
        return f"ending of {self.step_id}"
