import uuid
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="Fence",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("up_at", models.DateTimeField()),
                    ("backup_made_at", models.DateTimeField()),
                    ("down_at", models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name="Heartbeat",
                fields=[
                    ("worker", models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("build", models.CharField(max_length=40)),
                ],
            ),
            migrations.CreateModel(
                name="Schedule",
                fields=[
                    ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ("last_run_at", models.DateTimeField(null=True)),
                    ("last_error", models.CharField(blank=True, max_length=80)),
                    ("lease_until", models.DateTimeField(null=True)),
                    ("leased_by", models.CharField(blank=True, max_length=80)),
                ],
            ),
            migrations.CreateModel(
                name="Notice",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("kind", models.CharField(max_length=40)),
                    ("channel", models.CharField(max_length=20)),
                    ("to", models.TextField(blank=True)),
                    ("subject", models.CharField(max_length=200)),
                    ("body", models.TextField(blank=True)),
                    ("about", models.CharField(blank=True, max_length=40)),
                    ("once_key", models.CharField(max_length=200, unique=True)),
                    ("queued_at", models.DateTimeField()),
                    ("queued_by", models.UUIDField()),
                    ("not_before", models.DateTimeField()),
                    ("due_at", models.DateTimeField(null=True)),
                    ("state", models.CharField(default="queued", max_length=20)),
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ("last_tried_at", models.DateTimeField(null=True)),
                    ("last_error", models.CharField(blank=True, max_length=80)),
                    ("lease_until", models.DateTimeField(null=True)),
                    ("leased_by", models.CharField(blank=True, max_length=80)),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("done_by", models.UUIDField(null=True)),
                    ("done_at", models.DateTimeField(null=True)),
                    ("done_how", models.CharField(blank=True, max_length=20)),
                    ("done_note", models.TextField(blank=True)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(
                                ("channel", "email"), ("state__in", ["queued", "sending"])
                            ),
                            fields=["not_before"],
                            name="notice_to_send",
                        ),
                        models.Index(
                            condition=models.Q(("state__in", ["failed", "queued", "sending"])),
                            fields=["council", "channel", "due_at"],
                            name="notice_open",
                        ),
                        models.Index(fields=["about"], name="notice_about"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("channel__in", ["email", "letter", "task", "telephone"])
                            ),
                            name="notice_channel_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    ["cancelled", "done", "failed", "queued", "sending", "sent"],
                                )
                            ),
                            name="notice_state_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("lease_until__isnull", False),
                                    ("state", "sending"),
                                    models.Q(("leased_by", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("state", "sending"), _negated=True),
                                    ("lease_until", None),
                                    ("leased_by", ""),
                                ),
                                _connector="OR",
                            ),
                            name="notice_leased_only_while_sending",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("sent_at__isnull", False), ("state", "sent")),
                                models.Q(
                                    models.Q(("state", "sent"), _negated=True), ("sent_at", None)
                                ),
                                _connector="OR",
                            ),
                            name="notice_sent_with_its_moment",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("done_at__isnull", False),
                                    ("done_by__isnull", False),
                                    (
                                        "done_how__in",
                                        ["email", "in_person", "letter", "seen", "telephone"],
                                    ),
                                    ("state", "done"),
                                ),
                                models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    ("done_at", None),
                                    ("done_by", None),
                                    ("done_how", ""),
                                ),
                                _connector="OR",
                            ),
                            name="notice_done_whole_or_not_at_all",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("channel", "email"),
                                models.Q(("state__in", ["sending", "sent"]), _negated=True),
                                _connector="OR",
                            ),
                            name="notice_only_email_is_sent",
                        ),
                    ],
                },
            ),
        )
    ]
