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
                name="Allegation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField(unique=True)),
                    ("reference", models.CharField(max_length=20)),
                    ("council", models.CharField(max_length=40)),
                    ("at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("taken_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "taken_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("closed_at", None)),
                            fields=["council", "due_at"],
                            name="allegation_open",
                        ),
                        models.Index(fields=["council", "closed_at"], name="allegation_closed"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Challenge",
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
                    ("at", models.DateTimeField()),
                    ("agency", models.CharField(max_length=60)),
                    ("subject", models.CharField(max_length=16)),
                    ("challenged_agency", models.CharField(blank=True, max_length=60)),
                    ("theme", models.CharField(max_length=12)),
                    ("disagrees", models.TextField()),
                    ("wants", models.TextField()),
                    ("made_by", models.JSONField(default=list)),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("settled_as", models.CharField(blank=True, max_length=10)),
                    ("settled_because", models.TextField(blank=True)),
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
                    "ordering": ["at", "id"],
                    "indexes": [
                        models.Index(fields=["contact_id", "at"], name="challenge_contact"),
                        models.Index(fields=["council", "at"], name="challenge_council"),
                        models.Index(fields=["council", "agency", "at"], name="challenge_agency"),
                        models.Index(
                            condition=models.Q(("settled_at", None)),
                            fields=["council", "at"],
                            name="challenge_open",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "subject__in",
                                    ["decision", "discussion", "agency_answer", "other"],
                                )
                            ),
                            name="challenge_subject_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("theme__in", ["threshold", "delay", "information", "other"])
                            ),
                            name="challenge_theme_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("settled_as", ""), ("settled_at", None)),
                                models.Q(
                                    ("settled_at__isnull", False),
                                    ("settled_as__in", ["changed", "upheld", "withdrawn"]),
                                ),
                                _connector="OR",
                            ),
                            name="challenge_settled_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ChallengeAnswer",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("level", models.PositiveSmallIntegerField()),
                    ("at", models.DateTimeField()),
                    ("answer", models.CharField(max_length=10)),
                    ("reasons", models.TextField()),
                    ("told", models.TextField()),
                    ("learning", models.TextField(blank=True)),
                    ("answered_for", models.CharField(blank=True, max_length=200)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "challenge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="oversight.challenge",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("answer__in", ["changed", "upheld"])),
                            name="challenge_answer_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reasons", ""), _negated=True),
                                models.Q(("told", ""), _negated=True),
                            ),
                            name="challenge_answer_has_reasons",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Considered",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("person", models.CharField(max_length=200)),
                    ("work", models.CharField(max_length=200)),
                    ("employer", models.CharField(blank=True, max_length=200)),
                    ("tests", models.JSONField()),
                    ("reasons", models.TextField()),
                    (
                        "allegation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="considered",
                            to="oversight.allegation",
                        ),
                    ),
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
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="CourseTaken",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("course", models.CharField(max_length=20)),
                    ("reasons", models.TextField()),
                    (
                        "allegation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="courses",
                            to="oversight.allegation",
                        ),
                    ),
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
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "course__in",
                                    [
                                        "joint_meeting",
                                        "employer",
                                        "no_threshold",
                                        "not_an_allegation",
                                    ],
                                )
                            ),
                            name="allegation_course_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="TakenFurther",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("reason", models.TextField()),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "challenge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="further",
                            to="oversight.challenge",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="AllegationEnding",
                fields=[
                    (
                        "allegation",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="ending",
                            serialize=False,
                            to="oversight.allegation",
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("finding", models.CharField(max_length=20)),
                    ("words", models.TextField()),
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
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "finding__in",
                                    [
                                        "substantiated",
                                        "malicious",
                                        "false",
                                        "unsubstantiated",
                                        "unfounded",
                                        "not_applicable",
                                    ],
                                )
                            ),
                            name="allegation_finding_known",
                        )
                    ],
                },
            ),
        )
    ]
