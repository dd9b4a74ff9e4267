"""How restrictions are kept. Private to this context.

Ids of people and contacts are held plain: nothing here points into another context.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.restrictions.rules.lasting import Purpose


class Restriction(AddedModel):
    """One person or contact kept from most of the hub.

    Shape:
        kind: a key of policy's kinds. `subject_type`: "person" or "contact".
        reference: of the contact, or the number of the person, for the register.
        guardian_team: whose guardians keep it; "" for every guardian of the council.
        asked_*: since somebody asked that it be lifted; empty again once that was refused.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"review_on", "asked_at", "asked_by", "asked_because", "lifted_at", "lifted_by", "version"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    guardian_team = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    review_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    asked_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)
    asked_because = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"],
                condition=Q(lifted_at=None),
                name="restriction_one_of_a_kind",
            ),
            models.CheckConstraint(
                name="restriction_of_a_person_or_contact",
                condition=Q(subject_type__in=["person", "contact"]),
            ),
            models.CheckConstraint(
                name="restriction_lifted_by_another_than_asked",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, asked_by__isnull=False)
                & ~Q(lifted_by=models.F("asked_by")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "review_on"],
                name="restriction_standing",
                condition=Q(lifted_at=None),
            ),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"reason", "asked_because", "reference"})
        safe_to_copy = frozenset(
            {"id", "council", "kind", "subject_type", "subject_id", "guardian_team", "review_on"}
            | {"set_at", "set_by", "asked_at", "asked_by", "lifted_at", "lifted_by", "version"}
        )

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class Reader(AddedModel):
    """Somebody, or a team, who reads a restricted record until a day, which is not included.

    Shape: `place` in the list, counted from 0; who is given first comes first.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at", "ended_by"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="readers")
    account = models.UUIDField(null=True)
    team = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="restriction_reader_account_or_team",
                condition=Q(account=None) & ~Q(team="") | Q(account__isnull=False, team=""),
            ),
            models.CheckConstraint(
                name="restriction_reader_purpose_known",
                condition=Q(purpose__in=[str(each) for each in Purpose]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "until"], name="reader_account", condition=Q(ended_at=None)
            ),
            models.Index(fields=["team", "until"], name="reader_team", condition=Q(ended_at=None)),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"account"})
        safe_to_copy = frozenset(
            {"id", "restriction", "team", "purpose", "place", "given_at", "given_by", "until"}
            | {"ended_at", "ended_by"}
        )

    def __str__(self) -> str:
        return f"reader {self.pk}"


class Covered(AddedModel):
    """A person or contact that a restriction covers: what every list leaves out, read as an index.

    Shape: `hides`: whoever is not on the list learns nothing of it; else only places are masked.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at"})

    id = models.BigAutoField(primary_key=True)
    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="covered")
    council = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    hides = models.BooleanField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["restriction", "subject_type", "subject_id"],
                condition=Q(ended_at=None),
                name="restriction_covers_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "subject_type", "subject_id"],
                name="restriction_covered",
                condition=Q(ended_at=None),
            ),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset(
            {"id", "restriction", "council", "subject_type", "subject_id", "hides", "since"}
            | {"ended_at"}
        )

    def __str__(self) -> str:
        return f"covered by {self.restriction_id}"


class ProtectedPlace(AddedModel):
    """A place that a restriction protects, as a keyed hash: to be known again, never read back."""

    fills_in: ClassVar[frozenset[str]] = frozenset({"ended_at"})

    id = models.BigAutoField(primary_key=True)
    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="places")
    council = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["restriction", "mark"],
                condition=Q(ended_at=None),
                name="restriction_protects_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "mark"], name="protected_place", condition=Q(ended_at=None)
            ),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"mark"})
        safe_to_copy = frozenset({"id", "restriction", "council", "since", "ended_at"})

    def __str__(self) -> str:
        return f"place of {self.restriction_id}"


class Review(AddedModel):
    """Somebody looked again at a restriction and kept it. Shape: `next_on` is when they will."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="reviews")
    at = models.DateTimeField()
    by = models.UUIDField()
    reasons = models.TextField()
    next_on = models.DateField()

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"reasons"})
        safe_to_copy = frozenset({"id", "restriction", "at", "by", "next_on"})

    def __str__(self) -> str:
        return f"review of {self.restriction_id}"


class NewMatch(AddedModel):
    """A contact that may be about somebody whom a restriction hides, for its guardian to say.

    Shape:
        record_id: the record of the contact that is alike. `band`: how alike, as the matcher says.
        settled_as: "same" (the restriction covers the contact now) or "other"; "" while it waits.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"settled_at", "settled_by", "settled_as", "settled_because"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="matches")
    council = models.CharField(max_length=40)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    record_id = models.UUIDField()
    person_id = models.UUIDField()
    band = models.CharField(max_length=20)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_as = models.CharField(max_length=10, blank=True)
    settled_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["restriction", "record_id"], name="new_match_told_once"
            ),
            models.CheckConstraint(
                name="new_match_settled_whole_or_not_at_all",
                condition=Q(settled_at=None, settled_as="")
                | Q(settled_at__isnull=False, settled_as__in=["same", "other"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "found_at"],
                name="new_match_waiting",
                condition=Q(settled_at=None),
            ),
        ]

    class Governance:
        retention = "restriction"
        identifies_someone = frozenset({"settled_because", "reference"})
        safe_to_copy = frozenset(
            {"id", "restriction", "council", "contact_id", "record_id", "person_id", "band"}
            | {"found_at", "settled_at", "settled_by", "settled_as"}
        )

    def __str__(self) -> str:
        return f"match {self.pk}"
