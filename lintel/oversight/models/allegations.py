"""Allegations against people who work with children, as the designated officer keeps them."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.oversight.rules.allegations import Course, Finding


class Allegation(AddedModel):
    """One allegation, opened by the contact that told of it.

    Shape: `due_at`: by when the designated officer must have it; `taken_*`: since when they do.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"due_at", "taken_at", "taken_by", "closed_at"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField(unique=True)
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "due_at"], name="allegation_open", condition=Q(closed_at=None)
            ),
            models.Index(fields=["council", "closed_at"], name="allegation_closed"),
        ]

    class Governance:
        retention = "allegation"
        identifies_someone = frozenset({"taken_by"})
        safe_to_copy = frozenset(
            {"id", "contact_id", "reference", "council", "at", "due_at", "taken_at", "closed_at"}
        )

    def __str__(self) -> str:
        return f"allegation of {self.reference}"


class Considered(AddedModel):
    """Who it is against and the four tests, as somebody recorded them; the newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="considered")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=200)
    work = models.CharField(max_length=200)
    employer = models.CharField(max_length=200, blank=True)
    tests = models.JSONField()  # {HarmTest: Met}
    reasons = models.TextField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "allegation"
        identifies_someone = frozenset({"by", "person", "work", "employer", "reasons"})
        safe_to_copy = frozenset({"id", "allegation", "at", "tests"})

    def __str__(self) -> str:
        return f"tests of {self.allegation_id}"


class CourseTaken(AddedModel):
    """What the designated officer decided to do; the newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="courses")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=20)
    reasons = models.TextField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="allegation_course_known",
                condition=Q(course__in=[str(each) for each in Course]),
            )
        ]

    class Governance:
        retention = "allegation"
        identifies_someone = frozenset({"by", "reasons"})
        safe_to_copy = frozenset({"id", "allegation", "at", "course"})

    def __str__(self) -> str:
        return f"course of {self.allegation_id}"


class AllegationEnding(AddedModel):
    """What was found, once."""

    allegation = models.OneToOneField(
        Allegation, primary_key=True, on_delete=models.PROTECT, related_name="ending"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=20)
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="allegation_finding_known",
                condition=Q(finding__in=[str(each) for each in Finding]),
            )
        ]

    class Governance:
        retention = "allegation"
        identifies_someone = frozenset({"by", "words"})
        safe_to_copy = frozenset({"allegation", "at", "finding"})

    def __str__(self) -> str:
        return f"ending of {self.allegation_id}"
