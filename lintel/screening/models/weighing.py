"""What whoever decides makes of it all, under the headings the findings name."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from lintel.audit.kept import AddedModel


class Weighing(AddedModel):
    """An analysis of one contact; the newest is the one that counts.

    Source: obligations 002-21 (family history), 002-22 (evidence for change), domain reference 6.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    council = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history_says = models.TextField(blank=True)
    change_evidence = models.TextField(blank=True)
    past_attempts = models.TextField(blank=True)
    child_account = models.TextField(blank=True)
    daily_life = models.TextField(blank=True)
    disputed = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact_id", "at"], name="weighing_contact")]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"by", "history_says", "change_evidence", "past_attempts", "child_account"}
            | {"daily_life", "disputed"}
        )
        safe_to_copy = frozenset({"id", "contact_id", "council", "at"})

    def __str__(self) -> str:
        return f"weighing of {self.contact_id}"
