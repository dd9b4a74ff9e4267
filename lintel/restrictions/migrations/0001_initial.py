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
                name="BrokenGlass",
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
                    ("kinds", models.JSONField(default=list)),
                    ("role", models.CharField(max_length=30)),
                    ("category", models.CharField(max_length=20)),
                    ("reason", models.TextField()),
                    ("at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("review_due_at", models.DateTimeField()),
                    ("reviewed_at", models.DateTimeField(null=True)),
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
                            condition=models.Q(("ended_at", None)),
                            fields=["by", "ends_at"],
                            name="glass_open",
                        ),
                        models.Index(
                            condition=models.Q(("reviewed_at", None)),
                            fields=["council", "review_due_at"],
                            name="glass_unreviewed",
                        ),
                        models.Index(fields=["contact_id"], name="glass_of_contact"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "category__in",
                                    [
                                        "immediate_safety",
                                        "legal_requirement",
                                        "public_interest",
                                        "other",
                                    ],
                                )
                            ),
                            name="glass_category_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("at"))),
                            name="glass_ends_after_it_began",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Conflict",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("kind", models.CharField(max_length=10)),
                    ("relation", models.CharField(blank=True, max_length=20)),
                    ("reason", models.TextField(blank=True)),
                    ("about", models.CharField(blank=True, max_length=20)),
                    ("details", models.JSONField(default=list)),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("ended_by", models.UUIDField(null=True)),
                    ("ended_because", models.TextField(blank=True)),
                    (
                        "account",
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
                            condition=models.Q(("ended_at", None)),
                            fields=["council", "account"],
                            name="conflict_standing",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["self", "declared", "inferred"])),
                            name="conflict_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("ended_at", None), ("ended_because", ""), ("ended_by", None)
                                ),
                                models.Q(
                                    ("ended_at__isnull", False),
                                    ("ended_by__isnull", False),
                                    models.Q(("ended_because", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="conflict_ended_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Apart",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("account", models.UUIDField()),
                    ("subject_type", models.CharField(max_length=10)),
                    ("subject_id", models.UUIDField()),
                    ("hides", models.BooleanField()),
                    ("since", models.DateTimeField()),
                    ("opened_at", models.DateTimeField(null=True)),
                    ("opened_because", models.TextField(blank=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "conflict",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="apart",
                            to="restrictions.conflict",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["account", "subject_type", "subject_id"],
                            name="apart_from",
                        ),
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["subject_type", "subject_id"],
                            name="apart_subject",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("conflict", "subject_type", "subject_id"),
                            name="apart_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("subject_type__in", ["person", "contact"])),
                            name="apart_of_a_person_or_contact",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Incident",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("opened_at", models.DateTimeField()),
                    ("opened_by", models.UUIDField()),
                    ("owner", models.CharField(max_length=60)),
                    ("due_at", models.DateTimeField()),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("closed_by", models.UUIDField(null=True)),
                    ("closed_because", models.TextField(blank=True)),
                    (
                        "glass",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="incident",
                            to="restrictions.brokenglass",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("closed_at", None)),
                            fields=["council", "due_at"],
                            name="incident_open",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("closed_at", None), ("closed_because", ""), ("closed_by", None)
                                ),
                                models.Q(
                                    ("closed_at__isnull", False),
                                    ("closed_by__isnull", False),
                                    models.Q(("closed_because", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="incident_closed_whole_or_not_at_all",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("owner", ""), _negated=True),
                            name="incident_has_an_owner",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OwnMark",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("detail", models.CharField(max_length=20)),
                    ("mark", models.CharField(max_length=64)),
                    ("at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "conflict",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="marks",
                            to="restrictions.conflict",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["council", "mark"],
                            name="own_mark",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("account", "detail", "mark", "conflict"),
                            name="own_mark_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("conflict", None), ("ended_at", None)),
                            fields=("account", "detail", "mark"),
                            name="own_mark_once_of_oneself",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "detail__in",
                                    [
                                        "self",
                                        "family_name",
                                        "address",
                                        "former_address",
                                        "phone",
                                        "email",
                                        "kin",
                                        "declared",
                                    ],
                                )
                            ),
                            name="own_mark_detail_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Restriction",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("kind", models.CharField(max_length=40)),
                    ("subject_type", models.CharField(max_length=10)),
                    ("subject_id", models.UUIDField()),
                    ("reference", models.CharField(max_length=20)),
                    ("guardian_team", models.CharField(blank=True, max_length=60)),
                    ("reason", models.TextField()),
                    ("review_on", models.DateField()),
                    ("set_at", models.DateTimeField()),
                    ("set_by", models.UUIDField()),
                    ("asked_at", models.DateTimeField(null=True)),
                    ("asked_by", models.UUIDField(null=True)),
                    ("asked_because", models.TextField(blank=True)),
                    ("lifted_at", models.DateTimeField(null=True)),
                    ("lifted_by", models.UUIDField(null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("lifted_at", None)),
                            fields=["council", "review_on"],
                            name="restriction_standing",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("lifted_at", None)),
                            fields=("subject_type", "subject_id", "kind"),
                            name="restriction_one_of_a_kind",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("subject_type__in", ["person", "contact"])),
                            name="restriction_of_a_person_or_contact",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("lifted_at", None), ("lifted_by", None)),
                                models.Q(
                                    ("asked_by__isnull", False),
                                    ("lifted_at__isnull", False),
                                    models.Q(("lifted_by", models.F("asked_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="restriction_lifted_by_another_than_asked",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reader",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("account", models.UUIDField(null=True)),
                    ("team", models.CharField(blank=True, max_length=60)),
                    ("purpose", models.CharField(max_length=10)),
                    ("given_at", models.DateTimeField()),
                    ("given_by", models.UUIDField()),
                    ("until", models.DateField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("ended_by", models.UUIDField(null=True)),
                    (
                        "restriction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="readers",
                            to="restrictions.restriction",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["account", "until"],
                            name="reader_account",
                        ),
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["team", "until"],
                            name="reader_team",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("account", None), models.Q(("team", ""), _negated=True)),
                                models.Q(("account__isnull", False), ("team", "")),
                                _connector="OR",
                            ),
                            name="restriction_reader_account_or_team",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("purpose__in", ["task", "involved"])),
                            name="restriction_reader_purpose_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProtectedPlace",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("mark", models.CharField(max_length=64)),
                    ("since", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "restriction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="places",
                            to="restrictions.restriction",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["council", "mark"],
                            name="protected_place",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("restriction", "mark"),
                            name="restriction_protects_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="NewMatch",
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
                    ("record_id", models.UUIDField()),
                    ("person_id", models.UUIDField()),
                    ("band", models.CharField(max_length=20)),
                    ("found_at", models.DateTimeField()),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("settled_by", models.UUIDField(null=True)),
                    ("settled_as", models.CharField(blank=True, max_length=10)),
                    ("settled_because", models.TextField(blank=True)),
                    (
                        "restriction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="matches",
                            to="restrictions.restriction",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("settled_at", None)),
                            fields=["council", "found_at"],
                            name="new_match_waiting",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("restriction", "record_id"), name="new_match_told_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("settled_as", ""), ("settled_at", None)),
                                models.Q(
                                    ("settled_as__in", ["same", "other"]),
                                    ("settled_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="new_match_settled_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Covered",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("council", models.CharField(max_length=40)),
                    ("subject_type", models.CharField(max_length=10)),
                    ("subject_id", models.UUIDField()),
                    ("hides", models.BooleanField()),
                    ("since", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "restriction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="covered",
                            to="restrictions.restriction",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["council", "subject_type", "subject_id"],
                            name="restriction_covered",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("restriction", "subject_type", "subject_id"),
                            name="restriction_covers_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Review",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("reasons", models.TextField()),
                    ("next_on", models.DateField()),
                    (
                        "restriction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reviews",
                            to="restrictions.restriction",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="GlassReview",
                fields=[
                    (
                        "glass",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="review",
                            serialize=False,
                            to="restrictions.brokenglass",
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("of", models.UUIDField()),
                    ("outcome", models.CharField(max_length=20)),
                    ("words", models.TextField()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("by", models.F("of")), _negated=True),
                            name="glass_reviewed_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("outcome__in", ["justified", "not_justified"])),
                            name="glass_outcome_known",
                        ),
                    ],
                },
            ),
        )
    ]
