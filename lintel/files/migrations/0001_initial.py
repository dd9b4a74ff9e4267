import django.db.models.deletion
import lintel.files.rules.reading
import uuid
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="File",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("contact_id", models.UUIDField(null=True)),
                    ("reference", models.CharField(blank=True, max_length=20)),
                    ("belongs", models.CharField(max_length=12)),
                    ("belongs_id", models.UUIDField(null=True)),
                    ("agency", models.CharField(max_length=60)),
                    ("given_at", models.DateTimeField()),
                    ("given_by", models.UUIDField()),
                    ("name", models.CharField(max_length=120)),
                    ("kind", models.CharField(max_length=8)),
                    ("size", models.PositiveIntegerField()),
                    ("sha256", models.CharField(max_length=64)),
                    ("notices", models.JSONField(default=list)),
                    ("stored_as", models.CharField(max_length=40, unique=True)),
                    ("key", models.BinaryField()),
                    (
                        "check_said",
                        models.CharField(
                            default=lintel.files.rules.reading.Check["WAITING"], max_length=8
                        ),
                    ),
                    ("checked_at", models.DateTimeField(null=True)),
                    ("checked_by", models.CharField(blank=True, max_length=120)),
                    ("found_as", models.CharField(blank=True, max_length=200)),
                    ("kept_until", models.DateTimeField(null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["contact_id", "given_at"], name="file_contact"),
                        models.Index(fields=["given_by", "given_at"], name="file_giver"),
                        models.Index(
                            condition=models.Q(
                                ("check_said", lintel.files.rules.reading.Check["WAITING"])
                            ),
                            fields=["given_at"],
                            name="file_waiting",
                        ),
                        models.Index(
                            condition=models.Q(
                                ("belongs", lintel.files.rules.reading.Belongs["DRAFT"])
                            ),
                            fields=["kept_until"],
                            name="file_draft",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("belongs", lintel.files.rules.reading.Belongs["DRAFT"]),
                                    ("contact_id", None),
                                    ("kept_until__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        ("belongs", lintel.files.rules.reading.Belongs["DRAFT"]),
                                        _negated=True,
                                    ),
                                    ("contact_id__isnull", False),
                                    ("kept_until", None),
                                ),
                                _connector="OR",
                            ),
                            name="file_of_a_contact_or_a_draft",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FileHandling",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("mark", models.CharField(max_length=2)),
                    ("named", models.JSONField(default=list)),
                    ("onward_leave", models.BooleanField(default=False)),
                    ("reason", models.TextField(blank=True)),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="handlings",
                            to="files.file",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
        )
    ]
