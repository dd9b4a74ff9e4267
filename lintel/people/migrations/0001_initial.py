import django.db.models.deletion
import uuid
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        MadeTogether(
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
                name="DuplicateSearch",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("since", models.DateTimeField(null=True)),
                    ("asked_at", models.DateTimeField()),
                    ("asked_by", models.UUIDField(null=True)),
                    ("people", models.PositiveIntegerField(default=0)),
                    ("compared", models.PositiveIntegerField(default=0)),
                    ("found", models.PositiveIntegerField(default=0)),
                    ("reached", models.UUIDField(null=True)),
                    ("finished_at", models.DateTimeField(null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("finished_at", None)),
                            fields=("council",),
                            name="duplicate_search_one_at_a_time",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Person",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("number", models.CharField(max_length=20)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("given_name", models.CharField(blank=True, max_length=200)),
                    ("middle_names", models.CharField(blank=True, max_length=200)),
                    ("family_name", models.CharField(blank=True, max_length=200)),
                    ("born_on", models.DateField(null=True)),
                    ("expected_on", models.DateField(null=True)),
                    ("died_on", models.DateField(null=True)),
                    ("sex", models.CharField(blank=True, max_length=1)),
                    ("nhs_number", models.CharField(blank=True, max_length=10)),
                    ("upn", models.CharField(blank=True, max_length=13)),
                    ("ethnicity", models.CharField(blank=True, max_length=10)),
                    ("is_child", models.BooleanField(default=True)),
                    ("apart", models.UUIDField(null=True)),
                    ("created_at", models.DateTimeField()),
                    ("created_by", models.UUIDField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("council", "number"), name="person_number_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SourceRecord",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("source", models.CharField(max_length=60)),
                    ("source_ref", models.CharField(max_length=100)),
                    ("as_of", models.DateField()),
                    ("told", models.JSONField()),
                    ("keys_version", models.PositiveSmallIntegerField()),
                    ("recorded_at", models.DateTimeField()),
                    ("recorded_by", models.UUIDField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("council", "source", "source_ref"), name="source_record_once"
                        )
                    ],
                },
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
            migrations.CreateModel(
                name="EarlierTelling",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("as_of", models.DateField()),
                    ("told", models.JSONField()),
                    ("replaced_at", models.DateTimeField()),
                    ("replaced_by", models.UUIDField()),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="earlier",
                            to="people.sourcerecord",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Merge",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("because", models.TextField()),
                    ("checked", models.BooleanField(default=False)),
                    ("reasons", models.JSONField(default=dict)),
                    ("undone_at", models.DateTimeField(null=True)),
                    ("undone_by", models.UUIDField(null=True)),
                    ("undone_because", models.TextField(blank=True)),
                    (
                        "kept",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="merges",
                            to="people.person",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="merged_into",
                            to="people.person",
                        ),
                    ),
                    (
                        "stands_as",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="people.person",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("undone_at", None)),
                            fields=("other",),
                            name="merge_one_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kept", models.F("other")), _negated=True),
                            name="merge_of_two",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("undone_at", None), ("undone_because", ""), ("undone_by", None)
                                ),
                                models.Q(
                                    ("undone_at__isnull", False),
                                    ("undone_by__isnull", False),
                                    models.Q(("undone_because", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="merge_undone_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PossibleDuplicate",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("household", models.CharField(max_length=32)),
                    ("rank", models.PositiveSmallIntegerField()),
                    ("band", models.CharField(max_length=10)),
                    ("weight", models.FloatField()),
                    ("prior", models.FloatField()),
                    ("probability", models.FloatField()),
                    ("agreements", models.JSONField(default=list)),
                    ("scorer", models.CharField(max_length=60)),
                    ("found_at", models.DateTimeField()),
                    ("gone_at", models.DateTimeField(null=True)),
                    ("left_at", models.DateTimeField(null=True)),
                    ("left_by", models.UUIDField(null=True)),
                    (
                        "one",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="people.person",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="people.person",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["council", "gone_at", "left_at", "rank", "household"],
                            name="possible_duplicate_waiting",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("one", "other"), name="possible_duplicate_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SaidApart",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("kin", models.CharField(blank=True, max_length=20)),
                    ("said_at", models.DateTimeField()),
                    ("said_by", models.UUIDField()),
                    ("because", models.TextField(blank=True)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawn_by", models.UUIDField(null=True)),
                    ("withdrawn_because", models.TextField(blank=True)),
                    (
                        "one",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="people.person",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="people.person",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("withdrawn_at", None)),
                            fields=("one", "other"),
                            name="said_apart_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("one__lt", models.F("other"))),
                            name="said_apart_of_two",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Relationship",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("kind", models.CharField(max_length=24)),
                    ("said", models.CharField(blank=True, max_length=200)),
                    ("starts_on", models.DateField(null=True)),
                    ("ends_on", models.DateField(null=True)),
                    ("told_on", models.DateField()),
                    ("source", models.CharField(max_length=60)),
                    ("recorded_at", models.DateTimeField()),
                    ("recorded_by", models.UUIDField()),
                    ("replaced_at", models.DateTimeField(null=True)),
                    ("replaced_by", models.UUIDField(null=True)),
                    (
                        "from_record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="is_to_others",
                            to="people.sourcerecord",
                        ),
                    ),
                    (
                        "to_record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="others_are",
                            to="people.sourcerecord",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ends_on", None), ("replaced_at", None)),
                            fields=("from_record", "to_record", "kind"),
                            name="relationship_stands_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("from_record", models.F("to_record")), _negated=True
                            ),
                            name="relationship_of_two",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="NotTheSame",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("said_at", models.DateTimeField()),
                    ("said_by", models.UUIDField()),
                    ("because", models.TextField(blank=True)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawn_by", models.UUIDField(null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="not_the_same",
                            to="people.person",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="not_the_same",
                            to="people.sourcerecord",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("withdrawn_at", None)),
                            fields=("record", "person"),
                            name="not_the_same_said_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="NameWord",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("word", models.CharField(max_length=40)),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="name_words",
                            to="people.sourcerecord",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["council", "word", "record"],
                            name="name_word_lookup",
                            opclasses=["", "varchar_pattern_ops", ""],
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Link",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("linked_at", models.DateTimeField()),
                    ("linked_by", models.UUIDField()),
                    ("method", models.CharField(max_length=20)),
                    ("reasons", models.JSONField(default=dict)),
                    ("undone_at", models.DateTimeField(null=True)),
                    ("undone_by", models.UUIDField(null=True)),
                    ("undone_because", models.TextField(blank=True)),
                    (
                        "about",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="links_about",
                            to="people.person",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="links",
                            to="people.person",
                        ),
                    ),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="links",
                            to="people.sourcerecord",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("undone_at", None)),
                            fields=("record",),
                            name="link_one_person_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("undone_at", None), ("undone_because", ""), ("undone_by", None)
                                ),
                                models.Q(
                                    ("undone_at__isnull", False),
                                    ("undone_by__isnull", False),
                                    models.Q(("undone_because", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="link_undone_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="KnownEpisode",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("kind", models.CharField(max_length=40)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(null=True)),
                    ("place", models.PositiveSmallIntegerField(default=0)),
                    ("source_ref", models.CharField(blank=True, max_length=60)),
                    ("source_code", models.CharField(blank=True, max_length=10)),
                    ("outcome", models.CharField(blank=True, max_length=40)),
                    ("outcome_words", models.CharField(blank=True, max_length=300)),
                    ("as_of", models.DateField()),
                    ("recorded_at", models.DateTimeField()),
                    ("replaced_at", models.DateTimeField(null=True)),
                    (
                        "record",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="episodes",
                            to="people.sourcerecord",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("replaced_at", None)),
                            fields=("record", "kind", "starts_on", "place"),
                            name="known_episode_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ToReview",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("source", models.CharField(max_length=60)),
                    ("band", models.CharField(max_length=20)),
                    ("left_at", models.DateTimeField()),
                    ("left_by", models.UUIDField()),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("settled_by", models.UUIDField(null=True)),
                    (
                        "record",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="to_review",
                            to="people.sourcerecord",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["council", "settled_at", "id"], name="to_review_open")
                    ],
                },
            ),
        )
    ]
