"""Records are found by keys that are numbers, and compared as they are packed.

Nothing is carried over: `lintel migrate` makes both anew of what was told.
"""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

TABLE = "people_matchkey"


def into_its_own_index(apps, editor):
    """SQLite would keep every key twice, once as a row and once in the index."""
    if editor.connection.vendor == "sqlite":
        editor.execute(f"DROP TABLE {TABLE}")
        editor.execute(
            f"CREATE TABLE {TABLE} (key bigint NOT NULL, row bigint NOT NULL, "
            "PRIMARY KEY (key, row)) WITHOUT ROWID"
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0006_left_for_review")]

    operations: ClassVar = [
        migrations.DeleteModel("MatchKey"),
        migrations.CreateModel(
            name="MatchKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "row",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("row", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MatchRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("council", models.CharField(max_length=40)),
                ("packed", models.TextField()),
                ("kept_under", models.BinaryField()),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="match_row",
                        to="people.sourcerecord",
                    ),
                ),
            ],
        ),
        migrations.RunPython(into_its_own_index, migrations.RunPython.noop),
    ]
