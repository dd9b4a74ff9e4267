"""Challenges: what was disagreed with, how far it was taken, and each answer. Added, never edited.

At which step one stands is worked out when read (`rules.challenging.climbed`).
"""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.oversight.rules.challenging import Settled, Subject, Theme


class Challenge(AddedModel):
    """One disagreement about one contact.

    Shape:
        agency: key of the agency of whoever raised it; challenged_agency: of whose answer it is
            about, "" for none.
        made_by: ids of the accounts that made what is challenged, as it stood when raised.
        settled_*: as the newest answer or withdrawal says; empty while open.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"settled_at", "settled_as", "settled_because"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=60)
    subject = models.CharField(max_length=16)
    challenged_agency = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=12)
    disagrees = models.TextField()
    wants = models.TextField()
    made_by = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)
    settled_as = models.CharField(max_length=10, blank=True)
    settled_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="challenge_subject_known",
                condition=Q(subject__in=[str(each) for each in Subject]),
            ),
            models.CheckConstraint(
                name="challenge_theme_known", condition=Q(theme__in=[str(each) for each in Theme])
            ),
            models.CheckConstraint(
                name="challenge_settled_whole_or_not_at_all",
                condition=Q(settled_at=None, settled_as="")
                | Q(settled_at__isnull=False) & Q(settled_as__in=[str(each) for each in Settled]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "at"], name="challenge_contact"),
            models.Index(fields=["council", "at"], name="challenge_council"),
            models.Index(fields=["council", "agency", "at"], name="challenge_agency"),
            models.Index(
                fields=["council", "at"], name="challenge_open", condition=Q(settled_at=None)
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "disagrees", "wants", "made_by", "settled_because"})
        safe_to_copy = frozenset(
            {"id", "contact_id", "reference", "council", "at", "agency", "subject"}
            | {"challenged_agency", "theme", "settled_at", "settled_as"}
        )

    def __str__(self) -> str:
        return f"challenge about {self.reference}"


class TakenFurther(AddedModel):
    """Whoever challenged was not content, and took it to the next step."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="further")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "reason"})
        safe_to_copy = frozenset({"id", "challenge", "at"})

    def __str__(self) -> str:
        return f"{self.challenge_id} taken further"


class ChallengeAnswer(AddedModel):
    """What was answered at one step. Shape: as `rules.challenging.AnswerSaid`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="answers")
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10)
    reasons = models.TextField()
    told = models.TextField()
    learning = models.TextField(blank=True)
    answered_for = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="challenge_answer_known",
                condition=Q(answer__in=[str(Settled.CHANGED), str(Settled.UPHELD)]),
            ),
            models.CheckConstraint(
                name="challenge_answer_has_reasons", condition=~Q(reasons="") & ~Q(told="")
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "reasons", "told", "learning", "answered_for"})
        safe_to_copy = frozenset({"id", "challenge", "level", "at", "answer"})

    def __str__(self) -> str:
        return f"answer to {self.challenge_id}"
