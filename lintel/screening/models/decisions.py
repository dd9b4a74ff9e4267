"""How decisions are kept: added, never edited. Private to this context."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from lintel.audit.kept import AddedModel


class Decision(AddedModel):
    """An outcome with its reasons, as it was made. The newest for a contact is the one that holds.

    `overridden` are the codes of what stood in the way and was gone past. `suggested_team` is
    where the routing rules pointed, "" where they did not; `route_reason` is why another took it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    contact_version = models.PositiveIntegerField()
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=40)
    rationale = models.TextField()
    destination = models.CharField(max_length=200, blank=True)
    destination_title = models.CharField(max_length=200, blank=True)
    suggested_team = models.CharField(max_length=60, blank=True)
    suggested_because = models.TextField(blank=True)
    route_reason = models.TextField(blank=True)
    overridden = models.JSONField(default=list)
    override_reason = models.TextField(blank=True)
    was_overridden = models.BooleanField(default=False)
    policy_version = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint("contact_id", "contact_version", name="decision_one_a_version"),
            models.CheckConstraint(
                name="decision_has_a_rationale", condition=~models.Q(rationale="")
            ),
            models.CheckConstraint(
                name="decision_override_has_a_reason",
                condition=models.Q(was_overridden=False) | ~models.Q(override_reason=""),
            ),
        ]
        indexes = [
            models.Index("contact_id", "at", name="decision_contact"),
            models.Index(
                "council",
                models.F("at").desc(),
                name="decision_overrides",
                condition=models.Q(was_overridden=True),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"by", "rationale", "override_reason", "destination", "destination_title"}
            | {"suggested_because", "route_reason"}
        )
        safe_to_copy = frozenset(
            {"id", "contact_id", "contact_version", "reference", "council", "at", "outcome"}
            | {"overridden", "was_overridden", "policy_version", "suggested_team"}
        )

    def __str__(self) -> str:
        return f"decision on {self.reference}"
