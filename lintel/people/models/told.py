"""People and what sources tell of them: who they are, what happened, who is what to whom.

A person is little more than a number. What they are called, where they live and what happened to
them is said by records, and a record speaks for a person while an undone-able link says so. The
headline columns of a person are worked out from the linked records at every change of them.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from lintel.audit.kept import AddedModel, KeptModel


class Person(KeptModel):
    """Shape:
    number: what people say and the census is told; one of a kind in a council.
    apart: shared by identities that must never be put together, as before and after an adoption;
        it says nothing but that. See `rules.apart`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    given_name = models.CharField(max_length=200, blank=True)
    middle_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    born_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    ethnicity = models.CharField(max_length=10, blank=True)
    is_child = models.BooleanField(default=True)
    apart = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "number"], name="person_number_once"),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset(
            {
                "number",
                "given_name",
                "middle_names",
                "family_name",
                "born_on",
                "expected_on",
                "died_on",
                "nhs_number",
                "upn",
                "ethnicity",
                "apart",
            }
        )
        safe_to_copy = frozenset(
            {"id", "council", "version", "sex", "is_child", "created_at", "created_by"}
        )

    def __str__(self) -> str:
        return str(self.pk)


class SourceRecord(KeptModel):
    """A person as one source tells of them now; what it told before is in EarlierTelling.

    Shape: `told` is PersonTold as plain JSON, word for word. `keys_version`: see rules.keys.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    source_ref = models.CharField(max_length=100)
    as_of = models.DateField()
    told = models.JSONField()
    keys_version = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "source", "source_ref"], name="source_record_once"
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"source_ref", "told"})
        safe_to_copy = frozenset(
            {"id", "council", "source", "as_of", "keys_version", "recorded_at", "recorded_by"}
        )

    def __str__(self) -> str:
        return str(self.pk)


class EarlierTelling(AddedModel):
    """What a source told before it told something else."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="earlier")
    as_of = models.DateField()
    told = models.JSONField()
    replaced_at = models.DateTimeField()
    replaced_by = models.UUIDField()

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"told"})
        safe_to_copy = frozenset({"id", "record", "as_of", "replaced_at", "replaced_by"})

    def __str__(self) -> str:
        return str(self.pk)


class KnownEpisode(AddedModel):
    """Something a source says happened: a referral, an assessment, a plan. Belongs to its record.

    Shape:
        kind: as rules.episodes.KINDS.
        place: 0 for the first of one kind and start in a record, 1 for the next.
        source_ref: what the source calls the episode; "" when it has no name for it.
        source_code, outcome: codes as the source gave them; `outcome_words` for the page.
        as_of: the day the source stood for when it said so.
        replaced_at: when the source said something else of the same episode.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"replaced_at"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="episodes")
    kind = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    source_ref = models.CharField(max_length=60, blank=True)
    source_code = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_words = models.CharField(max_length=300, blank=True)
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "kind", "starts_on", "place"],
                condition=Q(replaced_at=None),
                name="known_episode_once",
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"source_ref", "outcome_words"})
        safe_to_copy = frozenset(
            {
                "id",
                "record",
                "kind",
                "starts_on",
                "ends_on",
                "place",
                "source_code",
                "outcome",
                "as_of",
                "recorded_at",
                "replaced_at",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)


class Relationship(AddedModel):
    """What one is to another, as a source tells of it: `from_record` is the `kind` of `to_record`.

    It holds between records, so that it goes where their links go, and comes back with them.

    Shape:
        kind: a key of rules.relationships.KINDS; `said` the words it was told in.
        starts_on, ends_on: None where not told.
        told_on: the day the source stood for when it said so.
        replaced_at: when the source said something else of the same two.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset({"ends_on", "replaced_at", "replaced_by"})

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.CharField(max_length=40)
    from_record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="is_to_others")
    to_record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="others_are")
    kind = models.CharField(max_length=24)
    said = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    told_on = models.DateField()
    source = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_record", "to_record", "kind"],
                condition=Q(replaced_at=None, ends_on=None),
                name="relationship_stands_once",
            ),
            models.CheckConstraint(
                condition=~Q(from_record=models.F("to_record")), name="relationship_of_two"
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"said"})
        safe_to_copy = frozenset(
            {
                "id",
                "council",
                "from_record",
                "to_record",
                "kind",
                "starts_on",
                "ends_on",
                "told_on",
                "source",
                "recorded_at",
                "recorded_by",
                "replaced_at",
                "replaced_by",
            }
        )

    def __str__(self) -> str:
        return str(self.pk)
