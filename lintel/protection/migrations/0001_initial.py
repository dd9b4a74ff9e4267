import django.db.models.deletion
import lintel.protection.rules.outcomes
import lintel.protection.rules.steps
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
                name="Discussion",
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
                    ("about", models.JSONField(default=list)),
                    ("convened_at", models.DateTimeField()),
                    ("called_because", models.TextField()),
                    ("planned_for", models.DateTimeField()),
                    ("how", models.CharField(max_length=12)),
                    ("where", models.CharField(blank=True, max_length=500)),
                    ("chair", models.CharField(max_length=200)),
                    ("facts", models.JSONField(default=dict)),
                    ("needed", models.JSONField(default=list)),
                    ("due_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            default=lintel.protection.rules.outcomes.State["CONVENED"],
                            max_length=10,
                        ),
                    ),
                    ("sitting", models.PositiveSmallIntegerField(default=1)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "convened_by",
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
                            fields=["contact_id", "convened_at"], name="discussion_contact"
                        ),
                        models.Index(
                            fields=["council", "state", "planned_for"], name="discussion_council"
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("state", lintel.protection.rules.outcomes.State["CONVENED"])
                            ),
                            fields=("contact_id",),
                            name="discussion_one_open_a_contact",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("ended_at", None),
                                    ("state", lintel.protection.rules.outcomes.State["CONVENED"]),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "state",
                                            lintel.protection.rules.outcomes.State["CONVENED"],
                                        ),
                                        _negated=True,
                                    ),
                                    ("ended_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="discussion_ended_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgreedAction",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("what", models.TextField()),
                    ("owner", models.CharField(max_length=200)),
                    ("agency", models.CharField(blank=True, max_length=60)),
                    ("due_at", models.DateTimeField()),
                    ("at", models.DateTimeField()),
                    ("done_at", models.DateTimeField(null=True)),
                    ("done_by", models.UUIDField(null=True)),
                    ("done_note", models.TextField(blank=True)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "discussion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agreed",
                            to="protection.discussion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["due_at", "id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("done_at", None)),
                            fields=["council", "due_at"],
                            name="agreed_action_open",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="DiscussionItem",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("agency", models.CharField(max_length=60)),
                    ("agency_title", models.CharField(max_length=200)),
                    ("text", models.TextField()),
                    ("mark", models.CharField(max_length=2)),
                    ("named", models.JSONField(default=list)),
                    ("onward_leave", models.BooleanField(default=False)),
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
                        "discussion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="items",
                            to="protection.discussion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="discussion_item_says_something",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="DiscussionOutcome",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("contact_id", models.UUIDField()),
                    ("council", models.CharField(max_length=40)),
                    ("sitting", models.PositiveSmallIntegerField()),
                    ("at", models.DateTimeField()),
                    ("how", models.CharField(max_length=10)),
                    ("reason", models.TextField(blank=True)),
                    ("adjourned_to", models.DateTimeField(null=True)),
                    ("started_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField()),
                    ("quorate", models.BooleanField(default=False)),
                    ("missing", models.JSONField(default=list)),
                    ("not_quorate_because", models.TextField(blank=True)),
                    ("section47", models.CharField(blank=True, max_length=8)),
                    ("section47_because", models.TextField(blank=True)),
                    ("seeing", models.JSONField(default=list)),
                    ("siblings", models.TextField(blank=True)),
                    ("parents_told", models.TextField(blank=True)),
                    ("parents_not_told_because", models.TextField(blank=True)),
                    ("criminal", models.BooleanField(null=True)),
                    ("criminal_because", models.TextField(blank=True)),
                    ("medical", models.CharField(blank=True, max_length=12)),
                    ("medical_because", models.TextField(blank=True)),
                    ("medical_views", models.JSONField(default=list)),
                    ("answers", models.BooleanField(default=False)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "discussion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="outcomes",
                            to="protection.discussion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "indexes": [
                        models.Index(fields=["contact_id", "at"], name="discussion_outcome_contact")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("how", "held"), _negated=True),
                                ("quorate", True),
                                models.Q(("not_quorate_because", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="discussion_outcome_not_quorate_has_a_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("how", "held"), _negated=True),
                                models.Q(
                                    models.Q(("section47", ""), _negated=True),
                                    models.Q(("section47_because", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="discussion_outcome_held_decides_section47",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("how", "held"),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="discussion_outcome_not_held_has_a_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("part", models.CharField(max_length=20)),
                    ("agency", models.CharField(blank=True, max_length=60)),
                    ("team", models.CharField(blank=True, max_length=60)),
                    ("account", models.UUIDField(null=True)),
                    ("title", models.CharField(max_length=200)),
                    ("because", models.CharField(blank=True, max_length=300)),
                    ("is_needed", models.BooleanField(default=False)),
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
                        "discussion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="invitations",
                            to="protection.discussion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "indexes": [
                        models.Index(fields=["council", "agency", "at"], name="invitation_agency")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Attendance",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("sitting", models.PositiveSmallIntegerField(default=1)),
                    ("part", models.CharField(max_length=20)),
                    ("agency", models.CharField(blank=True, max_length=60)),
                    ("title", models.CharField(max_length=200)),
                    ("name", models.CharField(max_length=200)),
                    ("account", models.UUIDField(null=True)),
                    ("is_deputy", models.BooleanField(default=False)),
                    ("registered", models.BooleanField(default=False)),
                    ("arrived_at", models.DateTimeField()),
                    ("left_at", models.DateTimeField(null=True)),
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
                        "discussion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attended",
                            to="protection.discussion",
                        ),
                    ),
                    (
                        "invitation",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attended",
                            to="protection.invitation",
                        ),
                    ),
                ],
                options={
                    "ordering": ["arrived_at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("left_at", None),
                                ("left_at__gte", models.F("arrived_at")),
                                _connector="OR",
                            ),
                            name="attendance_leaves_after_arriving",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="InvitationAnswer",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("says", models.CharField(max_length=12)),
                    ("who", models.CharField(blank=True, max_length=200)),
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
                        "invitation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="protection.invitation",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="ProtectionStep",
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
                    ("child", models.UUIDField()),
                    ("kind", models.CharField(max_length=12)),
                    ("discussion", models.UUIDField(null=True)),
                    ("because", models.CharField(max_length=500)),
                    ("by_sign", models.BooleanField(default=False)),
                    ("since", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("settled_as", models.CharField(blank=True, max_length=10)),
                ],
                options={
                    "ordering": ["due_at", "id"],
                    "indexes": [
                        models.Index(fields=["contact_id", "due_at"], name="step_contact"),
                        models.Index(
                            condition=models.Q(("settled_at", None)),
                            fields=["council", "kind", "since"],
                            name="step_open",
                        ),
                        models.Index(
                            condition=models.Q(("settled_at", None)),
                            fields=["due_at"],
                            name="step_due",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["child_seen", "paediatric", "enquiry", "conference"])
                            ),
                            name="step_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("settled_as", ""), ("settled_at", None)),
                                models.Q(
                                    ("settled_at__isnull", False),
                                    ("settled_as__in", ["done", "declined", "withdrawn"]),
                                ),
                                _connector="OR",
                            ),
                            name="step_settled_whole_or_not_at_all",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("kind", lintel.protection.rules.steps.Step["PAEDIATRIC"])
                            ),
                            fields=("contact_id", "child"),
                            name="step_one_paediatric_a_child",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("discussion__isnull", False)),
                            fields=("discussion", "child", "kind"),
                            name="step_once_a_discussion",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StepEnding",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("how", models.CharField(max_length=10)),
                    ("at", models.DateTimeField()),
                    ("happened_at", models.DateTimeField()),
                    ("late_entry", models.BooleanField(default=False)),
                    ("who", models.CharField(blank=True, max_length=200)),
                    ("place", models.CharField(blank=True, max_length=200)),
                    ("paediatrician", models.BooleanField(null=True)),
                    ("consent", models.CharField(blank=True, max_length=12)),
                    ("alone", models.BooleanField(null=True)),
                    ("alone_because", models.TextField(blank=True)),
                    ("outcome", models.CharField(blank=True, max_length=20)),
                    ("words", models.TextField(blank=True)),
                    ("reason", models.TextField(blank=True)),
                    ("views", models.JSONField(default=dict)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "step",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="endings",
                            to="protection.protectionstep",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("how__in", ["done", "declined", "withdrawn"])),
                            name="step_ending_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("how", "done"),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="step_ending_done_or_a_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("happened_at__lte", models.F("at"))),
                            name="step_ending_not_before_it_happened",
                        ),
                    ],
                },
            ),
        )
    ]
