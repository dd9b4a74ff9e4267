import django.db.models.deletion
import lintel.scoping.rules.answers
import uuid
from django.conf import settings
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "__first__"),
    ]

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="Answered",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("partner", models.CharField(max_length=40)),
                    ("question_id", models.UUIDField()),
                    ("key_id", models.CharField(max_length=40)),
                    ("purpose", models.CharField(max_length=40)),
                    ("asked_at", models.DateTimeField()),
                    ("answered_at", models.DateTimeField()),
                    ("brought_by", models.UUIDField()),
                    ("children", models.PositiveSmallIntegerField()),
                    ("answers", models.JSONField()),
                    ("digest", models.CharField(max_length=64)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            models.F("council"),
                            models.F("partner"),
                            models.F("purpose"),
                            models.F("answered_at"),
                            name="answered_lately",
                        ),
                        models.Index(
                            models.F("council"), models.F("answered_at"), name="answered_newest"
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("council", "partner", "question_id"),
                            name="question_answered_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Asking",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("partner", models.CharField(max_length=40)),
                    ("key_id", models.CharField(max_length=40)),
                    ("purpose", models.CharField(max_length=40)),
                    ("contact_id", models.UUIDField()),
                    ("reference", models.CharField(max_length=20)),
                    ("asked_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            default=lintel.scoping.rules.answers.State["WAITING"], max_length=12
                        ),
                    ),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("refused", models.CharField(blank=True, max_length=40)),
                    ("ring_team", models.CharField(blank=True, max_length=200)),
                    ("ring_phone", models.CharField(blank=True, max_length=40)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            models.F("contact_id"), models.F("asked_at"), name="asking_contact"
                        ),
                        models.Index(
                            models.F("council"),
                            models.F("state"),
                            models.F("asked_at"),
                            name="asking_waiting",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at", None), ("state", "waiting")),
                                models.Q(
                                    models.Q(("state", "waiting"), _negated=True),
                                    ("ended_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="asking_ended_whole_or_not_at_all",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AskedAbout",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("place", models.PositiveSmallIntegerField()),
                    ("record_id", models.UUIDField()),
                    ("answer", models.CharField(blank=True, max_length=10)),
                    (
                        "asking",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="about",
                            to="scoping.asking",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(models.F("record_id"), name="asked_about_record")],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("asking", "place"), name="asked_about_place_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="KeptTokens",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("partner", models.CharField(max_length=40)),
                    ("key_id", models.CharField(max_length=40)),
                    ("part", models.PositiveSmallIntegerField()),
                    ("mark", models.CharField(max_length=64)),
                    ("made_at", models.DateTimeField()),
                    ("sealed", models.BinaryField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("council", "partner", "key_id", "part"),
                            name="kept_tokens_part_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Turn",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("partner", models.CharField(max_length=40)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("council", "partner"), name="turn_once")
                    ],
                },
            ),
        )
    ]
