import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import lintel.access.models
import lintel.access.viewers
import uuid
from django.conf import settings
from lintel.access.made_together import MadeTogether
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        # Not that it needs them: what changes few tables is quicker before there are many.
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        MadeTogether(
            migrations.CreateModel(
                name="Account",
                fields=[
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    (
                        "last_login",
                        models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                    ),
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "username",
                        models.CharField(
                            max_length=150,
                            unique=True,
                            validators=[
                                django.core.validators.RegexValidator("^[a-z0-9][a-z0-9.@+_-]*$")
                            ],
                        ),
                    ),
                    ("email", models.EmailField(blank=True, default="", max_length=254)),
                    ("name", models.CharField(max_length=150)),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("referrer", "referrer"),
                                ("agency_system", "agency_system"),
                                ("screener", "screener"),
                                ("senior_practitioner", "senior_practitioner"),
                                ("manager", "manager"),
                                ("social_worker", "social_worker"),
                                ("early_help", "early_help"),
                                ("emergency_duty", "emergency_duty"),
                                ("child_protection", "child_protection"),
                                ("partner", "partner"),
                                ("agency_lead", "agency_lead"),
                                ("lado", "lado"),
                                ("admin", "admin"),
                                ("admin_provider", "admin_provider"),
                                ("quality", "quality"),
                                ("inspector", "inspector"),
                                ("viewer", "viewer"),
                                ("analyst", "analyst"),
                                ("dpo", "dpo"),
                                ("guardian", "guardian"),
                                ("sysadmin", "sysadmin"),
                            ],
                            max_length=30,
                        ),
                    ),
                    ("council", models.CharField(max_length=60)),
                    ("agency", models.CharField(max_length=60)),
                    ("employed_by_council", models.BooleanField(default=False)),
                    (
                        "registration_number",
                        models.CharField(blank=True, default="", max_length=30),
                    ),
                    ("registered_until", models.DateField(blank=True, null=True)),
                    ("employed_until", models.DateField(blank=True, null=True)),
                    ("teams", models.JSONField(blank=True, default=list)),
                    ("is_active", models.BooleanField(default=True)),
                    ("idle_from", models.DateTimeField(blank=True, null=True)),
                    (
                        "session_salt",
                        models.CharField(
                            default=lintel.access.models.new_salt, editable=False, max_length=32
                        ),
                    ),
                    ("demo_key", models.CharField(blank=True, default="", max_length=40)),
                    ("created_at", models.DateTimeField()),
                    ("glass_until", models.DateTimeField(editable=False, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("username", django.db.models.functions.text.Lower("username"))
                            ),
                            name="account_username_lower",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("email", django.db.models.functions.text.Lower("email"))
                            ),
                            name="account_email_lower",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "role__in",
                                    [
                                        lintel.access.viewers.Role["REFERRER"],
                                        lintel.access.viewers.Role["AGENCY_SYSTEM"],
                                        lintel.access.viewers.Role["SCREENER"],
                                        lintel.access.viewers.Role["SENIOR_PRACTITIONER"],
                                        lintel.access.viewers.Role["MANAGER"],
                                        lintel.access.viewers.Role["SOCIAL_WORKER"],
                                        lintel.access.viewers.Role["EARLY_HELP"],
                                        lintel.access.viewers.Role["EMERGENCY_DUTY"],
                                        lintel.access.viewers.Role["CHILD_PROTECTION"],
                                        lintel.access.viewers.Role["PARTNER"],
                                        lintel.access.viewers.Role["AGENCY_LEAD"],
                                        lintel.access.viewers.Role["LADO"],
                                        lintel.access.viewers.Role["ADMIN"],
                                        lintel.access.viewers.Role["ADMIN_PROVIDER"],
                                        lintel.access.viewers.Role["QUALITY"],
                                        lintel.access.viewers.Role["INSPECTOR"],
                                        lintel.access.viewers.Role["VIEWER"],
                                        lintel.access.viewers.Role["ANALYST"],
                                        lintel.access.viewers.Role["DPO"],
                                        lintel.access.viewers.Role["GUARDIAN"],
                                        lintel.access.viewers.Role["SYSADMIN"],
                                    ],
                                )
                            ),
                            name="account_role_known",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("email", ""), _negated=True),
                            fields=("email",),
                            name="account_email_unique",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ApiToken",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("hash", models.CharField(max_length=64, unique=True)),
                    ("scopes", models.JSONField(blank=True, default=list)),
                    ("issued_at", models.DateTimeField()),
                    ("issued_by", models.UUIDField()),
                    ("expires_at", models.DateTimeField()),
                    ("last_used_on", models.DateField(blank=True, null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="tokens",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Guesses",
                fields=[
                    ("bucket", models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ("tried", models.JSONField(default=list)),
                    ("last_at", models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name="Identity",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("provider", models.CharField(max_length=30)),
                    ("issuer", models.CharField(max_length=250)),
                    ("subject", models.CharField(max_length=250)),
                    ("bound_at", models.DateTimeField()),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="identities",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("provider", "issuer", "subject"), name="identity_of_one_account"
                        )
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
                    ("hash", models.CharField(max_length=64, unique=True)),
                    ("name", models.CharField(blank=True, default="", max_length=150)),
                    ("username", models.CharField(blank=True, default="", max_length=150)),
                    ("email", models.EmailField(blank=True, default="", max_length=254)),
                    ("role", models.CharField(max_length=30)),
                    ("council", models.CharField(max_length=60)),
                    ("agency", models.CharField(max_length=60)),
                    ("employed_by_council", models.BooleanField(default=False)),
                    (
                        "registration_number",
                        models.CharField(blank=True, default="", max_length=30),
                    ),
                    ("registered_until", models.DateField(blank=True, null=True)),
                    ("employed_until", models.DateField(blank=True, null=True)),
                    ("teams", models.JSONField(blank=True, default=list)),
                    ("invited_by", models.UUIDField()),
                    ("invited_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            blank=True,
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
                                (
                                    "role__in",
                                    [
                                        lintel.access.viewers.Role["REFERRER"],
                                        lintel.access.viewers.Role["AGENCY_SYSTEM"],
                                        lintel.access.viewers.Role["SCREENER"],
                                        lintel.access.viewers.Role["SENIOR_PRACTITIONER"],
                                        lintel.access.viewers.Role["MANAGER"],
                                        lintel.access.viewers.Role["SOCIAL_WORKER"],
                                        lintel.access.viewers.Role["EARLY_HELP"],
                                        lintel.access.viewers.Role["EMERGENCY_DUTY"],
                                        lintel.access.viewers.Role["CHILD_PROTECTION"],
                                        lintel.access.viewers.Role["PARTNER"],
                                        lintel.access.viewers.Role["AGENCY_LEAD"],
                                        lintel.access.viewers.Role["LADO"],
                                        lintel.access.viewers.Role["ADMIN"],
                                        lintel.access.viewers.Role["ADMIN_PROVIDER"],
                                        lintel.access.viewers.Role["QUALITY"],
                                        lintel.access.viewers.Role["INSPECTOR"],
                                        lintel.access.viewers.Role["VIEWER"],
                                        lintel.access.viewers.Role["ANALYST"],
                                        lintel.access.viewers.Role["DPO"],
                                        lintel.access.viewers.Role["GUARDIAN"],
                                        lintel.access.viewers.Role["SYSADMIN"],
                                    ],
                                )
                            ),
                            name="invitation_role_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("accepted_at", None), ("account", None)),
                                models.Q(
                                    ("accepted_at__isnull", False), ("account__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="invitation_accepted_whole_or_not_at_all",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ResetAsked",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=254)),
                    ("site", models.CharField(max_length=200)),
                    ("asked_at", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="SignIn",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "session_key",
                        models.CharField(blank=True, db_index=True, default="", max_length=40),
                    ),
                    ("device", models.CharField(max_length=60)),
                    ("how", models.CharField(max_length=30)),
                    ("began_at", models.DateTimeField(db_index=True)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sign_ins",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Allowance",
                fields=[
                    (
                        "account",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            primary_key=True,
                            serialize=False,
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("minute", models.IntegerField(db_index=True)),
                    ("given", models.IntegerField()),
                    ("before", models.IntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name="Grant",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("council", models.CharField(max_length=60)),
                    ("terms", models.JSONField()),
                    ("opens", models.BooleanField(default=False)),
                    ("asked_by", models.UUIDField()),
                    ("asked_at", models.DateTimeField()),
                    ("given", models.BooleanField(blank=True, null=True)),
                    ("answered_by", models.UUIDField(blank=True, null=True)),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="grants",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "invitation",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="grants",
                            to="access.invitation",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("account", None), ("invitation__isnull", False)),
                                models.Q(("account__isnull", False), ("invitation", None)),
                                _connector="OR",
                            ),
                            name="grant_of_an_account_or_an_invitation",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("given", True), _negated=True),
                                models.Q(("answered_by", models.F("asked_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="grant_confirmed_by_somebody_else",
                        ),
                    ],
                },
            ),
        )
    ]
