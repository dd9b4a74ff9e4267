import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("council", models.CharField(max_length=40)),
                ("contact_id", models.UUIDField()),
                ("reference", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("gave", models.CharField(max_length=10)),
                ("given_by", models.CharField(max_length=60)),
                ("to", models.CharField(max_length=200)),
                ("to_title", models.CharField(max_length=200)),
                ("items", models.TextField()),
                ("purpose", models.CharField(max_length=40)),
                ("basis", models.CharField(blank=True, max_length=40)),
                ("consent", models.CharField(max_length=20)),
                ("consent_why", models.TextField(blank=True)),
                ("family_told", models.BooleanField(null=True)),
                ("family_told_why", models.TextField(blank=True)),
                ("ground", models.CharField(blank=True, max_length=40)),
                ("reasoning", models.TextField(blank=True)),
                ("because_of", models.CharField(blank=True, max_length=80)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("contact_id"), models.F("at"), name="share_contact"),
                    models.Index(
                        models.F("council"), models.F("to"), models.F("at"), name="share_to"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), ("gave", "shared"), _negated=True),
                        name="share_has_a_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gave", "refused"), ("ground", ""), _negated=True),
                        name="share_refused_on_a_ground",
                    ),
                ],
            },
        ),
    ]
