"""Each use of broken glass, what came of its review, and the incident where that was wrong."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lintel.audit.kept import AddedModel
from lintel.restrictions.rules.glass import Category, GlassFacts, Outcome


class BrokenGlass(AddedModel):
    """One record opened to one person for an hour, past what usually shuts it.

    Shape:
        reference: of the contact. `kinds`: of the restrictions that hid it, empty when only a
            relation was missing.
        ended_at: when it was ended before its time; `reviewed_at`: when somebody else reviewed it.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at", "reviewed_at", "review_due_at"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    kinds = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    category = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="glass_category_known",
                condition=Q(category__in=[str(each) for each in Category]),
            ),
            models.CheckConstraint(
                name="glass_ends_after_it_began", condition=Q(ends_at__gt=F("at"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["by", "ends_at"], name="glass_open", condition=Q(ended_at=None)),
            models.Index(
                fields=["council", "review_due_at"],
                name="glass_unreviewed",
                condition=Q(reviewed_at=None),
            ),
            models.Index(fields=["contact_id"], name="glass_of_contact"),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"by", "reason", "reference"})
        safe_to_copy = frozenset(
            {"id", "council", "contact_id", "kinds", "role", "category", "at", "ends_at"}
            | {"ended_at", "review_due_at", "reviewed_at"}
        )

    def __str__(self) -> str:
        return f"broken glass {self.pk}"

    def facts(self) -> GlassFacts:
        return GlassFacts(
            by=self.by_id,
            at=self.at,
            ends_at=self.ends_at,
            ended_at=self.ended_at,
            review_due_at=self.review_due_at,
            reviewed_at=self.reviewed_at,
        )


class GlassReview(AddedModel):
    """What somebody else found about one use. Shape: `of` is whose use it was."""

    glass = models.OneToOneField(
        BrokenGlass, primary_key=True, on_delete=models.PROTECT, related_name="review"
    )
    at = models.DateTimeField()
    by = models.UUIDField()
    of = models.UUIDField()
    outcome = models.CharField(max_length=20)
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="glass_reviewed_by_another", condition=~Q(by=F("of"))),
            models.CheckConstraint(
                name="glass_outcome_known",
                condition=Q(outcome__in=[str(each) for each in Outcome]),
            ),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"by", "of", "words"})
        safe_to_copy = frozenset({"glass", "at", "outcome"})

    def __str__(self) -> str:
        return f"review of glass {self.glass_id}"


class Incident(AddedModel):
    """A use that was not justified, until somebody has dealt with it.

    Shape: `owner` is an account's id, or "role:dpo" while nobody has taken it.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"owner", "closed_at", "closed_by", "closed_because"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    glass = models.OneToOneField(BrokenGlass, on_delete=models.PROTECT, related_name="incident")
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    owner = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="incident_closed_whole_or_not_at_all",
                condition=Q(closed_at=None, closed_by=None, closed_because="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_because="")),
            ),
            models.CheckConstraint(name="incident_has_an_owner", condition=~Q(owner="")),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "due_at"], name="incident_open", condition=Q(closed_at=None)
            ),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"opened_by", "owner", "closed_by", "closed_because"})
        safe_to_copy = frozenset({"id", "council", "glass", "opened_at", "due_at", "closed_at"})

    def __str__(self) -> str:
        return f"incident {self.pk}"
