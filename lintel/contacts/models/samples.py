"""Samples of contacts for whoever audits or inspects: which, for whom and between which dates."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lintel.audit.kept import AddedModel
from lintel.contacts.models.contact import Contact


class Sample(AddedModel):
    """Shape: read from `starts_on` until the day before `ends_on`, or until it was ended; `drawn`
    says how its contacts were chosen, in words."""

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at", "ended_by"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    drawn = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        indexes: ClassVar = [models.Index(fields=["council", "ends_on"], name="sample_of_council")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sample_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            )
        ]

    class Governance:
        retention = "trail"
        identifies_someone = frozenset({"title", "made_by", "ended_by"})
        safe_to_copy = frozenset(
            {"id", "council", "drawn", "starts_on", "ends_on", "made_at", "ended_at"}
        )

    def __str__(self) -> str:
        return f"sample {self.id}"


class SampleReader(AddedModel):
    """Somebody a sample was made for."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="readers")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("sample", "account", name="sample_reader_once")
        ]

    class Governance:
        retention = "trail"
        identifies_someone = frozenset({"account"})
        safe_to_copy = frozenset({"id", "sample"})

    def __str__(self) -> str:
        return f"reader of sample {self.sample_id}"


class Sampled(AddedModel):
    """One contact of a sample."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="contacts")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("sample", "contact", name="sampled_once_a_sample")
        ]

    class Governance:
        retention = "trail"
        identifies_someone: ClassVar[frozenset[str]] = frozenset()
        safe_to_copy = frozenset({"id", "sample", "contact"})

    def __str__(self) -> str:
        return f"sampled {self.contact_id}"
