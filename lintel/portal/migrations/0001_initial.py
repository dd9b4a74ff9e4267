import uuid
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="Draft",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("cookie", models.CharField(max_length=64, unique=True)),
                    ("cookie_wrap", models.BinaryField()),
                    ("code", models.CharField(max_length=64, null=True, unique=True)),
                    ("code_wrap", models.BinaryField(default=b"")),
                    ("sealed", models.BinaryField()),
                    ("expires_at", models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name="Knocks",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("address", models.CharField(max_length=64)),
                    ("purpose", models.CharField(max_length=20)),
                    ("begins_at", models.DateTimeField(db_index=True)),
                    ("count", models.PositiveIntegerField(default=0)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("address"),
                            models.F("purpose"),
                            models.F("begins_at"),
                            name="knocks_once",
                        )
                    ],
                },
            ),
        )
    ]
