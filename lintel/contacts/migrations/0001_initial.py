import django.db.models.deletion
import lintel.contacts.rules.facts
import lintel.contacts.rules.telling
import uuid
from django.conf import settings
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        # Not that it needs them: what changes few tables is quicker before there are many.
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("access", "__first__"),
    ]

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="Contact",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("reference", models.CharField(max_length=20, unique=True)),
                    ("kind", models.CharField(max_length=24)),
                    ("channel", models.CharField(max_length=24)),
                    ("source", models.CharField(max_length=4)),
                    (
                        "stage",
                        models.CharField(
                            default=lintel.contacts.rules.facts.Stage["RECEIVED"], max_length=12
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("policy_version", models.CharField(max_length=80)),
                    ("received_at", models.DateTimeField()),
                    ("clock_started_at", models.DateTimeField()),
                    ("keyed_at", models.DateTimeField(null=True)),
                    ("written_by", models.CharField(blank=True, max_length=200)),
                    ("occurred_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("submitted_agency", models.CharField(blank=True, max_length=60)),
                    ("external_reference", models.CharField(blank=True, max_length=200)),
                    ("concern", models.TextField()),
                    ("why_now", models.TextField(blank=True)),
                    ("categories", models.JSONField(default=list)),
                    ("immediate_danger", models.BooleanField(default=False)),
                    ("allegation", models.BooleanField(default=False)),
                    ("family_told", models.BooleanField(null=True)),
                    ("family_told_reason", models.TextField(blank=True)),
                    (
                        "consent",
                        models.CharField(
                            default=lintel.contacts.rules.telling.Consent["NOT_KNOWN"],
                            max_length=12,
                        ),
                    ),
                    ("rating", models.CharField(blank=True, max_length=8)),
                    ("rating_rank", models.PositiveSmallIntegerField(default=0)),
                    ("rated_red_by", models.UUIDField(null=True)),
                    ("immediate_since", models.DateTimeField(null=True)),
                    ("held_until", models.DateTimeField(null=True)),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("outcome", models.CharField(blank=True, max_length=40)),
                    ("awaiting_team", models.CharField(blank=True, max_length=60)),
                    ("accepted_team", models.CharField(blank=True, max_length=60)),
                    ("was_returned", models.BooleanField(default=False)),
                    ("raised_at", models.DateTimeField(null=True)),
                    ("senior_readers", models.JSONField(default=list)),
                    ("awaits_senior_read", models.BooleanField(default=False)),
                    ("owner_team", models.CharField(blank=True, max_length=60)),
                    ("queue", models.CharField(max_length=20)),
                    ("answers_due_at", models.DateTimeField(null=True)),
                    ("due_at", models.DateTimeField(null=True)),
                    (
                        "owner_account",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "submitted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            models.F("council"),
                            models.F("rating_rank"),
                            models.F("due_at"),
                            models.F("id"),
                            condition=models.Q(("closed_at", None), ("immediate_since", None)),
                            name="contact_board",
                        ),
                        models.Index(
                            models.F("council"),
                            models.F("rating_rank"),
                            models.F("due_at"),
                            models.F("id"),
                            condition=models.Q(
                                ("closed_at", None), ("immediate_since__isnull", False)
                            ),
                            name="contact_pinned",
                        ),
                        models.Index(
                            models.F("council"),
                            models.F("queue"),
                            models.F("rating_rank"),
                            models.F("due_at"),
                            models.F("id"),
                            condition=models.Q(("closed_at", None)),
                            name="contact_queue",
                        ),
                        models.Index(
                            models.F("owner_account"),
                            models.F("due_at"),
                            condition=models.Q(("closed_at", None)),
                            name="contact_owner",
                        ),
                        models.Index(
                            models.F("council"),
                            models.OrderBy(models.F("received_at"), descending=True),
                            models.F("id"),
                            name="contact_received",
                        ),
                        models.Index(
                            models.F("council"), models.F("closed_at"), name="contact_closed"
                        ),
                        models.Index(
                            models.F("council"),
                            models.F("decided_at"),
                            condition=models.Q(("decided_at__isnull", False)),
                            name="contact_decided",
                        ),
                        models.Index(
                            models.F("awaiting_team"),
                            condition=models.Q(("awaiting_team", ""), _negated=True),
                            name="contact_awaiting",
                        ),
                        models.Index(
                            models.F("accepted_team"),
                            condition=models.Q(("accepted_team", ""), _negated=True),
                            name="contact_accepted",
                        ),
                        models.Index(
                            models.F("submitted_by"),
                            models.F("received_at"),
                            name="contact_submitted",
                        ),
                        models.Index(
                            models.F("council"),
                            models.F("rating_rank"),
                            models.F("due_at"),
                            models.F("id"),
                            condition=models.Q(("awaits_senior_read", True)),
                            name="contact_senior_read",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    ["received", "looked_at", "screening", "decided", "closed"],
                                )
                            ),
                            name="contact_stage_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "welfare",
                                        "information_request",
                                        "signposting",
                                        "ehc_request",
                                    ],
                                )
                            ),
                            name="contact_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "channel__in",
                                    [
                                        "public_form",
                                        "professional_form",
                                        "telephone",
                                        "email",
                                        "walk_in",
                                        "api",
                                        "csv",
                                    ],
                                )
                            ),
                            name="contact_channel_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("rating__in", ["", "red", "amber", "green", "blue"])
                            ),
                            name="contact_rating_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("closed_at__isnull", False),
                                    ("queue", "closed"),
                                    ("stage", lintel.contacts.rules.facts.Stage["CLOSED"]),
                                ),
                                models.Q(
                                    ("closed_at", None),
                                    ("due_at__isnull", False),
                                    models.Q(("queue", "closed"), _negated=True),
                                    models.Q(
                                        models.Q(("owner_team", ""), _negated=True),
                                        ("owner_account__isnull", False),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="contact_open_has_queue_due_and_owner",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage__in", ["decided", "closed"]), _negated=True),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    models.Q(("outcome", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="contact_closed_only_after_decision",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("clock_started_at__gte", models.F("received_at"))),
                            name="contact_clock_not_before_receipt",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage", "received"), _negated=True),
                                models.Q(("outcome", ""), ("rating", "")),
                                _connector="OR",
                            ),
                            name="contact_unseen_is_unrated",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Referrer",
                fields=[
                    (
                        "contact",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="referrer",
                            serialize=False,
                            to="contacts.contact",
                        ),
                    ),
                    ("name", models.CharField(blank=True, max_length=200)),
                    ("role", models.CharField(blank=True, max_length=200)),
                    ("agency", models.CharField(blank=True, max_length=200)),
                    ("phone", models.CharField(blank=True, max_length=200)),
                    ("email", models.CharField(blank=True, max_length=200)),
                    ("relationship", models.CharField(blank=True, max_length=200)),
                    ("safe_contact", models.TextField(blank=True)),
                    ("anonymous", models.BooleanField(default=False)),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Closing",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("reopened", models.BooleanField()),
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
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Assignment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("to_team", models.CharField(blank=True, max_length=60)),
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
                        "to_account",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Acknowledgement",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("action", models.TextField()),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ContactAdult",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("place", models.PositiveSmallIntegerField()),
                    ("given_name", models.CharField(blank=True, max_length=200)),
                    ("family_name", models.CharField(blank=True, max_length=200)),
                    ("date_of_birth", models.DateField(null=True)),
                    ("address_lines", models.JSONField(default=list)),
                    ("postcode", models.CharField(blank=True, max_length=12)),
                    ("uprn", models.CharField(blank=True, max_length=12)),
                    ("record_id", models.UUIDField()),
                    ("search_name", models.CharField(max_length=400)),
                    ("council", models.CharField(max_length=40)),
                    ("relationship", models.CharField(blank=True, max_length=200)),
                    ("phone", models.CharField(blank=True, max_length=200)),
                    ("safe_contact", models.TextField(blank=True)),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="adults",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            models.F("council"), models.F("search_name"), name="contact_adult_name"
                        ),
                        models.Index(models.F("record_id"), name="contact_adult_record"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("contact"), models.F("place"), name="contact_adult_place"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ContactChild",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("place", models.PositiveSmallIntegerField()),
                    ("given_name", models.CharField(blank=True, max_length=200)),
                    ("family_name", models.CharField(blank=True, max_length=200)),
                    ("date_of_birth", models.DateField(null=True)),
                    ("address_lines", models.JSONField(default=list)),
                    ("postcode", models.CharField(blank=True, max_length=12)),
                    ("uprn", models.CharField(blank=True, max_length=12)),
                    ("record_id", models.UUIDField()),
                    ("search_name", models.CharField(max_length=400)),
                    ("council", models.CharField(max_length=40)),
                    ("expected_on", models.DateField(null=True)),
                    ("age_years", models.PositiveSmallIntegerField(null=True)),
                    ("sex", models.CharField(blank=True, max_length=1)),
                    ("nhs_number", models.CharField(blank=True, max_length=200)),
                    ("upn", models.CharField(blank=True, max_length=200)),
                    ("ethnicity", models.CharField(blank=True, max_length=4)),
                    ("school", models.CharField(blank=True, max_length=200)),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            models.F("council"), models.F("search_name"), name="contact_child_name"
                        ),
                        models.Index(models.F("record_id"), name="contact_child_record"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("contact"), models.F("place"), name="contact_child_place"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("date_of_birth", None), ("expected_on", None), _connector="OR"
                            ),
                            name="contact_child_born_or_expected",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Correction",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("field", models.CharField(max_length=60)),
                    ("was", models.JSONField()),
                    ("now", models.JSONField()),
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
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Draft",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("form", models.CharField(max_length=120)),
                    ("fields", models.JSONField()),
                    ("saved_at", models.DateTimeField()),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("account"), models.F("form"), name="draft_one_a_form"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoryOpened",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
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
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Hold",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("reason", models.TextField()),
                    ("review_at", models.DateTimeField()),
                    ("released_at", models.DateTimeField(null=True)),
                    ("released_because", models.TextField(blank=True)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                    (
                        "released_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("released_at", None), ("released_by", None)),
                                models.Q(
                                    ("released_at__isnull", False), ("released_by__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="hold_released_whole_or_not_at_all",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="IntakeKey",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("caller", models.UUIDField()),
                    ("key", models.CharField(max_length=200)),
                    ("body_digest", models.CharField(max_length=64)),
                    ("taken_at", models.DateTimeField()),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("caller"), models.F("key"), name="intake_key_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Look",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("immediate", models.BooleanField()),
                    ("note", models.TextField(blank=True)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                    "indexes": [models.Index(models.F("at"), name="look_at")],
                },
            ),
            migrations.CreateModel(
                name="MaskOpened",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("zone", models.CharField(max_length=3)),
                    ("purpose", models.CharField(max_length=24)),
                    ("words", models.TextField()),
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
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "indexes": [models.Index(fields=["contact", "at"], name="mask_of_contact")],
                },
            ),
            migrations.CreateModel(
                name="Note",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("text", models.TextField()),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="RaisedRule",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("rule", models.CharField(max_length=60)),
                    ("title", models.CharField(max_length=200)),
                    ("words", models.TextField()),
                    ("because", models.TextField(blank=True)),
                    ("source", models.TextField()),
                    ("version", models.CharField(max_length=40)),
                    ("events", models.JSONField()),
                    ("fired_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawn_because", models.CharField(blank=True, max_length=200)),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="raised_rules",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("contact"),
                            models.F("rule"),
                            condition=models.Q(("withdrawn_at", None)),
                            name="raised_rule_stands_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                                models.Q(
                                    ("withdrawn_at__isnull", False),
                                    models.Q(("withdrawn_because", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="raised_rule_withdrawn_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RatingGiven",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("rating", models.CharField(max_length=8)),
                    ("previous", models.CharField(blank=True, max_length=8)),
                    ("reason", models.TextField()),
                    ("is_lower", models.BooleanField()),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("rating__in", ["red", "amber", "green", "blue"])),
                            name="rating_given_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="RiskIndicator",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("rule", models.CharField(max_length=60)),
                    ("level", models.CharField(max_length=12)),
                    ("title", models.CharField(max_length=200)),
                    ("because", models.TextField(blank=True)),
                    ("words", models.TextField(blank=True)),
                    ("spans", models.JSONField(default=list)),
                    ("version", models.CharField(max_length=40)),
                    ("fired_at", models.DateTimeField()),
                    ("dismissed_at", models.DateTimeField(null=True)),
                    ("dismissed_because", models.TextField(blank=True)),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="indicators",
                            to="contacts.contact",
                        ),
                    ),
                    (
                        "dismissed_by",
                        models.ForeignKey(
                            null=True,
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
                                models.Q(
                                    ("dismissed_at", None),
                                    ("dismissed_because", ""),
                                    ("dismissed_by", None),
                                ),
                                models.Q(
                                    ("dismissed_at__isnull", False),
                                    ("dismissed_by__isnull", False),
                                    models.Q(("dismissed_because", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="indicator_dismissed_whole_or_not_at_all",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Sample",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=40)),
                    ("title", models.CharField(max_length=120)),
                    ("drawn", models.CharField(max_length=200)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    ("made_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
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
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-made_at", "id"],
                    "indexes": [
                        models.Index(fields=["council", "ends_on"], name="sample_of_council")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                            name="sample_ends_after_it_starts",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Sampled",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="contacts.contact",
                        ),
                    ),
                    (
                        "sample",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contacts",
                            to="contacts.sample",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("sample"), models.F("contact"), name="sampled_once_a_sample"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SampleReader",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "sample",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="readers",
                            to="contacts.sample",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("sample"), models.F("account"), name="sample_reader_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SeniorRead",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("words", models.TextField()),
                    ("rules", models.JSONField(default=list)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)s_rows",
                            to="contacts.contact",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                    "abstract": False,
                },
            ),
        )
    ]
