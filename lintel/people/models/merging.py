"""Two people who are one, are not one, or may be one."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from lintel.audit.kept import AddedModel, KeptModel
from lintel.people.models.told import Person


class Merge(AddedModel):
    """Somebody's decision that two known people are one. Nothing is moved: while it stands, the
    other stands as the kept one, and undoing it fills in who, when and why.

    Shape:
        stands_as: who `other` is read as while it stands; `kept`, or whom `kept` stands as.
        checked: something spoke against it, and a senior said that they had checked.
        reasons: {"band", "weight", "scorer", "agrees", "differs", "against"} at that moment.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"undone_at", "undone_by", "undone_because", "stands_as"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    other = models.ForeignKey(Person, models.PROTECT, related_name="merged_into")
    stands_as = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.UUIDField()
    because = models.TextField()
    checked = models.BooleanField(default=False)
    reasons = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at=None), name="merge_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kept=F("other")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_because="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because="")),
                name="merge_undone_whole_or_not_at_all",
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"because", "reasons", "undone_because"})
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "kept",
                "other",
                "stands_as",
                "at",
                "by",
                "checked",
                "undone_at",
                "undone_by",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)


class SaidApart(AddedModel):
    """Somebody's decision that two known people are two, so that they are not offered as one.

    Shape:
        one, other: the smaller id first, so that a pair is said once.
        kin: as rules.kin.Kin, what they are to each other as it looked then; "" when nothing.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset(
        {"withdrawn_at", "withdrawn_by", "withdrawn_because"}
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kin = models.CharField(max_length=20, blank=True)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    because = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(withdrawn_at=None), name="said_apart_once"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="said_apart_of_two"),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"because", "withdrawn_because"})
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "one",
                "other",
                "kin",
                "said_at",
                "said_by",
                "withdrawn_at",
                "withdrawn_by",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)


class PossibleDuplicate(KeptModel):
    """Two known people who may be one, as the scorer found them. It merges nobody.

    Whether the pair waits is worked out: not while one stands as somebody else, nor once somebody
    said that they are two.

    Shape:
        one, other: the smaller id first.
        household: a hash; pairs of one home share it, so that a family is one line of the queue.
        rank: the place of `band` among the bands, surest first.
        agreements: as the API shows them.
        gone_at: since when the scorer no longer finds them alike.
        left_at: since when somebody left it for later.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    household = models.CharField(max_length=32)
    rank = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=10)
    weight = models.FloatField()
    prior = models.FloatField()
    probability = models.FloatField()
    agreements = models.JSONField(default=list)
    scorer = models.CharField(max_length=60)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="possible_duplicate_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["council", "gone_at", "left_at", "rank", "household"],
                name="possible_duplicate_waiting",
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"agreements"})
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "one",
                "other",
                "household",
                "rank",
                "band",
                "weight",
                "prior",
                "probability",
                "scorer",
                "found_at",
                "gone_at",
                "left_at",
                "left_by",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)


class DuplicateSearch(KeptModel):
    """A walk of the worker over people, comparing each with everybody; goes on where it stopped.

    Shape:
        since: only people of whom something was said after it; None for everybody.
        reached: the last person compared; None before the first.
        asked_by: None for the worker's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    people = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    reached = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(finished_at=None),
                name="duplicate_search_one_at_a_time",
            ),
        ]

    class Governance:
        retention = "operation"
        identifies_someone = frozenset()
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "since",
                "asked_at",
                "asked_by",
                "people",
                "compared",
                "found",
                "reached",
                "finished_at",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)
