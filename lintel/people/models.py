"""How people are kept: as told, as known, and the links between. Private to this context.

A person is little more than a number. What they are called, where they live and what happened to
them is said by records, and a record speaks for a person while an undone-able link says so. The
headline columns of a person are worked out from the linked records at every change of them.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

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


class MatchRow(models.Model):
    """What is compared of a record, ready to be compared; made again at any time.

    Kept in the same transaction as the record. A record that changes gets a new row, so that
    whoever holds rows in memory knows by the id which are newer.

    Shape:
        packed: as rules.packed.
        kept_under: the keys of its MatchKeys, eight bytes each, so that all of them can go with it.
        version: rules.keys.VERSION.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.OneToOneField(SourceRecord, models.PROTECT, related_name="match_row")
    council = models.CharField(max_length=40)
    packed = models.TextField()
    kept_under = models.BinaryField()
    version = models.PositiveSmallIntegerField()

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"packed", "kept_under"})
        safe_to_copy = frozenset({"id", "record", "council", "version"})

    def __str__(self) -> str:
        return str(self.pk)


class MatchKey(models.Model):
    """Which rows share a key: the index that everybody is found by, and nothing else.

    Shape: key is as rules.hashed. On SQLite the table is its own index.
    """

    pk = models.CompositePrimaryKey("key", "row")
    key = models.BigIntegerField()
    row = models.BigIntegerField()

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"key"})
        safe_to_copy = frozenset({"row"})

    def __str__(self) -> str:
        return str(self.row)


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


class NameWord(models.Model):
    """An index of records by each word of a name, and by how it sounds; made again at any time."""

    id = models.BigAutoField(primary_key=True)
    council = models.CharField(max_length=40)
    word = models.CharField(max_length=40)
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="name_words")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["council", "word", "record"],
                name="name_word_lookup",
                opclasses=["", "varchar_pattern_ops", ""],  # PostgreSQL: for beginnings of words
            ),
        ]

    class Governance:
        retention = "person"
        identifies_someone = frozenset({"word"})
        safe_to_copy = frozenset({"id", "council", "record"})

    def __str__(self) -> str:
        return str(self.pk)
