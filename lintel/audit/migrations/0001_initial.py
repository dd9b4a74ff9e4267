from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="AnchorWritten",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("sequence", models.BigIntegerField()),
                    ("place", models.CharField(max_length=10)),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="TrailHead",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("sequence", models.BigIntegerField(default=0)),
                    ("seal", models.CharField(max_length=64)),
                    ("mark", models.CharField(blank=True, max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name="AuditEntry",
                fields=[
                    ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("actor", models.UUIDField()),
                    ("employer", models.CharField(max_length=60)),
                    ("council", models.CharField(max_length=60)),
                    ("role", models.CharField(max_length=30)),
                    ("did", models.CharField(max_length=64)),
                    ("object_type", models.CharField(max_length=40)),
                    ("object_id", models.CharField(max_length=64)),
                    ("zone", models.CharField(blank=True, max_length=40)),
                    ("why", models.CharField(blank=True, max_length=500)),
                    ("request_id", models.CharField(blank=True, max_length=64)),
                    ("relation", models.CharField(blank=True, max_length=120)),
                    ("where_from", models.CharField(blank=True, max_length=16)),
                    ("seal", models.CharField(max_length=64)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["object_type", "object_id", "sequence"], name="entry_object"
                        ),
                        models.Index(fields=["actor", "sequence"], name="entry_actor"),
                    ],
                },
            ),
        )
    ]
