"""Who asked to see a part that their role is shown masked, and what for."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from lintel.audit.kept import AddedModel
from lintel.contacts.models.contact import Contact


class MaskOpened(AddedModel):
    """One opening of one part of one contact. Shape: `purpose` is a key, `words` are theirs."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=3)
    purpose = models.CharField(max_length=24)
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["contact", "at"], name="mask_of_contact")]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"words", "by"})
        safe_to_copy = frozenset({"id", "contact", "zone", "purpose", "at"})

    def __str__(self) -> str:
        return f"{self.zone} of {self.contact_id}"
