"""How files are kept: a row each, and how each is handled. The bytes are `store`'s."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel
from lintel.files.rules.reading import Belongs, Check


class File(AddedModel):
    """One file as it was given.

    Shape:
        contact_id: None only while it is with a draft of the public form.
        belongs, belongs_id: what it came with; the id of a request or a discussion.
        agency: who gave it; `rules.reading.REFERRER` for what came with the telling.
        kind, notices: as `content.kinds`, read from the content.
        stored_as, key: where its bytes are, and what opens them with this instance's secret.
        check_said: what the scanner said; found_as: the name of what it found.
        checked_at: when it said so; of a file that still waits, when it would not say.
        kept_until: when a draft's file goes, unless the draft is sent or kept longer.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"contact_id", "reference", "council", "belongs", "belongs_id", "given_at", "kept_until"}
        | {"check_said", "checked_at", "checked_by", "found_as"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    contact_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=20, blank=True)
    belongs = models.CharField(max_length=12)
    belongs_id = models.UUIDField(null=True)
    agency = models.CharField(max_length=60)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    notices = models.JSONField(default=list)
    stored_as = models.CharField(max_length=40, unique=True)
    key = models.BinaryField()
    check_said = models.CharField(max_length=8, default=Check.WAITING)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=120, blank=True)
    found_as = models.CharField(max_length=200, blank=True)
    kept_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="file_of_a_contact_or_a_draft",
                condition=Q(belongs=Belongs.DRAFT, contact_id=None, kept_until__isnull=False)
                | ~Q(belongs=Belongs.DRAFT) & Q(contact_id__isnull=False, kept_until=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "given_at"], name="file_contact"),
            models.Index(fields=["given_by", "given_at"], name="file_giver"),
            models.Index(
                fields=["given_at"], name="file_waiting", condition=Q(check_said=Check.WAITING)
            ),
            models.Index(
                fields=["kept_until"], name="file_draft", condition=Q(belongs=Belongs.DRAFT)
            ),
        ]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"given_by", "name", "key", "sha256"})
        safe_to_copy = frozenset(
            {"id", "council", "contact_id", "reference", "belongs", "belongs_id", "agency"}
            | {"given_at", "kind", "size", "notices", "stored_as", "check_said", "checked_at"}
            | {"checked_by", "found_as", "kept_until"}
        )

    def __str__(self) -> str:
        return f"file of {self.reference or 'a draft'}"


class FileHandling(AddedModel):
    """How a file is handled from a moment on; the newest holds.

    Shape: named: ids of the accounts that may read a sealed file, as text.
    """

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="handlings")
    at = models.DateTimeField()
    by = models.UUIDField()
    mark = models.CharField(max_length=2)
    named = models.JSONField(default=list)
    onward_leave = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "named", "reason"})
        safe_to_copy = frozenset({"id", "file", "at", "mark", "onward_leave"})

    def __str__(self) -> str:
        return f"handling of file {self.file_id}"
