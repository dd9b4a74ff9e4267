import django.db.models.deletion
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
                name="AgencyRequest",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField()),
                    ("reference", models.CharField(max_length=20)),
                    ("council", models.CharField(max_length=40)),
                    ("agency", models.CharField(max_length=60)),
                    ("agency_title", models.CharField(max_length=200)),
                    ("question", models.TextField()),
                    ("told", models.TextField(blank=True)),
                    ("about", models.JSONField(default=list)),
                    ("parts", models.JSONField(default=list)),
                    ("same_thing", models.CharField(max_length=64)),
                    ("purpose", models.CharField(max_length=40)),
                    ("basis", models.CharField(max_length=40)),
                    ("rating", models.CharField(blank=True, max_length=8)),
                    ("asked_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("settled_as", models.CharField(blank=True, max_length=20)),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("settled_by", models.UUIDField(null=True)),
                    ("settled_because", models.TextField(blank=True)),
                    ("remind_next", models.CharField(blank=True, max_length=8)),
                    ("remind_at", models.DateTimeField(null=True)),
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
                        models.Index(fields=["contact_id", "asked_at"], name="request_contact"),
                        models.Index(
                            fields=["council", "agency", "settled_as", "due_at"],
                            name="request_agency",
                        ),
                        models.Index(
                            condition=models.Q(("settled_as", "")),
                            fields=["due_at"],
                            name="request_open",
                        ),
                        models.Index(
                            condition=models.Q(("remind_at__isnull", False), ("settled_as", "")),
                            fields=["remind_at"],
                            name="request_remind",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("settled_as", "")),
                            fields=("contact_id", "agency", "same_thing"),
                            name="request_not_asked_twice",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("settled_as", ""), ("settled_at", None), ("settled_by", None)
                                ),
                                models.Q(
                                    models.Q(("settled_as", ""), _negated=True),
                                    ("settled_at__isnull", False),
                                    ("settled_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="request_settled_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Answer",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("kind", models.CharField(max_length=20)),
                    ("known", models.CharField(blank=True, max_length=3)),
                    ("since", models.CharField(blank=True, max_length=200)),
                    ("until", models.DateTimeField(null=True)),
                    ("ground", models.CharField(blank=True, max_length=40)),
                    ("reason", models.TextField(blank=True)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="screening.agencyrequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Chase",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("how", models.CharField(max_length=20)),
                    ("to", models.CharField(max_length=200)),
                    ("words", models.TextField(blank=True)),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="chases",
                            to="screening.agencyrequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Contribution",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField()),
                    ("council", models.CharField(max_length=40)),
                    ("agency", models.CharField(max_length=60)),
                    ("agency_title", models.CharField(max_length=200)),
                    ("place", models.PositiveSmallIntegerField(default=0)),
                    ("part", models.CharField(max_length=20)),
                    ("text", models.TextField()),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contributions",
                            to="screening.agencyrequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "place"],
                    "indexes": [
                        models.Index(fields=["contact_id", "at"], name="contribution_contact")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="contribution_says_something",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField()),
                    ("contact_version", models.PositiveIntegerField()),
                    ("reference", models.CharField(max_length=20)),
                    ("council", models.CharField(max_length=40)),
                    ("at", models.DateTimeField()),
                    ("outcome", models.CharField(max_length=40)),
                    ("rationale", models.TextField()),
                    ("destination", models.CharField(blank=True, max_length=200)),
                    ("destination_title", models.CharField(blank=True, max_length=200)),
                    ("suggested_team", models.CharField(blank=True, max_length=60)),
                    ("suggested_because", models.TextField(blank=True)),
                    ("route_reason", models.TextField(blank=True)),
                    ("overridden", models.JSONField(default=list)),
                    ("override_reason", models.TextField(blank=True)),
                    ("was_overridden", models.BooleanField(default=False)),
                    ("policy_version", models.CharField(max_length=80)),
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
                        models.Index(
                            models.F("contact_id"), models.F("at"), name="decision_contact"
                        ),
                        models.Index(
                            models.F("council"),
                            models.OrderBy(models.F("at"), descending=True),
                            condition=models.Q(("was_overridden", True)),
                            name="decision_overrides",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("contact_id"),
                            models.F("contact_version"),
                            name="decision_one_a_version",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("rationale", ""), _negated=True),
                            name="decision_has_a_rationale",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("was_overridden", False),
                                models.Q(("override_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="decision_override_has_a_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Handling",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("mark", models.CharField(max_length=2)),
                    ("named", models.JSONField(default=list)),
                    ("onward_leave", models.BooleanField(default=False)),
                    ("reason", models.TextField(blank=True)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contribution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="handlings",
                            to="screening.contribution",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Pooling",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField()),
                    ("council", models.CharField(max_length=40)),
                    ("at", models.DateTimeField()),
                    ("reason", models.TextField(blank=True)),
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
                    "indexes": [models.Index(fields=["contact_id", "at"], name="pooling_contact")],
                },
            ),
            migrations.CreateModel(
                name="Taking",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "holder",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="takings",
                            to="screening.agencyrequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Weighing",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField()),
                    ("council", models.CharField(max_length=40)),
                    ("at", models.DateTimeField()),
                    ("history_says", models.TextField(blank=True)),
                    ("change_evidence", models.TextField(blank=True)),
                    ("past_attempts", models.TextField(blank=True)),
                    ("child_account", models.TextField(blank=True)),
                    ("daily_life", models.TextField(blank=True)),
                    ("disputed", models.TextField(blank=True)),
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
                    "indexes": [models.Index(fields=["contact_id", "at"], name="weighing_contact")],
                },
            ),
        )
    ]
