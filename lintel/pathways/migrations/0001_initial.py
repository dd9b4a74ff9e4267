import django.db.models.deletion
import lintel.pathways.rules.handovers
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
                name="HandOver",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField()),
                    ("decision_id", models.UUIDField(unique=True)),
                    ("reference", models.CharField(max_length=20)),
                    ("council", models.CharField(max_length=40)),
                    ("outcome", models.CharField(max_length=40)),
                    ("team", models.CharField(max_length=60)),
                    ("offered_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            default=lintel.pathways.rules.handovers.State["OFFERED"], max_length=10
                        ),
                    ),
                    ("answered_at", models.DateTimeField(null=True)),
                    ("reason", models.TextField(blank=True)),
                    ("waiting_since", models.DateTimeField(null=True)),
                    ("waiting_for", models.TextField(blank=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("ended_how", models.CharField(blank=True, max_length=20)),
                    ("ended_words", models.TextField(blank=True)),
                    (
                        "answered_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "offered_by",
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
                            models.F("contact_id"), models.F("offered_at"), name="handover_contact"
                        ),
                        models.Index(
                            models.F("council"),
                            models.F("team"),
                            models.F("state"),
                            models.F("offered_at"),
                            name="handover_team",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("contact_id"),
                            condition=models.Q(("state", "offered")),
                            name="handover_one_offer_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("answered_at", None),
                                    ("answered_by", None),
                                    ("state", "offered"),
                                ),
                                models.Q(
                                    models.Q(("state", "offered"), _negated=True),
                                    ("answered_at__isnull", False),
                                    ("answered_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="handover_answered_whole_or_not_at_all",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("reason", ""), ("state", "returned"), _negated=True
                            ),
                            name="handover_return_has_a_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at", None), ("ended_by", None), ("ended_how", "")),
                                models.Q(
                                    ("ended_at__isnull", False),
                                    ("ended_by__isnull", False),
                                    ("state", "accepted"),
                                    models.Q(("ended_how", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="handover_place_ends_after_it_was_taken",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CameBack",
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
                    ("came_at", models.DateTimeField()),
                    ("within", models.PositiveSmallIntegerField()),
                    ("reopened", models.BooleanField(default=False)),
                    ("noted_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    (
                        "handover",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="came_back",
                            to="pathways.handover",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            models.F("council"), models.F("came_at"), name="came_back_council"
                        ),
                        models.Index(models.F("contact_id"), name="came_back_contact"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("handover"),
                            models.F("contact_id"),
                            condition=models.Q(("withdrawn_at", None)),
                            name="came_back_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("within__in", [3, 6, 12])), name="came_back_within"
                        ),
                    ],
                },
            ),
        )
    ]
