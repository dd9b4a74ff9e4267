"""How askings and answers are kept. Private to this context.

On the asking side: who asked, when, why, about which record, whom, and what was said. On the
answering side: who asked, when, why and how many; never about whom, and no token.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.scoping.rules.answers import State


class Asking(AddedModel):
    """One question to one partner. Shape: `refused` is a code when there was no answer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    partner = models.CharField(max_length=40)
    key_id = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=40, blank=True)
    ring_team = models.CharField(max_length=200, blank=True)
    ring_phone = models.CharField(max_length=40, blank=True)

    fills_in = frozenset({"state", "ended_at", "refused", "ring_team", "ring_phone"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="asking_ended_whole_or_not_at_all",
                condition=Q(state="waiting", ended_at=None)
                | ~Q(state="waiting") & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index("contact_id", "asked_at", name="asking_contact"),
            models.Index("council", "state", "asked_at", name="asking_waiting"),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"asked_by"})
        safe_to_copy = frozenset(
            {"id", "council", "partner", "key_id", "purpose", "contact_id", "reference"}
            | {"asked_at", "state", "ended_at", "refused", "ring_team", "ring_phone"}
        )

    def __str__(self) -> str:
        return f"asking about {self.reference}"


class AskedAbout(AddedModel):
    """One child of an asking. Shape: `answer` is "" until there is one."""

    id = models.BigAutoField(primary_key=True)
    asking = models.ForeignKey(Asking, models.PROTECT, related_name="about")
    place = models.PositiveSmallIntegerField()
    record_id = models.UUIDField()
    answer = models.CharField(max_length=10, blank=True)

    fills_in = frozenset({"answer"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asking", "place"], name="asked_about_place_once"),
        ]
        indexes = [models.Index("record_id", name="asked_about_record")]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"answer"})
        safe_to_copy = frozenset({"id", "asking", "place", "record_id"})

    def __str__(self) -> str:
        return str(self.pk)


class Answered(AddedModel):
    """A question somebody asked us, and what was said. Shape: `answers` in the order asked."""

    id = models.BigAutoField(primary_key=True)
    council = models.CharField(max_length=40)
    partner = models.CharField(max_length=40)
    question_id = models.UUIDField()
    key_id = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    brought_by = models.UUIDField()
    children = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "partner", "question_id"], name="question_answered_once"
            ),
        ]
        indexes = [
            models.Index("council", "partner", "purpose", "answered_at", name="answered_lately"),
            models.Index("council", "answered_at", name="answered_newest"),
        ]

    class Governance:
        retention = "audit"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset(
            {"id", "council", "partner", "question_id", "key_id", "purpose", "asked_at"}
            | {"answered_at", "brought_by", "children", "answers", "digest"}
        )

    def __str__(self) -> str:
        return str(self.question_id)


class KeptTokens(models.Model):
    """Tokens of some of the children a council knows, sealed; made again at any time.

    Shape:
        part: children fall into parts by their id, so that few are made again for one change.
        mark: of who was in it, at which version; another mark means it is out of date.
        sealed: tokens one after the other, in no order that says whose they are.
    """

    id = models.BigAutoField(primary_key=True)
    council = models.CharField(max_length=40)
    partner = models.CharField(max_length=40)
    key_id = models.CharField(max_length=40)
    part = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "partner", "key_id", "part"], name="kept_tokens_part_once"
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"sealed"})
        safe_to_copy = frozenset({"id", "council", "partner", "key_id", "part", "mark", "made_at"})

    def __str__(self) -> str:
        return f"{self.council}/{self.partner}/{self.key_id}/{self.part}"


class Turn(models.Model):
    """One question of a partner at a time, so that two at once do not both fit the limit."""

    id = models.BigAutoField(primary_key=True)
    council = models.CharField(max_length=40)
    partner = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "partner"], name="turn_once"),
        ]

    class Governance:
        retention = "audit"
        identifies_someone: frozenset[str] = frozenset()
        safe_to_copy = frozenset({"id", "council", "partner"})

    def __str__(self) -> str:
        return f"{self.council}/{self.partner}"
