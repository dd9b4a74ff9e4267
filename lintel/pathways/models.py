"""How hand-overs are kept. Private to this context."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.pathways.rules.handovers import State


class HandOver(AddedModel):
    """One offer of one contact to one team, and the answer, which is filled in once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    decision_id = models.UUIDField(unique=True)
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40)
    team = models.CharField(max_length=60)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, default=State.OFFERED)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    fills_in = frozenset({"state", "answered_at", "answered_by", "reason"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "contact_id", name="handover_one_offer_at_a_time", condition=Q(state="offered")
            ),
            models.CheckConstraint(
                name="handover_answered_whole_or_not_at_all",
                condition=Q(state="offered", answered_at=None, answered_by=None)
                | ~Q(state="offered") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_return_has_a_reason", condition=~Q(state="returned", reason="")
            ),
        ]
        indexes = [
            models.Index("contact_id", "offered_at", name="handover_contact"),
            models.Index("council", "team", "state", "offered_at", name="handover_team"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"offered_by", "answered_by", "reason"})
        safe_to_copy = frozenset(
            {"id", "contact_id", "decision_id", "reference", "council", "outcome", "team"}
            | {"offered_at", "state", "answered_at"}
        )

    def __str__(self) -> str:
        return f"hand-over of {self.reference}"
