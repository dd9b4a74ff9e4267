"""The ledger of what was shared, and what was refused. Private to this context."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel


class Share(AddedModel):
    """One giving of information about a contact's family to another body, or one refusal to give.

    Shape:
        gave: "shared" or "refused".
        given_by: key of the agency whose information it is.
        to: key of an agency or team, or a name; `to_title` in words as it was then.
        because_of: what brought it about: "request:<id>", "minutes:<id>"; "" when by hand.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gave = models.CharField(max_length=10)
    given_by = models.CharField(max_length=60)
    to = models.CharField(max_length=200)
    to_title = models.CharField(max_length=200)
    items = models.TextField()
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=40, blank=True)
    consent = models.CharField(max_length=20)
    consent_why = models.TextField(blank=True)
    family_told = models.BooleanField(null=True)
    family_told_why = models.TextField(blank=True)
    ground = models.CharField(max_length=40, blank=True)
    reasoning = models.TextField(blank=True)
    because_of = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="share_has_a_basis", condition=~Q(gave="shared", basis="")),
            models.CheckConstraint(
                name="share_refused_on_a_ground", condition=~Q(gave="refused", ground="")
            ),
        ]
        indexes = [
            models.Index("contact_id", "at", name="share_contact"),
            models.Index("council", "to", "at", name="share_to"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"by", "to", "to_title", "items", "consent_why", "family_told_why", "reasoning"}
        )
        safe_to_copy = frozenset(
            {"id", "council", "contact_id", "reference", "at", "gave", "given_by", "purpose"}
            | {"basis", "consent", "family_told", "ground", "because_of"}
        )

    def __str__(self) -> str:
        return f"share about {self.reference}"
