import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("council", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("actor", models.UUIDField()),
                ("object_type", models.CharField(blank=True, max_length=40)),
                ("object_id", models.CharField(blank=True, max_length=64)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("count", models.IntegerField()),
                ("happened_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("once", models.CharField(max_length=200, unique=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["council", "happened_at"],
                        name="question_open",
                    ),
                    models.Index(fields=["council", "raised_at"], name="question_raised"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "without_task",
                                    "same_surname",
                                    "former_address",
                                    "burst",
                                    "out_of_hours",
                                    "after_closure",
                                    "searches",
                                    "broken_glass",
                                ],
                            )
                        ),
                        name="question_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled", ""), ("settled_at", None)),
                            models.Q(
                                ("settled__in", ["explained", "word", "incident"]),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="question_settled_with_a_word",
                    ),
                ],
            },
        ),
    ]
