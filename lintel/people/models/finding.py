"""What records are found and compared by: made from them, and made again at any time."""

from typing import ClassVar

from django.db import models

from lintel.people.models.told import SourceRecord


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
