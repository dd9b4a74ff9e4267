import uuid
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="Agency",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("key", models.SlugField(max_length=60)),
                    ("title", models.CharField(max_length=200)),
                    ("kind", models.CharField(max_length=40)),
                    ("phone", models.CharField(blank=True, max_length=40)),
                    ("email", models.EmailField(blank=True, max_length=254)),
                ],
                options={
                    "ordering": ["council", "title", "key"],
                    "constraints": [
                        models.UniqueConstraint(fields=("council", "key"), name="agency_key_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Service",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("key", models.SlugField(max_length=60)),
                    ("title", models.CharField(max_length=200)),
                    ("summary", models.TextField(blank=True)),
                    ("phone", models.CharField(blank=True, max_length=40)),
                    ("url", models.URLField(blank=True)),
                    ("for_ages", models.CharField(blank=True, max_length=60)),
                ],
                options={
                    "ordering": ["council", "title", "key"],
                    "constraints": [
                        models.UniqueConstraint(fields=("council", "key"), name="service_key_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Team",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("key", models.SlugField(max_length=60)),
                    ("title", models.CharField(max_length=200)),
                    ("kind", models.CharField(max_length=40)),
                    ("email", models.EmailField(blank=True, max_length=254)),
                    ("phone", models.CharField(blank=True, max_length=40)),
                    ("opening", models.CharField(blank=True, max_length=200)),
                    ("takes_by_default", models.BooleanField(default=False)),
                    ("covers", models.TextField(blank=True)),
                    ("ages_from", models.PositiveSmallIntegerField(null=True)),
                    ("ages_to", models.PositiveSmallIntegerField(null=True)),
                    ("places", models.PositiveIntegerField(null=True)),
                ],
                options={
                    "ordering": ["council", "title", "key"],
                    "constraints": [
                        models.UniqueConstraint(fields=("council", "key"), name="team_key_once"),
                        models.UniqueConstraint(
                            condition=models.Q(("takes_by_default", True)),
                            fields=("council", "kind"),
                            name="team_one_default_of_a_kind",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "assessment",
                                        "child_protection",
                                        "duty",
                                        "early_help",
                                        "front_door",
                                        "other",
                                        "send",
                                    ],
                                )
                            ),
                            name="team_kind_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TeamMember",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("team", models.SlugField(max_length=60)),
                    ("part", models.CharField(max_length=20)),
                    ("name", models.CharField(max_length=200)),
                    ("agency", models.CharField(blank=True, max_length=200)),
                    ("from_on", models.DateField()),
                    ("until_on", models.DateField(null=True)),
                ],
                options={
                    "ordering": ["council", "team", "part", "from_on", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "part__in",
                                    ["education", "health", "other", "police", "social_worker"],
                                )
                            ),
                            name="team_member_part_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on", None),
                                ("until_on__gte", models.F("from_on")),
                                _connector="OR",
                            ),
                            name="team_member_ends_after_it_begins",
                        ),
                    ],
                },
            ),
        )
    ]
