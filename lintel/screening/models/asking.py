"""What agencies were asked and what they said: added, never edited."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel


class AgencyRequest(AddedModel):
    """One question to one agency about the people of one contact.

    Shape:
        about: ids of the source records of the people it is about, as text.
        parts: keys of `rules.asking.PARTS`, the least that the question needs.
        told: what the agency is told of the concern so that it can answer; the least.
        same_thing: a hash of what was asked of whom, so that it is not asked twice.
        due_at: an index; moved when the agency is given more time, never stopped.
        settled_as: "" while open, else a value of `rules.asking.Settled`.
        remind_next: the next of `rules.reminders.Reminder`, due at `remind_at`; "" after the last.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"due_at", "settled_as", "settled_at", "settled_by", "settled_because"}
        | {"remind_next", "remind_at"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    council = models.CharField(max_length=40)
    agency = models.CharField(max_length=60)
    agency_title = models.CharField(max_length=200)
    question = models.TextField()
    told = models.TextField(blank=True)
    about = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    same_thing = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=40)
    rating = models.CharField(max_length=8, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField()
    settled_as = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_because = models.TextField(blank=True)
    remind_next = models.CharField(max_length=8, blank=True)
    remind_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact_id", "agency", "same_thing"],
                condition=Q(settled_as=""),
                name="request_not_asked_twice",
            ),
            models.CheckConstraint(
                name="request_settled_whole_or_not_at_all",
                condition=Q(settled_as="", settled_at=None, settled_by=None)
                | ~Q(settled_as="") & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "asked_at"], name="request_contact"),
            models.Index(
                fields=["council", "agency", "settled_as", "due_at"], name="request_agency"
            ),
            models.Index(fields=["due_at"], name="request_open", condition=Q(settled_as="")),
            models.Index(
                fields=["remind_at"],
                name="request_remind",
                condition=Q(settled_as="", remind_at__isnull=False),
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset(
            {"question", "told", "about", "asked_by", "settled_by", "settled_because"}
        )
        safe_to_copy = frozenset(
            {"id", "contact_id", "reference", "council", "agency", "agency_title", "parts"}
            | {"same_thing", "purpose", "basis", "rating", "asked_at", "due_at"}
            | {"settled_as", "settled_at", "remind_next", "remind_at"}
        )

    def __str__(self) -> str:
        return f"request about {self.reference}"


class Answer(AddedModel):
    """What an agency said to a request: an answer, a nil return, more time, or a refusal.

    Shape:
        kind: a value of `rules.asking.Reply`.
        known: "yes", "no" or "" when it was not said; since: in the agency's words.
        until: when more time was asked for; ground: key of the ground of a refusal.
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    known = models.CharField(max_length=3, blank=True)
    since = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)
    ground = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "since", "reason"})
        safe_to_copy = frozenset({"id", "request", "at", "kind", "known", "until", "ground"})

    def __str__(self) -> str:
        return f"answer to {self.request_id}"


class Contribution(AddedModel):
    """One item an agency has given: its words, under one heading. Its mark is in Handling."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(
        AgencyRequest, on_delete=models.PROTECT, related_name="contributions"
    )
    contact_id = models.UUIDField()
    council = models.CharField(max_length=40)
    agency = models.CharField(max_length=60)
    agency_title = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "place"]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "at"], name="contribution_contact"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="contribution_says_something", condition=~Q(text="")),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"text", "by"})
        safe_to_copy = frozenset(
            {"id", "request", "contact_id", "council", "agency", "agency_title", "place"}
            | {"part", "at"}
        )

    def __str__(self) -> str:
        return f"contribution {self.pk}"


class Handling(AddedModel):
    """How an item is handled from a moment on; the newest holds. Given by its agency alone.

    Shape: named: ids of the accounts that may read a sealed item, as text.
    """

    id = models.BigAutoField(primary_key=True)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="handlings"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=2)
    named = models.JSONField(default=list)
    onward_leave = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "named", "reason"})
        safe_to_copy = frozenset({"id", "contribution", "at", "mark", "onward_leave"})

    def __str__(self) -> str:
        return f"handling of {self.contribution_id}"


class Chase(AddedModel):
    """Somebody, or the worker, reminded an agency.

    Shape: how: "reminder", "telephone", "lead"; to: who was reminded, in words.
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="chases")
    at = models.DateTimeField()
    by = models.UUIDField()
    how = models.CharField(max_length=20)
    to = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "to", "words"})
        safe_to_copy = frozenset({"id", "request", "at", "how"})

    def __str__(self) -> str:
        return f"chase of {self.request_id}"


class Pooling(AddedModel):
    """The decision-maker has laid the answers to a contact side by side for the agencies asked."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact_id = models.UUIDField()
    council = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact_id", "at"], name="pooling_contact")]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "reason"})
        safe_to_copy = frozenset({"id", "contact_id", "council", "at"})

    def __str__(self) -> str:
        return f"pooling of {self.contact_id}"
