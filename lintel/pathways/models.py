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
    waiting_since = models.DateTimeField(null=True)
    waiting_for = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_how = models.CharField(max_length=20, blank=True)
    ended_words = models.TextField(blank=True)

    fills_in = frozenset(
        {"state", "answered_at", "answered_by", "reason", "waiting_since", "waiting_for"}
        | {"ended_at", "ended_by", "ended_how", "ended_words"}
    )

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
            models.CheckConstraint(
                name="handover_place_ends_after_it_was_taken",
                condition=Q(ended_at=None, ended_by=None, ended_how="")
                | Q(state="accepted", ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(ended_how=""),
            ),
        ]
        indexes = [
            models.Index("contact_id", "offered_at", name="handover_contact"),
            models.Index("council", "team", "state", "offered_at", name="handover_team"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"offered_by", "answered_by", "reason", "waiting_for", "ended_by", "ended_words"}
        )
        safe_to_copy = frozenset(
            {"id", "contact_id", "decision_id", "reference", "council", "outcome", "team"}
            | {"offered_at", "state", "answered_at", "waiting_since", "ended_at", "ended_how"}
        )

    def __str__(self) -> str:
        return f"hand-over of {self.reference}"


class CameBack(AddedModel):
    """A family that was stepped down and came back, by the contact that brought it back: another,
    or, reopened, its own. Withdrawn when what made them one family was undone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handover = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="came_back")
    council = models.CharField(max_length=40)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    came_at = models.DateTimeField()
    within = models.PositiveSmallIntegerField()  # months: 3, 6 or 12
    reopened = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    fills_in = frozenset({"withdrawn_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "handover",
                "contact_id",
                name="came_back_once",
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(name="came_back_within", condition=Q(within__in=[3, 6, 12])),
        ]
        indexes = [
            models.Index("council", "came_at", name="came_back_council"),
            models.Index("contact_id", name="came_back_contact"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset(
            {"id", "handover", "council", "contact_id", "reference", "came_at", "within"}
            | {"reopened", "noted_at", "withdrawn_at"}
        )

    def __str__(self) -> str:
        return f"{self.reference} came back"
