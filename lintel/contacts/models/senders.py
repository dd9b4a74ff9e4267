"""Senders that fell silent, and what was found out."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from lintel.audit.kept import AddedModel
from lintel.contacts.rules.senders import ALARMING


class SenderSilence(AddedModel):
    """One time that a sender fell silent, or sent half as much: from when it was raised until
    contacts come as usual again.

    Shape: sender: a key of `queries.senders`; verdict, days, received, expected, a_week: what was
        found when it was raised; found: what a manager found out.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"noted_at", "noted_by", "found", "ended_at"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    sender = models.CharField(max_length=80)
    verdict = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField()
    received = models.PositiveIntegerField()
    expected = models.FloatField()
    a_week = models.FloatField()
    raised_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)
    noted_by = models.UUIDField(null=True)
    found = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-raised_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "sender"],
                condition=Q(ended_at=None),
                name="sender_silence_one_at_a_time",
            ),
            models.CheckConstraint(
                name="sender_silence_verdict_known",
                condition=Q(verdict__in=sorted(str(each) for each in ALARMING)),
            ),
            models.CheckConstraint(
                name="sender_silence_noted_whole_or_not_at_all",
                condition=Q(noted_at=None, noted_by=None, found="")
                | Q(noted_at__isnull=False, noted_by__isnull=False) & ~Q(found=""),
            ),
            models.CheckConstraint(
                name="sender_silence_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("raised_at")),
            ),
        ]

    class Governance:
        retention = "trail"
        identifies_someone = frozenset({"noted_by", "found"})
        safe_to_copy = frozenset(
            {"id", "council", "sender", "verdict", "days", "received", "expected", "a_week"}
            | {"raised_at", "noted_at", "ended_at"}
        )

    def __str__(self) -> str:
        return f"silence {self.pk}"
