"""Whose a record is: said by somebody, undone by somebody, or left for somebody to say."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel, KeptModel
from lintel.people.models.told import Person, SourceRecord


class Link(AddedModel):
    """Somebody's decision that a record is about a person. Undone by filling in, never removed.

    Shape:
        method: "by hand", "new person" or "import".
        reasons: {"band", "weight", "scorer", "words": [...], "said": [...]}: what the scorer and
            the person who linked gave as grounds at that moment.
        person: whom it was linked to, for good. `about`: who that person stands as now, which is
            somebody else while a merge stands; worked out from Merge, in the same transaction.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"undone_at", "undone_by", "undone_because"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    about = models.ForeignKey(Person, models.PROTECT, related_name="links_about")
    linked_at = models.DateTimeField()
    linked_by = models.UUIDField()
    method = models.CharField(max_length=20)
    reasons = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(undone_at=None), name="link_one_person_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_because="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because="")),
                name="link_undone_whole_or_not_at_all",
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"reasons", "undone_because"})
        safe_to_copy = frozenset(
            {
                "id",
                "record",
                "person",
                "about",
                "linked_at",
                "linked_by",
                "method",
                "undone_at",
                "undone_by",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **options: Any) -> None:
        if self.about_id is None:  # a new link is made to whoever stands for themselves
            self.about_id = self.person_id
        super().save(*args, **options)


class NotTheSame(AddedModel):
    """Somebody's decision that a record is not about a person, so that it is not offered again."""

    fills_in: ClassVar[frozenset[str]] = frozenset({"withdrawn_at", "withdrawn_by"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="not_the_same")
    person = models.ForeignKey(Person, models.PROTECT, related_name="not_the_same")
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    because = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "person"],
                condition=Q(withdrawn_at=None),
                name="not_the_same_said_once",
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"because"})
        safe_to_copy = frozenset(
            {"id", "record", "person", "said_at", "said_by", "withdrawn_at", "withdrawn_by"}
        )

    def __str__(self) -> str:
        return str(self.pk)


class ToReview(KeptModel):
    """A record that matching in bulk left for a person to say whose it is.

    Shape:
        band: of the likeliest candidate when it was left, as rules.likeness.Band.
        settled_at: when somebody said whose it is here; None again when that was undone. A record
            that is linked elsewhere is settled too, without it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    record = models.OneToOneField(SourceRecord, models.PROTECT, related_name="to_review")
    source = models.CharField(max_length=60)
    band = models.CharField(max_length=20)
    left_at = models.DateTimeField()
    left_by = models.UUIDField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["council", "settled_at", "id"], name="to_review_open"),
        ]

    class Governance:
        retention = "person"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset(
            {
                *("id", "council", "record", "source", "band", "left_at", "left_by"),
                *("settled_at", "settled_by"),
            }
        )

    def __str__(self) -> str:
        return str(self.pk)
