import lintel.duty.rules.items
import uuid
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="DutyItem",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("to", models.CharField(max_length=8)),
                    ("turns_at", models.DateTimeField()),
                    ("contact_id", models.UUIDField()),
                    ("reference", models.CharField(max_length=20)),
                    ("why", models.JSONField(default=list)),
                    ("had_account", models.UUIDField(null=True)),
                    ("had_team", models.CharField(blank=True, max_length=60)),
                    ("drawn_at", models.DateTimeField()),
                    ("drawn_by", models.UUIDField()),
                    ("answer_by", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            default=lintel.duty.rules.items.State["DRAWN"], max_length=10
                        ),
                    ),
                    ("note", models.TextField(blank=True)),
                    ("next_check_at", models.DateTimeField(null=True)),
                    ("ready_at", models.DateTimeField(null=True)),
                    ("ready_by", models.UUIDField(null=True)),
                    ("told_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("ended_by", models.UUIDField(null=True)),
                    ("ended_because", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["drawn_at", "id"],
                    "indexes": [
                        models.Index(fields=["council", "turns_at", "to"], name="duty_turn"),
                        models.Index(
                            condition=models.Q(("state__in", ["drawn", "ready"])),
                            fields=["council", "answer_by"],
                            name="duty_open",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("to__in", ["hub", "duty"])), name="duty_to_a_side"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ["drawn", "ready", "accepted", "kept", "off", "left"])
                            ),
                            name="duty_state_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "ready"), _negated=True),
                                models.Q(
                                    ("ready_at__isnull", False),
                                    models.Q(("note", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="duty_ready_with_a_word",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("ended_at", None),
                                    ("ended_by", None),
                                    ("state__in", ["drawn", "ready"]),
                                ),
                                models.Q(
                                    models.Q(("state__in", ["drawn", "ready"]), _negated=True),
                                    ("ended_at__isnull", False),
                                    ("ended_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="duty_ended_whole_or_not_at_all",
                        ),
                        models.UniqueConstraint(
                            fields=("contact_id", "to", "turns_at"), name="duty_once_a_turn"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["drawn", "ready"])),
                            fields=("contact_id",),
                            name="duty_on_one_list",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Promise",
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
                    ("what", models.CharField(max_length=500)),
                    ("to_whom", models.CharField(max_length=200)),
                    ("due_at", models.DateTimeField()),
                    ("at", models.DateTimeField()),
                    ("by", models.UUIDField()),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("settled_by", models.UUIDField(null=True)),
                    ("settled_as", models.CharField(blank=True, max_length=10)),
                    ("settled_words", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["due_at", "id"],
                    "indexes": [
                        models.Index(fields=["contact_id", "due_at"], name="promise_contact"),
                        models.Index(
                            condition=models.Q(("settled_at", None)),
                            fields=["council", "due_at"],
                            name="promise_open",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("settled_as", ""), ("settled_at", None), ("settled_by", None)
                                ),
                                models.Q(
                                    ("settled_at__isnull", False),
                                    ("settled_by__isnull", False),
                                    ("settled_as__in", ["kept", "not_kept"]),
                                    models.Q(("settled_words", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="promise_settled_whole_or_not_at_all",
                        )
                    ],
                },
            ),
        )
    ]
