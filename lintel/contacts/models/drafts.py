"""What is not a contact yet: staff's unfinished forms, and the keys of machines that may retry."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from lintel.contacts.models.contact import Contact


class Draft(models.Model):
    """What somebody at the hub has typed and not yet sent; theirs alone, replaced as they type."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    form = models.CharField(max_length=120)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("account", "form", name="draft_one_a_form")]

    class Governance:
        retention = "draft"
        identifies_someone = frozenset({"account", "fields"})
        safe_to_copy = frozenset({"id", "form", "saved_at"})

    def __str__(self) -> str:
        return f"draft {self.form}"


class IntakeKey(models.Model):
    """One promise to one caller: this key has been taken, and this is what we answered.

    Commits with the contact. Scoped to the caller, so that two senders may use the same key.
    """

    caller = models.UUIDField()
    key = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("caller", "key", name="intake_key_once")]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"caller", "key"})
        safe_to_copy = frozenset({"id", "body_digest", "contact", "taken_at"})

    def __str__(self) -> str:
        return f"intake {self.contact_id}"
